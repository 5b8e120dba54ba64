"""The resource tree: where each operation and each channel goes, and what its method is called.

Without configuration, the path decides: its fixed segments are the resource, and the method is
named after the verb. A `POST` to a segment behind a parameter that nothing else is below of is an
action: `POST /calls/{call_id}/accept` is `calls.accept`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from codegen.config import Config
from codegen.diagnostics import Code, Diagnostic, SpecError, quote
from codegen.ir.api import Api, Channel, Operation, ResultKind
from codegen.ir.types import ArrayType
from codegen.names import identifiers
from codegen.text import Identifier

_VERB_METHODS = {
    "GET": "retrieve", "POST": "create", "PUT": "update", "PATCH": "update", "DELETE": "delete",
    "HEAD": "head", "OPTIONS": "options", "TRACE": "trace",
}  # fmt: skip

ResourcePath = tuple[Identifier, ...]


@dataclass(frozen=True, slots=True)
class Placement:
    """Where an operation goes."""

    resource: ResourcePath
    method: Identifier


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

    def top_level(self) -> tuple[ResourcePath, ...]:
        return tuple(path for path in self.order if len(path) == 1)

    def children(self, path: ResourcePath) -> tuple[ResourcePath, ...]:
        return tuple(p for p in self.order if len(p) == len(path) + 1 and p[:-1] == path)


def place(api: Api, config: Config) -> Tree:
    """Place everything of an API.

    Raises:
        SpecError: two operations want the same method, or a setting names no operation.
    """
    _check_settings(api, config)
    operations = _without_collisions(
        [(op, _configured(op, config) or _by_path(op, api)) for op in api.operations]
    )
    channels = [(channel, _channel_resource(channel, config)) for channel in api.channels]
    configured = [_identifiers(path.split(".")) for path in config.resources]
    used = {p.resource for _, p in operations} | {path for _, path in channels}
    known = {path[:n] for path in used for n in range(1, len(path) + 1)}
    wanted = [path for path in configured if path in known]
    wanted += [path for _, path in channels]
    wanted += [placement.resource for _, placement in operations]
    order: dict[ResourcePath, None] = {}
    for path in wanted:
        for length in range(1, len(path) + 1):
            order.setdefault(path[:length])
    return Tree(tuple(operations), tuple(channels), tuple(_depth_first(order)))


def _depth_first(order: Iterable[ResourcePath]) -> Iterable[ResourcePath]:
    paths = list(order)

    def below(parent: ResourcePath) -> Iterable[ResourcePath]:
        for path in paths:
            if path[:-1] == parent:
                yield path
                yield from below(path)

    return below(())


def _check_settings(api: Api, config: Config) -> None:
    known = {_verb_and_path(op) for op in api.operations}
    known |= {op.identifier.reveal() for op in api.operations if op.identifier}
    unknown = [key for key in config.operations if key not in known]
    if unknown:
        raise SpecError(
            Diagnostic(
                Code.UNUSED_SETTING,
                f"`operations` names {quote(unknown[0])}, which the document does not have",
                config.location("operations", unknown[0]),
            )
        )


def _verb_and_path(operation: Operation) -> str:
    return f"{operation.method.lower()} {operation.path.reveal()}"


def _configured(operation: Operation, config: Config) -> Placement | None:
    keys = [_verb_and_path(operation)]
    if operation.identifier:
        keys.append(operation.identifier.reveal())
    for key in keys:
        if key in config.operations:
            *resource, method = config.operations[key].split(".")
            return Placement(_identifiers(resource), identifiers.method_name(method))
    return None


def _by_path(operation: Operation, api: Api) -> Placement:
    segments = [s for s in operation.path.reveal().split("/") if s]
    fixed = [s for s in segments if "{" not in s]
    if not fixed:
        return Placement((Identifier("root"),), _verb_method(operation, segments))
    if _is_action(operation, segments, api):
        return Placement(_identifiers(fixed[:-1]), identifiers.method_name(fixed[-1]))
    return Placement(_identifiers(fixed), _verb_method(operation, segments))


def _is_action(operation: Operation, segments: list[str], api: Api) -> bool:
    if operation.method != "POST" or len(segments) < 3:
        return False
    if "{" in segments[-1] or "{" not in segments[-2]:
        return False
    path = operation.path.reveal()
    return not any(
        other.path.reveal().startswith(f"{path}/") or (other.path == operation.path)
        for other in api.operations
        if other is not operation
    )


def _verb_method(operation: Operation, segments: list[str]) -> Identifier:
    ends_in_parameter = bool(segments) and "{" in segments[-1]
    if operation.method == "GET" and not ends_in_parameter:
        is_list = operation.result.kind is ResultKind.JSON and isinstance(
            operation.result.type, ArrayType
        )
        return Identifier("list" if is_list else "retrieve")
    return Identifier(_VERB_METHODS[operation.method])


def _without_collisions(
    placed: list[tuple[Operation, Placement]],
) -> list[tuple[Operation, Placement]]:
    """Where two operations want one method, their operationIds decide instead of their verbs."""
    counts = Counter(placement for _, placement in placed)
    result = [
        (
            op,
            Placement(p.resource, identifiers.method_name(op.identifier.reveal()))
            if counts[p] > 1 and op.identifier
            else p,
        )
        for op, p in placed
    ]
    first: dict[Placement, Operation] = {}
    for op, placement in result:
        other = first.setdefault(placement, op)
        if other is not op:
            name = ".".join((*placement.resource, placement.method))
            raise SpecError(
                Diagnostic(
                    Code.NAME_COLLISION,
                    f"`{_verb_and_path(op)}` and `{_verb_and_path(other)}` both become "
                    f"`{name}` (the other is at {other.location})",
                    op.location,
                    "name one of them under `operations` in sdk.yaml",
                )
            )
    return result


def _channel_resource(channel: Channel, config: Config) -> ResourcePath:
    settings = config.channels.get(channel.key.reveal())
    if settings and settings.resource:
        return _identifiers(settings.resource.split("."))
    address = channel.address.reveal().partition("?")[0]
    fixed = [s for s in re.split(r"[/.]", address) if s and "{" not in s]
    return _identifiers(fixed or [channel.key.reveal()])


def _identifiers(segments: Iterable[str]) -> ResourcePath:
    top, *rest = segments
    below = (identifiers.method_name(segment) for segment in rest)
    return (identifiers.client_attribute(top), *below)
