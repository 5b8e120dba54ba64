"""How the members of a union are told apart: by the value of a property that all of them have.

The document's `discriminator` says which property; without one, a property that is required and
constant in every member serves as well. Members that share a value (three kinds of `message`) are
told apart by a second property.
"""

from __future__ import annotations

from dataclasses import dataclass

from codegen.ir.types import (
    LiteralType,
    ObjectType,
    Reference,
    Type,
    TypeTable,
    UnionType,
    without_null,
)
from codegen.text import SpecText


@dataclass(frozen=True, slots=True)
class Branch:
    """What follows from some values of a tag: one member, or a choice by another tag."""

    values: frozenset[SpecText]
    choice: Type | Tagged


@dataclass(frozen=True, slots=True)
class Tagged:
    """A union whose members are told apart by `tag`."""

    tag: SpecText
    branches: tuple[Branch, ...]


def discriminate(union: UnionType, types: TypeTable) -> Tagged | None:
    """Find how the members of a union without null are told apart, if a tag does it."""
    return _discriminate(union.members, types, union.declared_tag)


def _discriminate(
    members: tuple[Type, ...], types: TypeTable, declared: SpecText | None
) -> Tagged | None:
    first, _ = without_null(types.body(members[0]))
    candidates = [declared] if declared else []
    if isinstance(first, ObjectType):
        candidates += [p.name for p in first.properties if p.name != declared]
    for tag in candidates:
        tagged = _by_tag(members, types, tag)
        if tagged is not None:
            return tagged
    return None


def _by_tag(members: tuple[Type, ...], types: TypeTable, tag: SpecText) -> Tagged | None:
    groups: dict[frozenset[SpecText], list[Type]] = {}
    for member in members:
        values = tag_values(member, types, tag)
        if not values:
            return None
        groups.setdefault(values, []).append(member)
    every_value = [value for values in groups for value in values]
    if len(every_value) != len(set(every_value)) or len(groups) == 1 < len(members):
        return None
    branches: list[Branch] = []
    for values, group in groups.items():
        if len(group) == 1:
            branches.append(Branch(values, group[0]))
            continue
        inner = _discriminate(tuple(group), types, None)
        if inner is None:
            return None
        branches.append(Branch(values, inner))
    return Tagged(tag, tuple(branches))


def tag_values(
    member: Type, types: TypeTable, tag: SpecText, passed: frozenset[Type] = frozenset()
) -> frozenset[SpecText]:
    """The values that a tag has in a member; none when it is no required constant there."""
    body, _ = without_null(types.body(member))
    if isinstance(body, UnionType) and isinstance(member, Reference):
        if member in passed:
            return frozenset()
        parts = [tag_values(part, types, tag, passed | {member}) for part in body.members]
        return frozenset().union(*parts) if all(parts) else frozenset()
    item = body.property_named(tag) if isinstance(body, ObjectType) else None
    if item is None or not item.required or not isinstance(item.type, LiteralType):
        return frozenset()
    values = frozenset(v for v in item.type.values if isinstance(v, SpecText))
    return values if len(values) == len(item.type.values) else frozenset()
