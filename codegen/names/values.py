"""Single values: what is received, and what an argument may be instead."""

from __future__ import annotations

from typing import Final

from codegen.ir import sdk
from codegen.ir.types import Format, Primitive, PrimitiveKind, Type
from codegen.names.scopes import Face

# Strings of these formats are any text.
_TEXT_FORMATS: Final = frozenset({None, Format.BASE64, Format.BINARY})

_CLASSES: Final[dict[Format, tuple[str, str]]] = {
    Format.DATE_TIME: ("datetime", "datetime"),
    Format.DATE: ("datetime", "date"),
    Format.TIME: ("datetime", "time"),
    Format.DURATION: ("datetime", "timedelta"),
    Format.UUID: ("uuid", "UUID"),
    Format.DECIMAL: ("decimal", "Decimal"),
}


def value_type(type_: Primitive, face: Face) -> sdk.TypeExpression:
    """The type of a single value; an argument may also be an object that stands for it."""
    received = sdk.Scalar(type_.kind, type_.format)
    found = _CLASSES.get(type_.format) if type_.format else None
    if found is None or face is Face.MODEL:
        return received
    if type_.kind is not PrimitiveKind.STRING:
        # A decimal that is a number on the wire: only the method knows that it is none as text.
        return sdk.Scalar(type_.kind)
    return sdk.Union((sdk.Scalar(PrimitiveKind.STRING), sdk.Instance(*found)))


def is_two_faced(type_: Type) -> bool:
    """Whether a value is written otherwise as an argument."""
    return isinstance(type_, Primitive) and type_.format in _CLASSES


def is_any_text(expression: sdk.TypeExpression) -> bool:
    """Whether an expression stands for every string."""
    return (
        isinstance(expression, sdk.Scalar)
        and expression.kind is PrimitiveKind.STRING
        and expression.format in _TEXT_FORMATS
    )


def made_format(body: Type) -> Format | None:
    """The format of what a method has to make of an argument's value before it is sent."""
    if not isinstance(body, Primitive):
        return None
    is_number = body.kind is PrimitiveKind.NUMBER and body.format is Format.DECIMAL
    return body.format if is_number or body.format is Format.BASE64 else None
