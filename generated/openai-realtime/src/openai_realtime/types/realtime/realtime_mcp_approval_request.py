from __future__ import annotations

from typing import Literal

from ..._runtime.models import BaseModel

__all__ = ["RealtimeMcpApprovalRequest"]


class RealtimeMcpApprovalRequest(BaseModel):
    """A request by the service for your consent to an MCP tool call. Answer with an item of type
    `mcp_approval_response`.
    """

    type: Literal["mcp_approval_request"]
    """Marks a request for approval."""

    id: str
    """Id of the request, to be repeated in the answer."""

    server_label: str
    """Name of the MCP server, as given in the tool."""

    name: str
    """Name of the tool to run."""

    arguments: str
    """Arguments of the call as JSON text."""
