"""What an OpenAPI document says about its operations, as far as a server needs it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, cast
from urllib.parse import unquote

from codegen.diagnostics import Location
from codegen.mock.security import Scheme, read_schemes
from codegen.resolve import DocumentStore, Node

_METHODS: Final = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")
_PLACEHOLDER: Final = re.compile(r"\{([^{}]+)\}")


@dataclass(frozen=True)
class PathTemplate:
    """A path with `{name}` for its parameters."""

    text: str

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the parameters, in order."""
        return tuple(_PLACEHOLDER.findall(self.text))

    def match(self, raw_path: str) -> dict[str, str] | None:
        """Decoded parameters of a path as it was sent, or None when it is another path."""
        parts = _PLACEHOLDER.split(self.text)
        pattern = "".join(
            "([^/]+)" if index % 2 else re.escape(part) for index, part in enumerate(parts)
        )
        found = re.fullmatch(pattern, raw_path)
        if found is None:
            return None
        return dict(zip(self.names, map(unquote, found.groups()), strict=True))


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
    template: PathTemplate
    prefixes: tuple[str, ...]
    location: Location
    parameters: tuple[Parameter, ...]
    body: Mapping[str, Media]
    body_required: bool
    responses: tuple[Response, ...]
    security: tuple[tuple[Scheme, ...], ...]

    @property
    def names(self) -> tuple[str, ...]:
        """What a scenario can call the operation: its operationId, or `POST /path`."""
        plain = f"{self.method} {self.template.text}"
        return (plain,) if self.operation_id is None else (self.operation_id, plain)


def read_operations(store: DocumentStore, root: Node) -> tuple[Operation, ...]:
    """Every operation of an OpenAPI document; paths with parameters come last.

    Raises:
        SpecError: a reference leads nowhere.
    """
    reader = _OperationReader(store, root)
    operations = tuple(reader.operations())
    return tuple(sorted(operations, key=lambda operation: len(operation.template.names)))


class _OperationReader:
    def __init__(self, store: DocumentStore, root: Node) -> None:
        self._store = store
        self._root = root
        self._schemes = read_schemes(store, root)

    def operations(self) -> Iterator[Operation]:
        for path, node in _members(self._root.get("paths")):
            item = self._follow(node)
            for method in _METHODS:
                operation = item.get(method)
                if path.startswith("/") and operation is not None:
                    yield self._operation(path, method.upper(), item, operation)
            for method, operation in _members(item.get("additionalOperations")):
                yield self._operation(path, method, item, operation)

    def _operation(self, path: str, method: str, item: Node, node: Node) -> Operation:
        listed = [*_elements(item.get("parameters")), *_elements(node.get("parameters"))]
        parameters = [self._parameter(self._follow(parameter)) for parameter in listed]
        body = self._child(node, "requestBody")
        operation_id = _mapping(node).get("operationId")
        return Operation(
            operation_id=operation_id if isinstance(operation_id, str) else None,
            method=method,
            template=PathTemplate(path),
            prefixes=self._prefixes(node, item),
            location=node.location,
            # One of the operation's own replaces one of the path with the same name and place.
            parameters=tuple({(p.name, p.place): p for p in parameters}.values()),
            body=self._content(body),
            body_required=body is not None and _mapping(body).get("required") is True,
            responses=tuple(
                self._response(status, self._follow(response))
                for status, response in _members(node.get("responses"))
            ),
            security=self._security(node),
        )

    def _parameter(self, node: Node) -> Parameter:
        value = _mapping(node)
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
            is_json=media_type.partition(";")[0].strip().endswith("json"),
            allows_empty=value.get("allowEmptyValue") is True,
        )

    def _content(self, node: Node | None) -> dict[str, Media]:
        found = self._child(node, "content") if node is not None else None
        return {name.lower(): self._media(self._follow(m)) for name, m in _members(found)}

    def _media(self, node: Node) -> Media:
        value = _mapping(node)
        examples: list[Any] = [value["example"]] if "example" in value else []
        for _, example in _members(node.get("examples")):
            held = _mapping(self._follow(example))
            examples += [held[name] for name in ("value", "dataValue") if name in held][:1]
        encoding = {
            name: str(_mapping(entry).get("contentType", ""))
            for name, entry in _members(node.get("encoding"))
        }
        return Media(node.get("schema"), tuple(examples), encoding)

    def _response(self, status: str, node: Node) -> Response:
        headers = {name: self._follow(header) for name, header in _members(node.get("headers"))}
        return Response(status.upper(), headers, self._content(node))

    def _security(self, operation: Node) -> tuple[tuple[Scheme, ...], ...]:
        own = operation.get("security")
        listed = _elements(own if own is not None else self._root.get("security"))
        return tuple(
            tuple(self._schemes[name] for name in _mapping(entry) if name in self._schemes)
            for entry in listed
        )

    def _prefixes(self, operation: Node, item: Node) -> tuple[str, ...]:
        """Folders of the servers' addresses, as in `/v1`."""
        servers = operation.get("servers") or item.get("servers") or self._root.get("servers")
        found = [self._prefix(_mapping(server)) for server in _elements(servers)]
        return tuple(dict.fromkeys(found)) or ("",)

    def _prefix(self, server: dict[str, Any]) -> str:
        variables = cast("dict[str, Any]", server.get("variables") or {})
        url = str(server.get("url", ""))
        for name, variable in variables.items():
            url = url.replace(f"{{{name}}}", str(variable.get("default", "")))
        return re.sub(r"^(\w+:)?//[^/]*", "", url).rstrip("/")

    def _child(self, node: Node, name: str) -> Node | None:
        found = node.get(name)
        return None if found is None else self._follow(found)

    def _follow(self, node: Node) -> Node:
        return self._store.follow(node).node


def _mapping(node: Node) -> dict[str, Any]:
    return cast("dict[str, Any]", node.value) if isinstance(node.value, dict) else {}


def _members(node: Node | None) -> Iterator[tuple[str, Node]]:
    return node.members() if node is not None else iter(())


def _elements(node: Node | None) -> list[Node]:
    return list(node.elements()) if node is not None else []
