"""Models that are taken where a dictionary is asked for.

An argument that is an object takes its model as well, and so does one that is a union of objects.
Type checkers find out of which type a list is by what it is for, and give up where that is a list
of one or a list of the other: an array stands once, and its items are models or dictionaries.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum, auto
from itertools import chain, islice

from codegen.diagnostics import Location
from codegen.ir import sdk
from codegen.ir.types import (
    ArrayType,
    MapType,
    ObjectType,
    TupleType,
    TypeTable,
    variants,
    without_null,
)
from codegen.names.classes import ClassNames


class Taken(Enum):
    """How models are taken where a public type is asked for.

    BESIDE: the class, or the union, of what is received beside that of what is sent.
    AMONG_ITEMS: what is asked for is an array or a map; its items can be models.
    WITHIN: a union with arrays in it names the models itself, in them and beside them.
    NOWHERE: there are none.
    """

    BESIDE = auto()
    AMONG_ITEMS = auto()
    WITHIN = auto()
    NOWHERE = auto()


@dataclass(slots=True)
class Alternatives:
    """Finds the models.

    Attributes:
        classes: the names of all public types.
        types: what they are.
    """

    classes: ClassNames
    types: TypeTable
    _taken: dict[Location, Taken] = field(default_factory=dict)
    _inline: dict[Location, dict[sdk.ModuleName, list[tuple[sdk.TypeName, ObjectType]]]] = field(
        default_factory=dict
    )
    _received: dict[sdk.ModuleName, sdk.ModuleName] = field(init=False)

    def __post_init__(self) -> None:
        self._received = {
            param.module: self.classes.models[location].module
            for location, param in self.classes.params.items()
        }

    def taken(self, location: Location) -> Taken:
        """How models are taken where a public type is asked for."""
        if location not in self._taken:
            self._taken[location] = self._find_taken(location)
        return self._taken[location]

    def _find_taken(self, location: Location) -> Taken:
        body, _ = without_null(self.types[location].body)
        if isinstance(body, (ArrayType, MapType)):
            return Taken.AMONG_ITEMS
        kinds = {type(self.types.body(variant)) for variant in variants(body, self.types.body)}
        if not kinds.isdisjoint({ArrayType, MapType, TupleType}):
            return Taken.WITHIN
        return Taken.BESIDE if ObjectType in kinds else Taken.NOWHERE

    def add(self, objects: Iterable[tuple[sdk.TypeName, ObjectType]]) -> None:
        """Note the models that the objects of a component have become."""
        for name, body in objects:
            models = self._inline.setdefault(body.origin, {})
            models.setdefault(name.module, []).append((name, body))

    def inline(self, param: sdk.TypeName, body: ObjectType) -> sdk.TypeName | None:
        """The model of an object that stands inline.

        It is that of the same component, or else the only one that the object has: a component
        with `allOf` has models of its own of what is inline in its parts.
        """
        models = self._inline.get(body.origin, {})
        own = models.get(self._received.get(param.module, param.module), [])
        # Two say as much as all that there are, of a part that thousands of components have.
        found = _same(own, body) or _same(chain.from_iterable(models.values()), body)
        return found[0] if len(found) == 1 else None


def _same(
    models: Iterable[tuple[sdk.TypeName, ObjectType]], body: ObjectType
) -> tuple[sdk.TypeName, ...]:
    """The first two of the models that are of just this object.

    Parts of an `allOf` can have made another object of what stands in the same place.
    """
    return tuple(islice((name for name, other in models if other == body), 2))
