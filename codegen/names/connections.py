"""Connections: a channel as the `connect` method of a resource.

What the client sends has helpers, which `codegen.names.send_helpers` names.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from codegen.diagnostics import Location
from codegen.ir import sdk
from codegen.ir.api import Channel, Message, Parameter, ParameterIn
from codegen.ir.shapes import shapes_of
from codegen.ir.types import ANY, BYTES, PrimitiveKind, Type, TypeTable, UnionType
from codegen.names.arguments import as_fields
from codegen.names.keep_alive import build_keep_alive
from codegen.names.methods import build_parameter
from codegen.names.reserved import CONNECT_OPTIONS, connection_stem
from codegen.names.scopes import Face, Scope
from codegen.names.send_helpers import build_send_helpers
from codegen.names.tree import ResourcePath
from codegen.names.types import TypeNamer
from codegen.text import Identifier, SpecText


@dataclass(frozen=True, slots=True)
class BuiltConnection:
    """A connection with the types that only it has.

    Attributes:
        origin: where the channel stands.
    """

    connection: sdk.Connection
    origin: Location
    models: tuple[sdk.TypeDefinition, ...]
    params: tuple[sdk.TypeDefinition, ...]


def build_connection(
    channel: Channel, path: ResourcePath, namer: TypeNamer, types: TypeTable
) -> BuiltConnection:
    """A channel as a connection.

    Raises:
        SpecError: two messages want the same helper.
    """
    stem = connection_stem(path[-1])
    folder = namer.classes.folder(path)
    connect_name = Identifier(f"{stem}ConnectParams")
    connect_scope = namer.scope(
        namer.classes.module_for(folder, connect_name), connect_name, Face.PARAM
    )
    connect_params = connect_scope.claim(connect_name, channel.location)
    arguments = sorted(
        (_connect_argument(p, channel, namer, connect_scope) for p in channel.parameters),
        # Those of the address are given by position: in the order in which it has them.
        key=lambda a: (not a.required, _position(a, channel), a.name),
    )
    connect = sdk.Model(
        connect_params,
        as_fields(arguments),
        None,
        False,
        channel.location,
    )
    models: list[sdk.TypeDefinition] = []
    params: list[sdk.TypeDefinition] = [*connect_scope.definitions, connect]
    events = _Events(channel, path, namer)
    received = events.union(
        channel.received, channel.received_tag, f"{stem}ServerEvent", Face.MODEL, models
    )
    classes = _classes(channel, received.name, namer)
    sent = sent_params = None
    if channel.sent:
        tag = channel.sent_tag
        sent = events.union(channel.sent, tag, f"{stem}ClientEvent", Face.MODEL, models)
        sent_params = events.union(channel.sent, tag, f"{stem}ClientEventParam", Face.PARAM, params)
    shapes = None if classes else _shapes(channel, received.name, namer, types)
    root = build_send_helpers(channel, stem, namer, types)
    connection = sdk.Connection(
        class_stem=stem,
        address=channel.address,
        arguments=tuple(arguments),
        params=connect_params,
        tag=channel.received_tag,
        received=received.name,
        classes=classes,
        shapes=shapes,
        binary=any(message.payload == BYTES for message in channel.received),
        text=any(message.is_text for message in (*channel.sent, *channel.received)),
        sent=sent.name if sent else None,
        sent_params=sent_params.name if sent_params else None,
        root_helpers=root.helpers,
        send_resources=root.children,
        description=channel.description or channel.title,
        keep_alive=build_keep_alive(channel, namer.given.config, types),
    )
    return BuiltConnection(connection, channel.location, tuple(models), tuple(params))


def _position(argument: sdk.Argument, channel: Channel) -> int:
    is_placed = argument.place is ParameterIn.PATH
    return channel.address.reveal().find(f"{{{argument.wire.reveal()}}}") if is_placed else -1


def _connect_argument(
    parameter: Parameter, channel: Channel, namer: TypeNamer, scope: Scope
) -> sdk.Argument:
    """An argument of `connect`, by the name that the configuration gives it if it does."""
    argument = build_parameter(parameter, namer, scope)
    owners = [channel.key.reveal()]
    given = namer.given.argument(owners, parameter.place, parameter.name, parameter.origin)
    if given is not None:
        return replace(argument, name=given)
    is_taken = argument.name in CONNECT_OPTIONS
    return replace(argument, name=Identifier(f"{argument.name}_")) if is_taken else argument


@dataclass(frozen=True, slots=True)
class _Events:
    """Writes the unions of a channel's messages."""

    channel: Channel
    path: ResourcePath
    namer: TypeNamer

    def union(
        self,
        messages: tuple[Message, ...],
        tag: SpecText | None,
        name: str,
        face: Face,
        definitions: list[sdk.TypeDefinition],
    ) -> sdk.Alias:
        """Define the type of all messages of one direction."""
        channel = self.channel
        identifier = Identifier(name)
        module = self.namer.classes.module_for(self.namer.classes.folder(self.path), identifier)
        scope = self.namer.scope(module, identifier, face)
        alias = scope.claim(identifier, channel.location)
        body = self._body(messages, tag, scope)
        if face is Face.PARAM:
            body = sdk.without_models(body)
        description = channel.description or channel.title
        definition = sdk.Alias(alias, body, description, channel.location)
        definitions.extend((*scope.definitions, definition))
        return definition

    def _body(
        self, messages: tuple[Message, ...], tag: SpecText | None, scope: Scope
    ) -> sdk.TypeExpression:
        payloads = _json_payloads(messages)
        members: tuple[sdk.TypeExpression, ...] = ()
        if payloads:
            union = UnionType(payloads, self.channel.location, tag)
            type_ = union if len(payloads) > 1 else payloads[0]
            members = (self.namer.resolve(type_, scope, ""),)
        if any(message.payload == BYTES for message in messages):
            members = (*members, sdk.Scalar(PrimitiveKind.BYTES))
        # Where the document is silent about what is sent, it is any JSON value.
        if not members:
            return sdk.Scalar(PrimitiveKind.ANY)
        return members[0] if len(members) == 1 < len(payloads) else sdk.Union(members)


