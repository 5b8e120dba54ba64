"""Schemas that stand inline and need a name of their own, as if they were components."""

from __future__ import annotations

from codegen.ir.component_names import plain
from codegen.ir.nodes import mapping
from codegen.ir.schemas import SchemaReader
from codegen.ir.types import Reference
from codegen.resolve import Node


class InlineTypes:
    """Declares schemas under the first of some names that no other type has."""

    def __init__(self, schemas: SchemaReader) -> None:
        self._schemas = schemas
        self._taken: set[str] = set()

    def declare(self, schema: Node, wishes: tuple[str, ...]) -> Reference:
        """Read a schema as a type with a name, unless it is a reference to one, or has been read.

        Args:
            schema: the schema.
            wishes: names, the best first; at least one begins with a letter.
        """
        if "$ref" in mapping(schema):
            type_ = self._schemas.read(schema)
            if isinstance(type_, Reference):
                return type_
        if schema.location not in self._schemas.types.declarations:
            self._schemas.declare(schema, self._free(wishes))
        return Reference(schema.location)

    def _free(self, wishes: tuple[str, ...]) -> str:
        if not self._taken:
            self._taken = {plain(d.component.reveal()) for d in self._schemas.types}
        usable = [name for name in wishes if plain(name)[:1].isalpha()]
        name = next((n for n in usable if plain(n) not in self._taken), usable[-1])
        while plain(name) in self._taken:
            name += "Body"
        self._taken.add(plain(name))
        return name
