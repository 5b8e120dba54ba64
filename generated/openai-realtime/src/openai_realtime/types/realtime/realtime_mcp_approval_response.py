from __future__ import annotations

from typing import Literal

from ..._runtime.models import BaseModel

__all__ = ["RealtimeMcpApprovalResponse"]


class RealtimeMcpApprovalResponse(BaseModel):
    """Your answer to a request for approval."""

    type: Literal["mcp_approval_response"]
    """Marks the answer to a request for approval."""

    id: str
    """Id of the answer."""

    approval_request_id: str
    """Id of the request being answered."""

    approve: bool
    """Whether the call may run."""

    reason: str | None = None
    """Why it may or may not run, for the model to read."""
