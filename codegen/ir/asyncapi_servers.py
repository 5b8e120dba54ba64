"""The servers of an AsyncAPI document: which of them speak WebSocket, and where they are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from codegen.diagnostics import Code, Diagnostic, SpecError, quote
from codegen.ir.nodes import NodeReader, mapping
from codegen.resolve import DocumentStore, Node
from codegen.text import SpecText

_WEBSOCKET_PROTOCOLS: Final = ("ws", "wss")
_SCHEMES: Final = ("ws://", "wss://")


class ServerReader(NodeReader):
    """Finds the address that a channel is at.

    Args:
        any_protocol: take channels as WebSockets whatever the servers speak, as sdk.yaml may say.
    """

    def __init__(self, store: DocumentStore, root: Node, *, any_protocol: bool = False) -> None:
        super().__init__(store)
        self._root = root
        self._any_protocol = any_protocol
        servers = self.child(root, "servers")
        self._servers = {key: self.follow(servers.child(key)) for key in mapping(servers)}

    def url(self) -> SpecText | None:
        """The address of the first WebSocket server, None when there is none."""
        return next(self._urls(list(self._servers.values())), None)

    def check(self) -> None:
        """Raise SpecError if the document has servers and none of them speaks WebSocket."""
        servers = list(self._servers.values())
        if servers and not self._any_protocol and self.url() is None:
            protocols = ", ".join(dict.fromkeys(map(_protocol, servers)))
            message = f"the document's servers speak {protocols} alone"
            raise SpecError(
                Diagnostic(
                    Code.UNSUPPORTED_PROTOCOL,
                    message,
                    self._root.location.child("servers"),
                    "leave the AsyncAPI document out, or set `any_protocol: true` in sdk.yaml if "
                    "its messages do travel over a WebSocket",
                )
            )

    def url_of(self, channel: Node) -> SpecText | None:
        """The address of a channel that is not at the first server; None when it is.

        Raises:
            SpecError: none of the servers that it can be at speaks WebSocket.
        """
        servers = self.of_channel(channel)
        urls = list(self._urls(servers))
        if not urls and self.url() is not None and not self._any_protocol:
            protocols = ", ".join(dict.fromkeys(map(_protocol, servers)))
            message = f"the channel's servers speak {protocols} alone"
            raise SpecError(Diagnostic(Code.UNSUPPORTED_PROTOCOL, message, channel.location))
        return None if not urls or self.url() in urls else urls[0]

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

    def _urls(self, servers: list[Node]) -> Iterator[SpecText]:
        for server in servers:
            url = _server_url(server)
            if url is not None:
                yield SpecText(self._with_variables(url, server))

    def _with_variables(self, url: str, server: Node) -> str:
        variables = self.child(server, "variables")
        for name in mapping(variables):
            variable = mapping(self.follow(variables.child(name)))
            choices = variable.get("enum")
            first = choices[0] if isinstance(choices, list) and choices else ""
            url = url.replace("{" + name + "}", str(variable.get("default", first)))
        return url


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
