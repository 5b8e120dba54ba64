"""An OpenAPI document to operations and security schemes."""

from __future__ import annotations

from collections.abc import Iterator

from codegen.diagnostics import Code, quote
from codegen.findings import Findings
from codegen.ir.api import Operation, Security, Webhook
from codegen.ir.bodies import BodyReader
from codegen.ir.nodes import NodeReader, mapping, optional_text
from codegen.ir.parameters import ParameterReader
from codegen.ir.responses import ResponseReader
from codegen.ir.schemas import SchemaReader
from codegen.ir.security import SecurityReader
from codegen.ir.webhooks import WebhookReader
from codegen.read.json_value import JsonValue
from codegen.resolve import DocumentStore, Node
from codegen.selection import Selection
from codegen.text import SpecText

VERBS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


class OpenApiReader(NodeReader):
    """Reads one document; schemas go to the reader that both documents share."""

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
        self._parameters = ParameterReader(store, schemas, findings, selection)
        self._bodies = BodyReader(store, schemas, findings)
        self._responses = ResponseReader(store, schemas)
        self.security = SecurityReader(store, root, findings)
        self._default_security = self.security.default()
        self._findings = findings
        self._selection = selection

    def declare_components(self) -> None:
        """Read every component schema, used or not, in the order of the document."""
        self._schemas.declare_components(self.component_schemas())

    def component_schemas(self) -> Node:
        """The mapping of component schemas; without a value when there is none."""
        return self.child(self.child(self._root, "components"), "schemas")

    def server_url(self) -> SpecText | None:
        """The first server's address; a relative one is no base URL."""
        servers = self.child(self._root, "servers").value
        if not isinstance(servers, list) or not servers or not isinstance(servers[0], dict):
            return None
        url = servers[0].get("url")
        if not isinstance(url, str) or "://" not in url:
            return None
        variables = servers[0].get("variables")
        for name, variable in (variables if isinstance(variables, dict) else {}).items():
            if isinstance(variable, dict):
                url = url.replace("{" + name + "}", str(variable.get("default", "")))
        return SpecText(url)

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
            self._store, self._schemas, self._root, self._findings, self._selection
        )
        yield from reader.read()

    def _path_item(self, path: str, item: Node) -> Iterator[Operation]:
        for verb in mapping(item):
            if verb in VERBS and not self._is_skipped(path, verb, item):
                with self._findings.collect():
                    yield self._operation(path, verb, item)

    def _is_skipped(self, path: str, verb: str, item: Node) -> bool:
        node = item.child(verb)
        value = mapping(node)
        tags = value.get("tags")
        return self._selection.operation(
            node.location,
            verb,
            path,
            value.get("operationId"),
            tags if isinstance(tags, list) else (),
        )

    def _operation(self, path: str, verb: str, item: Node) -> Operation:
        node = item.child(verb)
        value = mapping(node)
        self._warn_of_callbacks(node)
        return Operation(
            node.location,
            verb.upper(),
            SpecText(path),
            optional_text(value.get("operationId")),
            self._parameters.read(path, item, node),
            tuple(self._bodies.read(node)),
            self._responses.read(node, verb),
            optional_text(value.get("summary")),
            optional_text(value.get("description")),
            value.get("deprecated") is True,
            _texts(value.get("tags")),
            self._effective_security(node),
        )

    def _warn_of_callbacks(self, operation: Node) -> None:
        callbacks = self.child(operation, "callbacks")
        if mapping(callbacks):
            self._findings.warn(
                Code.CALLBACK_NOT_GENERATED,
                f"the server calls back ({', '.join(map(quote, mapping(callbacks)))})",
                callbacks.location,
            )

    def _effective_security(self, operation: Node) -> Security | None:
        own = self.security.of(operation)
        return self._default_security if own is None else own


def _texts(value: JsonValue) -> tuple[SpecText, ...]:
    listed = value if isinstance(value, list) else []
    return tuple(SpecText(text) for text in listed if isinstance(text, str))
