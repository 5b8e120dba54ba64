"""Types of `shared`."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .error_response import ErrorResponse as ErrorResponse

__all__ = [
    "ErrorResponse",
]

_MODULES = {
    "ErrorResponse": ".error_response",
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
