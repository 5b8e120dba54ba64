from __future__ import annotations

from typing import Literal

from typing_extensions import Required, TypedDict

__all__ = ["ToolChoiceMcpParam"]


class ToolChoiceMcpParam(TypedDict, total=False):
    """Makes the model use one particular MCP server."""

    type: Required[Literal["mcp"]]
    """Marks the choice of an MCP server."""

    server_label: Required[str]
    """Name of the server, as given in the tool."""

    name: str | None
    """Tool of the server to call. Any of them when left out or null."""
