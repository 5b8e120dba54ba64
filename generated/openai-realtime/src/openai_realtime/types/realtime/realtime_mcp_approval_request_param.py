from __future__ import annotations

from typing import Literal

from typing_extensions import Required, TypedDict

__all__ = ["RealtimeMcpApprovalRequestParam"]


class RealtimeMcpApprovalRequestParam(TypedDict, total=False):
    """A request by the service for your consent to an MCP tool call. Answer with an item of type
    `mcp_approval_response`.
    """

    type: Required[Literal["mcp_approval_request"]]
    """Marks a request for approval."""

    id: Required[str]
    """Id of the request, to be repeated in the answer."""

    server_label: Required[str]
    """Name of the MCP server, as given in the tool."""

    name: Required[str]
    """Name of the tool to run."""

    arguments: Required[str]
    """Arguments of the call as JSON text."""
