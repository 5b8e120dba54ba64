"""Webhooks of an OpenAPI document: what the server sends on its own."""

from __future__ import annotations

from collections.abc import Iterator

from codegen.findings import Findings
from codegen.ir.api import Webhook
from codegen.ir.inline_types import InlineTypes
from codegen.ir.nodes import NodeReader, mapping, optional_text
from codegen.ir.payloads import PayloadReader
from codegen.resolve import DocumentStore, Node
from codegen.selection import Selection
from codegen.text import SpecText

_METHODS = ("post", "put", "patch", "get", "delete")


class WebhookReader(NodeReader):
    """Reads `webhooks` (OpenAPI 3.1), and `x-webhooks`, which documents of 3.0 have for it."""

    def __init__(
        self,
        store: DocumentStore,
        inline: InlineTypes,
        root: Node,
        findings: Findings,
        selection: Selection,
    ) -> None:
        super().__init__(store)
        self._root = root
        self._findings = findings
        self._selection = selection
        self._payloads = PayloadReader(store, inline)

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
            payload = self._payloads.read(
                operation, (f"{name} webhook event", f"webhook event {name}")
            )
            if payload is not None:
                value = mapping(operation)
                prose = optional_text(value.get("description")) or optional_text(
                    value.get("summary")
                )
                yield Webhook(SpecText(name), payload, prose, operation.location)
                return
