"""Request bodies of OpenAPI operations."""

from __future__ import annotations

from collections.abc import Iterator

from codegen.diagnostics import Code, Diagnostic, Location, SpecError, quote
from codegen.findings import Findings
from codegen.ir.api import Body, BodyKind, ParameterIn, PartEncoding
from codegen.ir.media_types import concrete, essence, is_binary, is_json, is_markup
from codegen.ir.nodes import NodeReader, mapping, optional_text
from codegen.ir.parameters import read_style
from codegen.ir.schemas import SchemaReader
from codegen.ir.types import (
    ANY,
    BYTES,
    CONTENT,
    STRING,
    ArrayType,
    Format,
    LiteralType,
    MapType,
    ObjectType,
    Primitive,
    PrimitiveKind,
    Type,
    UnionType,
    without_null,
)
from codegen.ir.unions import union
from codegen.resolve import DocumentStore, Node
from codegen.text import SpecText

_ANYTHING = MapType(ANY)


class BodyReader(NodeReader):
    """Reads the request bodies of one document."""

    def __init__(self, store: DocumentStore, schemas: SchemaReader, findings: Findings) -> None:
        super().__init__(store)
        self._schemas = schemas
        self._findings = findings

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
            media = self.follow(content.child(media_type))
            type_ = self._schemas.read(media.child("schema")) if "schema" in mapping(media) else ANY
            kind = _body_kind(media_type, self._schemas.types.body(type_))
            if kind is None:
                continue
            name = SpecText(concrete(media_type, json=kind is BodyKind.JSON))
            is_same_data = False
            if kind is BodyKind.RAW:
                is_same_data = self._is_structured(type_)
                type_ = self._raw_type(media_type, type_, media.location)
            encodings = tuple(self._encodings(media))
            yield Body(kind, name, type_, required, media.location, encodings, is_same_data)
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
            is_plain = body.format is not Format.BASE64 and body.format is not Format.BINARY
            if is_plain and not is_binary(media_type):
                return type_
        elif isinstance(body, LiteralType) and all(isinstance(v, SpecText) for v in body.values):
            return type_
        if is_binary(media_type):
            return CONTENT
        if essence(media_type).startswith("text/"):
            return STRING
        return union((BYTES if is_markup(media_type) else CONTENT, STRING), location)

    def _is_structured(self, type_: Type) -> bool:
        body = self._schemas.types.body(without_null(self._schemas.types.body(type_))[0])
        return isinstance(body, (ObjectType, ArrayType, MapType, UnionType)) and body != _ANYTHING

    def _encodings(self, media: Node) -> Iterator[PartEncoding]:
        encoding = self.child(media, "encoding")
        for name in mapping(encoding):
            node = self.follow(encoding.child(name))
            value = mapping(node)
            has_style = any(k in value for k in ("style", "explode", "allowReserved"))
            yield PartEncoding(
                SpecText(name),
                optional_text(value.get("contentType")),
                read_style(node, ParameterIn.QUERY) if has_style else None,
                tuple(self._headers(node, name)),
            )

    def _headers(self, encoding: Node, name: str) -> Iterator[tuple[SpecText, SpecText]]:
        headers = self.child(encoding, "headers")
        for key in mapping(headers):
            schema = mapping(self.child(self.follow(headers.child(key)), "schema"))
            values = schema.get("enum")
            only = values[0] if isinstance(values, list) and len(values) == 1 else None
            value = schema.get("const", only if only is not None else schema.get("default"))
            if isinstance(value, (str, int)) and key.lower() != "content-type":
                yield SpecText(key), SpecText(str(value))
            elif key.lower() != "content-type":
                self._findings.warn(
                    Code.PART_HEADER,
                    f"the header {quote(key)} of the part {quote(name)} has no fixed value",
                    headers.child(key).location,
                )


def _body_kind(media_type: str, schema: Type) -> BodyKind | None:
    name = essence(media_type)
    if is_json(media_type, schema):
        return BodyKind.JSON
    if name.startswith("multipart/"):
        return BodyKind.MULTIPART
    if name == "application/x-www-form-urlencoded":
        return BodyKind.FORM
    return BodyKind.RAW if "/" in name else None
