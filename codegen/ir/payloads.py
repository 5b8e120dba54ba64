"""What a server sends on its own accord: the JSON of a webhook or of a callback, by its name."""

from __future__ import annotations

from codegen.ir.inline_types import InlineTypes
from codegen.ir.media_types import is_json
from codegen.ir.nodes import NodeReader, mapping
from codegen.ir.types import ANY, Reference
from codegen.resolve import DocumentStore, Node


class PayloadReader(NodeReader):
    """Reads the bodies of requests that users of the SDK receive, as types with names."""

    def __init__(self, store: DocumentStore, inline: InlineTypes) -> None:
        super().__init__(store)
        self._inline = inline

    def read(self, operation: Node, wishes: tuple[str, ...]) -> Reference | None:
        """The type of the JSON that an operation carries; None where it carries none.

        Args:
            operation: of a webhook or a callback.
            wishes: names for a schema that has none, the best first.
        """
        schema = json_schema(self, self.child(operation, "requestBody"))
        return None if schema is None else self._inline.declare(schema, wishes)


def json_schema(reader: NodeReader, holder: Node) -> Node | None:
    """The schema of the JSON in the `content` of a body or a response; None without one."""
    content = reader.child(holder, "content")
    for media_type in mapping(content):
        schema = reader.child(content, media_type).get("schema")
        if schema is not None and is_json(media_type, ANY):
            return schema
    return None
