"""A module of types under construction: which classes it has, and what they may be called."""

from __future__ import annotations

import keyword
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import Final

from codegen.diagnostics import Code, Location, SpecError
from codegen.ir import sdk
from codegen.ir.types import ObjectType
from codegen.names import identifiers
from codegen.text import Identifier

# What a module of types imports under these names; a class in it cannot have one of them.
RESERVED: Final = frozenset(
    {"Annotated", "Any", "BaseModel", "Field", "Iterable", "Literal", "Required", "Sequence",
     "TypeAlias", "TypeAliasType", "TypedDict", "Union"}
)  # fmt: skip
# What a schema is to the one around it.
_PLACE_WORDS: Final[dict[str | int, str]] = {
    "items": "Item", "additionalProperties": "Value",
    "anyOf": "Option", "oneOf": "Option", "allOf": "Part",
}  # fmt: skip


class Face(Enum):
    """Which of the two a type is rendered as."""

    MODEL = "model"
    PARAM = "param"


@dataclass(slots=True)
class Scope:
    """A module under construction: the public type that it is for and what has been defined.

    Attributes:
        taken: the place of the schema that has each class name.
        inline: classes of inline objects that are defined, or about to be.
        objects: the objects that its classes are for.
        remedy: what settles that a place cannot have a name.
    """

    module: sdk.ModuleName
    root: str
    face: Face
    definitions: list[sdk.TypeDefinition] = field(default_factory=list)
    taken: dict[str, Location] = field(default_factory=dict)
    inline: set[sdk.TypeName] = field(default_factory=set)
    objects: list[tuple[sdk.TypeName, ObjectType]] = field(default_factory=list)
    remedy: Callable[[Location, str], str] | None = None

    def claim(self, name: str, origin: Location) -> sdk.TypeName:
        """Reserve a class name in the module.

        Where another has it, the name gets longer by the place and by what the module is for. Of
        three properties whose names differ in case or symbols only (`e`, `E`, `_e`) that is not
        enough: the third gets an underscore, as its attribute does.

        Raises:
            SpecError: another schema has it.
        """
        usable = name not in RESERVED and name.isidentifier() and not keyword.iskeyword(name)
        identifier = Identifier(name if usable else f"{self.root}{name}")
        candidates = [identifier, *_told_by_place(identifier, origin)]
        candidates.append(Identifier(f"{self.root}{name}"))
        for candidate in candidates:
            if self.taken.setdefault(candidate, origin) == origin:
                return sdk.TypeName(self.module, candidate)
        if any(_are_alike(origin, self.taken[candidate]) for candidate in candidates):
            longer = Identifier(f"{candidates[-1]}_")
            while self.taken.setdefault(longer, origin) != origin:
                longer = Identifier(f"{longer}_")
            return sdk.TypeName(self.module, longer)
        raise SpecError.of(
            Code.NAME_COLLISION,
            f"two schemas become the class `{name}` of {self.module.path}"
            f" (the other is at {self.taken[identifier]})",
            origin,
            self.remedy(origin, name) if self.remedy else None,
        )


def _are_alike(one: Location, other: Location) -> bool:
    """Whether two schemas stand in properties of one object that differ in case or symbols only."""
    pairs = zip(one.pointer, other.pointer, strict=False)
    index = next((i for i, (own, its) in enumerate(pairs) if own != its), 0)
    if one.file != other.file or not index or one.pointer[index - 1] != "properties":
        return False
    own, its = (identifiers.class_name(str(place.pointer[index])) for place in (one, other))
    return own == its


def _told_by_place(name: Identifier, origin: Location) -> Iterator[Identifier]:
    """Yield longer names for a schema: what it is to the schema around it, then what that is."""
    longer = str(name)
    for token in reversed(origin.pointer):
        if token in _PLACE_WORDS:
            longer += _PLACE_WORDS[token]
            yield Identifier(longer)
