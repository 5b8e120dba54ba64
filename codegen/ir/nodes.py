"""Walking through a document: members of mappings, with every `$ref` on the way followed."""

from __future__ import annotations

from codegen.read.json_value import JsonValue
from codegen.resolve import DocumentStore, Node


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


def mapping(node: Node) -> dict[str, JsonValue]:
    """The members of a mapping; none for anything else."""
    return node.value if isinstance(node.value, dict) else {}
