"""Resources of the API."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .realtime import Realtime as Realtime
    from .realtime import AsyncRealtime as AsyncRealtime
    from .client_secrets import ClientSecrets as ClientSecrets
    from .client_secrets import AsyncClientSecrets as AsyncClientSecrets
    from .calls import Calls as Calls
    from .calls import AsyncCalls as AsyncCalls

__all__ = [
    "Realtime",
    "AsyncRealtime",
    "ClientSecrets",
    "AsyncClientSecrets",
    "Calls",
    "AsyncCalls",
]

_MODULES = {
    "Realtime": ".realtime",
    "AsyncRealtime": ".realtime",
    "ClientSecrets": ".client_secrets",
    "AsyncClientSecrets": ".client_secrets",
    "Calls": ".calls",
    "AsyncCalls": ".calls",
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
