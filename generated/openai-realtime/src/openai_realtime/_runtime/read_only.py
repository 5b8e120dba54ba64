"""Fields that only the server sets: no request has them, a model given as an argument included."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final, cast, final

import pydantic


@final
class ReadOnly:
    """The type of `READ_ONLY`."""

    def __repr__(self) -> str:
        return "READ_ONLY"


READ_ONLY: Final = ReadOnly()
"""Marks a field of a model in its annotation (`readOnly` in OpenAPI and JSON Schema)."""


def strip_read_only(model: object, dumped: object) -> None:
    """Take out of what a model was dumped as, by the names on the wire, what is read-only in it.

    Args:
        model: the model, or a value in it.
        dumped: what it was dumped as; changed in place, however deep.
    """
    if isinstance(dumped, dict):
        members = cast("dict[str, object]", dumped)
        if isinstance(model, pydantic.BaseModel):
            _strip_members(model, members)
        elif isinstance(model, Mapping):
            for key, value in cast("Mapping[str, object]", model).items():
                strip_read_only(value, members.get(key))
    elif isinstance(dumped, list) and isinstance(model, (list, tuple)):
        pairs = zip(cast("list[object]", model), cast("list[object]", dumped), strict=False)
        for value, inner in pairs:
            strip_read_only(value, inner)


def _strip_members(model: pydantic.BaseModel, members: dict[str, object]) -> None:
    read_only, wires = _names(type(model))
    for wire in read_only:
        members.pop(wire, None)
    for name, wire in wires:
        if wire in members:
            strip_read_only(getattr(model, name), members[wire])
    for key, value in (model.model_extra or {}).items():
        strip_read_only(value, members.get(key))


@cache
def _names(
    kind: type[pydantic.BaseModel],
) -> tuple[frozenset[str], tuple[tuple[str, str], ...]]:
    """Give the read-only names on the wire, and each field with its name on the wire."""
    wires = {name: field.alias or name for name, field in kind.model_fields.items()}
    read_only = {
        wires[name]
        for name, field in kind.model_fields.items()
        if any(note is READ_ONLY for note in field.metadata)
    }
    return frozenset(read_only), tuple(wires.items())
