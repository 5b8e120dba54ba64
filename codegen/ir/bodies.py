"""Request bodies of OpenAPI operations."""

from __future__ import annotations

from collections.abc import Iterator

from codegen.diagnostics import Code, Diagnostic, Location, SpecError, quote
from codegen.ir.api import Body, BodyKind
from codegen.ir.media_types import concrete, essence, is_json
from codegen.ir.nodes import NodeReader, mapping
from codegen.ir.schemas import SchemaReader
from codegen.ir.types import (
    ANY,
    BYTES,
    STRING,
    Format,
    LiteralType,
    Primitive,
    PrimitiveKind,
    Type,
)
from codegen.ir.unions import union
from codegen.resolve import DocumentStore, Node
from codegen.text import SpecText


class BodyReader(NodeReader):
    """Reads the request bodies of one document."""

    def __init__(self, store: DocumentStore, schemas: SchemaReader) -> None:
        super().__init__(store)
        self._schemas = schemas

    def read(self, operation: Node) -> Iterator[Body]:
        """Yield the bodies that an operation accepts, in the order of the document.

        Raises:
            SpecError: there is none that can be written.
        """
        if "requestBody" not in mapping(operation):
            return
        node = self.follow(operation.child("requestBody"))
        content = self.child(node, "content")
        required = mapping(node).get("required") is True
        media_types = mapping(content)
        for media_type in media_types:
            media = content.child(media_type)
            type_ = self._schemas.read(media.child("schema")) if "schema" in mapping(media) else ANY
            kind = _body_kind(media_type, self._schemas.types.body(type_))
            if kind is None:
                continue
            if kind is BodyKind.TEXT:
                type_ = self._raw_type(media_type, type_, media.location)
            yield Body(
                kind,
                SpecText(concrete(media_type) if kind is BodyKind.TEXT else media_type),
                type_,
                required,
                tuple(self._part_types(media)),
            )
        if media_types and not any("/" in media_type for media_type in media_types):
            raise SpecError(
                Diagnostic(
                    Code.UNSUPPORTED_MEDIA_TYPE,
                    f"no body of {', '.join(map(quote, media_types))} can be written",
                    content.location,
                )
            )

    def _raw_type(self, media_type: str, type_: Type, location: Location) -> Type:
        """What a body that is sent as it is can be: text, or bytes as well."""
        body = self._schemas.types.body(type_)
        if isinstance(body, Primitive) and body.kind is PrimitiveKind.STRING:
            if body.format is not Format.BASE64 and body.format is not Format.BINARY:
                return type_
        elif isinstance(body, LiteralType) and all(isinstance(v, SpecText) for v in body.values):
            return type_
        is_text = media_type.strip().lower().startswith("text/")
        return STRING if is_text else union((BYTES, STRING), location)

    def _part_types(self, media: Node) -> Iterator[tuple[SpecText, SpecText]]:
        encoding = self.child(media, "encoding")
        for name, value in mapping(encoding).items():
            content_type = value.get("contentType") if isinstance(value, dict) else None
            if isinstance(content_type, str):
                yield SpecText(name), SpecText(content_type)


def _body_kind(media_type: str, schema: Type) -> BodyKind | None:
    name = essence(media_type)
    if is_json(media_type, schema):
        return BodyKind.JSON
    if name == "multipart/form-data":
        return BodyKind.MULTIPART
    if name == "application/x-www-form-urlencoded":
        return BodyKind.FORM
    return BodyKind.TEXT if "/" in name else None
