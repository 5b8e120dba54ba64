from __future__ import annotations

from typing import Literal

from ..._runtime.models import BaseModel

__all__ = ["ToolChoiceMcp"]


class ToolChoiceMcp(BaseModel):
    """Makes the model use one particular MCP server."""

    type: Literal["mcp"]
    """Marks the choice of an MCP server."""

    server_label: str
    """Name of the server, as given in the tool."""

    name: str | None = None
    """Tool of the server to call. Any of them when left out or null."""
