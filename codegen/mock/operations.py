"""What an OpenAPI document says about its operations, as far as a server needs it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from codegen.config import Config
from codegen.diagnostics import Location, SpecError
from codegen.findings import Findings
from codegen.ir.api import Security
from codegen.ir.media_types import essence
from codegen.ir.nodes import VERBS, NodeReader, mapping
from codegen.ir.security import SecurityReader
from codegen.ir.servers import RestServerReader
from codegen.mock.addresses import Address, PathTemplate, folders
from codegen.resolve import DocumentStore, Node
from codegen.selection import Selection


@dataclass(frozen=True)
class Parameter:
    """A parameter of an operation; `place` is path, query, header, cookie or querystring."""

    name: str
    place: str
    required: bool
    schema: Node | None
    style: str
    explode: bool
    is_json: bool = False
    allows_empty: bool = False


@dataclass(frozen=True)
class Media:
    """A body in one media type; `encoding` has the content types of form fields."""

    schema: Node | None
    examples: tuple[Any, ...]
    encoding: Mapping[str, str]


@dataclass(frozen=True)
class Response:
    """An answer: its status as in the document (`200`, `4XX`, `default`), headers and bodies."""

    status: str
    headers: Mapping[str, Node]
    content: Mapping[str, Media]


@dataclass(frozen=True)
class Operation:
    """An operation: how to know it, what it needs, and what it answers."""

    operation_id: str | None
    method: str
    address: Address
    location: Location
    parameters: tuple[Parameter, ...]
    body: Mapping[str, Media]
    body_required: bool
    responses: tuple[Response, ...]
    security: Security

    @property
    def names(self) -> tuple[str, ...]:
        """What a scenario can call the operation: its operationId, or `POST /path`."""
        plain = f"{self.method} {self.address.path.text}"
        return (plain,) if self.operation_id is None else (self.operation_id, plain)


def read_operations(
    store: DocumentStore, root: Node, findings: Findings, config: Config | None = None
) -> tuple[Operation, ...]:
    """Every operation of an OpenAPI document; paths with parameters come last.

    What the configuration leaves out is served as well, as far as it can be read.

    Args:
        store: the documents.
        root: of the OpenAPI document.
        findings: is told what is wrong.
        config: what sdk.yaml says of the document.
    """
    reader = _OperationReader(store, root, findings, config or Config())
    operations = tuple(reader.operations())
    return tuple(sorted(operations, key=lambda operation: len(operation.address.path.names)))


class _OperationReader(NodeReader):
    """Reads schemas as they stand, for requests to be checked by; types are not made of them."""

    def __init__(
        self, store: DocumentStore, root: Node, findings: Findings, config: Config
    ) -> None:
        super().__init__(store)
        self._root = root
        self._findings = findings
        self._selection = Selection(config, store)
        self._servers = RestServerReader(store, root, findings)
        self._security = SecurityReader(store, root, findings)

    def operations(self) -> Iterator[Operation]:
        for path, held in self.child(self._root, "paths").members():
            with self._findings.collect():
                item = self.follow(held)
                for method, node in self._methods(item):
                    yield from self._readable(path, method, item, node)

    def _methods(self, item: Node) -> Iterator[tuple[str, Node]]:
        for verb, node in item.members():
            if verb in VERBS:
                yield verb.upper(), node
        yield from self.child(item, "additionalOperations").members()

    def _readable(self, path: str, method: str, item: Node, node: Node) -> Iterator[Operation]:
        """Yield an operation unless it cannot be read, which matters if it is in the SDK."""
        try:
            yield self._operation(path, method, item, node)
        except SpecError as error:
            value = mapping(node)
            tags = value.get("tags")
            is_left_out = self._selection.operation(
                node.location,
                method.lower(),
                path,
                value.get("operationId"),
                tags if isinstance(tags, list) else (),
            )
            if not is_left_out:
                self._findings.add(*error.diagnostics)

    def _operation(self, path: str, method: str, item: Node, node: Node) -> Operation:
        holders = (self.child(item, "parameters"), self.child(node, "parameters"))
        parameters = [self._parameter(self.follow(p)) for h in holders for p in h.elements()]
        body = self.child(node, "requestBody")
        operation_id = mapping(node).get("operationId")
        return Operation(
            operation_id=operation_id if isinstance(operation_id, str) else None,
            method=method,
            address=Address(
                PathTemplate(f"/{path.removeprefix('/')}"), folders(self._servers.every(item, node))
            ),
            location=node.location,
            # One of the operation's own replaces one of the path with the same name and place.
            parameters=tuple({(p.name, p.place): p for p in parameters}.values()),
            body=self._content(body),
            body_required=mapping(body).get("required") is True,
            responses=tuple(
                self._response(status, self.follow(response))
                for status, response in self.child(node, "responses").members()
            ),
            security=self._security_of(node),
        )

    def _parameter(self, node: Node) -> Parameter:
        value = mapping(node)
        place = str(value.get("in"))
        style = str(value.get("style", "form" if place in ("query", "cookie") else "simple"))
        schema = node.get("schema")
        content = self._content(node) if schema is None else {}
        media_type = next(iter(content), "")
        if schema is None and content:
            schema = content[media_type].schema
        return Parameter(
            name=str(value.get("name")),
            place=place,
            required=value.get("required") is True,
            schema=schema,
            style=style,
            explode=value.get("explode", style in ("form", "deepObject", "cookie")) is True,
            is_json=essence(media_type).endswith("json"),
            allows_empty=value.get("allowEmptyValue") is True,
        )

    def _content(self, node: Node) -> dict[str, Media]:
        found = self.child(node, "content").members()
        return {name.lower(): self._media(self.follow(media)) for name, media in found}

    def _media(self, node: Node) -> Media:
        value = mapping(node)
        examples: list[Any] = [value["example"]] if "example" in value else []
        for _, example in self.child(node, "examples").members():
            held = mapping(self.follow(example))
            examples += [held[name] for name in ("value", "dataValue") if name in held][:1]
        encoding = {
            name: str(mapping(entry).get("contentType", ""))
            for name, entry in self.child(node, "encoding").members()
        }
        return Media(node.get("schema"), tuple(examples), encoding)

    def _response(self, status: str, node: Node) -> Response:
        found = self.child(node, "headers").members()
        headers = {name: self.follow(header) for name, header in found}
        return Response(status.upper(), headers, self._content(node))

    def _security_of(self, operation: Node) -> Security:
        own = self._security.of(operation)
        return (own if own is not None else self._security.default()) or ()
