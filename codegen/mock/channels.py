"""What an AsyncAPI document says about its channels, as far as a server needs it.

The generator's readers find the channels, who sends which message, and what a message is; what is
added here are the schemas as they stand in the document, which frames are checked against.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from codegen.config import Config
from codegen.diagnostics import Location, SpecError
from codegen.findings import Findings
from codegen.ir import api
from codegen.ir.api import Security
from codegen.ir.asyncapi import reading_of
from codegen.ir.asyncapi_exchanges import ExchangeReader
from codegen.ir.asyncapi_exchanges import Path as IdPath
from codegen.ir.asyncapi_messages import MessageReader
from codegen.ir.asyncapi_operations import Draft, OperationReader, Source, Sources
from codegen.ir.asyncapi_servers import ServerReader
from codegen.ir.asyncapi_traits import TraitReader
from codegen.ir.nodes import NodeReader
from codegen.ir.schemas import SchemaReader
from codegen.ir.security import SecurityReader
from codegen.ir.types import BYTES, LiteralType, ObjectType, Reference, Type
from codegen.mock.addresses import Address, PathTemplate, folders
from codegen.resolve import DocumentStore, Node
from codegen.selection import Selection
from codegen.text import SpecText


@dataclass(frozen=True)
class Reply:
    """What answers a message.

    Attributes:
        to: the places of the messages that may answer it.
        request_id: where the message has the id that its answer repeats; None without one.
        reply_ids: where an answer may have it.
    """

    to: tuple[Location, ...]
    request_id: tuple[str, ...] | None = None
    reply_ids: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Message:
    """A message.

    Attributes:
        location: where it stands; a message of several kinds is one for each of them.
        key: what the generator calls it.
        names: whatever else a scenario may call it.
        payload: its schema; None where there is none to check it by.
        tag: the value of the member that announces it, if it has one.
        is_binary: whether it travels as a binary frame, and has no schema.
        is_text: whether it is the bare text of a frame, and not JSON.
        examples: values of it that the document gives.
        reply: what the server answers.
    """

    location: Location
    key: str
    names: tuple[str, ...]
    payload: Node | None
    tag: str | None
    is_binary: bool = False
    is_text: bool = False
    examples: tuple[Any, ...] = ()
    reply: Reply | None = None

    @property
    def called(self) -> tuple[str, ...]:
        """What a scenario can call it, its tag first."""
        names = (self.key, *self.names)
        return names if self.tag is None else (self.tag, *names)


@dataclass(frozen=True)
class Channel:
    """A channel: its path, what may be sent each way, and what the handshake has to bring.

    Attributes:
        received, sent: the messages of clients, and those of the server.
        received_tag, sent_tag: the member that tells messages apart, such as `type`; None
            without one.
        query, headers: schemas of the handshake's query and headers.
        security: alternatives, each of schemes that are needed together; none is open.
    """

    key: str
    location: Location
    address: Address
    received: tuple[Message, ...]
    sent: tuple[Message, ...]
    received_tag: str | None
    sent_tag: str | None
    query: Node | None = None
    headers: Node | None = None
    security: Security = ()

    def error_message(self) -> Message | None:
        """The message that tells a client of its mistake, judged by its tag or key."""
        named = (m for m in self.sent if "error" in (m.tag or m.key).lower() and not m.is_binary)
        return min(named, key=lambda message: len(message.tag or message.key), default=None)


def read_channels(
    store: DocumentStore, root: Node, findings: Findings, config: Config | None = None
) -> tuple[Channel, ...]:
    """Every channel of an AsyncAPI document, but for what the configuration skips.

    A payload that no type can be made of is not a finding: its frames are checked by its schema.

    Args:
        store: the documents.
        root: of the AsyncAPI document.
        findings: is told what is wrong and what is left open.
        config: what sdk.yaml says of the document.
    """
    return tuple(_ChannelReader(store, root, findings, config or Config()).channels())


@dataclass(frozen=True)
class _Direction:
    """The messages of one direction: where they stand, what they are, and their tag."""

    sources: Sources
    typed: tuple[api.Message, ...]
    tag: str | None


class _ChannelReader(NodeReader):
    def __init__(
        self, store: DocumentStore, root: Node, findings: Findings, config: Config
    ) -> None:
        super().__init__(store)
        selection = Selection(config, store)
        reading = reading_of(config)
        self._operations = OperationReader(
            store,
            root,
            findings,
            selection,
            describes=reading.describes,
            directions=reading.directions,
        )
        self._servers = ServerReader(store, root, findings, any_protocol=reading.any_protocol)
        self._security = SecurityReader(store, root, findings)
        self._traits = TraitReader(store, root)
        # What keeps a type from being made is no matter for a server.
        unheard = Findings()
        schemas = SchemaReader(store, unheard, selection)
        self._types = schemas.types
        self._messages = MessageReader(store, schemas, root, unheard)
        self._exchanges = ExchangeReader(store, root, schemas.types, unheard)

    def channels(self) -> Iterator[Channel]:
        for draft in self._operations.drafts():
            yield self._channel(draft)

    def _channel(self, draft: Draft) -> Channel:
        node = draft.node
        received, received_tag = self._messages.read(draft.sent)
        sent, sent_tag = self._messages.read(draft.received)
        replies = dict(self._replies(draft, received, sent))
        binding = self.child(self.child(node, "bindings"), "ws")
        # What stands behind a question mark is no part of the path that a server is asked for.
        path = "/" + draft.address.partition("?")[0].strip("/")
        to_server = _Direction(draft.sent, received, self._tag_name(received, received_tag))
        to_client = _Direction(draft.received, sent, self._tag_name(sent, sent_tag))
        return Channel(
            key=draft.key,
            location=node.location,
            address=Address(PathTemplate(path), folders(self._servers.addresses_of(node))),
            received=tuple(self._read(to_server, replies)),
            sent=tuple(self._read(to_client, {})),
            received_tag=to_server.tag,
            sent_tag=to_client.tag,
            query=self._schema_of(binding, "query"),
            headers=self._schema_of(binding, "headers"),
            security=self._security.of_channel(node, self._servers.of_channel(node)) or (),
        )

    def _schema_of(self, binding: Node, name: str) -> Node | None:
        found = self.child(binding, name)
        return found if isinstance(found.value, dict) else None

    def _read(self, direction: _Direction, replies: dict[Location, Reply]) -> Iterator[Message]:
        """Yield the messages of a direction, each of the kinds of one that has several."""
        for at, source in direction.sources.items():
            kinds = [kind for kind in direction.typed if kind.location == at]
            whole = self._message(source, replies.get(at))
            if not kinds:
                yield whole
            for kind in kinds:
                tag = self._constants(kind.payload).get(direction.tag or "")
                if len(kinds) == 1:
                    binary = kind.payload == BYTES
                    payload = None if binary else whole.payload
                    yield replace(
                        whole, payload=payload, tag=tag, is_binary=binary, is_text=kind.is_text
                    )
                elif isinstance(kind.payload, Reference):
                    key, target = kind.key.reveal(), kind.payload.target
                    payload = self._store.node(target.file, target.pointer)
                    names = tuple(dict.fromkeys((whole.key, *whole.names)))
                    yield replace(
                        whole, key=key, names=names, payload=payload, tag=tag, examples=()
                    )

    def _message(self, source: Source, reply: Reply | None) -> Message:
        """A message as it stands, without what its type tells."""
        payload = None
        # A schema in another language is none to check by.
        with suppress(SpecError):
            payload = self._messages.schema(source)
        examples = self._traits.member(source.node, "examples")
        given = examples.elements() if examples is not None else ()
        return Message(
            location=source.node.location,
            key=self._messages.key(source),
            names=tuple(n for n in (source.key, *self._traits.names(source.node)) if n),
            payload=payload,
            tag=None,
            examples=tuple(found.value for e in given if (found := e.get("payload")) is not None),
            reply=reply,
        )

    def _replies(
        self, draft: Draft, received: tuple[api.Message, ...], sent: tuple[api.Message, ...]
    ) -> Iterator[tuple[Location, Reply]]:
        for exchange in draft.exchanges:
            to = tuple(exchange.replies)
            known = {
                found.request.location: found
                for found in self._exchanges.read([exchange], received, sent)
            }
            for at in exchange.requests:
                found = known.get(at)
                if found is None:
                    yield at, Reply(to)
                else:
                    ids = tuple(map(_revealed, found.reply_ids))
                    yield at, Reply(to, _revealed(found.request_id), ids)

    # -- tags ----------------------------------------------------------------------------------

    def _tag_name(self, messages: tuple[api.Message, ...], certain: SpecText | None) -> str | None:
        """The member that tells messages apart, even if not all of them have to have it."""
        if certain is not None:
            return certain.reveal()
        payloads = [m.payload for m in messages if m.payload != BYTES]
        counts = Counter(name for payload in payloads for name in self._constants(payload))
        best, count = next(iter(counts.most_common(1)), (None, 0))
        return best if count * 2 >= len(payloads) else None

    def _constants(self, payload: Type) -> dict[str, str]:
        """Members of a payload that can have one text only, with that text."""
        body = self._types.body(payload)
        found: dict[str, str] = {}
        for item in body.properties if isinstance(body, ObjectType) else ():
            value = self._types.body(item.type)
            values = value.values if isinstance(value, LiteralType) else ()
            if len(values) == 1 and isinstance(values[0], SpecText):
                found[item.name.reveal()] = values[0].reveal()
        return found


def _revealed(path: IdPath) -> tuple[str, ...]:
    return tuple(step.reveal() for step in path)
