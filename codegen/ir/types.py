"""Types: what a JSON Schema says, without references to resolve and without names to choose.

A schema that others refer to is a `Declaration`, identified by the place where it stands; a use of
it is a `Reference`. Everything else is written out inline.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum

from codegen.diagnostics import Location
from codegen.text import SpecText

JsonScalar = SpecText | int | float | bool | None


class PrimitiveKind(Enum):
    """The JSON types without structure (JSON Schema 2020-12, validation, section 6.1.1).

    `BYTES` is no JSON: it is the whole of a message that travels as a binary frame, or of a body
    that is sent as it is. `FILE` is a part of a form with its name, and `CONTENT` what a file has
    in it, both in any shape that users have them. `NEVER` has no value: the schema `false`, and
    parts that exclude each other.
    """

    STRING = "string"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    NULL = "null"
    ANY = "any"
    BYTES = "bytes"
    FILE = "file"
    CONTENT = "content"
    NEVER = "never"


class Format(Enum):
    """What a string or a number stands for (`format`, `contentEncoding`).

    The names are those of the OpenAPI Format Registry; any other format says nothing about the
    type.
    """

    BASE64 = "base64"
    BINARY = "binary"
    DATE_TIME = "date-time"
    DATE = "date"
    TIME = "time"
    DURATION = "duration"
    UUID = "uuid"
    DECIMAL = "decimal"


@dataclass(frozen=True, slots=True)
class Primitive:
    kind: PrimitiveKind
    format: Format | None = None


@dataclass(frozen=True, slots=True)
class ValueLabel:
    """What a document calls one value of an enumeration, and says of it; None for nothing."""

    name: SpecText | None
    description: SpecText | None


@dataclass(frozen=True, slots=True)
class LiteralType:
    """One of a closed list of scalars (`enum`, `const`).

    Attributes:
        labels: of each value, in their order; empty where no value has one.
    """

    values: tuple[JsonScalar, ...]
    labels: tuple[ValueLabel, ...] = field(default=(), compare=False)

    def only(self, admits: Callable[[JsonScalar], bool]) -> LiteralType:
        """Return the type of those values that are admitted, with their labels."""
        kept = [index for index, value in enumerate(self.values) if admits(value)]
        labels = tuple(self.labels[index] for index in kept) if self.labels else ()
        return LiteralType(tuple(self.values[index] for index in kept), labels)


@dataclass(frozen=True, slots=True)
class ArrayType:
    items: Type


@dataclass(frozen=True, slots=True)
class TupleType:
    """An array of so many items, each of a type of its own (`prefixItems`)."""

    items: tuple[Type, ...]


@dataclass(frozen=True, slots=True)
class MapType:
    """An object whose keys are free (`additionalProperties`, `patternProperties`)."""

    values: Type


@dataclass(frozen=True, slots=True)
class Reference:
    """A use of a declared schema.

    Attributes:
        target: where the schema stands; the key of its `Declaration`.
    """

    target: Location


@dataclass(frozen=True, slots=True)
class Property:
    """A property of an object.

    Attributes:
        name: the name on the wire.
        type: its type; whether null is among its values is part of it.
        required: whether the object must have it.
        description: prose, None when the document says nothing.
        default: the documented default as JSON text, for the docstring alone.
        read_only: whether only the server sets it: no request has it.
        write_only: whether only requests have it: no response is bound to.
        origin: where its schema stands; no part of what it means.
    """

    name: SpecText
    type: Type
    required: bool
    description: SpecText | None = None
    deprecated: bool = False
    default: SpecText | None = None
    origin: Location | None = field(default=None, compare=False)
    read_only: bool = False
    write_only: bool = False


@dataclass(frozen=True, slots=True)
class ObjectType:
    """An object with named properties; other keys are always allowed.

    Attributes:
        origin: where the schema stands.
        title: the `title` keyword, which names an inline variant of a union.
        extras: the type of keys that are no property, None where the document gives none.
        variant_of: the component that a variant was made of, by adding what all variants have.
    """

    properties: tuple[Property, ...]
    origin: Location
    title: SpecText | None = None
    description: SpecText | None = None
    deprecated: bool = False
    extras: Type | None = None
    variant_of: Location | None = None

    @property
    def given(self) -> tuple[Property, ...]:
        """The properties that a request can have."""
        return tuple(item for item in self.properties if not item.read_only)

    def property_named(self, name: SpecText) -> Property | None:
        """Return the property with that wire name, if there is one."""
        return next((p for p in self.properties if p.name == name), None)


@dataclass(frozen=True, slots=True)
class UnionType:
    """One of several types (`oneOf`, `anyOf`, a list of `type`s).

    Attributes:
        members: in the order of the document, nested unions spliced in, without duplicates.
        declared_tag: the `propertyName` of the document's `discriminator`.
        mapping: the wire values that the document's `discriminator.mapping` gives to a member.
    """

    members: tuple[Type, ...]
    origin: Location
    declared_tag: SpecText | None = None
    mapping: tuple[tuple[SpecText, Location], ...] = ()


Type = (
    Primitive | LiteralType | ArrayType | TupleType | MapType | Reference | ObjectType | UnionType
)

NULL = Primitive(PrimitiveKind.NULL)
ANY = Primitive(PrimitiveKind.ANY)
NEVER = Primitive(PrimitiveKind.NEVER)
STRING = Primitive(PrimitiveKind.STRING)
BINARY = Primitive(PrimitiveKind.STRING, Format.BINARY)
BYTES = Primitive(PrimitiveKind.BYTES)
CONTENT = Primitive(PrimitiveKind.CONTENT)


@dataclass(frozen=True, slots=True)
class Declaration:
    """A schema with a key of its own: a component, or whatever else a `$ref` points to.

    Attributes:
        location: where it stands; its identity.
        component: its key in the document.
        body: its type; never a bare `Reference` to itself.
    """

    location: Location
    component: SpecText
    body: Type
    description: SpecText | None = None
    deprecated: bool = False


@dataclass(frozen=True, slots=True)
class TypeTable:
    """All declarations, in the order in which the documents give them."""

    declarations: dict[Location, Declaration] = field(default_factory=dict)

    def __getitem__(self, location: Location) -> Declaration:
        return self.declarations[location]

    def __iter__(self) -> Iterator[Declaration]:
        return iter(self.declarations.values())

    def body(self, type_: Type) -> Type:
        """Follow references until something else than a reference is reached."""
        seen: set[Location] = set()
        while isinstance(type_, Reference) and type_.target not in seen:
            seen.add(type_.target)
            type_ = self.declarations[type_.target].body
        return type_

    def not_null(self, type_: Type) -> Type:
        """The same of what a type is apart from null."""
        return self.body(without_null(self.body(type_))[0])

    def reachable(self, locations: Iterable[Location]) -> set[Location]:
        """The declarations at these places, and every one that they contain, however deep."""
        found: set[Location] = set()
        waiting = list(locations)
        while waiting:
            location = waiting.pop()
            if location not in found:
                found.add(location)
                waiting.extend(references(self.declarations[location].body))
        return found


def children(type_: Type) -> tuple[Type, ...]:
    """Return the types directly inside a type; a reference has none."""
    match type_:
        case ArrayType(items=inner) | MapType(values=inner):
            return (inner,)
        case TupleType(items=items):
            return items
        case ObjectType(properties=properties, extras=extras):
            return (*(p.type for p in properties), *((extras,) if extras is not None else ()))
        case UnionType(members=members):
            return members
        case _:
            return ()


def references(type_: Type) -> Iterator[Location]:
    """Yield the target of every reference inside a type, the type itself included."""
    stack: list[Type] = [type_]
    while stack:
        current = stack.pop()
        if isinstance(current, Reference):
            yield current.target
        stack.extend(reversed(children(current)))


def variants(type_: Type, body: Callable[[Type], Type]) -> Iterator[Type]:
    """Yield what a type can be: the members of unions, of those inside of them as well, each once.

    A union that contains itself gains nothing by it.

    Args:
        type_: the type; itself, where it is no union.
        body: follows references.
    """
    seen: set[Location] = set()
    waiting = [type_]
    while waiting:
        current = waiting.pop()
        if isinstance(current, Reference):
            if current.target in seen:
                continue
            seen.add(current.target)
        inner = body(current)
        if isinstance(inner, UnionType):
            waiting.extend(reversed(inner.members))
        else:
            yield current


def without_null(type_: Type) -> tuple[Type, bool]:
    """Split a type into what it is apart from null, and whether null is among its values."""
    if type_ == NULL:
        return type_, True
    if not isinstance(type_, UnionType) or NULL not in type_.members:
        return type_, False
    rest = tuple(m for m in type_.members if m != NULL)
    if len(rest) == 1:
        return rest[0], True
    return UnionType(rest, type_.origin, type_.declared_tag, type_.mapping), True
