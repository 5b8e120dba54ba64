"""The items of JSON lines, JSON text sequences and events (OpenAPI 3.2, section 4.14.2)."""

from __future__ import annotations

from codegen.ir.nodes import mapping
from codegen.ir.schemas import SchemaReader
from codegen.ir.types import ANY, ArrayType, Type
from codegen.resolve import Node


def read_json_item(schemas: SchemaReader, media: Node) -> Type:
    """The type of one item of a sequence: `itemSchema`.

    Documents of earlier versions say it with `schema`, of an item or of all of them.
    """
    if "itemSchema" in mapping(media):
        return schemas.read(media.child("itemSchema"))
    whole = schemas.read(media.child("schema")) if "schema" in mapping(media) else ANY
    body = schemas.types.body(whole)
    return body.items if isinstance(body, ArrayType) else whole
