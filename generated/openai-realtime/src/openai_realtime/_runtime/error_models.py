"""The types that a document declares for the bodies of failures, imported when one comes."""

from __future__ import annotations

from collections.abc import Mapping

from .decode import DecodeError, LazyDecoders
from .models import BaseModel, UnknownVariant
from .status import declared_for


class ErrorModels:
    """The type of an error body by status.

    Args:
        models: the module and the name of the type by `404`, `4XX` or `default`.
        package: what the modules are relative to.
    """

    def __init__(self, models: Mapping[str, tuple[str, str]], package: str | None) -> None:
        self._models = models
        self._decoders = LazyDecoders(package)

    def parse(self, status: int, content: bytes) -> object | None:
        """Decode the body of a failure.

        Gateways answer in words of their own: a body that lacks a property that the declared
        type requires is none of that type. Give None then, and for a status without a type.
        """
        entry = declared_for(self._models, status)
        if entry is None:
            return None
        try:
            value: object = self._decoders.of(*entry).decode_leniently(content)
        except DecodeError:
            return None
        return value if _is_whole(value) else None


def _is_whole(value: object) -> bool:
    """Say whether a value has all that its class requires; what a class is not has no say."""
    if isinstance(value, UnknownVariant):
        return False
    if not isinstance(value, BaseModel):
        return True
    required = {name for name, field in type(value).model_fields.items() if field.is_required()}
    return required <= value.model_fields_set
