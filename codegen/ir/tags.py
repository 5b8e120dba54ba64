"""The values of a declared tag: what a `discriminator` means for each member of its union.

A member need not say which value announces it: the `mapping` does, or else the name of its
component (OpenAPI 3.1, Discriminator Object). Here the member is told: its tag becomes a constant.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from codegen.diagnostics import Code, Location, quote
from codegen.findings import Findings
from codegen.ir.component_names import plain
from codegen.ir.discriminators import discriminate
from codegen.ir.types import (
    NULL,
    LiteralType,
    ObjectType,
    Primitive,
    PrimitiveKind,
    Property,
    Reference,
    Type,
    TypeTable,
    UnionType,
    variants,
    without_null,
)
from codegen.text import SpecText

_Key = tuple[Location, SpecText]
_Mapped = dict[Location, list[tuple[int, SpecText]]]
"""The values of a mapping, with their numbers in it, by the schema that they announce."""


@dataclass(frozen=True, slots=True)
class _Member:
    """A class of a union. Attributes: names: what its component is called, and its aliases."""

    location: Location
    names: tuple[Location, ...]


class TagReader:
    """Makes the tags of the members of unions constant, as all unions together say."""

    def __init__(self, types: TypeTable, findings: Findings) -> None:
        self._types = types
        self._findings = findings
        self._waiting: list[tuple[SpecText, UnionType]] = []
        self._defaults: dict[Location, Location] = {}
        self._values: dict[_Key, dict[SpecText, None]] = {}
        self._originals: dict[_Key, Property | None] = {}

    def add(self, type_: Type, default: Location | None = None) -> Type:
        """Note a union for when its members have been read, and return it.

        A member that was made for this union alone gets its constant at once. The `default` one
        keeps its tag as it is, and comes last: it is for every value that is no other's.
        """
        if not isinstance(type_, UnionType) or type_.declared_tag is None:
            return type_
        tag, mapped = type_.declared_tag, _mapped(type_)
        members = tuple(
            self._with_tag(
                member,
                tag,
                self._announced(mapped, (member.variant_of,)),
                member.property_named(tag),
            )
            if isinstance(member, ObjectType) and member.variant_of is not None
            else member
            for member in type_.members
        )
        if default is not None:
            self._defaults[type_.origin] = default
            members = tuple(sorted(members, key=lambda m: m == Reference(default)))
        union = replace(type_, members=members)
        self._waiting.append((tag, union))
        return union

    def settle(self) -> None:
        """Make the tags of the members constant, and warn of unions that they do not tell apart."""
        unions, self._waiting = self._waiting, []
        changed: dict[_Key, None] = {}
        for tag, union in unions:
            default, mapped = self._defaults.get(union.origin), _mapped(union)
            for member in self._members(union):
                if default in member.names:
                    continue
                key = (member.location, tag)
                found = dict.fromkeys(self._announced(mapped, member.names))
                self._values.setdefault(key, {}).update(found)
                changed[key] = None
        for location, tag in changed:
            self._narrow(location, tag)
        for tag, union in unions:
            self._check(union, tag)

    def _members(self, union: UnionType) -> Iterator[_Member]:
        """Yield the classes that a union's tag announces, those of unions inside too."""
        seen: set[Location] = set()
        waiting = list(reversed(union.members))
        while waiting:
            member = waiting.pop()
            if not isinstance(member, Reference) or member.target in seen:
                continue
            seen.add(member.target)
            names = [member.target]
            while isinstance(body := self._types[names[-1]].body, Reference):
                if body.target in names:
                    break
                names.append(body.target)
            rest, _ = without_null(body)
            if isinstance(rest, ObjectType):
                yield _Member(names[-1], tuple(names))
            elif isinstance(rest, UnionType) and rest.declared_tag is None:
                waiting.extend(reversed(rest.members))

    def _announced(self, mapped: _Mapped, names: Iterable[Location]) -> list[SpecText]:
        """The values that mean a member; its name, where the mapping has none for it."""
        places = tuple(names)
        found = sorted(pair for place in places for pair in mapped.get(place, ()))
        return [value for _, value in found] or [self._types[places[0]].component]

    def _narrow(self, location: Location, tag: SpecText) -> None:
        declaration = self._types[location]
        body, nullable = without_null(declaration.body)
        if not isinstance(body, ObjectType):
            return
        key = (location, tag)
        original = self._originals.setdefault(key, body.property_named(tag))
        narrowed = self._with_tag(body, tag, list(self._values[key]), original)
        if narrowed != body:
            new: Type = narrowed
            if nullable:
                new = UnionType((narrowed, NULL), body.origin)
            self._types.declarations[location] = replace(declaration, body=new)

    def _with_tag(
        self, body: ObjectType, tag: SpecText, values: list[SpecText], original: Property | None
    ) -> ObjectType:
        """The object with the tag as a required constant, where it can have these values.

        Args:
            body: the object, which may have been given the constant of another union.
            tag: the property.
            values: those of all unions.
            original: the property as the document has it; None where it has none.
        """
        if original is None:
            added = Property(tag, LiteralType(tuple(values)), required=True)
            others = tuple(item for item in body.properties if item.name != tag)
            return replace(body, properties=(added, *others))
        constant = _constant(without_null(self._types.body(original.type))[0], values)
        if constant is None:
            return body
        items = tuple(
            replace(item, type=constant, required=True) if item.name == tag else item
            for item in body.properties
        )
        return replace(body, properties=items)

    def _check(self, union: UnionType, tag: SpecText) -> None:
        rest, _ = without_null(union)
        if not isinstance(rest, UnionType) or union.origin in self._defaults:
            return
        tagged = discriminate(rest, self._types)
        if tagged is not None and tagged.tag == tag:
            return
        place = union.origin.child("discriminator")
        owners: dict[object, Type] = {}
        for member in rest.members:
            values = self._constants(member, tag)
            if not values:
                self._findings.warn(
                    Code.INVALID_DISCRIMINATOR,
                    f"nothing says which values of {quote(tag.reveal())} announce"
                    f" {self._described(member)}",
                    place,
                )
                return
            for value in values:
                if owners.setdefault(value, member) != member:
                    self._findings.warn(
                        Code.DUPLICATE_TAG,
                        f"the value {quote(_shown(value))} of {quote(tag.reveal())} announces both"
                        f" {self._described(owners[value])} and {self._described(member)}",
                        place,
                    )
                    return

    def _constants(self, member: Type, tag: SpecText) -> list[object]:
        found: list[list[object]] = []
        for body in map(self._types.body, variants(member, self._types.body)):
            item = body.property_named(tag) if isinstance(body, ObjectType) else None
            type_ = without_null(self._types.body(item.type))[0] if item is not None else None
            if body != NULL:
                found.append(list(type_.values) if isinstance(type_, LiteralType) else [])
        return [value for values in found for value in values] if all(found) else []

    def _described(self, member: Type) -> str:
        if isinstance(member, Reference):
            return quote(self._types[member.target].component.reveal())
        return f"the variant at {member.origin}" if isinstance(member, ObjectType) else "a variant"


