"""Names and tests for decoded JSON."""

from __future__ import annotations

from typing import TypeAlias, TypeGuard

JsonObject: TypeAlias = dict[str, object]
JsonArray: TypeAlias = list[object]


def is_object(value: object) -> TypeGuard[JsonObject]:
    """Say whether a decoded JSON value is an object, whose keys are always strings."""
    return isinstance(value, dict)


def is_array(value: object) -> TypeGuard[JsonArray]:
    """Say whether a decoded JSON value is an array."""
    return isinstance(value, list)


def json_type(value: object) -> str:
    """Name the JSON type of a decoded value, with its article, for messages."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "a boolean"
    if isinstance(value, str):
        return "a string"
    if is_object(value):
        return "an object"
    return "an array" if is_array(value) else "a number"
