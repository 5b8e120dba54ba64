"""Walking through a document: members of mappings, with every `$ref` on the way followed."""

from __future__ import annotations

import json
from typing import Final

from codegen.diagnostics import Code, Location, SpecError
from codegen.read.json_value import JsonValue
from codegen.resolve import DocumentStore, Node
from codegen.text import SpecText

VERBS: Final = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")
"""The methods that have a field of their own (OpenAPI 3.2, Path Item Object)."""


class NodeReader:
    """The base of what reads a document of a store."""

    def __init__(self, store: DocumentStore) -> None:
        self._store = store

    def follow(self, node: Node) -> Node:
        """The node itself, or what its `$ref` leads to."""
        return self._store.follow(node)[0]

    def child(self, node: Node, key: str) -> Node:
        """A member, references followed; a node without a value when there is none."""
        if key in mapping(node):
            return self.follow(node.child(key))
        return Node(node.location.child(key), None)


class DocumentReader(NodeReader):
    """The base of what reads a document as a whole."""

    def __init__(self, store: DocumentStore, root: Node) -> None:
        super().__init__(store)
        self._root = root

    def component_schemas(self) -> Node:
        """The mapping of component schemas; without a value when there is none."""
        return self.child(self.child(self._root, "components"), "schemas")


def mapping(node: Node) -> dict[str, JsonValue]:
    """The members of a mapping; none for anything else."""
    return node.value if isinstance(node.value, dict) else {}


def optional_text(value: JsonValue) -> SpecText | None:
    """Text of the document, None for anything else and for the empty string."""
    return SpecText(value) if isinstance(value, str) and value else None


def json_text(value: JsonValue) -> SpecText | None:
    """A value as JSON for readers; None for null, which documents write for no value."""
    return None if value is None else SpecText(json.dumps(value, ensure_ascii=False))


def invalid_schema(location: Location, message: str) -> SpecError:
    """The error of a schema that is not what JSON Schema allows (SL201)."""
    return SpecError.of(Code.INVALID_SCHEMA, message, location)
