"""Send helpers: a method for each message that the client sends.

A message tagged `conversation.item.create` is sent by `connection.conversation.item.create`; one
without a tag of its own, by its name at the top of the connection.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace

from codegen.diagnostics import Code, SpecError
from codegen.ir import sdk
from codegen.ir.api import Channel, Exchange, Message
from codegen.ir.types import (
    JsonScalar,
    LiteralType,
    ObjectType,
    Property,
    Reference,
    TypeTable,
)
from codegen.names import identifiers, words
from codegen.names.given import message_keys
from codegen.names.methods import build_property, distinct
from codegen.names.scopes import Face, Scope
from codegen.names.types import TypeNamer
from codegen.names.yaml_lines import line
from codegen.text import Identifier, SpecText

# Methods of every connection, which a send helper must not hide.
_CONNECTION_METHODS = frozenset(
    {
        "close",
        "dispatch_events",
        "enter",
        "off",
        "on",
        "once",
        "parse_event",
        "record",
        "reconnections",
        "recv",
        "recv_bytes",
        "request_message",
        "send",
        "send_message",
        "send_raw",
        "stop_recording",
        "take_uncertain_messages",
    }
)


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


def build_send_helpers(
    channel: Channel, stem: str, namer: TypeNamer, types: TypeTable
) -> sdk.SendResource:
    """The helpers of a channel: those at the top, and the tree below it.

    Raises:
        SpecError: two messages want the same helper.
    """
    root = _Node(())
    tags = Counter(message.tag for message in channel.sent)
    exchanges = {exchange.request: exchange for exchange in channel.exchanges}
    for message in channel.sent:
        body = types.body(message.payload)
        # What is no object has no fields to be given as arguments: `send` takes it.
        if not isinstance(body, ObjectType):
            continue
        is_tagged = message.tag is not None and tags[message.tag] == 1
        announced = message.tag if is_tagged and message.tag is not None else message.name
        name_parts = announced.reveal().split(".") if is_tagged else [announced.reveal()]
        section = namer.given.message(channel, message)
        if section is not None and section.helper:
            name_parts = section.helper.split(".")
        *parents, last = name_parts
        node = root
        for segment in parents:
            name = node.attribute(segment)
            if name in node.helpers:
                raise _helper_collision(channel, (*node.path, name), message)
            node = node.children.setdefault(name, _Node((*node.path, name)))
        name = node.attribute(last)
        if name in node.helpers or name in node.children:
            raise _helper_collision(channel, (*node.path, name), message)
        constants = constants_of(body, channel.sent_tag, types)
        exchange = exchanges.get(message)
        reply = _reply(exchange, namer, types) if exchange is not None else None
        node.helpers[name] = _helper(message, body, name, announced, constants, namer, types, reply)
    return root.freeze(stem)


def _helper_collision(
    channel: Channel, path: tuple[Identifier, ...], message: Message
) -> SpecError:
    own, key = message_keys(channel, message)[:2]
    alike = sum(m.key == message.key for m in (*channel.sent, *channel.received))
    helper = f"{{helper: {'.'.join(path)}_other}}"
    return SpecError.of(
        Code.NAME_COLLISION,
        f"two client messages become `{'.'.join(path)}`",
        message.location,
        line("messages", key if alike == 1 else own, helper),
    )


def constants_of(
    body: ObjectType, tag: SpecText | None, types: TypeTable
) -> tuple[tuple[SpecText, JsonScalar], ...]:
    """The properties that every such message has with one and the same value, the tag first."""
    required = ((item.name, types.body(item.type)) for item in body.properties if item.required)
    found = [
        (name, value.values[0])
        for name, value in required
        if isinstance(value, LiteralType) and len(value.values) == 1
    ]
    return tuple(sorted(found, key=lambda constant: constant[0] != tag))


def _helper(
    message: Message,
    body: ObjectType,
    name: Identifier,
    announced: SpecText,
    constants: tuple[tuple[SpecText, JsonScalar], ...],
    namer: TypeNamer,
    types: TypeTable,
    reply: sdk.Reply | None,
) -> sdk.SendHelper:
    # What stands inline in the message is defined in the message's own module, under these names.
    scope = namer.param_scope(message.payload)
    scope.claim(scope.root, message.location)
    fixed = {wire for wire, _ in constants}
    properties = [item for item in body.given if item.name not in fixed]
    if reply is not None:
        # The connection makes the id of a request, unless it is given.
        properties = [
            replace(item, required=False) if _is_made(item, reply.request_id, types) else item
            for item in properties
        ]
    arguments = sorted(
        distinct(build_property(item, namer, scope) for item in properties),
        key=lambda a: (not a.required, a.name),
    )
    return sdk.SendHelper(
        name,
        announced,
        constants,
        tuple(arguments),
        message.description or body.description,
        namer.resolve(message.payload, scope, ""),
        reply,
    )


def _is_made(item: Property, path: tuple[SpecText, ...], types: TypeTable) -> bool:
    """Whether a property is the id of a request, or has to have nothing but that."""
    if item.name != path[0]:
        return False
    if len(path) == 1:
        return True
    body = types.not_null(item.type)
    return isinstance(body, ObjectType) and all(
        _is_made(inner, path[1:], types) for inner in body.given if inner.required
    )


def _reply(exchange: Exchange, namer: TypeNamer, types: TypeTable) -> sdk.Reply | None:
    """How a request is answered: by the replies that are no errors, where there are others."""
    payloads = tuple(dict.fromkeys(m.payload for m in exchange.replies if not _is_error(m)))
    payloads = payloads or tuple(dict.fromkeys(m.payload for m in exchange.replies))
    named: list[sdk.Named] = []
    for payload in payloads:
        # In a module of its own, as every payload that is more than a bare value.
        if not isinstance(payload, Reference):
            return None
        scope = Scope(namer.classes.models[payload.target].module, Identifier("Reply"), Face.MODEL)
        type_ = namer.resolve(payload, scope, "")
        if not isinstance(type_, sdk.Named):
            return None
        named.append(type_)
    are_classes = all(isinstance(types.body(payload), ObjectType) for payload in payloads)
    return sdk.Reply(
        exchange.request_id,
        exchange.reply_ids,
        exchange.is_integer,
        sdk.Union(tuple(named)) if len(named) > 1 else named[0],
        tuple(item.name for item in named) if are_classes else None,
    )


def _is_error(message: Message) -> bool:
    names = (message.key, message.name, message.tag)
    said = {w for name in names if name for w in words.snake(name.reveal()).split("_")}
    return not said.isdisjoint({"error", "errors", "failure", "failed", "fault", "exception"})
