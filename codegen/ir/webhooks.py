"""Webhooks of an OpenAPI document: what the server sends on its own."""

from __future__ import annotations

from collections.abc import Iterator

from codegen.findings import Findings
from codegen.ir.api import Webhook
from codegen.ir.inline_types import InlineTypes
from codegen.ir.media_types import is_json
from codegen.ir.nodes import NodeReader, mapping, optional_text
from codegen.ir.schemas import SchemaReader
from codegen.ir.types import ANY, Reference, Type
from codegen.resolve import DocumentStore, Node
from codegen.selection import Selection
from codegen.text import SpecText

_METHODS = ("post", "put", "patch", "get", "delete")


class WebhookReader(NodeReader):
    """Reads `webhooks` (OpenAPI 3.1), and `x-webhooks`, which documents of 3.0 have for it."""

    def __init__(
        self,
        store: DocumentStore,
        schemas: SchemaReader,
        root: Node,
        findings: Findings,
        selection: Selection,
    ) -> None:
        super().__init__(store)
        self._schemas = schemas
        self._root = root
        self._findings = findings
        self._selection = selection
        self._inline = InlineTypes(schemas)

    def read(self) -> Iterator[Webhook]:
        """Yield the webhooks that carry JSON, in the order of the document."""
        for key in ("webhooks", "x-webhooks"):
            parent = self.child(self._root, key)
            for name in mapping(parent):
                if self._selection.webhook(parent.location.child(name), name):
                    continue
                with self._findings.collect():
                    yield from self._webhooks(name, self.follow(parent.child(name)))

    def _webhooks(self, name: str, item: Node) -> Iterator[Webhook]:
        for method in _METHODS:
            operation = self.child(item, method)
            payload = self._payload(name, operation)
            if payload is not None:
                value = mapping(operation)
                prose = optional_text(value.get("description")) or optional_text(
                    value.get("summary")
                )
                yield Webhook(SpecText(name), payload, prose, operation.location)
                return

    def _payload(self, name: str, operation: Node) -> Type | None:
        content = self.child(self.child(operation, "requestBody"), "content")
        for media_type in mapping(content):
            schema = self.child(content, media_type).get("schema")
            if schema is None or not is_json(media_type, ANY):
                continue
            if "$ref" in mapping(schema):
                type_ = self._schemas.read(schema)
                if isinstance(type_, Reference):
                    return type_
            wishes = (f"{name} webhook event", f"webhook event {name}")
            return self._inline.declare(schema, wishes)
        return None
