from __future__ import annotations

from typing import Literal

from ..._runtime.models import BaseModel

__all__ = ["McpListToolsInProgress"]


class McpListToolsInProgress(BaseModel):
    """Reports that an MCP server is being asked for its tools."""

    event_id: str
    """Id of this event, made by the service."""

    type: Literal["mcp_list_tools.in_progress"]
    """Kind of event."""

    item_id: str
    """Id of the item that will hold the list."""
