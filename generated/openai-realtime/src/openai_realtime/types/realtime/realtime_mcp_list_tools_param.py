from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, TYPE_CHECKING

from typing_extensions import Required, TypedDict

from ..._runtime.lazy_types import LazyType

if TYPE_CHECKING:
    from .realtime_mcp_list_tools import Tool as ToolModel
else:
    ToolModel = LazyType(".realtime_mcp_list_tools", "Tool", __package__)

__all__ = ["RealtimeMcpListToolsParam"]


class Tool(TypedDict, total=False):
    """One tool of an MCP server."""

    name: Required[str]
    """Name of the tool."""

    description: str | None
    """What the tool does, in the words of the server. Null when it does not say."""

    input_schema: Required[dict[str, object]]
    """Arguments of the tool, as a JSON Schema object."""

    annotations: dict[str, object] | None
    """Hints of the server about the tool, such as `readOnlyHint`. Null when there are none."""


class RealtimeMcpListToolsParam(TypedDict, total=False):
    """The tools an MCP server offers, as fetched by the service."""

    type: Required[Literal["mcp_list_tools"]]
    """Marks a list of tools."""

    id: str
    """Id of the item."""

    server_label: Required[str]
    """Name of the MCP server, as given in the tool."""

    tools: Required[Iterable[ToolModel | Tool]]
    """The tools."""
