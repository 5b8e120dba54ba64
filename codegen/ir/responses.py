"""Responses of OpenAPI operations."""

from __future__ import annotations

from codegen.ir.api import Result, ResultKind
from codegen.ir.media_types import is_json, is_text
from codegen.ir.nodes import NodeReader, mapping
from codegen.ir.schemas import SchemaReader
from codegen.ir.types import ANY
from codegen.resolve import DocumentStore, Node
from codegen.text import SpecText


class ResponseReader(NodeReader):
    """Reads the responses of one document."""

    def __init__(self, store: DocumentStore, schemas: SchemaReader) -> None:
        super().__init__(store)
        self._schemas = schemas

    def read(self, operation: Node) -> Result:
        """What the operation's successful answer gives."""
        responses = self.child(operation, "responses")
        codes = [c for c in mapping(responses) if c.upper() == "2XX" or c.startswith("2")]
        if not codes:
            codes = [c for c in mapping(responses) if c == "default"]
        for code in codes:
            content = self.child(self.follow(responses.child(code)), "content")
            media_types = list(mapping(content))
            for media_type in media_types:
                media = content.child(media_type)
                type_ = (
                    self._schemas.read(media.child("schema")) if "schema" in mapping(media) else ANY
                )
                if is_json(media_type, self._schemas.types.body(type_)):
                    return Result(ResultKind.JSON, SpecText(media_type), type_)
            if media_types:
                kind = ResultKind.TEXT if is_text(media_types[0]) else ResultKind.BINARY
                return Result(kind, SpecText(media_types[0]))
        return Result(ResultKind.NOTHING)
