"""Schemas of single values: enumerations, and what a string carries."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Final

from codegen.diagnostics import Location
from codegen.ir.media_types import is_binary
from codegen.ir.nodes import invalid_schema
from codegen.ir.types import (
    ANY,
    NULL,
    ArrayType,
    Format,
    JsonScalar,
    LiteralType,
    MapType,
    Primitive,
    PrimitiveKind,
    Type,
    ValueLabel,
)
from codegen.ir.unions import union
from codegen.read.json_value import JsonValue
from codegen.text import SpecText

_STRING_FORMATS: Final = {
    "base64": Format.BASE64,
    "binary": Format.BINARY,
    "byte": Format.BASE64,
    "date": Format.DATE,
    "date-time": Format.DATE_TIME,
    "decimal": Format.DECIMAL,
    "duration": Format.DURATION,
    "time": Format.TIME,
    "uuid": Format.UUID,
}


_NO_LABEL: Final = ValueLabel(None, None)

Labels = Mapping[tuple[type, JsonScalar], ValueLabel]


def literal(values: Iterable[JsonValue], location: Location, labels: Labels | None = None) -> Type:
    """One of the scalars of an `enum`, or of the objects and arrays, which have no literal type.

    Args:
        values: of the `enum`, or the one of a `const`.
        location: where they stand.
        labels: of values, by type and value.

    Raises:
        SpecError: there is no value.
    """
    scalars: list[JsonScalar] = []
    structures: list[Type] = []
    for value in values:
        if isinstance(value, (dict, list)):
            structures.append(MapType(ANY) if isinstance(value, dict) else ArrayType(ANY))
        else:
            scalars.append(SpecText(value) if isinstance(value, str) else value)
    if not scalars and structures:
        return union(structures, location)
    if not scalars:
        raise invalid_schema(location, "`enum` is a list with at least one value")
    members: list[Type] = []
    # By type as well: True equals 1. And no literal type of Python holds a float.
    unique = {(type(s), s): s for s in scalars if s is not None and not isinstance(s, float)}
    if unique:
        found = tuple((labels or {}).get(key, _NO_LABEL) for key in unique)
        has_labels = any(label != _NO_LABEL for label in found)
        members.append(LiteralType(tuple(unique.values()), found if has_labels else ()))
    if any(isinstance(s, float) for s in scalars):
        members.append(Primitive(PrimitiveKind.NUMBER))
    if None in scalars:
        members.append(NULL)
    return union((*members, *structures), location)


def scalar(
    kind: PrimitiveKind, value: dict[str, JsonValue], plain: Collection[Format] = ()
) -> Primitive:
    """The type of a schema of a single value.

    Args:
        kind: its JSON type.
        value: the schema.
        plain: the formats that are not to be told from text.
    """
    found: Format | None = None
    name = value.get("format")
    if kind is PrimitiveKind.STRING:
        if value.get("contentEncoding") == "base64":
            found = Format.BASE64
        elif is_binary_content(value):
            found = Format.BINARY
        elif isinstance(name, str):
            found = _STRING_FORMATS.get(name)
    elif kind is PrimitiveKind.NUMBER and name == "decimal":
        found = Format.DECIMAL
    return Primitive(kind, None if found in plain else found)


def is_binary_content(value: Mapping[str, JsonValue]) -> bool:
    """Whether a string holds bytes as they are: a file of a form, or the whole of a body.

    A media type that is no text says so where nothing says that the bytes are encoded (OpenAPI
    3.1, section 4.8.14.2; JSON Schema 2020-12, validation, section 8).
    """
    encoding, media_type = value.get("contentEncoding"), value.get("contentMediaType")
    if encoding is not None:
        return encoding == "binary"
    return isinstance(media_type, str) and is_binary(media_type)
