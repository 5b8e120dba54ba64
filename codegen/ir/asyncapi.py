"""An AsyncAPI document, of version 2 or 3, to channels."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from codegen.diagnostics import quote
from codegen.findings import Findings
from codegen.ir.api import Channel, Parameter, ParameterIn, SecurityScheme
from codegen.ir.asyncapi_messages import MessageReader
from codegen.ir.asyncapi_operations import Draft, OperationReader, invalid
from codegen.ir.nodes import NodeReader, mapping, optional_text
from codegen.ir.schemas import SchemaReader
from codegen.ir.security import read_security_scheme
from codegen.ir.types import LiteralType, ObjectType, Primitive, PrimitiveKind, Type
from codegen.resolve import DocumentStore, Node
from codegen.text import SpecText

_WEBSOCKET_PROTOCOLS: Final = ("ws", "wss")
_PLACEHOLDER: Final = re.compile(r"\{([^{}]+)\}")


class AsyncApiReader(NodeReader):
    """Reads one document; schemas go to the reader that both documents share."""

    def __init__(
        self, store: DocumentStore, schemas: SchemaReader, root: Node, findings: Findings
    ) -> None:
        super().__init__(store)
        self._schemas = schemas
        self._root = root
        self._findings = findings
        version = str(mapping(root).get("asyncapi"))
        self._messages = MessageReader(store, schemas, version, findings)

    def declare_components(self) -> None:
        """Read every component schema, used or not, in the order of the document."""
        parent = self.child(self.child(self._root, "components"), "schemas")
        self._schemas.declare_components(parent)

    def server_url(self) -> SpecText | None:
        """The address of the first WebSocket server."""
        servers = self.child(self._root, "servers")
        for key in mapping(servers):
            node = self.follow(servers.child(key))
            url = _server_url(node)
            if url is not None:
                return SpecText(self._with_variables(url, node))
        return None

    def _with_variables(self, url: str, server: Node) -> str:
        variables = self.child(server, "variables")
        for name in mapping(variables):
            variable = mapping(self.follow(variables.child(name)))
            choices = variable.get("enum")
            first = choices[0] if isinstance(choices, list) and choices else ""
            url = url.replace("{" + name + "}", str(variable.get("default", first)))
        return url

    def security(self) -> Iterator[SecurityScheme]:
        """Yield the schemes that a client can be given a credential for."""
        parent = self.child(self.child(self._root, "components"), "securitySchemes")
        for key in mapping(parent):
            with self._findings.collect():
                scheme = read_security_scheme(key, self.follow(parent.child(key)))
                if scheme is not None:
                    yield scheme

    def channels(self, *, describes_client: bool) -> Iterator[Channel]:
        """Yield the channels that have messages.

        Args:
            describes_client: whose `send` (AsyncAPI 3) or `subscribe` (AsyncAPI 2) it is: the
                operations are those of the described application.

        A channel that contradicts itself is a finding.
        """
        operations = OperationReader(
            self._store, self._root, self._findings, describes_client=describes_client
        )
        drafts = tuple(operations.drafts())
        self._messages.name_payloads(drafts)
        for draft in drafts:
            with self._findings.collect():
                yield self._channel(draft)

    def _channel(self, draft: Draft) -> Channel:
        value = mapping(draft.node)
        sent, sent_tag = self._messages.read(draft.sent)
        received, received_tag = self._messages.read(draft.received)
        address = draft.address if draft.address.startswith("/") else f"/{draft.address}"
        return Channel(
            draft.node.location,
            SpecText(draft.key),
            SpecText(address),
            tuple(self._parameters(draft.node, address)),
            sent_tag,
            received_tag,
            sent,
            received,
            optional_text(value.get("title")),
            optional_text(value.get("description")),
        )

    def _parameters(self, node: Node, address: str) -> Iterator[Parameter]:
        parameters = self.child(node, "parameters")
        in_address = dict.fromkeys(_PLACEHOLDER.findall(address))
        for name in mapping(parameters):
            parameter = self.follow(parameters.child(name))
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
                yield from self._bound_parameters(binding.child(keyword), place)

    def _parameter_type(self, parameter: Node) -> Type:
        """A parameter's `schema` in AsyncAPI 2, its `enum` in AsyncAPI 3; else it is text."""
        if "schema" in mapping(parameter):
            return self._schemas.read(parameter.child("schema"))
        values = mapping(parameter).get("enum")
        if isinstance(values, list) and values:
            return LiteralType(tuple(SpecText(str(v)) for v in values))
        return Primitive(PrimitiveKind.STRING)

    def _bound_parameters(self, node: Node, place: ParameterIn) -> Iterator[Parameter]:
        # WebSockets channel binding 0.1.0: `query` and `headers` are object schemas.
        body = self._schemas.types.body(self._schemas.read(node))
        if not isinstance(body, ObjectType):
            raise invalid(node.location, f"the binding's {quote(place.value)} has properties")
        for item in body.properties:
            yield Parameter(
                item.name, place, item.type, item.required, item.description, item.deprecated
            )


def _server_url(server: Node) -> str | None:
    """The address of a server, variables and all; None when it does not speak WebSocket.

    AsyncAPI 2 has it in `url`, with or without the scheme; AsyncAPI 3 in `host` and `pathname`.
    """
    value = mapping(server)
    protocol, url, host = value.get("protocol"), value.get("url"), value.get("host")
    if isinstance(url, str):
        if url.startswith(("ws://", "wss://")):
            return url
        return f"{protocol}://{url.partition('://')[2] or url}" if _is_websocket(protocol) else None
    if not isinstance(host, str) or not _is_websocket(protocol):
        return None
    return f"{protocol}://{host}{value.get('pathname') or ''}"


def _is_websocket(protocol: object) -> bool:
    return protocol in _WEBSOCKET_PROTOCOLS
