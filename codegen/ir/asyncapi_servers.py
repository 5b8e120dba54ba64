"""The servers of an AsyncAPI document: which of them speak WebSocket, and where they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Final

from codegen.diagnostics import Code, Location, SpecError, quote
from codegen.findings import Findings
from codegen.ir.api import Server
from codegen.ir.nodes import NodeReader, mapping
from codegen.ir.server_variables import ServerVariableReader
from codegen.resolve import DocumentStore, Node
from codegen.text import SpecText

_WEBSOCKET_PROTOCOLS: Final = ("ws", "wss")
_SCHEMES: Final = ("ws://", "wss://")


class ServerReader(NodeReader):
    """Finds the address that a channel is at.

    Args:
        any_protocol: take channels as WebSockets whatever the servers speak, as sdk.yaml may say.
    """

    def __init__(
        self, store: DocumentStore, root: Node, findings: Findings, *, any_protocol: bool = False
    ) -> None:
        super().__init__(store)
        self._root = root
        self._findings = findings
        self._any_protocol = any_protocol
        self._variables = ServerVariableReader(store)
        servers = self.child(root, "servers")
        self._servers = {key: self.follow(servers.child(key)) for key in mapping(servers)}
        self._keys = {node.location: key for key, node in self._servers.items()}
        self._read: dict[Location, Server | None] = {}

    @cached_property
    def first(self) -> Server | None:
        """The first WebSocket server whose address can be used, None when there is none."""
        return next(self._usable(self._servers.values()), None)

    def check(self) -> None:
        """Raise SpecError if the document has servers and none of them speaks WebSocket."""
        servers = list(self._servers.values())
        if servers and not self._any_protocol and not any(map(_server_url, servers)):
            protocols = ", ".join(dict.fromkeys(map(_protocol, servers)))
            message = f"the document's servers speak {protocols} alone"
            raise SpecError.of(
                Code.UNSUPPORTED_PROTOCOL,
                message,
                self._root.location.child("servers"),
                "leave the AsyncAPI document out, or set `any_protocol: true` in sdk.yaml if "
                "its messages do travel over a WebSocket",
            )

    def other_of(self, channel: Node) -> Server | None:
        """The server of a channel that is not at the first one; None when it is.

        Raises:
            SpecError: none of the servers that it can be at speaks WebSocket.
        """
        nodes = self.of_channel(channel)
        servers = list(self._usable(nodes))
        speaks = any(map(_server_url, nodes))
        if not speaks and self.first is not None and not self._any_protocol:
            protocols = ", ".join(dict.fromkeys(map(_protocol, nodes)))
            message = f"the channel's servers speak {protocols} alone"
            raise SpecError.of(Code.UNSUPPORTED_PROTOCOL, message, channel.location)
        return None if not servers or self.first in servers else servers[0]

    def addresses_of(self, channel: Node) -> tuple[Server, ...]:
        """Every WebSocket server that a channel is at and whose address can be used."""
        return tuple(self._usable(self.of_channel(channel)))

    def of_channel(self, channel: Node) -> list[Node]:
        """The servers of a channel: those that it lists, by name or reference, or all."""
        listed = self.child(channel, "servers")
        found = [
            self._servers[str(element.value)]
            if isinstance(element.value, str) and element.value in self._servers
            else self.follow(element)
            for element in listed.elements()
        ]
        return found or list(self._servers.values())

    def _usable(self, nodes: Iterable[Node]) -> Iterator[Server]:
        """Yield the WebSocket servers among these whose address can be used."""
        for node in nodes:
            if node.location not in self._read:
                self._read[node.location] = self._server(node)
            found = self._read[node.location]
            if found is not None:
                yield found

    def _server(self, node: Node) -> Server | None:
        url = _server_url(node)
        if url is None:
            return None
        variables = tuple(self._variables.read(node, url))
        known = mapping(self.child(node, "variables"))
        unknown = [v.name.reveal() for v in variables if v.name.reveal() not in known]
        if unknown:
            self._findings.warn(
                Code.INVALID_SERVER,
                f"nothing describes the server variable {quote(unknown[0])}, so the address is "
                "not used",
                node.location,
                "describe it under `variables`",
            )
            return None
        key = self._keys.get(node.location, str(node.location.pointer[-1]))
        return Server(SpecText(url), variables, SpecText(key))


def _protocol(server: Node) -> str:
    return quote(mapping(server).get("protocol"))


def _server_url(server: Node) -> str | None:
    """The address of a server, variables and all; None when it does not speak WebSocket.

    AsyncAPI 2 has it in `url`, with or without the scheme; AsyncAPI 3 in `host` and `pathname`,
    and there too some write a scheme.
    """
    value = mapping(server)
    protocol = str(value.get("protocol", "")).lower()
    address = value.get("url", value.get("host"))
    if not isinstance(address, str):
        return None
    if "host" in value and "url" not in value:
        address = f"{address}{value.get('pathname') or ''}"
    if address.startswith(_SCHEMES):
        return address
    if protocol not in _WEBSOCKET_PROTOCOLS:
        return None
    return f"{protocol}://{address.partition('://')[2] or address}"
