"""Connections: a channel as the `connect` method of a resource, with a helper for each message.

A client message tagged `conversation.item.create` is sent by `connection.conversation.item.create`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from codegen.diagnostics import Code, Diagnostic, Location, SpecError
from codegen.ir import sdk
from codegen.ir.api import Channel, Message
from codegen.ir.types import ObjectType, PrimitiveKind, TypeTable, UnionType
from codegen.names import identifiers, words
from codegen.names.methods import build_parameter, build_property, distinct
from codegen.names.tree import ResourcePath
from codegen.names.types import Face, Scope, TypeNamer
from codegen.text import Identifier, SpecText

# Methods of every connection, which a send helper must not hide.
_CONNECTION_METHODS = frozenset(
    {
        "close",
        "enter",
        "on",
        "parse_event",
        "recv",
        "recv_bytes",
        "send",
        "send_message",
        "send_raw",
    }
)


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
    stem = identifiers.class_name(path[-1])
    folder = namer.folder(path)
    connect_name = Identifier(f"{stem}ConnectParams")
    connect_scope = Scope(namer.module_for(folder, connect_name), connect_name, Face.PARAM)
    connect_params = connect_scope.claim(connect_name, channel.location)
    arguments = sorted(
        (build_parameter(p, namer, connect_scope) for p in channel.parameters),
        key=lambda a: (not a.required, a.name),
    )
    connect = sdk.Model(
        connect_params,
        tuple(
            sdk.Field(a.name, a.wire, a.type, a.required, a.description, a.deprecated)
            for a in arguments
        ),
        None,
        False,
        channel.location,
    )
    models: list[sdk.TypeDefinition] = []
    params: list[sdk.TypeDefinition] = [*connect_scope.definitions, connect]
    received = _event_union(channel, channel.received, f"{stem}ServerEvent", namer, path, models)
    sent = sent_params = None
    if channel.sent:
        sent = _event_union(channel, channel.sent, f"{stem}ClientEvent", namer, path, models)
        sent_params = _event_union(
            channel, channel.sent, f"{stem}ClientEventParam", namer, path, params, Face.PARAM
        )
    root = _helper_tree(channel, stem, namer, types)
    connection = sdk.Connection(
        class_stem=Identifier(stem),
        address=channel.address,
        arguments=tuple(arguments),
        params=connect_params,
        tag=channel.tag_property,
        received=received.name,
        classes=_classes(channel, received.name, namer),
        sent=sent.name if sent else None,
        sent_params=sent_params.name if sent_params else None,
        root_helpers=root.helpers,
        send_resources=root.children,
        description=channel.description or channel.title,
    )
    return BuiltConnection(connection, channel.location, tuple(models), tuple(params))


def _event_union(
    channel: Channel,
    messages: tuple[Message, ...],
    name: str,
    namer: TypeNamer,
    path: ResourcePath,
    definitions: list[sdk.TypeDefinition],
    face: Face = Face.MODEL,
) -> sdk.Alias:
    identifier = Identifier(name)
    scope = Scope(namer.module_for(namer.folder(path), identifier), identifier, face)
    alias = scope.claim(identifier, channel.location)
    members = tuple(message.payload for message in messages)
    body: sdk.TypeExpression = (
        namer.resolve(UnionType(members, channel.location, channel.tag_property), scope, "")
        if len(members) > 1
        else sdk.Union(tuple(namer.resolve(m, scope, "") for m in members))
    )
    if not members:
        # The document is silent about what the server sends: any JSON value.
        body = sdk.Scalar(PrimitiveKind.ANY)
    definition = sdk.Alias(alias, body, channel.description or channel.title, channel.location)
    definitions.extend((*scope.definitions, definition))
    return definition


def _classes(
    channel: Channel, received: sdk.TypeName, namer: TypeNamer
) -> tuple[tuple[SpecText, sdk.TypeName], ...] | None:
    if not channel.received:
        return None
    payloads = tuple(message.payload for message in channel.received)
    # The names are those that the module of the union has already given.
    scope = Scope(received.module, received.name, Face.MODEL)
    return namer.classes_by_tag(UnionType(payloads, channel.location, channel.tag_property), scope)


@dataclass(slots=True)
class _Node:
    path: tuple[Identifier, ...]
    helpers: dict[Identifier, sdk.SendHelper] = field(default_factory=dict)
    children: dict[Identifier, _Node] = field(default_factory=dict)

    def attribute(self, segment: str) -> Identifier:
        """The name of a child or a helper: the top stands among the connection's own methods."""
        reserved = frozenset[str]() if self.path else _CONNECTION_METHODS
        return identifiers.identifier(segment, reserved=reserved)

    def freeze(self, stem: str) -> sdk.SendResource:
        own = words.pascal("_".join(self.path))
        return sdk.SendResource(
            self.path[-1] if self.path else Identifier("root"),
            Identifier(f"{stem}{own}"),
            tuple(self.helpers.values()),
            tuple(child.freeze(stem) for child in self.children.values()),
        )


def _helper_tree(
    channel: Channel, stem: str, namer: TypeNamer, types: TypeTable
) -> sdk.SendResource:
    root = _Node(())
    for message in channel.sent:
        body = types.body(message.payload)
        if message.tag is None or not isinstance(body, ObjectType):
            continue
        *parents, last = message.tag.reveal().split(".")
        node = root
        for segment in parents:
            name = node.attribute(segment)
            if name in node.helpers:
                raise _helper_collision((*node.path, name), message)
            node = node.children.setdefault(name, _Node((*node.path, name)))
        name = node.attribute(last)
        if name in node.helpers or name in node.children:
            raise _helper_collision((*node.path, name), message)
        node.helpers[name] = _helper(message, body, name, channel.tag_property, message.tag, namer)
    return root.freeze(stem)


def _helper_collision(path: tuple[Identifier, ...], message: Message) -> SpecError:
    return SpecError(
        Diagnostic(
            Code.NAME_COLLISION,
            f"two client messages become `{'.'.join(path)}`",
            message.location,
            "give one of them another tag value",
        )
    )


def _helper(
    message: Message,
    body: ObjectType,
    name: Identifier,
    tag: SpecText,
    wire_tag: SpecText,
    namer: TypeNamer,
) -> sdk.SendHelper:
    # What stands inline in the message is defined in the message's own module, under these names.
    scope = namer.param_scope(message.payload)
    properties = [item for item in body.properties if item.name != tag]
    arguments = sorted(
        distinct(build_property(item, namer, scope) for item in properties),
        key=lambda a: (not a.required, a.name),
    )
    return sdk.SendHelper(
        name,
        wire_tag,
        tuple(arguments),
        message.description or body.description,
        namer.resolve(message.payload, scope, ""),
    )
