"""Inheritance: a schema with a `discriminator` and the schemas that build on it by `allOf`.

Where such a base is used, what arrives is one of its descendants (OpenAPI 3.1, Discriminator
Object): the use of the base is the union of them. Only an `allOf` means the base itself.
"""

from __future__ import annotations

from codegen.diagnostics import Location
from codegen.findings import Findings
from codegen.ir.nodes import mapping
from codegen.ir.types import ObjectType
from codegen.resolve import DocumentStore, Node


class Inheritance:
    """Knows which schemas build on which.

    Attributes:
        bases: what the descendants inherit, by the place of the base.
    """

    def __init__(self, store: DocumentStore, findings: Findings) -> None:
        self._store = store
        self._findings = findings
        self._known: set[Location] = set()
        self._children: dict[Location, list[Node]] = {}
        self.bases: dict[Location, ObjectType] = {}

    def add(self, node: Node) -> None:
        """Note what a schema builds on."""
        if node.location in self._known:
            return
        self._known.add(node.location)
        branches = node.get("allOf")
        for branch in branches.elements() if branches is not None else ():
            if "$ref" not in mapping(branch):
                continue
            with self._findings.collect():
                base = self._store.follow(branch).node.location
                self._children.setdefault(base, []).append(node)

    def descendants(self, location: Location) -> list[Node]:
        """The schemas that build on one, directly or not, in the order of the documents."""
        found: dict[Location, Node] = {}
        waiting = [location]
        while waiting:
            for child in self._children.get(waiting.pop(0), ()):
                if child.location not in found and child.location != location:
                    found[child.location] = child
                    waiting.append(child.location)
        return list(found.values())
