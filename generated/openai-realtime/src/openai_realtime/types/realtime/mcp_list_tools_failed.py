from __future__ import annotations

from typing import Literal

from ..._runtime.models import BaseModel

__all__ = ["McpListToolsFailed"]


class McpListToolsFailed(BaseModel):
    """Reports that the tools of an MCP server could not be fetched."""

    event_id: str
    """Id of this event, made by the service."""

    type: Literal["mcp_list_tools.failed"]
    """Kind of event."""

    item_id: str
    """Id of the item that would have held the list."""
