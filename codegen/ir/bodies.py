"""Request bodies of OpenAPI operations."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from codegen.diagnostics import Code, Location, SpecError, quote
from codegen.findings import Findings
from codegen.ir.api import Body, BodyKind, ItemForm, ParameterIn, PartEncoding
from codegen.ir.event_items import EventItemReader
from codegen.ir.json_items import read_json_item
from codegen.ir.media_types import (
    concrete,
    essence,
    is_binary,
    is_event_stream,
    is_header_text,
    is_json,
    is_json_lines,
    is_markup,
)
from codegen.ir.nodes import NodeReader, mapping, optional_text
from codegen.ir.parameters import read_style
from codegen.ir.schemas import SchemaReader
from codegen.ir.types import (
    ANY,
    BINARY,
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
    Property,
    TupleType,
    Type,
    UnionType,
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
        self._events = EventItemReader(store, schemas)

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
            if "/" in media_type:
                yield self._body(media_type, media, required=required)
        if media_types and not any("/" in media_type for media_type in media_types):
            raise SpecError.of(
                Code.UNSUPPORTED_MEDIA_TYPE,
                f"no body of {', '.join(map(quote, media_types))} can be written",
                content.location,
            )

    def _body(self, media_type: str, media: Node, *, required: bool) -> Body:
        sequence = self._sequence(media_type, media)
        if sequence is not None:
            form, item = sequence
            name = SpecText(media_type)
            items = ArrayType(item)
            return Body(BodyKind.SEQUENCE, name, items, required, media.location, item_form=form)
        type_ = self._schemas.read(media.child("schema")) if "schema" in mapping(media) else ANY
        if _has_positions(media_type, media, self._schemas.types.body(type_)):
            return self._parts(media_type, media, required=required)
        kind = _body_kind(media_type, self._schemas.types.body(type_))
        name = SpecText(concrete(media_type, json=kind is BodyKind.JSON))
        is_same_data = False
        if kind is BodyKind.RAW:
            is_same_data = self._is_structured(type_)
            type_ = self._raw_type(media_type, type_, media.location)
        encodings = tuple(self._encodings(media))
        if kind is BodyKind.MULTIPART:
            encodings = tuple(self._with_media_types(type_, encodings))
        return Body(kind, name, type_, required, media.location, encodings, is_same_data)

    def _sequence(self, media_type: str, media: Node) -> tuple[ItemForm, Type] | None:
        """How the items of a body are written, and their type.

        None for another body, and for one that the document says is text.
        """
        if is_event_stream(media_type):
            events = self._events.read(media_type, media)
            if events.type is None:
                return ItemForm.TEXT_EVENT, STRING
            form = ItemForm.WHOLE_EVENT if events.envelope else ItemForm.DATA_EVENT
            return form, events.type
        if not is_json_lines(media_type):
            return None
        item = read_json_item(self._schemas, media)
        body = self._schemas.types.body(item)
        if "itemSchema" not in mapping(media) and _is_text(body):
            return None
        is_record = essence(media_type).endswith("json-seq")
        return ItemForm.JSON_RECORD if is_record else ItemForm.JSON_LINE, item

    def _parts(self, media_type: str, media: Node, *, required: bool) -> Body:
        """A body of parts without names: an array of them, or `itemSchema` for each."""
        keyword = "itemSchema" if "itemSchema" in mapping(media) else "schema"
        type_ = self._schemas.read(media.child(keyword))
        prefix = self.child(media, "prefixEncoding")
        item = self.child(media, "itemEncoding")
        return Body(
            BodyKind.PARTS,
            SpecText(media_type),
            ArrayType(type_) if keyword == "itemSchema" else type_,
            required,
            media.location,
            tuple(self._encoding(str(i), part) for i, part in enumerate(prefix.elements())),
            item_encoding=self._encoding("item", item) if mapping(item) else None,
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
        is_bytes = body == BINARY
        if is_binary(media_type) or (is_bytes and not is_markup(media_type)):
            return CONTENT
        if essence(media_type).startswith("text/") and not is_bytes:
            return STRING
        is_written = is_markup(media_type) and not is_bytes
        return union((BYTES if is_written else CONTENT, STRING), location)

    def _is_structured(self, type_: Type) -> bool:
        body = self._schemas.types.not_null(type_)
        return isinstance(body, (ObjectType, ArrayType, MapType, UnionType)) and body != _ANYTHING

    def _encodings(self, media: Node) -> Iterator[PartEncoding]:
        encoding = self.child(media, "encoding")
        for name in mapping(encoding):
            yield self._encoding(name, encoding.child(name))

    def _encoding(self, name: str, node: Node) -> PartEncoding:
        node = self.follow(node)
        value = mapping(node)
        for keyword in ("encoding", "prefixEncoding", "itemEncoding"):
            if keyword in value:
                self._findings.warn(
                    Code.NESTED_PARTS,
                    f"the part {quote(name)} is made of parts itself",
                    node.child(keyword).location,
                )
        has_style = any(k in value for k in ("style", "explode", "allowReserved"))
        return PartEncoding(
            SpecText(name),
            optional_text(value.get("contentType")),
            read_style(node, ParameterIn.QUERY) if has_style else None,
            tuple(self._headers(node, name)),
        )

    def _with_media_types(
        self, type_: Type, encodings: tuple[PartEncoding, ...]
    ) -> Iterator[PartEncoding]:
        """Yield the encodings, with the media types that the schemas of properties name.

        What an Encoding Object says is stronger (OpenAPI 3.1, section 4.8.14.4).
        """
        found = {encoding.name: encoding for encoding in encodings}
        body = self._schemas.types.not_null(type_)
        for item in body.properties if isinstance(body, ObjectType) else ():
            encoding = found.get(item.name, PartEncoding(item.name))
            media_type = self._media_type(item)
            if encoding.content_type is None and encoding.style is None and media_type is not None:
                found[item.name] = replace(encoding, content_type=media_type)
        yield from found.values()

    def _media_type(self, item: Property) -> SpecText | None:
        """The `contentMediaType` of a property, or of the items of an array."""
        if item.origin is None:
            return None
        schema = self.follow(self._store.node(item.origin.file, item.origin.pointer))
        for node in (schema, self.child(schema, "items")):
            value = mapping(node)
            media_type = value.get("contentMediaType")
            if isinstance(media_type, str) and value.get("contentEncoding") in (None, "binary"):
                return SpecText(media_type) if is_header_text(media_type) else None
        return None

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


def _has_positions(media_type: str, media: Node, schema: Type) -> bool:
    """Whether a body is parts in an order; those of a form have names (RFC 7578, section 4.2)."""
    name = essence(media_type)
    if not name.startswith("multipart/") or name == "multipart/form-data":
        return False
    return "itemSchema" in mapping(media) or isinstance(schema, (ArrayType, TupleType))


def _body_kind(media_type: str, schema: Type) -> BodyKind:
    name = essence(media_type)
    if is_json(media_type, schema):
        return BodyKind.JSON
    if name.startswith("multipart/"):
        return BodyKind.MULTIPART
    if name == "application/x-www-form-urlencoded":
        return BodyKind.FORM
    return BodyKind.RAW


def _is_text(type_: Type) -> bool:
    return isinstance(type_, Primitive) and type_.kind is PrimitiveKind.STRING
