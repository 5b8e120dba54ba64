from __future__ import annotations

from typing import Literal

from ..._runtime.models import BaseModel

__all__ = ["RealtimeMcpListTools"]


class Tool(BaseModel):
    """One tool of an MCP server."""

    name: str
    """Name of the tool."""

    description: str | None = None
    """What the tool does, in the words of the server. Null when it does not say."""

    input_schema: dict[str, object]
    """Arguments of the tool, as a JSON Schema object."""

    annotations: dict[str, object] | None = None
    """Hints of the server about the tool, such as `readOnlyHint`. Null when there are none."""


class RealtimeMcpListTools(BaseModel):
    """The tools an MCP server offers, as fetched by the service."""

    type: Literal["mcp_list_tools"]
    """Marks a list of tools."""

    id: str | None = None
    """Id of the item."""

    server_label: str
    """Name of the MCP server, as given in the tool."""

    tools: list[Tool]
    """The tools."""
