"""The servers of an OpenAPI document, and of the paths and operations that have their own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from codegen.diagnostics import Code, quote
from codegen.findings import Findings
from codegen.ir.api import Operation, ServerVariable
from codegen.ir.nodes import NodeReader, mapping, optional_text
from codegen.resolve import DocumentStore, Node
from codegen.text import SpecText

_VARIABLE: Final = re.compile(r"\{([^{}]+)\}")


class RestServerReader(NodeReader):
    """Reads the `servers` of a document: the first of a list is the one that is used."""

    def __init__(self, store: DocumentStore, root: Node, findings: Findings) -> None:
        super().__init__(store)
        self._root = root
        self._findings = findings

    @property
    def is_silent(self) -> bool:
        """Whether the document as a whole names no server."""
        return self._first(self._root) is None

    def base(self) -> tuple[SpecText | None, tuple[ServerVariable, ...]]:
        """The document's address, with its variables in braces; None where it is relative.

        Nothing says what a relative address is relative to: the document may be anywhere.
        """
        server = self._first(self._root)
        url = _absolute(server)
        if server is None or url is None:
            return None, ()
        variables = self._variables(server, url)
        return (None, ()) if variables is None else (SpecText(url), variables)

    def of(self, item: Node, operation: Node) -> SpecText | None:
        """The address of an operation's own server, or of its path's; None without one.

        It may be relative to that of the client. Variables have their defaults.
        """
        server = self._first(operation) or self._first(item)
        url = mapping(server).get("url") if server is not None else None
        if server is None or not isinstance(url, str):
            return None
        shown = _absolute(server) or url
        variables = self._variables(server, shown)
        if variables is None:
            return None
        for variable in variables:
            default = variable.default.reveal()
            shown = shown.replace(f"{{{variable.name.reveal()}}}", default)
        return SpecText(shown)

    def _first(self, holder: Node) -> Node | None:
        servers = self.child(holder, "servers")
        if not isinstance(servers.value, list) or not servers.value:
            return None
        return self.follow(servers.child(0))

    def _variables(self, server: Node, url: str) -> tuple[ServerVariable, ...] | None:
        """The variables of an address; None, and a finding, if one of them has no value."""
        found: list[ServerVariable] = []
        parent = self.child(server, "variables")
        for name in dict.fromkeys(_VARIABLE.findall(url)):
            value = mapping(self.child(parent, name))
            listed = value.get("enum")
            choices = [str(c) for c in listed] if isinstance(listed, list) else []
            default = str(value.get("default", choices[0] if choices else ""))
            if not default:
                self._findings.warn(
                    Code.INVALID_SERVER,
                    f"the server variable {quote(name)} has no default, so the address is not used",
                    server.location,
                    "give it one under `variables`",
                )
                return None
            description = optional_text(value.get("description"))
            listed_choices = tuple(map(SpecText, choices))
            found.append(
                ServerVariable(SpecText(name), SpecText(default), listed_choices, description)
            )
        return tuple(found)


def settle_servers(
    base: SpecText | None,
    variables: Iterable[ServerVariable],
    operations: list[Operation],
    *,
    is_silent: bool,
) -> SpecText | None:
    """Give the client's address, and leave it out of the operations that are there anyway.

    A document without servers of its own (`is_silent`) has that of most of its operations.
    """
    if is_silent:
        counts = Counter(o.server for o in operations if o.server is not None)
        absolute = [url for url, _ in counts.most_common() if "://" in url.reveal()]
        base = absolute[0] if absolute else None
    shown = base.reveal() if base is not None else ""
    for variable in variables:
        shown = shown.replace(f"{{{variable.name.reveal()}}}", variable.default.reveal())
    usual = shown.rstrip("/")
    operations[:] = [
        replace(o, server=None)
        if o.server is not None and o.server.reveal().rstrip("/") == usual
        else o
        for o in operations
    ]
    return base


def _absolute(server: Node | None) -> str | None:
    url = mapping(server).get("url") if server is not None else None
    if not isinstance(url, str):
        return None
    if url.startswith("//"):
        return f"https:{url}"
    return url if "://" in url else None
