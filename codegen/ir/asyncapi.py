"""An AsyncAPI document, of version 2 or 3, to channels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field

from codegen.config import Config
from codegen.diagnostics import Code, Location, SpecError, quote
from codegen.findings import Findings
from codegen.ir.api import Channel, Server
from codegen.ir.asyncapi_directions import Direction, Side
from codegen.ir.asyncapi_exchanges import ExchangeReader
from codegen.ir.asyncapi_messages import MessageReader
from codegen.ir.asyncapi_operations import Draft, OperationReader
from codegen.ir.asyncapi_parameters import ChannelParameterReader
from codegen.ir.asyncapi_servers import ServerReader
from codegen.ir.nodes import DocumentReader, mapping, optional_text
from codegen.ir.schemas import SchemaReader
from codegen.ir.security import SecurityReader
from codegen.resolve import DocumentStore, Node
from codegen.selection import Selection
from codegen.text import SpecText


@dataclass(frozen=True, slots=True)
class Reading:
    """What the configuration says of a document, and the document does not.

    Attributes:
        describes: whose side it takes; None to judge by what it says.
        directions: of messages, by key or name.
        any_protocol: take channels as WebSockets whatever their servers speak.
    """

    describes: Side | None = None
    directions: Mapping[str, Direction] = field(default_factory=dict[str, Direction])
    any_protocol: bool = False


def reading_of(config: Config) -> Reading:
    """What a configuration says of the AsyncAPI document."""
    directions = {
        key: Direction(item.direction) for key, item in config.messages.items() if item.direction
    }
    return Reading(config.describes, directions, config.any_protocol)


class AsyncApiReader(DocumentReader):
    """Reads one document; schemas go to the reader that both documents share.

    Args:
        reading: what the configuration says of the document.
    """

    def __init__(
        self,
        store: DocumentStore,
        schemas: SchemaReader,
        root: Node,
        findings: Findings,
        selection: Selection,
        reading: Reading | None = None,
    ) -> None:
        super().__init__(store, root)
        self._findings = findings
        self.security = SecurityReader(store, root, findings)
        self._reading = reading or Reading()
        self._selection = selection
        self._messages = MessageReader(store, schemas, root, findings)
        self._exchanges = ExchangeReader(store, root, schemas.types, findings)
        self._parameters = ChannelParameterReader(store, schemas, findings, selection)
        self._servers = ServerReader(store, root, findings, any_protocol=self._reading.any_protocol)

    def server(self) -> Server | None:
        """The first WebSocket server."""
        return self._servers.first

    def channels(self) -> Iterator[Channel]:
        """Yield the channels that have messages.

        A channel that contradicts itself, and one that is no WebSocket, is a finding.
        """
        with self._findings.collect():
            self._servers.check()
        operations = OperationReader(
            self._store,
            self._root,
            self._findings,
            self._selection,
            describes=self._reading.describes,
            directions=self._reading.directions,
        )
        drafts = operations.drafts()
        self._check_settings(operations)
        self._messages.name_payloads(drafts)
        for draft in drafts:
            with self._findings.collect():
                if draft.sent or draft.received:
                    yield self._channel(draft)
                else:
                    message = "the channel has no messages, so there is nothing to connect for"
                    self._findings.warn(Code.EMPTY_CHANNEL, message, draft.node.location)
        self._note_unused({at for d in drafts for at in (*d.sent, *d.received)})

    def _check_settings(self, operations: OperationReader) -> None:
        for key in self._reading.directions:
            if key not in operations.settled:
                self._findings.error(
                    Code.UNUSED_SETTING,
                    f"`messages` names {quote(key)}, and the AsyncAPI document has no such message",
                    None,
                )

    def _note_unused(self, used: set[Location]) -> None:
        """Warn of the messages that only `components` has: there is no way to send them."""
        parent = self.child(self.child(self._root, "components"), "messages")
        for key in mapping(parent):
            location = parent.location.child(key)
            # What is not used need not lead anywhere.
            with suppress(SpecError):
                location = self.follow(parent.child(key)).location
            if location not in used:
                message = f"no channel has the message {quote(key)}, so nothing is made of it"
                self._findings.warn(Code.UNUSED_MESSAGE, message, parent.location.child(key))

    def _channel(self, draft: Draft) -> Channel:
        value = mapping(draft.node)
        server = self._servers.other_of(draft.node)
        sent, sent_tag = self._messages.read(draft.sent)
        received, received_tag = self._messages.read(draft.received)
        address = draft.address if draft.address.startswith("/") else f"/{draft.address}"
        return Channel(
            draft.node.location,
            SpecText(draft.key),
            SpecText(address),
            self._parameters.read(draft.node, draft.key, address),
            sent_tag,
            received_tag,
            sent,
            received,
            optional_text(value.get("title")),
            optional_text(value.get("description")),
            server,
            self.security.of_channel(draft.node, self._servers.of_channel(draft.node)),
            self._exchanges.read(draft.exchanges, sent, received),
        )
