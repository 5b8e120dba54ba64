"""`allOf`: the one type of what several schemas admit together.

Keywords beside each other in one schema hold together as well: a `$ref` and its siblings, and
`properties` beside `oneOf`, of which every variant gets them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace

from codegen.diagnostics import Code, Location, quote
from codegen.findings import Findings
from codegen.ir.types import (
    ANY,
    NEVER,
    ArrayType,
    JsonScalar,
    LiteralType,
    MapType,
    ObjectType,
    Primitive,
    PrimitiveKind,
    Property,
    Reference,
    TupleType,
    Type,
    UnionType,
)
from codegen.ir.unions import union
from codegen.read.json_value import JsonValue
from codegen.text import SpecText

MAX_COMBINATIONS = 1000
"""Variants of two unions that are tried with each other."""

_MAX_NESTING = 30


def required_names(*schemas: dict[str, JsonValue]) -> set[str]:
    """The properties that schemas list under `required`."""
    listed = [schema.get("required") for schema in schemas]
    return {n for names in listed if isinstance(names, list) for n in names if isinstance(n, str)}


def is_vague(type_: Type) -> bool:
    """Whether a type says nothing, or nothing but that the value is an object."""
    return type_ in (ANY, MapType(ANY))


Part = tuple[Type, Location]
"""A type, and where the part of a schema stands that says so."""


@dataclass(frozen=True, slots=True)
class Intersection:
    """Makes one type of several.

    Where two parts contradict each other on a property, the later one counts, which in real
    documents is the one that means to be more exact, and a warning names both places (SL203).

    Attributes:
        body: follows references; what they lead to is read when need be.
        component: the key of the component that stands at a place.
    """

    body: Callable[[Type], Type]
    findings: Findings
    _under_way: set[tuple[Type, Type]] = field(default_factory=set)

    def of(self, parts: Sequence[Part], origin: Location) -> Type:
        """The type of a schema at `origin` that has to be all of the parts.

        It is one of the parts itself where the others add nothing to it.
        """
        result, known = parts[0]
        for part, place in parts[1:]:
            combined = self._both(result, part, origin, 0)
            if combined == NEVER:
                self._warn("the parts admit no common value", place, known)
                combined = part
            result, known = combined, place
        return result

    def require(
        self,
        type_: Type,
        names: Collection[str],
        origin: Location,
        passed: frozenset[Type] = frozenset(),
    ) -> Type:
        """The type with these properties required, if it has them.

        `passed` are the unions around it: one that contains itself gains nothing by it.
        """
        body = self.body(type_)
        if isinstance(body, UnionType):
            around = passed | {type_}
            others = (member for member in body.members if member not in around)
            members = tuple(self.require(member, names, origin, around) for member in others)
            return type_ if members == body.members else replace(body, members=members)
        if not isinstance(body, ObjectType):
            return type_
        items = tuple(
            replace(p, required=p.required or p.name.reveal() in names) for p in body.properties
        )
        if items == body.properties:
            return type_
        variant = type_.target if isinstance(type_, Reference) else body.variant_of
        return replace(body, properties=items, origin=origin, variant_of=variant)

    def _both(self, one: Type, other: Type, origin: Location | None, depth: int) -> Type:
        """What is of both types; `NEVER` when nothing is.

        Args:
            one: a type.
            other: the type that counts where the two contradict each other.
            origin: where the schema stands that is both; None for variants that are only tried,
                in which a contradiction excludes the combination.
            depth: how many properties and items lead here.
        """
        if one == other or other == ANY or NEVER in (one, other):
            return NEVER if NEVER in (one, other) else one
        if one == ANY:
            return other
        first, second = self.body(one), self.body(other)
        is_named = isinstance(one, Reference) and isinstance(other, Reference)
        if depth > _MAX_NESTING or (depth and is_named and _is_structured(first, second)):
            # A property that is declared anew with another class is meant to be that one; what
            # both have in common need not end, where each class leads back to itself.
            return other
        # What is being read just now, because it contains this, says nothing of its own yet.
        if first in (ANY, NEVER) or second in (ANY, NEVER):
            return other if first in (ANY, NEVER) else one
        if isinstance(first, UnionType) or isinstance(second, UnionType):
            if (one, other) in self._under_way:
                # A union that contains itself gains nothing by it.
                return NEVER
            self._under_way.add((one, other))
            try:
                return self._unions(one, other, origin, depth)
            finally:
                self._under_way.remove((one, other))
        result = self._bodies(first, second, origin, depth)
        if _same(result, first):
            return one
        return other if _same(result, second) else result

    def _bodies(self, one: Type, other: Type, origin: Location | None, depth: int) -> Type:
        match one, other:
            case Primitive(), Primitive():
                return _primitive(one, other)
            case LiteralType(), LiteralType():
                return _literal(one, lambda value: (type(value), value) in _typed(other))
            case LiteralType(), Primitive(kind=kind):
                return _literal(one, lambda value: _is_kind(value, kind))
            case Primitive(), LiteralType():
                return self._bodies(other, one, origin, depth)
            case MapType(values=a), MapType(values=b):
                values = self._both(a, b, origin, depth + 1)
                return MapType(b if values == NEVER else values)
            case MapType(values=values), ObjectType():
                return other if values == ANY else self._with_extras(other, values, origin, depth)
            case ObjectType(), MapType(values=values):
                return one if values == ANY else self._with_extras(one, values, origin, depth)
            case ObjectType(), ObjectType():
                return self._objects(one, other, origin, depth)
            case ArrayType() | TupleType(), ArrayType() | TupleType():
                return self._arrays(one, other, origin, depth)
            case _:
                return NEVER

    def _arrays(
        self,
        one: ArrayType | TupleType,
        other: ArrayType | TupleType,
        origin: Location | None,
        depth: int,
    ) -> Type:
        match one, other:
            case ArrayType(items=a), ArrayType(items=b):
                items = self._both(a, b, origin, depth + 1)
                return TupleType(()) if items == NEVER else ArrayType(items)
            case TupleType(items=a), ArrayType(items=b):
                pairs = [(item, b) for item in a]
            case ArrayType(items=a), TupleType(items=b):
                pairs = [(a, item) for item in b]
            case TupleType(items=a), TupleType(items=b):
                if len(a) != len(b):
                    return NEVER
                pairs = list(zip(a, b, strict=True))
        both = tuple(self._both(a, b, origin, depth + 1) for a, b in pairs)
        return NEVER if NEVER in both else TupleType(both)

    def _with_extras(
        self, body: ObjectType, values: Type, origin: Location | None, depth: int
    ) -> Type:
        known = ANY if body.extras is None else body.extras
        extras = self._both(known, values, origin, depth + 1)
        return replace(body, extras=values if extras == NEVER else extras)

    def _objects(
        self, one: ObjectType, other: ObjectType, origin: Location | None, depth: int
    ) -> Type:
        items = {item.name: item for item in one.properties}
        for item in other.properties:
            known = items.get(item.name)
            if known is None:
                items[item.name] = item
                continue
            type_ = self._both(known.type, item.type, origin, depth + 1)
            if type_ == NEVER:
                if origin is None:
                    return NEVER
                self._warn(
                    f"the parts disagree about the property {quote(item.name.reveal())}",
                    item.origin or other.origin,
                    known.origin or one.origin,
                )
                type_ = item.type
            items[item.name] = _property(known, item, type_)
        merged = ObjectType(
            tuple(items.values()),
            other.origin if depth or origin is None else origin,
            other.title or one.title,
            other.description or one.description,
            one.deprecated or other.deprecated,
            one.extras,
            other.variant_of or one.variant_of,
        )
        if other.extras is None:
            return merged
        return self._with_extras(merged, other.extras, origin, depth)

    def _unions(self, one: Type, other: Type, origin: Location | None, depth: int) -> Type:
        first, second = self._variants(one), self._variants(other)
        if len(first) * len(second) > MAX_COMBINATIONS:
            if origin is not None:
                self.findings.warn(
                    Code.UNSUPPORTED_SCHEMA,
                    f"{len(first)} variants and {len(second)} variants that hold together are "
                    "not put together; the type is that of the latter",
                    origin,
                )
            return other
        pairs = [(a, b) for a in first for b in second]
        members = [self._variant(a, b, None, depth) for a, b in pairs]
        if origin is not None and all(member == NEVER for member in members):
            members = [self._variant(a, b, origin, depth) for a, b in pairs]
        found = [member for member in members if member != NEVER]
        for known, variants in ((one, first), (other, second)):
            if tuple(found) == variants:
                return known
        bodies = [b for b in (self.body(other), self.body(one)) if isinstance(b, UnionType)]
        named = next((body for body in bodies if body.declared_tag), bodies[0])
        return union(found, origin or named.origin, named.declared_tag, named.mapping)

    def _variants(self, type_: Type) -> tuple[Type, ...]:
        body = self.body(type_)
        return body.members if isinstance(body, UnionType) else (type_,)

    def _variant(self, one: Type, other: Type, origin: Location | None, depth: int) -> Type:
        combined = self._both(one, other, origin, depth)
        if not isinstance(combined, ObjectType) or combined in (one, other):
            return combined
        # It is called like the component that it is made of, the later one of two.
        made_of = [part.target for part in (other, one) if isinstance(part, Reference)]
        variants = [p for p in (other, one) if isinstance(p, ObjectType)]
        variant = made_of[0] if made_of else combined.variant_of
        place = variants[0].origin if variants else combined.origin
        return replace(combined, variant_of=variant, origin=place)

    def _warn(self, message: str, origin: Location, other: Location) -> None:
        place = "" if origin == other else f" (the other is at {other})"
        self.findings.warn(
            Code.CONFLICTING_ALL_OF, f"{message}{place}; the later one is used", origin
        )


def _primitive(one: Primitive, other: Primitive) -> Type:
    if one.kind is other.kind:
        # One of them may say more, such as a format.
        return one if other == Primitive(other.kind) else other
    kinds = {one.kind, other.kind}
    if kinds == {PrimitiveKind.INTEGER, PrimitiveKind.NUMBER}:
        return one if one.kind is PrimitiveKind.INTEGER else other
    return NEVER


def _literal(literal: LiteralType, admits: Callable[[JsonScalar], bool]) -> Type:
    kept = literal.only(admits)
    return kept if kept.values else NEVER


def _typed(literal: LiteralType) -> set[tuple[type, JsonScalar]]:
    # True equals 1, and is another value.
    return {(type(value), value) for value in literal.values}


def _is_kind(value: JsonScalar, kind: PrimitiveKind) -> bool:
    match value:
        case bool():
            return kind is PrimitiveKind.BOOLEAN
        case SpecText():
            return kind is PrimitiveKind.STRING
        case int():
            return kind in (PrimitiveKind.INTEGER, PrimitiveKind.NUMBER)
        case float():
            return kind is PrimitiveKind.NUMBER
        case None:
            return kind is PrimitiveKind.NULL


def _is_structured(*types: Type) -> bool:
    kinds = (ObjectType, UnionType, ArrayType, TupleType)
    return all(isinstance(type_, kinds) or type_ == NEVER for type_ in types)


def _same(result: Type, body: Type) -> bool:
    """Whether two types admit the same and are called the same."""
    if isinstance(result, ObjectType) and isinstance(body, ObjectType):
        return result.properties == body.properties and result.extras == body.extras
    return result == body


def _property(known: Property, item: Property, type_: Type) -> Property:
    return replace(
        item,
        type=type_,
        required=known.required or item.required,
        description=item.description or known.description,
        deprecated=known.deprecated or item.deprecated,
        default=item.default or known.default,
        read_only=known.read_only or item.read_only,
        write_only=known.write_only or item.write_only,
    )
