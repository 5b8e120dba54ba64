"""An AsyncAPI document, of version 2 or 3, to channels."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

from codegen.config import Config
from codegen.diagnostics import Code, Location, SpecError, quote
from codegen.findings import Findings
from codegen.ir.api import Channel, Parameter, ParameterIn
from codegen.ir.asyncapi_directions import Direction, Side
from codegen.ir.asyncapi_messages import MessageReader
from codegen.ir.asyncapi_operations import Draft, OperationReader, invalid
from codegen.ir.asyncapi_servers import ServerReader
from codegen.ir.nodes import NodeReader, mapping, optional_text
from codegen.ir.schemas import SchemaReader
from codegen.ir.security import SecurityReader
from codegen.ir.types import LiteralType, ObjectType, Primitive, PrimitiveKind, Type
from codegen.resolve import DocumentStore, Node
from codegen.selection import Selection
from codegen.text import SpecText

_PLACEHOLDER: Final = re.compile(r"\{([^{}]+)\}")


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
    directions = {key: Direction(item.direction) for key, item in config.messages.items()}
    return Reading(config.describes, directions, config.any_protocol)


class AsyncApiReader(NodeReader):
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
        super().__init__(store)
        self._schemas = schemas
        self._root = root
        self._findings = findings
        self.security = SecurityReader(store, root, findings)
        self._reading = reading or Reading()
        self._selection = selection
        version = str(mapping(root).get("asyncapi"))
        self._messages = MessageReader(store, schemas, version, findings)
        self._servers = ServerReader(store, root, any_protocol=self._reading.any_protocol)

    def declare_components(self) -> None:
        """Read every component schema, used or not, in the order of the document."""
        parent = self.child(self.child(self._root, "components"), "schemas")
        self._schemas.declare_components(parent)

    def server_url(self) -> SpecText | None:
        """The address of the first WebSocket server."""
        return self._servers.url()

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
        server_url = self._servers.url_of(draft.node)
        sent, sent_tag = self._messages.read(draft.sent)
        received, received_tag = self._messages.read(draft.received)
        address = draft.address if draft.address.startswith("/") else f"/{draft.address}"
        return Channel(
            draft.node.location,
            SpecText(draft.key),
            SpecText(address),
            tuple(self._parameters(draft.node, draft.key, address)),
            sent_tag,
            received_tag,
            sent,
            received,
            optional_text(value.get("title")),
            optional_text(value.get("description")),
            server_url,
            self.security.of_channel(draft.node, self._servers.of_channel(draft.node)),
        )

    def _parameters(self, node: Node, key: str, address: str) -> Iterator[Parameter]:
        parameters = self.child(node, "parameters")
        in_address = dict.fromkeys(_PLACEHOLDER.findall(address))
        for name in mapping(parameters):
            parameter = self.follow(parameters.child(name))
            if self._selection.parameter(parameter.location, [key], name, required=True):
                continue
            yield Parameter(
                SpecText(name),
                # There is no other place for one that the address does not mention.
                ParameterIn.PATH if name in in_address else ParameterIn.QUERY,
                self._parameter_type(parameter),
                True,
                optional_text(mapping(parameter).get("description")),
            )
        for name in in_address:
            if name not in mapping(parameters):
                type_ = Primitive(PrimitiveKind.STRING)
                yield Parameter(SpecText(name), ParameterIn.PATH, type_, True)
        binding = self.child(self.child(node, "bindings"), "ws")
        for keyword, place in (("query", ParameterIn.QUERY), ("headers", ParameterIn.HEADER)):
            if keyword in mapping(binding):
                yield from self._bound_parameters(binding.child(keyword), key, place)

    def _parameter_type(self, parameter: Node) -> Type:
        """A parameter's `schema` in AsyncAPI 2, its `enum` in AsyncAPI 3; else it is text."""
        if "schema" in mapping(parameter):
            return self._schemas.read(parameter.child("schema"))
        values = mapping(parameter).get("enum")
        if isinstance(values, list) and values:
            return LiteralType(tuple(SpecText(str(v)) for v in values))
        return Primitive(PrimitiveKind.STRING)

    def _bound_parameters(self, node: Node, key: str, place: ParameterIn) -> Iterator[Parameter]:
        # WebSockets channel binding 0.1.0: `query` and `headers` are object schemas.
        body = self._schemas.types.body(self._schemas.read(node))
        if not isinstance(body, ObjectType):
            raise invalid(node.location, f"the binding's {quote(place.value)} has properties")
        for item in body.properties:
            location = node.location.child("properties", item.name.reveal())
            if self._selection.parameter(
                location, [key], item.name.reveal(), required=item.required
            ):
                continue
            yield Parameter(
                item.name, place, item.type, item.required, item.description, item.deprecated
            )
