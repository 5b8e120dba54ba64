"""An AsyncAPI 3 document to channels."""

from __future__ import annotations

from collections.abc import Iterator

from codegen.diagnostics import Code, Diagnostic, Location, SpecError, quote
from codegen.ir.api import Channel, Message, Parameter, ParameterIn, SecurityScheme
from codegen.ir.openapi import read_security_scheme
from codegen.ir.schemas import SchemaReader, optional_text
from codegen.ir.types import (
    LiteralType,
    ObjectType,
    Primitive,
    PrimitiveKind,
    Reference,
    Type,
)
from codegen.read.json_value import JsonValue
from codegen.resolve import DocumentStore, Node
from codegen.text import SpecText

_WEBSOCKET_PROTOCOLS = ("ws", "wss")


class AsyncApiReader:
    """Reads one document; schemas go to the reader that both documents share."""

    def __init__(self, store: DocumentStore, schemas: SchemaReader, root: Node) -> None:
        self._store = store
        self._schemas = schemas
        self._root = root

    def declare_components(self) -> None:
        """Read every component schema, used or not, in the order of the document."""
        parent = self._child(self._child(self._root, "components"), "schemas")
        self._schemas.declare_components(parent)

    def server_url(self) -> SpecText | None:
        """The address of the first WebSocket server."""
        servers = self._child(self._root, "servers")
        for key in _mapping(servers):
            server = _mapping(self._follow(servers.child(key)))
            protocol, host = server.get("protocol"), server.get("host")
            if protocol not in _WEBSOCKET_PROTOCOLS or not isinstance(host, str):
                continue
            url = f"{protocol}://{host}{server.get('pathname') or ''}"
            variables = server.get("variables")
            for name, variable in (variables if isinstance(variables, dict) else {}).items():
                if isinstance(variable, dict):
                    url = url.replace("{" + name + "}", str(variable.get("default", "")))
            return SpecText(url)
        return None

    def security(self) -> Iterator[SecurityScheme]:
        """Yield the schemes that a client can be given a credential for."""
        parent = self._child(self._child(self._root, "components"), "securitySchemes")
        for key in _mapping(parent):
            scheme = read_security_scheme(key, self._follow(parent.child(key)))
            if scheme is not None:
                yield scheme

    def channels(self, *, describes_client: bool) -> Iterator[Channel]:
        """Yield the channels that have messages.

        Args:
            describes_client: whose `send` it is: in AsyncAPI 3 an operation's action is what the
                described application does.

        Raises:
            SpecError: a channel contradicts itself.
        """
        operations = self._operations()
        channels = self._child(self._root, "channels")
        for key in _mapping(channels):
            node = self._follow(channels.child(key))
            sent: dict[Location, Node] = {}
            received: dict[Location, Node] = {}
            for channel, action, messages in operations:
                if channel.location == node.location:
                    goes_out = (action == "send") == describes_client
                    (sent if goes_out else received).update(messages)
            if sent or received:
                yield self._channel(key, node, sent, received)

    def _operations(self) -> list[tuple[Node, str, dict[Location, Node]]]:
        found: list[tuple[Node, str, dict[Location, Node]]] = []
        operations = self._child(self._root, "operations")
        for key in _mapping(operations):
            node = self._follow(operations.child(key))
            value = _mapping(node)
            action = value.get("action")
            if action not in ("send", "receive"):
                raise _invalid(node.location, "an operation's `action` is `send` or `receive`")
            channel = self._child(node, "channel")
            listed = self._child(node, "messages") if "messages" in value else None
            found.append((channel, str(action), self._messages(channel, listed)))
        return found

    def _messages(self, channel: Node, listed: Node | None) -> dict[Location, Node]:
        holder = listed or self._child(channel, "messages")
        keys: list[str | int] = (
            list(range(len(holder.value)))
            if isinstance(holder.value, list)
            else list(_mapping(holder))
        )
        nodes = (self._follow(holder.child(key)) for key in keys)
        return {node.location: node for node in nodes}

    def _channel(
        self, key: str, node: Node, sent: dict[Location, Node], received: dict[Location, Node]
    ) -> Channel:
        value = _mapping(node)
        payloads = {
            location: self._payload(message) for location, message in {**sent, **received}.items()
        }
        tag = self._tag_property(payloads, node.location)
        address = value.get("address")
        return Channel(
            node.location,
            SpecText(key),
            SpecText(address if isinstance(address, str) else f"/{key}"),
            tuple(self._parameters(node)),
            tag,
            tuple(self._message(n, payloads[at], tag) for at, n in sent.items()),
            tuple(self._message(n, payloads[at], tag) for at, n in received.items()),
            optional_text(value.get("title")),
            optional_text(value.get("description")),
        )

    def _payload(self, message: Node) -> Type:
        if "payload" not in _mapping(message):
            raise _invalid(message.location, "a message without a `payload` cannot be told apart")
        node = message.child("payload")
        if "$ref" not in _mapping(node):
            # A payload that stands in its message is known by the message's name.
            self._schemas.declare(node, str(message.location.pointer[-1]))
            return Reference(node.location)
        return self._schemas.read(node)

    def _message(self, node: Node, payload: Type, tag: SpecText) -> Message:
        value = _mapping(node)
        values = _constant_values(self._schemas.types.body(payload), tag)
        return Message(
            SpecText(str(node.location.pointer[-1])),
            payload,
            values[0] if len(values) == 1 else None,
            optional_text(value.get("description") or value.get("summary")),
            node.location,
        )

    def _tag_property(self, payloads: dict[Location, Type], channel: Location) -> SpecText:
        """The property that is a constant in every message; the first such of the first message."""
        bodies = [self._schemas.types.body(payload) for payload in payloads.values()]
        first = bodies[0]
        if isinstance(first, ObjectType):
            for item in first.properties:
                if all(_constant_values(body, item.name) for body in bodies):
                    return item.name
        raise SpecError(
            Diagnostic(
                Code.UNSURE_DISPATCH,
                f"no property of the {len(bodies)} messages is a constant in each of them",
                channel,
            )
        )

    def _parameters(self, node: Node) -> Iterator[Parameter]:
        parameters = self._child(node, "parameters")
        for name in _mapping(parameters):
            parameter = self._follow(parameters.child(name))
            values = _mapping(parameter).get("enum")
            type_: Type = Primitive(PrimitiveKind.STRING)
            if isinstance(values, list) and values:
                type_ = LiteralType(tuple(SpecText(str(v)) for v in values))
            yield Parameter(
                SpecText(name),
                ParameterIn.PATH,
                type_,
                True,
                optional_text(_mapping(parameter).get("description")),
            )
        binding = self._child(self._child(node, "bindings"), "ws")
        for keyword, place in (("query", ParameterIn.QUERY), ("headers", ParameterIn.HEADER)):
            if keyword in _mapping(binding):
                yield from self._bound_parameters(binding.child(keyword), place)

    def _bound_parameters(self, node: Node, place: ParameterIn) -> Iterator[Parameter]:
        # WebSockets channel binding 0.1.0: `query` and `headers` are object schemas.
        body = self._schemas.types.body(self._schemas.read(node))
        if not isinstance(body, ObjectType):
            raise _invalid(node.location, f"the binding's {quote(place.value)} has properties")
        for item in body.properties:
            yield Parameter(
                item.name, place, item.type, item.required, item.description, item.deprecated
            )

    def _follow(self, node: Node) -> Node:
        return self._store.follow(node)[0]

    def _child(self, node: Node, key: str) -> Node:
        if key in _mapping(node):
            return self._follow(node.child(key))
        return Node(node.location.child(key), None)


def _constant_values(body: Type, name: SpecText) -> tuple[SpecText, ...]:
    item = body.property_named(name) if isinstance(body, ObjectType) else None
    if item is None or not item.required or not isinstance(item.type, LiteralType):
        return ()
    return tuple(v for v in item.type.values if isinstance(v, SpecText))


def _mapping(node: Node) -> dict[str, JsonValue]:
    return node.value if isinstance(node.value, dict) else {}


def _invalid(location: Location, message: str) -> SpecError:
    return SpecError(Diagnostic(Code.INVALID_CHANNEL, message, location))
