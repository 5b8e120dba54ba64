"""Schemas of single values: enumerations, and what a string carries."""

from __future__ import annotations

from collections.abc import Iterable

from codegen.diagnostics import Location
from codegen.ir.nodes import invalid_schema
from codegen.ir.types import (
    ANY,
    NULL,
    JsonScalar,
    LiteralType,
    Primitive,
    PrimitiveKind,
    StringEncoding,
    Type,
)
from codegen.ir.unions import union
from codegen.read.json_value import JsonValue
from codegen.text import SpecText

_ENCODINGS = {
    ("contentEncoding", "base64"): StringEncoding.BASE64,
    ("format", "byte"): StringEncoding.BASE64,
    ("format", "binary"): StringEncoding.BINARY,
}


def literal(values: Iterable[JsonValue], location: Location) -> Type:
    """One of the scalars of an `enum`; any value where one of them is an object or a list.

    Raises:
        SpecError: there is none.
    """
    scalars: list[JsonScalar] = []
    for value in values:
        if isinstance(value, (dict, list)):
            return ANY
        scalars.append(SpecText(value) if isinstance(value, str) else value)
    if not scalars:
        raise invalid_schema(location, "`enum` is a list with at least one value")
    members: list[Type] = []
    # By type as well: True equals 1. And no literal type of Python holds a float.
    unique = {(type(s), s): s for s in scalars if s is not None and not isinstance(s, float)}
    if unique:
        members.append(LiteralType(tuple(unique.values())))
    if any(isinstance(s, float) for s in scalars):
        members.append(Primitive(PrimitiveKind.NUMBER))
    if None in scalars:
        members.append(NULL)
    return union(members, location)


def string_encoding(value: dict[str, JsonValue]) -> StringEncoding | None:
    """What a string of the schema carries, None for text."""
    for (keyword, word), encoding in _ENCODINGS.items():
        if value.get(keyword) == word:
            return encoding
    return None
