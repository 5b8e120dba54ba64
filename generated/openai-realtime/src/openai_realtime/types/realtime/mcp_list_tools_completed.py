from __future__ import annotations

from typing import Literal

from ..._runtime.models import BaseModel

__all__ = ["McpListToolsCompleted"]


class McpListToolsCompleted(BaseModel):
    """Reports that the tools of an MCP server were fetched."""

    event_id: str
    """Id of this event, made by the service."""

    type: Literal["mcp_list_tools.completed"]
    """Kind of event."""

    item_id: str
    """Id of the item that holds the list."""
