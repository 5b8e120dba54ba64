from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from ..._runtime.models import BaseModel
from .realtime_mcp_protocol_error import RealtimeMcpProtocolError
from .realtime_mcp_tool_execution_error import RealtimeMcpToolExecutionError
from .realtime_mcphttp_error import RealtimeMcphttpError

__all__ = ["RealtimeMcpToolCall"]


class RealtimeMcpToolCall(BaseModel):
    """A call of an MCP tool made by the service, with its outcome."""

    type: Literal["mcp_call"]
    """Marks an MCP tool call."""

    id: str
    """Id of the call."""

    server_label: str
    """Name of the MCP server, as given in the tool."""

    name: str
    """Name of the tool."""

    arguments: str
    """Arguments of the call as JSON text."""

    approval_request_id: str | None = None
    """Id of the request for approval that came before, or null when none was needed."""

    output: str | None = None
    """What the tool returned. Null until it has, or when it failed."""

    error: Annotated[
        RealtimeMcpProtocolError | RealtimeMcpToolExecutionError | RealtimeMcphttpError | None,
        Field(discriminator="type"),
    ] = None
    """Why the call failed. Null when it did not."""