def _json_payloads(messages: Iterable[Message]) -> tuple[Type, ...]:
    """What the messages carry: two that carry the same thing are one, and anything is anything."""
    payloads = tuple(dict.fromkeys(m.payload for m in messages if m.payload != BYTES))
    return (ANY,) if ANY in payloads else payloads


def _classes(
    channel: Channel, received: sdk.TypeName, namer: TypeNamer
) -> tuple[tuple[SpecText, sdk.TypeName], ...] | None:
    payloads = _json_payloads(channel.received)
    has_text = any(message.is_text for message in channel.received)
    if channel.received_tag is None or not payloads or has_text:
        return None
    # The names are those that the module of the union has already given.
    scope = namer.scope(received.module, received.name, Face.MODEL)
    return namer.classes_by_tag(UnionType(payloads, channel.location, channel.received_tag), scope)


def _shapes(
    channel: Channel, received: sdk.TypeName, namer: TypeNamer, types: TypeTable
) -> tuple[sdk.MessageShape, ...] | None:
    """What tells received messages apart, where there are several types or text beside them."""
    has_text = any(message.is_text for message in channel.received)
    payloads = _json_payloads([m for m in channel.received if not m.is_text])
    if len(payloads) < 2 and not has_text:
        return None
    known = shapes_of(payloads, types)
    if known is None:
        return None
    scope = Scope(received.module, received.name, Face.MODEL)
    found: list[sdk.MessageShape] = []
    for payload, shapes in known:
        type_ = namer.resolve(payload, scope, "")
        if not isinstance(type_, sdk.Named):
            return None
        found.extend(sdk.MessageShape(type_.name, shape) for shape in dict.fromkeys(shapes))
    return tuple(found)
