"""The servers of an OpenAPI document, and of the paths and operations that have their own."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from codegen.diagnostics import Code, quote
from codegen.findings import Findings
from codegen.ir.api import Operation, Server
from codegen.ir.nodes import NodeReader, mapping
from codegen.ir.server_variables import PLACEHOLDER, ServerVariableReader
from codegen.resolve import DocumentStore, Node
from codegen.text import SpecText


class RestServerReader(NodeReader):
    """Reads the `servers` of a document: the first of a list is the one that is used."""

    def __init__(self, store: DocumentStore, root: Node, findings: Findings) -> None:
        super().__init__(store)
        self._root = root
        self._findings = findings
        self._variables = ServerVariableReader(store)

    @property
    def is_silent(self) -> bool:
        """Whether the document as a whole names no server."""
        return self._first(self._root) is None

    def base(self) -> Server | None:
        """Where the document's API is; None where its address is relative.

        Nothing says what a relative address is relative to: the document may be anywhere.
        """
        server = self._first(self._root)
        url = _absolute(server)
        return self._server(server, url) if server is not None and url is not None else None

    def of(self, item: Node, operation: Node) -> SpecText | None:
        """The address of an operation's own server, or of its path's; None without one.

        It may be relative to that of the client. Variables have their defaults.
        """
        server = self._first(operation) or self._first(item)
        url = mapping(server).get("url") if server is not None else None
        if server is None or not isinstance(url, str):
            return None
        found = self._server(server, _absolute(server) or url)
        return SpecText(_with_defaults(found)) if found is not None else None

    def every(self, item: Node, operation: Node) -> tuple[Server, ...]:
        """Every server of an operation: its own, or those of its path, or of the document.

        Addresses are as they stand, relative ones as well.
        """
        for holder in (operation, item, self._root):
            listed = [self.follow(e) for e in self.child(holder, "servers").elements()]
            found = [(node, mapping(node).get("url")) for node in listed]
            if found:
                return tuple(
                    Server(SpecText(url), tuple(self._variables.read(node, url)))
                    for node, url in found
                    if isinstance(url, str)
                )
        return ()

    def _first(self, holder: Node) -> Node | None:
        servers = self.child(holder, "servers")
        if not isinstance(servers.value, list) or not servers.value:
            return None
        return self.follow(servers.child(0))

    def _server(self, server: Node, url: str) -> Server | None:
        """An address with its variables; None, and a finding, if one of them has no value."""
        variables = tuple(self._variables.read(server, url))
        for variable in variables:
            # OpenAPI demands a default.
            if variable.default is None:
                self._findings.warn(
                    Code.INVALID_SERVER,
                    f"the server variable {quote(variable.name.reveal())} has no default, so the "
                    "address is not used",
                    server.location,
                    "give it one under `variables`",
                )
                return None
        return Server(SpecText(url), variables)


def settle_servers(
    base: Server | None, operations: list[Operation], *, is_silent: bool
) -> Server | None:
    """Give the client's address, and leave it out of the operations that are there anyway.

    A document without servers of its own (`is_silent`) has that of most of its operations.
    """
    if is_silent:
        counts = Counter(o.server for o in operations if o.server is not None)
        absolute = [url for url, _ in counts.most_common() if "://" in url.reveal()]
        base = Server(absolute[0]) if absolute else None
    usual = _with_defaults(base).rstrip("/") if base is not None else ""
    operations[:] = [
        replace(o, server=None)
        if o.server is not None and o.server.reveal().rstrip("/") == usual
        else o
        for o in operations
    ]
    return base


def _with_defaults(server: Server) -> str:
    """The address that a server has while nobody chooses another one."""
    defaults = {
        v.name.reveal(): v.default.reveal() for v in server.variables if v.default is not None
    }
    return PLACEHOLDER.sub(lambda found: defaults.get(found[1], found[0]), server.url.reveal())


def _absolute(server: Node | None) -> str | None:
    url = mapping(server).get("url") if server is not None else None
    if not isinstance(url, str):
        return None
    if url.startswith("//"):
        return f"https:{url}"
    return url if "://" in url else None
