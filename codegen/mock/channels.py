"""What an AsyncAPI document says about its channels, as far as a server needs it.

AsyncAPI 2 and 3 give the same result. The documents themselves do not say whose side they are
written from; `describes` does, and without it the side is told from the names of the operations.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal, cast

from codegen.diagnostics import Code, Location, SpecError, quote
from codegen.mock.security import Scheme, read_schemes
from codegen.resolve import DocumentStore, Node

Side = Literal["client", "server"]
"""Whose application an AsyncAPI document describes."""

_CLIENT_WORDS: Final = re.compile(r"client|request|command|subscribe|upload", re.IGNORECASE)
_SERVER_WORDS: Final = re.compile(r"server|response|result|notif|update|reply", re.IGNORECASE)
_WORD: Final = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")


@dataclass(frozen=True)
class Message:
    """A message: its key, the schema of its payload, and the value of its tag, if it has one.

    `binary` messages travel as binary frames and have no schema to check.
    """

    key: str
    payload: Node | None
    tag: str | None
    binary: bool
    example: Any = None
    has_example: bool = False
    reply: tuple[str, ...] = ()


@dataclass(frozen=True)
class Channel:
    """A channel: its path, what may be sent each way, and what the handshake has to bring.

    - `path`: with `{name}` for parameters; `prefixes` are the folders of the servers before it.
    - `tag_name`: the member that tells messages apart, such as `type`; None without one.
    - `query` and `headers`: schemas of the handshake's query and headers.
    - `security`: alternatives, each a list of schemes that are needed together; none is open.
    """

    key: str
    location: Location
    path: str
    prefixes: tuple[str, ...]
    tag_name: str | None
    received: tuple[Message, ...]
    sent: tuple[Message, ...]
    query: Node | None = None
    headers: Node | None = None
    security: tuple[tuple[Scheme, ...], ...] = ()

    def by_tag(self, tag: str) -> Message | None:
        """The message that a client sends with this tag."""
        return next((message for message in self.received if message.tag == tag), None)

    def error_message(self) -> Message | None:
        """The message that tells a client of its mistake, judged by its tag or key."""
        named = (m for m in self.sent if "error" in (m.tag or m.key).lower() and not m.binary)
        return min(named, key=lambda message: len(message.tag or message.key), default=None)


@dataclass
class _Draft:
    """A channel while its operations are read."""

    node: Node
    received: dict[str, Node] = field(default_factory=dict[str, Node])
    sent: dict[str, Node] = field(default_factory=dict[str, Node])
    replies: dict[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    security: list[Node] = field(default_factory=list[Node])


def read_channels(store: DocumentStore, root: Node, describes: Side | None) -> tuple[Channel, ...]:
    """Every channel of an AsyncAPI document.

    Raises:
        SpecError: a reference leads nowhere, or a channel is not what AsyncAPI allows.
    """
    reader = _ChannelReader(store, root)
    version = str(cast("dict[str, Any]", root.value).get("asyncapi"))
    drafts = reader.version_2(describes) if version.startswith("2") else reader.version_3(describes)
    return tuple(reader.finish(key, draft) for key, draft in drafts.items())


class _ChannelReader:
    def __init__(self, store: DocumentStore, root: Node) -> None:
        self._store = store
        self._root = root
        self._schemes = read_schemes(store, root)

    def version_3(self, describes: Side | None) -> dict[str, _Draft]:
        drafts = {key: _Draft(self._follow(node)) for key, node in self._members("channels")}
        by_location = {draft.node.location: draft for draft in drafts.values()}
        operations = list(self._operations(by_location))
        side = describes or _guess_side((key, node) for key, node, _ in operations)
        for _, operation, draft in operations:
            messages = self._operation_messages(operation, draft)
            from_client = (_text(operation, "action") == "send") == (side == "client")
            (draft.received if from_client else draft.sent).update(messages)
            draft.security += _elements(operation.get("security"))
            reply = self._child(operation, "reply")
            if reply is None:
                continue
            answers = self._operation_messages(
                reply, self._reply_channel(reply, by_location, draft)
            )
            (draft.sent if from_client else draft.received).update(answers)
            if from_client:
                draft.replies.update({key: tuple(answers) for key in messages})
        return drafts

    def version_2(self, describes: Side | None) -> dict[str, _Draft]:
        drafts: dict[str, _Draft] = {}
        for key, node in self._members("channels"):
            draft = drafts[key] = _Draft(self._follow(node))
            for action in ("publish", "subscribe"):
                operation = self._child(draft.node, action)
                message = None if operation is None else operation.get("message")
                if operation is None or message is None:
                    continue
                # `publish` is what others do to the described application.
                from_client = (action == "publish") == (describes != "client")
                target = draft.received if from_client else draft.sent
                variants = message.get("oneOf")
                for index, variant in enumerate(_elements(variants) if variants else [message]):
                    found = self._follow(variant)
                    target[_message_key(variant, found, f"{action}{index}")] = found
                draft.security += _elements(operation.get("security"))
        return drafts

    def finish(self, key: str, draft: _Draft) -> Channel:
        node = draft.node
        received, sent = dict(draft.received), dict(draft.sent)
        payloads = [self._payload(m) for m in (*received.values(), *sent.values())]
        tag_name = self._tag_name([payload for payload in payloads if payload is not None])
        binding = self._child(self._child(node, "bindings"), "ws")
        address = _text(node, "address") if "address" in _mapping(node) else key
        servers = self._servers(node)
        security = [*draft.security]
        for server in servers:
            security += _elements(server.get("security"))
        return Channel(
            key=key,
            location=node.location,
            path="/" + (address or "").strip("/"),
            prefixes=tuple(dict.fromkeys(_prefix(server) for server in servers)) or ("",),
            tag_name=tag_name,
            received=tuple(self._message(k, m, tag_name, draft) for k, m in received.items()),
            sent=tuple(self._message(k, m, tag_name, draft) for k, m in sent.items()),
            query=self._child(binding, "query"),
            headers=self._child(binding, "headers"),
            security=tuple(self._scheme(requirement) for requirement in security),
        )

    def _operations(
        self, by_location: Mapping[Location, _Draft]
    ) -> Iterator[tuple[str, Node, _Draft]]:
        for key, node in self._members("operations"):
            operation = self._follow(node)
            channel = self._child(operation, "channel")
            draft = by_location.get(channel.location) if channel is not None else None
            if draft is None:
                message = f"the operation {quote(key)} names no channel of this document"
                raise SpecError.of(Code.INVALID_CHANNEL, message, operation.location)
            yield key, operation, draft

    def _reply_channel(
        self, reply: Node, by_location: Mapping[Location, _Draft], draft: _Draft
    ) -> _Draft:
        channel = self._child(reply, "channel")
        return draft if channel is None else by_location.get(channel.location, draft)

    def _operation_messages(self, operation: Node, draft: _Draft) -> dict[str, Node]:
        """The messages an operation names, or all of its channel; by their keys there."""
        channel = {key: self._follow(node) for key, node in _members(draft.node.get("messages"))}
        listed = operation.get("messages")
        if listed is None:
            return channel
        found: dict[str, Node] = {}
        for index, element in enumerate(_elements(listed)):
            message = self._follow(element)
            key = next((k for k, m in channel.items() if m.location == message.location), None)
            found[key or _message_key(element, message, str(index))] = message
        return found

    def _message(self, key: str, node: Node, tag_name: str | None, draft: _Draft) -> Message:
        payload = self._payload(node)
        examples = _elements(node.get("examples"))
        example = next((e.get("payload") for e in examples if e.get("payload") is not None), None)
        return Message(
            key=key,
            payload=payload,
            tag=None if payload is None else self._tag(payload, tag_name),
            binary=self._binary(node, payload),
            example=None if example is None else example.value,
            has_example=example is not None,
            reply=draft.replies.get(key, ()),
        )

    def _payload(self, message: Node) -> Node | None:
        """The schema of a message; None where it is in another language than JSON Schema."""
        payload = message.get("payload")
        for trait in _elements(message.get("traits")):
            payload = payload or self._follow(trait).get("payload")
        if payload is None:
            return None
        form = _text(message, "schemaFormat")
        if "schemaFormat" in _mapping(payload) and "schema" in _mapping(payload):
            form = _text(payload, "schemaFormat")
            payload = payload.child("schema")
        if form and not re.search(r"asyncapi|openapi|schema\+(json|yaml)", form):
            return None
        return payload

    def _binary(self, message: Node, payload: Node | None) -> bool:
        content = _text(message, "contentType") or ""
        if re.match(r"audio/|video/|image/|application/octet-stream", content):
            return True
        schema = _mapping(self._follow(payload)) if payload is not None else {}
        return schema.get("type") == "string" and schema.get("format") == "binary"

    def _tag_name(self, payloads: list[Node]) -> str | None:
        """The member that has a constant in most payloads; a message alone may lack one."""
        counts: dict[str, int] = {}
        for payload in payloads:
            for name in self._constants(payload):
                counts[name] = counts.get(name, 0) + 1
        if not counts:
            return None
        best = max(counts, key=lambda name: counts[name])
        return best if counts[best] * 2 >= len(payloads) else None

    def _tag(self, payload: Node, tag_name: str | None) -> str | None:
        return self._constants(payload).get(tag_name) if tag_name is not None else None

    def _constants(self, payload: Node, depth: int = 0) -> dict[str, str]:
        """Members of a schema that can have one text only, with that text."""
        schema = self._follow(payload)
        found: dict[str, str] = {}
        for name, member in _members(schema.get("properties")):
            value = _mapping(self._follow(member))
            choices = value.get("enum")
            single = [value["const"]] if "const" in value else choices
            if isinstance(single, list) and len(single) == 1 and isinstance(single[0], str):
                found[name] = single[0]
        if depth < 8:
            for part in _elements(schema.get("allOf")):
                found = {**self._constants(part, depth + 1), **found}
        return found

    def _servers(self, channel: Node) -> list[Node]:
        servers = {key: self._follow(node) for key, node in self._members("servers")}
        listed = [
            servers[str(element.value)]
            if isinstance(element.value, str) and element.value in servers
            else self._follow(element)
            for element in _elements(channel.get("servers"))
        ]
        return [node for node in listed or list(servers.values()) if isinstance(node.value, dict)]

    def _scheme(self, requirement: Node) -> tuple[Scheme, ...]:
        """AsyncAPI 3 names one scheme by reference, AsyncAPI 2 several by their names."""
        target = self._follow(requirement)
        known = [scheme for scheme in self._schemes.values() if scheme.location == target.location]
        if known:
            return (known[0],)
        return tuple(self._schemes[name] for name in _mapping(target) if name in self._schemes)

    def _members(self, name: str) -> Iterator[tuple[str, Node]]:
        return _members(self._root.get(name))

    def _child(self, node: Node | None, name: str) -> Node | None:
        found = None if node is None else node.get(name)
        return None if found is None else self._follow(found)

    def _follow(self, node: Node) -> Node:
        return self._store.follow(node).node


def _guess_side(operations: Iterable[tuple[str, Node]]) -> Side:
    """The side that the names of the operations speak of; the server's when they do not."""
    client = server = 0
    for key, node in operations:
        names = " ".join(_WORD.findall(key))
        sends = _text(node, "action") == "send"
        client += bool((_CLIENT_WORDS if sends else _SERVER_WORDS).search(names))
        server += bool((_SERVER_WORDS if sends else _CLIENT_WORDS).search(names))
    return "client" if client > server else "server"


