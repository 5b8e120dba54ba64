"""The types that something uses, for when not everything is generated."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields, is_dataclass

from codegen.diagnostics import Location
from codegen.ir.types import Reference, TypeTable


def prune(users: Iterable[object], table: TypeTable, is_kept: Callable[[Location], bool]) -> None:
    """Take out of the table what no user refers to.

    Args:
        users: operations and channels; whatever of them refers to a type counts.
        table: the types, changed in place.
        is_kept: whether a type stays although nothing refers to it, with all that it refers to.
    """
    wanted = [location for location in table.declarations if is_kept(location)]
    wanted.extend(reference.target for user in users for reference in _inside(user))
    for location in table.declarations.keys() - table.reachable(wanted):
        del table.declarations[location]


def _inside(user: object) -> Iterator[Reference]:
    """Every reference in a tree of dataclasses and tuples."""
    waiting = [user]
    while waiting:
        value = waiting.pop()
        if isinstance(value, Reference):
            yield value
        elif isinstance(value, tuple | list):
            waiting.extend(value)
        elif is_dataclass(value) and not isinstance(value, type):
            waiting.extend(getattr(value, field.name) for field in fields(value))
