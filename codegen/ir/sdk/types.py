"""Types as they are written: every class by its name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from codegen.diagnostics import Location
from codegen.ir.types import Format, JsonScalar, PrimitiveKind
from codegen.text import Identifier, SpecText


@dataclass(frozen=True, slots=True, order=True)
class ModuleName:
    """A module of the generated package, relative to the package: `("types", "user")`."""

    parts: tuple[str, ...]

    def child(self, name: str) -> ModuleName:
        return ModuleName((*self.parts, name))

    @property
    def parent(self) -> ModuleName:
        return ModuleName(self.parts[:-1])

    @property
    def path(self) -> str:
        """The file, relative to the package folder."""
        return "/".join(self.parts) + ".py"


@dataclass(frozen=True, slots=True, order=True)
class TypeName:
    """A class or an alias, and the module that defines it."""

    module: ModuleName
    name: Identifier


# Type expressions: as in `codegen.ir.types`, with every class by its name.


@dataclass(frozen=True, slots=True)
class Scalar:
    kind: PrimitiveKind
    format: Format | None = None


@dataclass(frozen=True, slots=True)
class Instance:
    """An object of a class of the standard library, which an argument may be."""

    module: str
    name: str


@dataclass(frozen=True, slots=True)
class Literals:
    values: tuple[JsonScalar, ...]


@dataclass(frozen=True, slots=True)
class Sequence:
    """A JSON array. Attributes: container: `list`, or a wider type for an argument."""

    items: TypeExpression
    container: str = "list"


@dataclass(frozen=True, slots=True)
class Stream:
    """Items of an argument that are sent one after the other, as they come.

    Attributes:
        or_file: whether a file in which they are written already will do.
    """

    items: TypeExpression
    or_file: bool = False


@dataclass(frozen=True, slots=True)
class Tuple:
    """A JSON array of so many items."""

    items: tuple[TypeExpression, ...]


@dataclass(frozen=True, slots=True)
class Mapping:
    values: TypeExpression


@dataclass(frozen=True, slots=True)
class Named:
    """A class or an alias.

    Attributes:
        is_alternative: whether it is a model that is taken in place of the `TypedDict` beside it;
            nobody who sends dictionaries has to import it.
    """

    name: TypeName
    is_alternative: bool = False


@dataclass(frozen=True, slots=True)
class Union:
    """Attributes: tag: the property by whose value pydantic tells the members apart."""

    members: tuple[TypeExpression, ...]
    tag: SpecText | None = None


TypeExpression = Scalar | Instance | Literals | Sequence | Stream | Tuple | Mapping | Named | Union

NULL = Scalar(PrimitiveKind.NULL)


def inner(expression: TypeExpression) -> tuple[TypeExpression, ...]:
    """Return the expressions directly inside an expression."""
    match expression:
        case Sequence(items=item) | Stream(items=item) | Mapping(values=item):
            return (item,)
        case Tuple(items=items):
            return items
        case Union(members=members):
            return members
        case _:
            return ()


def names_in(expression: TypeExpression) -> Iterator[TypeName]:
    """Yield every class and alias that an expression mentions."""
    if isinstance(expression, Named):
        yield expression.name
    for part in inner(expression):
        yield from names_in(part)


def takes_models(expression: TypeExpression) -> bool:
    """Whether an expression has in it, however deep, a model beside a `TypedDict`."""
    if isinstance(expression, Named):
        return expression.is_alternative
    return any(map(takes_models, inner(expression)))


def without_models(expression: TypeExpression) -> TypeExpression:
    """The expression of an alias without the models beside its `TypedDict`s.

    Whoever mentions the alias mentions the models as well.
    """
    match expression:
        case Union(members=members, tag=tag):
            kept = tuple(m for m in members if not (isinstance(m, Named) and m.is_alternative))
            return kept[0] if len(kept) == 1 < len(members) else Union(kept, tag)
        case Sequence(items=items, container="list"):
            return Sequence(without_models(items), "list")
        case Mapping(values=values):
            return Mapping(without_models(values))
        case _:
            return expression


def not_null(expression: TypeExpression) -> TypeExpression:
    """Return what an expression is apart from null."""
    if not isinstance(expression, Union) or NULL not in expression.members:
        return expression
    rest = tuple(member for member in expression.members if member != NULL)
    return rest[0] if len(rest) == 1 else Union(rest, expression.tag)


def is_nullable(expression: TypeExpression) -> bool:
    return expression == NULL or (
        isinstance(expression, Union) and any(is_nullable(m) for m in expression.members)
    )


@dataclass(frozen=True, slots=True)
class Field:
    """A property of a model or a key of a `TypedDict`.

    Attributes:
        name: the attribute; for a `TypedDict` the key is `wire` and this is not used.
        read_only: whether a model given as an argument keeps it back.
    """

    name: Identifier
    wire: SpecText
    type: TypeExpression
    required: bool
    description: SpecText | None
    deprecated: bool
    default: SpecText | None = None
    read_only: bool = False


@dataclass(frozen=True, slots=True)
class Model:
    """A class with fields: a pydantic model, or a `TypedDict`.

    Attributes:
        extras: the type of keys that are no field, None where nothing is said of them.
    """

    name: TypeName
    fields: tuple[Field, ...]
    description: SpecText | None
    deprecated: bool
    origin: Location
    extras: TypeExpression | None = None


@dataclass(frozen=True, slots=True)
class Constants:
    """A class with a constant for each value of an enumeration that the document names."""

    name: TypeName
    values: tuple[tuple[Identifier, JsonScalar, SpecText | None], ...]


@dataclass(frozen=True, slots=True)
class Alias:
    """A name for a type expression."""

    name: TypeName
    type: TypeExpression
    description: SpecText | None
    origin: Location
    constants: Constants | None = None


TypeDefinition = Model | Alias