def _message_key(reference: Node, message: Node, fallback: str) -> str:
    ref = _mapping(reference).get("$ref")
    name = _text(message, "name") or _text(message, "messageId")
    return name or (ref.rsplit("/", 1)[-1] if isinstance(ref, str) else fallback)


def _prefix(server: Node) -> str:
    """The folder of a server's address: `pathname`, or what follows the host in `url`."""
    pathname = _text(server, "pathname")
    if pathname is None:
        pathname = re.sub(r"^(\w+://)?[^/]*", "", _text(server, "url") or "")
    variables = _mapping(server).get("variables")

    def default(match: re.Match[str]) -> str:
        declared = variables.get(match[1]) if isinstance(variables, dict) else None
        value = declared.get("default") if isinstance(declared, dict) else None
        return str(value) if value is not None else match[0]

    return re.sub(r"\{(\w+)\}", default, pathname).rstrip("/")


def _mapping(node: Node) -> dict[str, Any]:
    return cast("dict[str, Any]", node.value) if isinstance(node.value, dict) else {}


def _text(node: Node, name: str) -> str | None:
    value = _mapping(node).get(name)
    return value if isinstance(value, str) else None


def _members(node: Node | None) -> Iterator[tuple[str, Node]]:
    return node.members() if node is not None else iter(())


def _elements(node: Node | None) -> list[Node]:
    return list(node.elements()) if node is not None else []