def _mapped(union: UnionType) -> _Mapped:
    found: _Mapped = {}
    for number, (value, location) in enumerate(union.mapping):
        found.setdefault(location, []).append((number, value))
    return found


def _constant(type_: Type, values: list[SpecText]) -> LiteralType | None:
    """The values that a tag of a type can have; None where it says them itself, or has none."""
    match type_:
        case LiteralType(values=(_,)):
            return None
        case LiteralType(values=known):
            wanted = {value.reveal() for value in values}
            found = [v for v in known if _shown(v) in wanted] or _alike(known, wanted)
            return type_.only(lambda value: value in found) if found else None
        case Primitive(kind=PrimitiveKind.INTEGER):
            numbers = [int(v.reveal()) for v in values if v.reveal().isdecimal()]
            return LiteralType(tuple(numbers)) if len(numbers) == len(values) else None
        case Primitive(kind=PrimitiveKind.STRING) | Primitive(kind=PrimitiveKind.ANY):
            return LiteralType(tuple(values))
        case _:
            return None


def _alike(known: Iterable[object], wanted: Iterable[str]) -> list[SpecText]:
    """The one value that differs from a name in its spelling only: `Cat` for `cat`."""
    names = {plain(name) for name in wanted}
    found = [v for v in known if isinstance(v, SpecText) and plain(v.reveal()) in names]
    return found if len(found) == 1 else []


def _shown(value: object) -> str:
    return value.reveal() if isinstance(value, SpecText) else str(value)
