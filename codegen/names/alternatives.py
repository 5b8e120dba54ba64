"""Models that are taken where a dictionary is asked for.

An argument that is an object takes its model as well, and so does one that is a union of objects.
Type checkers find out of which type a list is by what it is for, and give up where that is a list
of one or a list of the other: an array stands once, and its items are models or dictionaries.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum, auto

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
    _inline: dict[Location, list[tuple[sdk.TypeName, ObjectType]]] = field(default_factory=dict)
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
            self._inline.setdefault(body.origin, []).append((name, body))

    def inline(self, param: sdk.TypeName, body: ObjectType) -> sdk.TypeName | None:
        """The model of an object that stands inline.

        It is that of the same component, or else the only one that the object has: a component
        with `allOf` has models of its own of what is inline in its parts.
        """
        models = list(self._models_of(body))
        received = self._received.get(param.module)
        found = [name for name in models if name.module == received] or models
        return found[0] if len(found) == 1 else None

    def _models_of(self, body: ObjectType) -> Iterator[sdk.TypeName]:
        for name, other in self._inline.get(body.origin, ()):
            # Parts of an `allOf` can have made another object of what stands there.
            if other == body:
                yield name
