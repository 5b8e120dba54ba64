from __future__ import annotations

from typing import Literal

from typing_extensions import Required, TypedDict

__all__ = ["RealtimeMcpProtocolErrorParam"]


class RealtimeMcpProtocolErrorParam(TypedDict, total=False):
    """The MCP server answered with a protocol error."""

    type: Required[Literal["protocol_error"]]
    """Marks a protocol error."""

    code: Required[int]
    """JSON-RPC error code, such as -32601."""

    message: Required[str]
    """Explanation from the server."""
