"""Connections: a channel as the `connect` method of a resource, with a helper for each message.

A client message tagged `conversation.item.create` is sent by `connection.conversation.item.create`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from codegen.diagnostics import Code, Diagnostic, SpecError
from codegen.ir import sdk
from codegen.ir.api import Channel, Message
from codegen.ir.types import ObjectType, TypeTable, UnionType
from codegen.names import identifiers, words
from codegen.names.methods import build_parameter, build_property
from codegen.names.tree import ResourcePath
from codegen.names.types import Face, Scope, TypeNamer
from codegen.text import Identifier, SpecText

# Methods of every connection, which a send helper must not hide.
_CONNECTION_METHODS = frozenset(
    {"close", "enter", "on", "parse_event", "recv", "recv_bytes", "send", "send_raw"}
)


@dataclass(frozen=True, slots=True)
class BuiltConnection:
    """A connection with the types that only it has."""

    connection: sdk.Connection
    models: tuple[sdk.TypeDefinition, ...]
    params: tuple[sdk.TypeDefinition, ...]


def build_connection(
    channel: Channel, path: ResourcePath, namer: TypeNamer, types: TypeTable
) -> BuiltConnection:
    """A channel as a connection.

    Raises:
        SpecError: two messages want the same helper.
    """
    stem = words.pascal(path[-1])
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
        sent=sent.name if channel.sent else None,
        sent_params=sent_params.name if channel.sent else None,
        root_helpers=root.helpers,
        send_resources=root.children,
        description=channel.description or channel.title,
    )
    return BuiltConnection(connection, tuple(models), tuple(params))


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
    body = (
        namer.resolve(UnionType(members, channel.location, channel.tag_property), scope, "")
        if len(members) > 1
        else sdk.Union(tuple(namer.resolve(m, scope, "") for m in members))
    )
    definition = sdk.Alias(alias, body, channel.description or channel.title, channel.location)
    if messages:
        definitions.extend((*scope.definitions, definition))
    return definition


@dataclass(slots=True)
class _Node:
    path: tuple[str, ...]
    helpers: dict[Identifier, sdk.SendHelper] = field(default_factory=dict)
    children: dict[str, _Node] = field(default_factory=dict)

    def freeze(self, stem: str) -> sdk.SendResource:
        own = words.pascal("_".join(self.path))
        return sdk.SendResource(
            identifiers.method_name(self.path[-1]) if self.path else Identifier("root"),
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
            node = node.children.setdefault(segment, _Node((*node.path, segment)))
        reserved = _CONNECTION_METHODS if not parents else frozenset[str]()
        name = identifiers.identifier(last, reserved=reserved)
        if name in node.helpers or name in node.children:
            raise SpecError(
                Diagnostic(
                    Code.NAME_COLLISION,
                    f"two client messages become `{'.'.join([*parents, name])}`",
                    message.location,
                    "give one of them another tag value",
                )
            )
        node.helpers[name] = _helper(message, body, name, channel.tag_property, message.tag, namer)
    return root.freeze(stem)


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
    arguments = sorted(
        (build_property(item, namer, scope) for item in body.properties if item.name != tag),
        key=lambda a: (not a.required, a.name),
    )
    return sdk.SendHelper(
        name,
        wire_tag,
        tuple(arguments),
        message.description or body.description,
        namer.resolve(message.payload, scope, ""),
    )
