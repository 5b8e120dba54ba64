from __future__ import annotations

from typing import Literal, TYPE_CHECKING

from typing_extensions import Required, TypedDict

from ..._runtime.lazy_types import LazyType
from .realtime_mcp_protocol_error_param import RealtimeMcpProtocolErrorParam
from .realtime_mcp_tool_execution_error_param import RealtimeMcpToolExecutionErrorParam
from .realtime_mcphttp_error_param import RealtimeMcphttpErrorParam

if TYPE_CHECKING:
    from .realtime_mcp_protocol_error import RealtimeMcpProtocolError
    from .realtime_mcp_tool_execution_error import RealtimeMcpToolExecutionError
    from .realtime_mcphttp_error import RealtimeMcphttpError
else:
    RealtimeMcpProtocolError = LazyType(
        ".realtime_mcp_protocol_error", "RealtimeMcpProtocolError", __package__
    )
    RealtimeMcpToolExecutionError = LazyType(
        ".realtime_mcp_tool_execution_error", "RealtimeMcpToolExecutionError", __package__
    )
    RealtimeMcphttpError = LazyType(".realtime_mcphttp_error", "RealtimeMcphttpError", __package__)

__all__ = ["RealtimeMcpToolCallParam"]


class RealtimeMcpToolCallParam(TypedDict, total=False):
    """A call of an MCP tool made by the service, with its outcome."""

    type: Required[Literal["mcp_call"]]
    """Marks an MCP tool call."""

    id: Required[str]
    """Id of the call."""

    server_label: Required[str]
    """Name of the MCP server, as given in the tool."""

    name: Required[str]
    """Name of the tool."""

    arguments: Required[str]
    """Arguments of the call as JSON text."""

    approval_request_id: str | None
    """Id of the request for approval that came before, or null when none was needed."""

    output: str | None
    """What the tool returned. Null until it has, or when it failed."""

    error: (
        RealtimeMcpProtocolError
        | RealtimeMcpToolExecutionError
        | RealtimeMcphttpError
        | RealtimeMcpProtocolErrorParam
        | RealtimeMcpToolExecutionErrorParam
        | RealtimeMcphttpErrorParam
        | None
    )
    """Why the call failed. Null when it did not."""
