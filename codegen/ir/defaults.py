"""Defaults of a document against their schemas: they are shown to readers, who trust them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import assert_never

from codegen.diagnostics import Code, quote
from codegen.findings import Findings
from codegen.ir.api import Operation
from codegen.ir.types import (
    ArrayType,
    LiteralType,
    MapType,
    ObjectType,
    Primitive,
    PrimitiveKind,
    Reference,
    TupleType,
    Type,
    TypeTable,
    UnionType,
    children,
    variants,
)
from codegen.read.json_value import JsonValue
from codegen.text import SpecText


def check_defaults(types: TypeTable, operations: Iterable[Operation], findings: Findings) -> None:
    """Warn of every default of a property that its schema does not admit (SL206)."""
    waiting = [declaration.body for declaration in types]
    for operation in operations:
        waiting.extend(body.type for body in operation.bodies)
        waiting.extend(parameter.type for parameter in operation.parameters)
    while waiting:
        type_ = waiting.pop()
        waiting.extend(children(type_))
        for item in type_.properties if isinstance(type_, ObjectType) else ():
            if item.default is None or _admits(item.type, _value(item.default), types):
                continue
            findings.warn(
                Code.INVALID_DEFAULT,
                f"the default {quote(item.default.reveal())} is no value of the property",
                item.origin,
            )


def _value(default: SpecText) -> JsonValue:
    value: JsonValue = json.loads(default.reveal())
    return value


def _admits(type_: Type, value: JsonValue, types: TypeTable) -> bool:
    """Whether a value is of a type, as far as can be told without looking into structures."""
    # An alias of itself, and a union of nothing but itself, has no values to compare with.
    kinds = [types.body(kind) for kind in variants(type_, types.body)]
    return not kinds or any(_is_of(kind, value) for kind in kinds)


def _is_of(body: Type, value: JsonValue) -> bool:
    match body:
        case Primitive(kind=kind):
            return kind in _kinds(value)
        case LiteralType(values=values):
            known = SpecText(value) if isinstance(value, str) else value
            return any(type(known) is type(v) and known == v for v in values)
        case ArrayType() | TupleType():
            return isinstance(value, list)
        case MapType() | ObjectType():
            return isinstance(value, dict)
        case Reference() | UnionType():
            return True
        case unreachable:
            assert_never(unreachable)


def _kinds(value: JsonValue) -> Iterator[PrimitiveKind]:
    yield PrimitiveKind.ANY
    match value:
        case bool():
            yield PrimitiveKind.BOOLEAN
        case str():
            yield from (PrimitiveKind.STRING, PrimitiveKind.BYTES)
        case int():
            yield from (PrimitiveKind.INTEGER, PrimitiveKind.NUMBER)
        case float():
            yield PrimitiveKind.NUMBER
            if value.is_integer():
                yield PrimitiveKind.INTEGER
        case None:
            yield PrimitiveKind.NULL
        case _:
            return
