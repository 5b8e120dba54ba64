"""Callbacks of operations: requests of the server to an address that the user gave it."""

from __future__ import annotations

from collections.abc import Iterator

from codegen.diagnostics import Code, quote
from codegen.findings import Findings
from codegen.ir.api import Callback
from codegen.ir.inline_types import InlineTypes
from codegen.ir.nodes import VERBS, NodeReader, mapping, optional_text
from codegen.ir.payloads import PayloadReader
from codegen.resolve import DocumentStore, Node
from codegen.text import SpecText


class CallbackReader(NodeReader):
    """Reads `callbacks` (OpenAPI 3.1, Callback Object).

    Where they lead is an expression that the server evaluates; here it is only shown.
    """

    def __init__(
        self,
        store: DocumentStore,
        inline: InlineTypes,
        findings: Findings,
    ) -> None:
        super().__init__(store)
        self._payloads = PayloadReader(store, inline)
        self._findings = findings

    def read(self, operation: Node, name: str) -> Iterator[Callback]:
        """Yield what the server sends, in the order of the document.

        Args:
            operation: whose callbacks they are.
            name: what the operation is called.
        """
        callbacks = self.child(operation, "callbacks")
        for key in mapping(callbacks):
            callback = self.child(callbacks, key)
            if callback.location.pointer[:2] == ("components", "callbacks"):
                stem = f"{callback.location.pointer[-1]} callback"
            else:
                stem = f"{name} {key} callback"
            for url in mapping(callback):
                if not url.startswith("x-"):
                    yield from self._requests(key, stem, url, self.child(callback, url))

    def _requests(self, key: str, stem: str, url: str, item: Node) -> Iterator[Callback]:
        for verb in mapping(item):
            if verb not in VERBS:
                continue
            request = self.child(item, verb)
            value = mapping(request)
            payload = self._payloads.read(request, (stem, f"{stem} {verb}"))
            if payload is None and "requestBody" in value:
                self._warn(key, request.child("requestBody"), "a body that is no JSON")
            for place in (item, request):
                if mapping(place).get("parameters"):
                    self._warn(key, place.child("parameters"), "parameters")
            prose = optional_text(value.get("summary")) or optional_text(value.get("description"))
            yield Callback(SpecText(key), verb.upper(), SpecText(url), payload, prose)

    def _warn(self, key: str, place: Node, what: str) -> None:
        self._findings.warn(
            Code.CALLBACK_NOT_GENERATED,
            f"the callback {quote(key)} has {what}",
            place.location,
        )
