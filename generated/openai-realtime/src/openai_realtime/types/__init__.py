"""Types of requests, responses and messages."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .unknown_event import UnknownEvent as UnknownEvent
    from .websocket_connection_options import (
        WebsocketConnectionOptions as WebsocketConnectionOptions,
    )

__all__ = [
    "UnknownEvent",
    "WebsocketConnectionOptions",
]

_MODULES = {
    "UnknownEvent": ".unknown_event",
    "WebsocketConnectionOptions": ".websocket_connection_options",
}


if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        module = _MODULES.get(name)
        if module is None:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module

        value = getattr(import_module(module, __name__), name)
        globals()[name] = value
        return value

    def __dir__() -> list[str]:
        return sorted(__all__)
