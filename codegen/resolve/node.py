"""A value and where it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from codegen.diagnostics import Location
from codegen.read.json_value import JsonValue


@dataclass(frozen=True, slots=True)
class Node:
    """A JSON value with its canonical location, which alone is its identity.

    The file of the location is a real path, links resolved, and its pointer has the real keys:
    the same schema reached from two documents is the same node.
    """

    location: Location
    value: JsonValue = field(compare=False)

    def child(self, *tokens: str | int) -> Node:
        """Return the value below this one, by member names and list indices.

        Raises KeyError or IndexError when there is none, and TypeError when a token does not
        fit the value it is applied to.
        """
        value = self.value
        for token in tokens:
            value = _child_value(value, token)
        return Node(self.location.child(*tokens), value)

    def get(self, key: str) -> Node | None:
        """Return a member of a mapping, or None when there is none or this is not a mapping."""
        if isinstance(self.value, dict) and key in self.value:
            return self.child(key)
        return None

    def members(self) -> Iterator[tuple[str, Node]]:
        """Yield the members of a mapping in the order of the document; none of anything else."""
        if isinstance(self.value, dict):
            for key, value in self.value.items():
                yield key, Node(self.location.child(key), value)

    def elements(self) -> Iterator[Node]:
        """Yield the elements of a list; none of anything else."""
        if isinstance(self.value, list):
            for index, value in enumerate(self.value):
                yield Node(self.location.child(index), value)


class Resolved(NamedTuple):
    """What a node leads to once every `$ref` is followed.

    ``siblings`` are the other members beside the `$ref`, which OpenAPI 3.1 allows; along a chain
    of references the nearest one wins. ``chain`` lists the reference objects passed, the first
    one first; it is empty where the node was no reference.
    """

    node: Node
    siblings: Mapping[str, Node]
    chain: tuple[Node, ...]


def _child_value(value: JsonValue, token: str | int) -> JsonValue:
    if isinstance(value, dict) and isinstance(token, str):
        return value[token]
    if isinstance(value, list) and isinstance(token, int) and token >= 0:
        return value[token]
    raise TypeError(f"{type(value).__name__} has no child {token!r}")
