from __future__ import annotations

from typing import Literal

from ..._runtime.models import BaseModel

__all__ = ["ResponseMcpCallArgumentsDelta"]


class ResponseMcpCallArgumentsDelta(BaseModel):
    """Carries the next piece of the arguments of an MCP tool call."""

    event_id: str
    """Id of this event, made by the service."""

    type: Literal["response.mcp_call_arguments.delta"]
    """Kind of event."""

    response_id: str
    """Id of the response this belongs to."""

    item_id: str
    """Id of the MCP call item."""

    output_index: int
    """Position of the item in the output of the response, from 0."""

    delta: str
    """JSON text to append to the arguments so far."""

    obfuscation: str | None = None
    """Random padding that hides the length of the piece from observers of the traffic. Ignore it.
    """
