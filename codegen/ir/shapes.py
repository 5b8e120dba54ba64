"""What tells the payloads of a channel apart where no single tag does.

A payload is known by constants, at the top (`type`), one level below it (`data.type`) or at a
place of an array (`[1, ..., "trade"]`), and by the properties that it has to have.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from codegen.ir.types import (
    NULL,
    ArrayType,
    JsonScalar,
    LiteralType,
    MapType,
    ObjectType,
    TupleType,
    Type,
    TypeTable,
    UnionType,
)
from codegen.text import SpecText

TagPath = tuple[SpecText | int, ...]
"""Where a constant stands: names of properties, or the index of an array's element."""


class ShapeKind(Enum):
    """The JSON type of a payload."""

    OBJECT = "object"
    ARRAY = "array"


@dataclass(frozen=True, slots=True)
class Shape:
    """What is known of a payload without a look at all of it.

    Attributes:
        tags: the values that are possible at a place.
        required: the properties that it has to have.
    """

    kind: ShapeKind
    tags: tuple[tuple[TagPath, tuple[JsonScalar, ...]], ...] = ()
    required: tuple[SpecText, ...] = ()


def shapes_of(
    payloads: Sequence[Type], types: TypeTable
) -> tuple[tuple[Type, tuple[Shape, ...]], ...] | None:
    """The shapes of each payload; None when one of them can be anything, or is a bare value.

    A payload that is one of several objects has the shape of each.
    """
    found: list[tuple[Type, tuple[Shape, ...]]] = []
    for payload in payloads:
        shapes = tuple(_shapes(payload, types, frozenset()))
        if not shapes or None in shapes:
            return None
        found.append((payload, tuple(shape for shape in shapes if shape is not None)))
    telling = _telling([shape for _, shapes in found for shape in shapes])
    return tuple((payload, tuple(_only(s, telling) for s in shapes)) for payload, shapes in found)


def _shapes(type_: Type, types: TypeTable, passed: frozenset[Type]) -> Iterator[Shape | None]:
    body = types.body(type_)
    if type_ in passed:
        return
    if isinstance(body, UnionType):
        for member in body.members:
            yield from _shapes(member, types, passed | {type_})
    elif isinstance(body, ObjectType):
        required = tuple(item.name for item in body.properties if item.required)
        yield Shape(ShapeKind.OBJECT, tuple(_object_tags(body, types)), required)
    elif isinstance(body, MapType):
        yield Shape(ShapeKind.OBJECT)
    elif isinstance(body, ArrayType | TupleType):
        yield Shape(ShapeKind.ARRAY, tuple(_array_tags(body, types)))
    elif body != NULL:
        yield None


def _object_tags(
    body: ObjectType, types: TypeTable
) -> Iterator[tuple[TagPath, tuple[JsonScalar, ...]]]:
    for item in body.properties:
        inner = types.body(item.type)
        if isinstance(inner, LiteralType):
            yield (item.name,), inner.values
        elif isinstance(inner, ObjectType):
            for nested in inner.properties:
                value = types.body(nested.type)
                if isinstance(value, LiteralType):
                    yield (item.name, nested.name), value.values


def _array_tags(
    body: ArrayType | TupleType, types: TypeTable
) -> Iterator[tuple[TagPath, tuple[JsonScalar, ...]]]:
    for index, item in enumerate(body.items if isinstance(body, TupleType) else ()):
        value = types.body(item)
        if isinstance(value, LiteralType):
            yield (index,), value.values


def _telling(shapes: Sequence[Shape]) -> frozenset[TagPath]:
    """The places whose values tell payloads apart.

    Those are single constants, and alternatives that no two payloads share in part; any other
    enumeration is data, which may have values that the document does not know yet.
    """
    at: defaultdict[TagPath, set[frozenset[JsonScalar]]] = defaultdict(set)
    for shape in shapes:
        for path, values in shape.tags:
            at[path].add(frozenset(values))
    return frozenset(path for path, sets in at.items() if _tells(sets))


def _tells(sets: set[frozenset[JsonScalar]]) -> bool:
    if all(len(values) == 1 for values in sets):
        return True
    return len(sets) > 1 and sum(map(len, sets)) == len(frozenset().union(*sets))


def _only(shape: Shape, telling: frozenset[TagPath]) -> Shape:
    return replace(shape, tags=tuple(tag for tag in shape.tags if tag[0] in telling))
