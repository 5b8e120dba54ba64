from __future__ import annotations

from typing import Literal

from typing_extensions import Required, TypedDict

__all__ = ["RealtimeMcpApprovalResponseParam"]


class RealtimeMcpApprovalResponseParam(TypedDict, total=False):
    """Your answer to a request for approval."""

    type: Required[Literal["mcp_approval_response"]]
    """Marks the answer to a request for approval."""

    id: Required[str]
    """Id of the answer."""

    approval_request_id: Required[str]
    """Id of the request being answered."""

    approve: Required[bool]
    """Whether the call may run."""

    reason: str | None
    """Why it may or may not run, for the model to read."""
