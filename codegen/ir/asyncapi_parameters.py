"""What the address and the handshake of a channel take: parameters of every place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from codegen.diagnostics import Code, quote
from codegen.findings import Findings
from codegen.ir.api import Parameter, ParameterIn
from codegen.ir.asyncapi_operations import invalid
from codegen.ir.nodes import NodeReader, mapping
from codegen.ir.schemas import SchemaReader
from codegen.ir.server_variables import PLACEHOLDER, described
from codegen.ir.types import STRING, LiteralType, ObjectType, Type
from codegen.resolve import DocumentStore, Node
from codegen.selection import Selection
from codegen.text import SpecText

_IN_HEADER: Final = re.compile(r"\$message\.header#/(?:.*/)?([^/]+)")


class ChannelParameterReader(NodeReader):
    """Reads the parameters of channels; their schemas go to the shared reader."""

    def __init__(
        self,
        store: DocumentStore,
        schemas: SchemaReader,
        findings: Findings,
        selection: Selection,
    ) -> None:
        super().__init__(store)
        self._selection = selection
        self._schemas = schemas
        self._findings = findings

    def read(self, channel: Node, key: str, address: str) -> tuple[Parameter, ...]:
        """The parameters of a channel, each of them once.

        One that the address does not mention is a header where its `location` says so, and else
        part of the query; what the WebSocket binding says of it counts.

        Raises:
            SpecError: the binding is not what AsyncAPI allows.
        """
        bound = {(p.place, p.name): p for p in self._bound(channel, key)}
        declared = {(p.place, p.name): p for p in self._declared(channel, key, address)}
        return tuple({**declared, **bound}.values())

    def _declared(self, channel: Node, key: str, address: str) -> Iterator[Parameter]:
        parameters = self.child(channel, "parameters")
        names = mapping(parameters)
        in_address = dict.fromkeys(PLACEHOLDER.findall(address))
        self._compare(parameters, set(names), set(in_address))
        for name in names:
            node = self.follow(parameters.child(name))
            place, wire = ParameterIn.PATH, name
            if name not in in_address:
                header = _IN_HEADER.fullmatch(str(mapping(node).get("location")))
                place = ParameterIn.HEADER if header else ParameterIn.QUERY
                wire = header[1] if header else name
            is_required = place is ParameterIn.PATH
            if self._selection.parameter(node.location, [key], name, required=is_required):
                continue
            prose = described(node, shows_default=True)
            yield Parameter(SpecText(wire), place, self._type(node), is_required, prose)
        for name in in_address:
            if name not in names:
                yield Parameter(SpecText(name), ParameterIn.PATH, STRING, True)

    def _compare(self, parameters: Node, declared: set[str], in_address: set[str]) -> None:
        for names, problem in (
            (declared - in_address, "the address does not have {}; sent in the query or a header"),
            (in_address - declared, "the address has {}, which nothing describes; taken as text"),
        ):
            if names:
                listed = ", ".join(quote(name) for name in sorted(names))
                place = parameters if parameters.value is not None else None
                location = place.location if place else parameters.location.parent
                self._findings.warn(Code.CHANNEL_PARAMETER, problem.format(listed), location)

    def _type(self, parameter: Node) -> Type:
        """A parameter's `schema` in AsyncAPI 2, its `enum` in AsyncAPI 3; else it is text."""
        if "schema" in mapping(parameter):
            return self._schemas.read(parameter.child("schema"))
        values = mapping(parameter).get("enum")
        if isinstance(values, list) and values:
            return LiteralType(tuple(SpecText(str(v)) for v in dict.fromkeys(map(str, values))))
        return STRING

    def _bound(self, channel: Node, key: str) -> Iterator[Parameter]:
        # WebSockets channel binding 0.1.0: `query` and `headers` are object schemas.
        binding = self.child(self.child(channel, "bindings"), "ws")
        method = mapping(binding).get("method")
        if isinstance(method, str) and method.upper() != "GET":
            self._findings.warn(
                Code.WEBSOCKET_METHOD,
                f"a WebSocket is opened with GET, not with {quote(method)} (RFC 6455)",
                binding.location.child("method"),
            )
        for keyword, place in (("query", ParameterIn.QUERY), ("headers", ParameterIn.HEADER)):
            if keyword in mapping(binding):
                yield from self._properties(binding.child(keyword), key, place)

    def _properties(self, node: Node, key: str, place: ParameterIn) -> Iterator[Parameter]:
        body = self._schemas.types.body(self._schemas.read(node))
        if not isinstance(body, ObjectType):
            raise invalid(node.location, f"the binding's {quote(place.value)} has properties")
        for item in body.properties:
            name = item.name.reveal()
            location = node.location.child("properties", name)
            if self._selection.parameter(location, [key], name, required=item.required):
                continue
            yield Parameter(
                item.name, place, item.type, item.required, item.description, item.deprecated
            )
