"""The members of a message, with those that its traits give it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from codegen.ir.nodes import NodeReader, mapping
from codegen.resolve import DocumentStore, Node

# What a message is called, the clearest first: AsyncAPI 3 has no `messageId`.
_NAMES: Final = ("name", "messageId", "title")


class TraitReader(NodeReader):
    """Reads messages as their traits make them.

    In AsyncAPI 2 traits are merge patches over the message (RFC 7396), the last one winning and
    null deleting; in AsyncAPI 3 the message itself wins. A name of its own is always the
    message's: one that several messages have from a trait tells nothing apart.
    """

    def __init__(self, store: DocumentStore, root: Node) -> None:
        super().__init__(store)
        self._traits_win = str(mapping(root).get("asyncapi")).startswith("2")

    def member(self, message: Node, *path: str) -> Node | None:
        """A member, or one inside it, as it stands: a `$ref` at its end is not followed."""
        own_first = not self._traits_win or path[0] in _NAMES
        traits = [self.follow(trait) for trait in self.child(message, "traits").elements()]
        layers = [message, *reversed(traits)] if own_first else [*reversed(traits), message]
        for layer in layers:
            found = self._inside(layer, path)
            if found is not None:
                return None if found.value is None else found
        return None

    def text(self, message: Node, *path: str) -> str | None:
        """A member that is text."""
        found = self.member(message, *path)
        return found.value if found is not None and isinstance(found.value, str) else None

    def names(self, message: Node) -> tuple[str, ...]:
        """What a message is called by `name`, `messageId` and `title`, the clearest first."""
        found = (self.text(message, name) for name in _NAMES)
        return tuple(name for name in found if name)

    def name(self, message: Node) -> str | None:
        """What a program calls a message, a title being for readers."""
        return self.text(message, "name") or self.text(message, "messageId")

    def _inside(self, layer: Node, path: Iterable[str]) -> Node | None:
        *parents, last = path
        for key in parents:
            layer = self.child(layer, key)
        return layer.get(last)
