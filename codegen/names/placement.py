"""Which types are public, and the resource that each belongs to.

A type belongs to the deepest resource that covers all its uses. A schema that is nothing but the
body of requests is no type of its own: it becomes the parameters of its methods.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from codegen.config import Config, TypeSection
from codegen.diagnostics import Code, Location, quote
from codegen.findings import Findings
from codegen.ir.api import Api
from codegen.ir.types import (
    ObjectType,
    Reference,
    TupleType,
    Type,
    TypeTable,
    children,
    references,
)
from codegen.names.given import message_keys, message_settings
from codegen.names.tree import WEBHOOKS, ResourcePath, Tree
from codegen.names.values import is_two_faced
from codegen.settings import is_pointer, report_unused


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
    named = {at for at, section in settings.items() if section.name}
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
        outer = [body.type for body in operation.bodies]
        bodies.update(t.target for t in outer if isinstance(t, Reference))
        sent_back = [c.payload for c in operation.callbacks if c.payload is not None]
        arguments = [p.type for p in operation.parameters]
        below = [api.types[t.target].body if isinstance(t, Reference) else t for t in outer]
        sent += [*arguments, *below]
        received = (*received, *failures, *sent_back)
        inner += [*received, *arguments, *below]
        uses += [(type_, placement.resource) for type_ in (*received, *arguments, *outer)]
    for channel, path in tree.channels:
        sent_payloads = [message.payload for message in channel.sent]
        payloads = [*sent_payloads, *(message.payload for message in channel.received)]
        sent += [*sent_payloads, *(p.type for p in channel.parameters)]
        inner += payloads
        uses += [(type_, path) for type_ in payloads]

    received_alone = [webhook.payload for webhook in api.webhooks]
    inner += received_alone
    uses += [(type_, WEBHOOKS) for type_ in received_alone]

    within = reachable(inner, api.types)
    covering = deepest_common(uses, api.types)
    tops = tree.top_level()
    default = tops[0] if len(tops) == 1 else ()
    public = {
        declaration.location: covering.get(declaration.location) or default
        for declaration in api.types
        if declaration.location not in local
        and (
            declaration.location in within
            or declaration.location not in bodies
            or declaration.location in named
        )
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
    return table.reachable(target for type_ in types for target in references(type_))


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


def _common(one: ResourcePath, other: ResourcePath) -> ResourcePath:
    pairs = zip(one, other, strict=False)
    length = next((i for i, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))
    return one[:length]


def _settings(api: Api, config: Config) -> dict[Location, TypeSection]:
    """The settings by place: a key is a component's name or a pointer."""
    by_key: dict[str, list[Location]] = {}
    for declaration in api.types:
        by_key.setdefault(declaration.component.reveal(), []).append(declaration.location)
    settings: dict[Location, TypeSection] = {}
    findings = Findings()
    for key, section in config.types.items():
        if is_pointer(key):
            places = [at for at in api.pointers.get(key, ()) if at in api.types.declarations]
        else:
            places = by_key.get(key, [])
        if len(places) > 1:
            findings.error(
                Code.NAME_COLLISION,
                f"`types` names {quote(key)}, which stands in both documents",
                config.location("types", key),
                f"name it by its place: {' or '.join(quote(config.key_of(at)) for at in places)}",
            )
        elif places:
            settings[places[0]] = section
        elif api.pointers.get(key) or config.only is not None:
            findings.error(
                Code.UNUSED_SETTING,
                f"`types` names {quote(key)}, which nothing uses",
                config.location("types", key),
                "remove it, or correct the pointer: it leads to no schema that is read",
            )
        else:
            report_unused(findings, config, ("types",), key, by_key)
    _name_payloads(api, config, settings, findings)
    findings.refuse()
    return settings


def _name_payloads(
    api: Api, config: Config, settings: dict[Location, TypeSection], findings: Findings
) -> None:
    """Give the payloads of messages the names that `messages` has for them."""
    known: dict[str, None] = {}
    for channel in api.channels:
        for message in (*channel.sent, *channel.received):
            known.update(dict.fromkeys(message_keys(channel, message)))
            section = message_settings(config, channel, message)
            if section is None or section.name is None:
                continue
            if isinstance(message.payload, Reference):
                own = settings.get(message.payload.target, TypeSection())
                named = own.model_copy(update={"name": section.name})
                settings[message.payload.target] = named
            else:
                findings.error(
                    Code.INVALID_SETTING,
                    f"`messages` names the class of {quote(message.key.reveal())}, which has none",
                    config.location("messages"),
                    "remove `name`: a message without a schema is any value",
                )
    for key, section in config.messages.items():
        if key not in known and (section.name or section.helper or section.keep_alive):
            report_unused(findings, config, ("messages",), key, known)
