from __future__ import annotations

from typing import Literal

from ..._runtime.models import BaseModel

__all__ = ["ResponseMcpCallInProgress"]


class ResponseMcpCallInProgress(BaseModel):
    """Reports that an MCP tool call is running."""

    event_id: str
    """Id of this event, made by the service."""

    type: Literal["response.mcp_call.in_progress"]
    """Kind of event."""

    output_index: int
    """Position of the item in the output of the response, from 0."""

    item_id: str
    """Id of the MCP call item."""
