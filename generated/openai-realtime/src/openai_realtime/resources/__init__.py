"""Resources of the API."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .realtime.realtime import Realtime as Realtime
    from .realtime.realtime import AsyncRealtime as AsyncRealtime

__all__ = [
    "Realtime",
    "AsyncRealtime",
]

_MODULES = {
    "Realtime": ".realtime.realtime",
    "AsyncRealtime": ".realtime.realtime",
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
