"""Options of a connection, handed to the `websockets` library."""

from __future__ import annotations

from .._runtime.websocket import WebsocketConnectionOptions

__all__ = ["WebsocketConnectionOptions"]
