"""References between schemas: `$ref`, and those that recursive schemas have of their own.

A `$dynamicRef` leads to the schema of the anchor in its own resource (JSON Schema 2020-12 core,
section 8.2.3.2). A schema that extends that one and replaces the anchor admits less; what it
admits is of the type all the same. `$recursiveRef` is its forerunner in draft 2019-09.
"""

from __future__ import annotations

from collections.abc import Iterator

from codegen.diagnostics import Pointer
from codegen.ir.nodes import mapping
from codegen.resolve import DocumentStore, Node

REFERENCES = ("$ref", "$dynamicRef", "$recursiveRef")


def referred(store: DocumentStore, node: Node) -> Iterator[Node]:
    """Yield the schemas that a schema refers to.

    Raises:
        SpecError: a reference leads nowhere.
    """
    value = mapping(node)
    if "$ref" in value:
        yield store.follow(node).node
    dynamic = value.get("$dynamicRef")
    if isinstance(dynamic, str):
        yield store.resolve(node.location.child("$dynamicRef"), dynamic)
    recursive = value.get("$recursiveRef")
    if isinstance(recursive, str):
        yield _recursive(store, node, recursive)


def _recursive(store: DocumentStore, node: Node, reference: str) -> Node:
    """The outermost schema around that is marked as the one to come back to."""
    pointer = node.location.pointer
    around = (store.node(node.location.file, pointer[:end]) for end in range(len(pointer)))
    marked = next((n for n in around if mapping(n).get("$recursiveAnchor") is True), None)
    if marked is not None:
        return marked
    found = store.resolve(node.location.child("$recursiveRef"), reference)
    component: Pointer = pointer[:3]
    is_document = not found.location.pointer and component[:2] == ("components", "schemas")
    return store.node(node.location.file, component) if is_document else found
