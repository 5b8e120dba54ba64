from __future__ import annotations

from typing import Literal

from ..._runtime.models import BaseModel

__all__ = ["RealtimeResponseCreateMcpTool"]


class AllowedToolsMcpToolFilter(BaseModel):
    """Picks tools of an MCP server. With both fields set, a tool has to match both."""

    tool_names: list[str] | None = None
    """Names of the tools picked."""

    read_only: bool | None = None
    """Whether the tool only reads. It matches tools that the server marks with `readOnlyHint`."""


class RequireApprovalMcpToolApprovalFilterAlways(BaseModel):
    """Picks tools of an MCP server. With both fields set, a tool has to match both."""

    tool_names: list[str] | None = None
    """Names of the tools picked."""

    read_only: bool | None = None
    """Whether the tool only reads. It matches tools that the server marks with `readOnlyHint`."""


class RequireApprovalMcpToolApprovalFilterNever(BaseModel):
    """Picks tools of an MCP server. With both fields set, a tool has to match both."""

    tool_names: list[str] | None = None
    """Names of the tools picked."""

    read_only: bool | None = None
    """Whether the tool only reads. It matches tools that the server marks with `readOnlyHint`."""


class RequireApprovalMcpToolApprovalFilter(BaseModel):
    """Different rules for different tools."""

    always: RequireApprovalMcpToolApprovalFilterAlways | None = None
    """Tools that always need your approval."""

    never: RequireApprovalMcpToolApprovalFilterNever | None = None
    """Tools that never need your approval."""


class RealtimeResponseCreateMcpTool(BaseModel):
    """Access to the tools of a remote MCP server or of a built-in connector. Give either
    `server_url` or `connector_id`.
    """

    type: Literal["mcp"]
    """Marks an MCP tool."""

    server_label: str
    """Your name for the server. Items and events that concern it repeat this name."""

    server_url: str | None = None
    """Address of the MCP server."""

    connector_id: (
        Literal[
            "connector_dropbox",
            "connector_gmail",
            "connector_googlecalendar",
            "connector_googledrive",
            "connector_microsoftteams",
            "connector_outlookcalendar",
            "connector_outlookemail",
            "connector_sharepoint",
        ]
        | None
    ) = None
    """Built-in connector to use in place of a server address."""

    authorization: str | None = None
    """OAuth access token for the server or the connector. Obtaining and renewing it is up to you.
    """

    server_description: str | None = None
    """What the server offers, for the model to read."""

    headers: dict[str, str] | None = None
    """HTTP headers sent with every request to the server, for example for authentication."""

    allowed_tools: list[str] | AllowedToolsMcpToolFilter | None = None
    """Tools of the server the model may use: a list of names or a filter. All of them when left
    out or null.
    """

    require_approval: Literal["always", "never"] | RequireApprovalMcpToolApprovalFilter | None = (
        None
    )
    """Which calls wait for your approval before they run: all, none, or as set by a filter.

    Default: "always".
    """
