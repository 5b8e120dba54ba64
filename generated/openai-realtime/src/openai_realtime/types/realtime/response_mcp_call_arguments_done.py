from __future__ import annotations

from typing import Literal

from ..._runtime.models import BaseModel

__all__ = ["ResponseMcpCallArgumentsDone"]


class ResponseMcpCallArgumentsDone(BaseModel):
    """Carries the complete arguments of an MCP tool call."""

    event_id: str
    """Id of this event, made by the service."""

    type: Literal["response.mcp_call_arguments.done"]
    """Kind of event."""

    response_id: str
    """Id of the response this belongs to."""

    item_id: str
    """Id of the MCP call item."""

    output_index: int
    """Position of the item in the output of the response, from 0."""

    arguments: str
    """Arguments as JSON text."""
