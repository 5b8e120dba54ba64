"""An OpenAPI document to operations and security schemes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from codegen.diagnostics import Code, quote
from codegen.findings import Findings
from codegen.ir.api import Operation, Security, Webhook
from codegen.ir.bodies import BodyReader
from codegen.ir.callbacks import CallbackReader
from codegen.ir.inline_types import InlineTypes
from codegen.ir.nodes import VERBS, DocumentReader, mapping, optional_text
from codegen.ir.parameters import ParameterReader
from codegen.ir.responses import ResponseReader
from codegen.ir.schemas import SchemaReader
from codegen.ir.security import SecurityReader
from codegen.ir.servers import RestServerReader
from codegen.ir.webhooks import WebhookReader
from codegen.read.json_value import JsonValue
from codegen.resolve import DocumentStore, Node
from codegen.selection import Selection
from codegen.text import SpecText

_TOKEN = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")  # RFC 9110, section 5.6.2


class OpenApiReader(DocumentReader):
    """Reads one document; schemas go to the reader that both documents share."""

    def __init__(
        self,
        store: DocumentStore,
        schemas: SchemaReader,
        root: Node,
        findings: Findings,
        selection: Selection,
    ) -> None:
        super().__init__(store, root)
        self._parameters = ParameterReader(store, schemas, findings, selection)
        self._bodies = BodyReader(store, schemas, findings)
        self._inline = InlineTypes(schemas)
        self._responses = ResponseReader(store, schemas, self._inline)
        self._callbacks = CallbackReader(store, self._inline, findings)
        self.security = SecurityReader(store, root, findings)
        self._default_security = self.security.default()
        self.servers = RestServerReader(store, root, findings)
        self._findings = findings
        self._selection = selection
        self._parents = _parents_of_tags(root)

    def operations(self) -> Iterator[Operation]:
        """Yield the operations, in the order of the document.

        One that contradicts itself or needs what is not supported is a finding.
        """
        paths = self.child(self._root, "paths")
        for path in mapping(paths):
            with self._findings.collect():
                yield from self._path_item(path, self.follow(paths.child(path)))

    def webhooks(self) -> Iterator[Webhook]:
        """Yield what the server sends on its own, in the order of the document."""
        reader = WebhookReader(
            self._store,
            self._inline,
            self._root,
            self._findings,
            self._selection,
        )
        yield from reader.read()

    def _path_item(self, path: str, item: Node) -> Iterator[Operation]:
        for method, node in self._methods(item):
            if not self._is_skipped(path, method, node):
                with self._findings.collect():
                    yield self._operation(path, method, item, node)

    def _methods(self, item: Node) -> Iterator[tuple[str, Node]]:
        """Yield the operations of a path by their methods, in capitals unless they are others."""
        for verb in mapping(item):
            if verb in VERBS:
                yield verb.upper(), item.child(verb)
        # OpenAPI 3.2, Path Item Object: methods without a field of their own, as they are sent.
        others = self.child(item, "additionalOperations")
        for method in mapping(others):
            if not _TOKEN.fullmatch(method) or method.lower() in VERBS:
                self._findings.error(
                    Code.INVALID_OPERATION,
                    f"{quote(method)} is no further method of a path",
                    others.child(method).location,
                    "use the field of its own that the method has, or a token of HTTP",
                )
            else:
                yield method, others.child(method)

    def _is_skipped(self, path: str, method: str, node: Node) -> bool:
        value = mapping(node)
        tags = value.get("tags")
        return self._selection.operation(
            node.location,
            method.lower(),
            path,
            value.get("operationId"),
            tags if isinstance(tags, list) else (),
        )

    def _operation(self, path: str, method: str, item: Node, node: Node) -> Operation:
        value = mapping(node)
        identifier = optional_text(value.get("operationId"))
        name = identifier.reveal() if identifier else f"{method} {path}"
        return Operation(
            node.location,
            method,
            SpecText(path),
            identifier,
            self._parameters.read(path, item, node),
            tuple(self._bodies.read(node)),
            self._responses.read(node, method.lower()),
            optional_text(value.get("summary")),
            optional_text(value.get("description")),
            value.get("deprecated") is True,
            self._tags_of(value),
            self._effective_security(node),
            self.servers.of(item, node),
            tuple(self._callbacks.read(node, name)),
        )

    def _tags_of(self, operation: Mapping[str, JsonValue]) -> tuple[SpecText, ...]:
        """The tags, each below its parents: `manage > keys` (OpenAPI 3.2, Tag Object)."""
        listed = operation.get("tags")
        found: list[SpecText] = []
        for tag in listed if isinstance(listed, list) else ():
            if isinstance(tag, str):
                line = [tag]
                while (parent := self._parents.get(line[0])) is not None and parent not in line:
                    line.insert(0, parent)
                found.append(SpecText(" > ".join(line)))
        return tuple(found)

    def _effective_security(self, operation: Node) -> Security | None:
        own = self.security.of(operation)
        return self._default_security if own is None else own


def _parents_of_tags(root: Node) -> dict[str, str]:
    """The parents of the tags that have one, by name."""
    tags = mapping(root).get("tags")
    found: dict[str, str] = {}
    for tag in tags if isinstance(tags, list) else ():
        name, parent = (tag.get("name"), tag.get("parent")) if isinstance(tag, dict) else (0, 0)
        if isinstance(name, str) and isinstance(parent, str):
            found[name] = parent
    return found
