from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TYPE_CHECKING, TypeAlias

from typing_extensions import Required, TypedDict

from ..._runtime.lazy_types import LazyType
from .realtime_function_tool_param import RealtimeFunctionToolParam

if TYPE_CHECKING:
    from .realtime_tools_config_union import (
        McpRequireApprovalMcpToolApprovalFilter as McpRequireApprovalMcpToolApprovalFilterModel,
    )
else:
    McpRequireApprovalMcpToolApprovalFilterModel = LazyType(
        ".realtime_tools_config_union", "McpRequireApprovalMcpToolApprovalFilter", __package__
    )

__all__ = ["RealtimeToolsConfigUnionParam"]


class McpAllowedToolsMcpToolFilter(TypedDict, total=False):
    """Picks tools of an MCP server. With both fields set, a tool has to match both."""

    tool_names: Sequence[str]
    """Names of the tools picked."""

    read_only: bool
    """Whether the tool only reads. It matches tools that the server marks with `readOnlyHint`."""


class McpRequireApprovalMcpToolApprovalFilterAlways(TypedDict, total=False):
    """Picks tools of an MCP server. With both fields set, a tool has to match both."""

    tool_names: Sequence[str]
    """Names of the tools picked."""

    read_only: bool
    """Whether the tool only reads. It matches tools that the server marks with `readOnlyHint`."""


class McpRequireApprovalMcpToolApprovalFilterNever(TypedDict, total=False):
    """Picks tools of an MCP server. With both fields set, a tool has to match both."""

    tool_names: Sequence[str]
    """Names of the tools picked."""

    read_only: bool
    """Whether the tool only reads. It matches tools that the server marks with `readOnlyHint`."""


class McpRequireApprovalMcpToolApprovalFilter(TypedDict, total=False):
    """Different rules for different tools."""

    always: McpRequireApprovalMcpToolApprovalFilterAlways
    """Tools that always need your approval."""

    never: McpRequireApprovalMcpToolApprovalFilterNever
    """Tools that never need your approval."""


class Mcp(TypedDict, total=False):
    """Tools of a remote MCP server or of a connector, called by the service itself."""

    type: Required[Literal["mcp"]]
    """Marks an MCP tool."""

    server_label: Required[str]
    """Your name for the server. Items and events that concern it repeat this name."""

    server_url: str
    """Address of the MCP server."""

    connector_id: Literal[
        "connector_dropbox",
        "connector_gmail",
        "connector_googlecalendar",
        "connector_googledrive",
        "connector_microsoftteams",
        "connector_outlookcalendar",
        "connector_outlookemail",
        "connector_sharepoint",
    ]
    """Built-in connector to use in place of a server address."""

    authorization: str
    """OAuth access token for the server or the connector. Obtaining and renewing it is up to you.
    """

    server_description: str
    """What the server offers, for the model to read."""

    headers: dict[str, str] | None
    """HTTP headers sent with every request to the server, for example for authentication."""

    allowed_tools: Sequence[str] | McpAllowedToolsMcpToolFilter | None
    """Tools of the server the model may use: a list of names or a filter. All of them when left
    out or null.
    """

    require_approval: (
        McpRequireApprovalMcpToolApprovalFilterModel
        | Literal["always", "never"]
        | McpRequireApprovalMcpToolApprovalFilter
        | None
    )
    """Which calls wait for your approval before they run: all, none, or as set by a filter.

    Default: "always".
    """


RealtimeToolsConfigUnionParam: TypeAlias = RealtimeFunctionToolParam | Mcp
"""One tool: a function or an MCP server, told apart by `type`."""
