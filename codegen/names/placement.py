"""Which types are public, and the resource that each belongs to.

A type belongs to the deepest resource that covers all its uses. A schema that is nothing but the
body of requests is no type of its own: it becomes the parameters of its methods.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from codegen.config import Config, TypeSection
from codegen.diagnostics import Code, Diagnostic, Location, SpecError, quote
from codegen.ir.api import Api, Operation
from codegen.ir.types import (
    ObjectType,
    Reference,
    TupleType,
    Type,
    TypeTable,
    children,
    references,
)
from codegen.names.tree import ResourcePath, Tree
from codegen.names.values import is_two_faced
from codegen.resolve.pointer import parse_pointer
from codegen.settings import is_pointer


@dataclass(frozen=True, slots=True)
class Placements:
    """Attributes:
    public: the resource of every public type; the empty path for one that belongs to none.
    local: types that each module defines for itself.
    sent: types that a request or a client message can contain.
    results: types that a method of a resource returns as they are.
    """

    public: dict[Location, ResourcePath]
    local: frozenset[Location]
    sent: frozenset[Location]
    results: dict[ResourcePath, tuple[Location, ...]]
    settings: dict[Location, TypeSection]


def place_types(api: Api, config: Config, tree: Tree) -> Placements:
    """Decide for every declaration.

    Raises:
        SpecError: a setting names a type that the documents do not have.
    """
    settings = _settings(api, config)
    local = frozenset(at for at, section in settings.items() if section.local)
    uses: list[tuple[Type, ResourcePath]] = []
    sent: list[Type] = []
    inner: list[Type] = []
    bodies: set[Location] = set()
    results: dict[ResourcePath, list[Location]] = {}

    for operation, placement in tree.operations:
        received = operation.responses.received
        failures = [type_ for _, type_ in operation.responses.errors]
        for type_ in received:
            if isinstance(type_, Reference):
                results.setdefault(placement.resource, []).append(type_.target)
        outer = list(_body_types(operation))
        bodies.update(t.target for t in outer if isinstance(t, Reference))
        arguments = [p.type for p in operation.parameters]
        below = [api.types[t.target].body if isinstance(t, Reference) else t for t in outer]
        sent += [*arguments, *below]
        received = (*received, *failures)
        inner += [*received, *arguments, *below]
        uses += [(type_, placement.resource) for type_ in (*received, *arguments, *outer)]
    for channel, path in tree.channels:
        sent_payloads = [message.payload for message in channel.sent]
        payloads = [*sent_payloads, *(message.payload for message in channel.received)]
        sent += [*sent_payloads, *(p.type for p in channel.parameters)]
        inner += payloads
        uses += [(type_, path) for type_ in payloads]

    within = reachable(inner, api.types)
    covering = deepest_common(uses, api.types)
    tops = tree.top_level()
    default = tops[0] if len(tops) == 1 else ()
    public = {
        declaration.location: covering.get(declaration.location) or default
        for declaration in api.types
        if declaration.location not in local
        and (declaration.location in within or declaration.location not in bodies)
    }
    return Placements(
        public,
        local,
        frozenset(reachable(sent, api.types)),
        {path: tuple(dict.fromkeys(found)) for path, found in results.items()},
        settings,
    )


def reachable(types: Iterable[Type], table: TypeTable) -> set[Location]:
    """Every declaration that the types contain, however deep."""
    found: set[Location] = set()
    waiting = [target for type_ in types for target in references(type_)]
    while waiting:
        location = waiting.pop()
        if location not in found:
            found.add(location)
            waiting.extend(references(table[location].body))
    return found


def deepest_common(
    uses: Iterable[tuple[Type, ResourcePath]], table: TypeTable
) -> dict[Location, ResourcePath]:
    """For every declaration in use, however deep, the deepest path that covers all its uses.

    A declaration is looked at again only when its path has become shorter, so the cost is that of
    the table times the depth of the tree, whatever number of operations use the same types.
    """
    found: dict[Location, ResourcePath] = {}
    inside: dict[Location, tuple[Location, ...]] = {}
    waiting = [(target, path) for type_, path in uses for target in references(type_)]
    while waiting:
        location, path = waiting.pop()
        known = found.get(location)
        common = path if known is None else _common(known, path)
        if common == known:
            continue
        found[location] = common
        if location not in inside:
            inside[location] = tuple(references(table[location].body))
        waiting.extend((target, common) for target in inside[location])
    return found


def two_faced(table: TypeTable) -> frozenset[Location]:
    """Declarations that have in them, however deep, what is written otherwise when it is sent."""
    users: dict[Location, list[Location]] = {}
    waiting: list[Location] = []
    for declaration in table:
        for target in references(declaration.body):
            users.setdefault(target, []).append(declaration.location)
        if _has_two_faces(declaration.body):
            waiting.append(declaration.location)
    found: set[Location] = set()
    while waiting:
        location = waiting.pop()
        if location not in found:
            found.add(location)
            waiting.extend(users.get(location, ()))
    return frozenset(found)


def _has_two_faces(type_: Type) -> bool:
    waiting = [type_]
    while waiting:
        inner = waiting.pop()
        if isinstance(inner, (ObjectType, TupleType)) or is_two_faced(inner):
            return True
        waiting.extend(children(inner))
    return False


def _body_types(operation: Operation) -> Iterator[Type]:
    for body in operation.bodies:
        yield body.type


def _common(one: ResourcePath, other: ResourcePath) -> ResourcePath:
    pairs = zip(one, other, strict=False)
    length = next((i for i, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))
    return one[:length]


def _settings(api: Api, config: Config) -> dict[Location, TypeSection]:
    """The settings by place: a key is a component's name, or a JSON pointer."""
    by_name: dict[str, list[Location]] = {}
    by_pointer: dict[tuple[str, ...], list[Location]] = {
        parse_pointer(key.partition("#")[2]): [] for key in filter(is_pointer, config.types)
    }
    for declaration in api.types:
        by_name.setdefault(declaration.component.reveal(), []).append(declaration.location)
        pointer = tuple(map(str, declaration.location.pointer))
        if pointer in by_pointer:
            by_pointer[pointer].append(declaration.location)
    settings: dict[Location, TypeSection] = {}
    wrong: list[Diagnostic] = []
    for key, section in config.types.items():
        file, _, pointer_text = key.partition("#")
        if is_pointer(key):
            found = by_pointer[parse_pointer(pointer_text)]
            places = [at for at in found if not file or _is_same(at.file, config.path(file))]
        else:
            places = by_name.get(key, [])
        if len(places) != 1:
            missing = "the documents do not have" if config.only is None else "nothing uses"
            wrong.append(
                Diagnostic(
                    Code.UNUSED_SETTING if not places else Code.NAME_COLLISION,
                    f"`types` names {quote(key)}, which "
                    f"{'stands in both documents' if places else missing}",
                    places[0] if places else config.location("types", key),
                )
            )
        else:
            settings[places[0]] = section
    if wrong:
        raise SpecError(*wrong)
    return settings


def _is_same(real: Path, named: Path) -> bool:
    return os.path.realpath(named) == os.fspath(real)
