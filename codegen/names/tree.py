"""The resource tree: where each operation and each channel goes, and what its method is called.

The configuration decides, then tags that are paths, then the path of the operation: its fixed
segments are the resource, and the method is named after the verb. A verb at the end of a path is
an action: `POST /calls/{call_id}/accept` is `calls.accept`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from codegen.config import Config
from codegen.diagnostics import Code, quote
from codegen.findings import Findings
from codegen.ir.api import Api, Channel, Operation
from codegen.names import identifiers, paths, words
from codegen.names.collisions import (
    Placement,
    ResourcePath,
    Wish,
    further_names,
    settle,
    verb_and_path,
)
from codegen.names.paths import Mount, PathTable
from codegen.names.root_channel import root_channel_name
from codegen.settings import keys_of, report_unused
from codegen.text import Identifier

__all__ = ["Placement", "ResourcePath", "Tree", "check_resources", "place"]

WEBHOOKS: Final[ResourcePath] = (Identifier("webhooks"),)
"""Where webhooks are verified and decoded."""
_TAG_SEPARATOR: Final = re.compile(r"\s*/\s*|\.")
_TAG_PART: Final = re.compile(r"[^\W\d][\w -]*")
_DRAWN: Final = ">"  # Nobody writes it in a tag but to draw a tree; words may have the others.
# An operationId that says no more than a verb (`list`, `get-config`): the tag says the rest.
_SHORT: Final = 2


@dataclass(frozen=True, slots=True)
class Tree:
    """Where everything goes.

    Attributes:
        operations: the placement of each operation, in the order of the document.
        channels: the resource whose `connect` opens the channel.
        order: every resource, parents before children, siblings in the order in which the
            configuration, then the document, names them.
    """

    operations: tuple[tuple[Operation, Placement], ...]
    channels: tuple[tuple[Channel, ResourcePath], ...]
    order: tuple[ResourcePath, ...]
    _below: dict[ResourcePath, list[ResourcePath]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_below", _by_parent(self.order))

    def top_level(self) -> tuple[ResourcePath, ...]:
        return self.children(())

    def children(self, path: ResourcePath) -> tuple[ResourcePath, ...]:
        return tuple(self._below.get(path, ()))


def place(api: Api, config: Config) -> Tree:
    """Place everything of an API.

    Raises:
        SpecError: two operations want the same method, or a setting names no operation.
    """
    _check_settings(api, config)
    moves = _moves(config)
    mount = Mount(_address_segments(channel) for channel in api.channels)
    channels = [
        (channel, _channel_resource(channel, api, config, mount, moves)) for channel in api.channels
    ]
    table = PathTable(api.operations, api.types)
    wishes = [_moved(_wish(operation, config, table), moves) for operation in api.operations]
    taken = {path[:n] for _, path in channels for n in range(1, len(path) + 1)}
    taken |= {(*path, Identifier("connect")) for _, path in channels}
    operations = list(zip(api.operations, settle(wishes, taken), strict=True))
    configured = [
        _identifiers((section.path or path).split("."))
        for path, section in config.resources.items()
    ]
    used = {p.resource for _, p in operations} | {path for _, path in channels}
    if api.webhooks:
        used.add(WEBHOOKS)
    known = {path[:n] for path in used for n in range(1, len(path) + 1)}
    wanted = [path for path in configured if path in known]
    wanted += [path for _, path in channels]
    wanted += [placement.resource for _, placement in operations]
    wanted += [WEBHOOKS] if api.webhooks else []
    order: dict[ResourcePath, None] = {}
    for path in wanted:
        for length in range(1, len(path) + 1):
            order.setdefault(path[:length])
    return Tree(tuple(operations), tuple(channels), tuple(_depth_first(order)))


def _depth_first(order: Iterable[ResourcePath]) -> Iterable[ResourcePath]:
    children = _by_parent(order)

    def below(parent: ResourcePath) -> Iterable[ResourcePath]:
        for path in children.get(parent, ()):
            yield path
            yield from below(path)

    return below(())


def _by_parent(paths: Iterable[ResourcePath]) -> dict[ResourcePath, list[ResourcePath]]:
    children: dict[ResourcePath, list[ResourcePath]] = {}
    for path in paths:
        children.setdefault(path[:-1], []).append(path)
    return children


def _check_settings(api: Api, config: Config) -> None:
    findings = Findings()
    known = dict.fromkeys(verb_and_path(op) for op in api.operations)
    uses = Counter(op.identifier.reveal() for op in api.operations if op.identifier)
    known |= dict.fromkeys(uses)
    for key in config.operations:
        if key not in known:
            report_unused(findings, config, ("operations",), key, known)
        elif uses[key] > 1:
            findings.error(
                Code.INVALID_SETTING,
                f"`operations` names {quote(key)}, the operationId of {uses[key]} operations",
                config.location("operations", key),
                "name each of them as `verb /path`",
            )
    channels = {channel.key.reveal() for channel in api.channels}
    for key in config.channels:
        if key not in channels:
            report_unused(findings, config, ("channels",), key, channels)
    findings.refuse()


def check_resources(config: Config, tree: Tree) -> None:
    """Refuse settings of resources that there are not.

    Raises:
        SpecError: with one diagnostic for each (SL603).
    """
    findings = Findings()
    names = {".".join(path) for path in tree.order}
    for key, section in config.resources.items():
        if (section.path or key) not in names:
            report_unused(findings, config, ("resources",), key, names)
    findings.refuse()


Moves = dict[ResourcePath, ResourcePath]


def _moves(config: Config) -> Moves:
    return {
        _identifiers(path.split(".")): _identifiers(section.path.split("."))
        for path, section in config.resources.items()
        if section.path
    }


def _move(path: ResourcePath, moves: Moves) -> ResourcePath:
    """Where a resource stands: the longest setting that is about it, or about one above it."""
    for length in range(len(path), 0, -1):
        if path[:length] in moves:
            return (*moves[path[:length]], *path[length:])
    return path


def _moved(wish: Wish, moves: Moves) -> Wish:
    if wish.settled or not moves:
        return wish
    first, *others = (
        Placement(_move(placement.resource, moves), placement.method)
        for placement in (wish.first, *wish.others)
    )
    return Wish(wish.operation, first, tuple(others))


def _wish(operation: Operation, config: Config, table: PathTable) -> Wish:
    configured = _configured(operation, config)
    if configured is not None:
        return Wish(operation, configured, settled=True)
    tagged = _by_tag(operation)
    if tagged is not None:
        return Wish(
            operation, tagged, (_by_path(operation, table), *further_names(operation, tagged))
        )
    first = _by_path(operation, table)
    others = (
        _by_path(operation, table, whole=True),
        _as_resource(operation, table),
        *further_names(operation, first),
    )
    return Wish(operation, first, others)


def _configured(operation: Operation, config: Config) -> Placement | None:
    for key in keys_of(operation):
        if key in config.operations:
            *resource, method = config.operations[key].split(".")
            return Placement(_identifiers(resource), identifiers.method_name(method))
    return None


def _by_tag(operation: Operation) -> Placement | None:
    """`manage > v1 > keys` with the operationId `list`: somebody has drawn the tree already."""
    identifier = operation.identifier.reveal() if operation.identifier else ""
    if not operation.tags or not 0 < len(words.split(identifier)) <= _SHORT:
        return None
    tag = operation.tags[0].reveal().strip()
    if _DRAWN in tag:
        parts = [part.strip() for part in tag.split(_DRAWN) if part.strip()]
        is_path = bool(parts)
    else:
        parts = _TAG_SEPARATOR.split(tag)
        is_path = len(parts) > 1 and all(map(_TAG_PART.fullmatch, parts))
    if not is_path:
        return None
    return Placement(_identifiers(parts), identifiers.method_name(identifier))


def _by_path(operation: Operation, table: PathTable, *, whole: bool = False) -> Placement:
    segments = paths.split(operation.path.reveal())
    fixed = paths.fixed(segments if whole else table.mount.strip(segments))
    if len(fixed) > 1 and table.is_action(operation):
        name = identifiers.method_name(table.method(operation, words.snake(fixed[-1]) or fixed[-1]))
        return Placement(_identifiers(fixed[:-1]), name)
    return _placement(fixed, operation, table)


def _as_resource(operation: Operation, table: PathTable) -> Placement:
    """An action as a thing of its own, for when its name is that of one."""
    segments = table.mount.strip(paths.split(operation.path.reveal()))
    return _placement(paths.fixed(segments), operation, table)


def _placement(fixed: Sequence[str], operation: Operation, table: PathTable) -> Placement:
    resource = _identifiers(fixed) if fixed else (Identifier("root"),)
    return Placement(resource, Identifier(table.method(operation, table.verb(operation))))


def _address_segments(channel: Channel) -> tuple[str, ...]:
    address = channel.address.reveal().partition("?")[0]
    return tuple(s for s in re.split(r"[/.]", address) if s)


def _channel_resource(
    channel: Channel, api: Api, config: Config, mount: Mount, moves: Moves
) -> ResourcePath:
    key = channel.key.reveal()
    settings = config.channels.get(key)
    if settings and settings.resource:
        return _identifiers(settings.resource.split("."))
    fixed = paths.fixed(mount.strip(_address_segments(channel)))
    if not fixed:
        fixed = (key if words.split(key) else root_channel_name(channel, api),)
    return _move(_identifiers(fixed), moves)


def _identifiers(segments: Iterable[str]) -> ResourcePath:
    # Shortened: a resource is a file as well.
    top, *rest = segments
    names = (identifiers.client_attribute(top), *map(identifiers.method_name, rest))
    return tuple(Identifier(identifiers.shortened(name)) for name in names)
