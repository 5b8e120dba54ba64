from __future__ import annotations

from typing import Literal

from ..._runtime.models import BaseModel

__all__ = ["RealtimeMcpProtocolError"]


class RealtimeMcpProtocolError(BaseModel):
    """The MCP server answered with a protocol error."""

    type: Literal["protocol_error"]
    """Marks a protocol error."""

    code: int
    """JSON-RPC error code, such as -32601."""

    message: str
    """Explanation from the server."""
