"""The events of a `text/event-stream` response (WHATWG HTML, section 9.2)."""

from __future__ import annotations

from dataclasses import replace

from codegen.ir.api import Result, ResultKind
from codegen.ir.json_items import read_json_item
from codegen.ir.media_types import is_json
from codegen.ir.nodes import NodeReader, mapping
from codegen.ir.schemas import SchemaReader
from codegen.ir.types import (
    ANY,
    NULL,
    ObjectType,
    Primitive,
    PrimitiveKind,
    Type,
    UnionType,
    variants,
)
from codegen.ir.unions import union
from codegen.resolve import DocumentStore, Node
from codegen.text import SpecText

_DATA = SpecText("data")
_FIELDS = frozenset(map(SpecText, ("data", "event", "id", "retry")))
# Besides `data`: an object with an id alone is just as well what the data holds.
_TELLTALE = frozenset(map(SpecText, ("event", "retry")))


class EventItemReader(NodeReader):
    """Reads what an event of a stream is.

    A schema describes what the JSON in `data` holds, or the whole event: an object of `data`,
    `event`, `id` and `retry` and nothing else, as OpenAPI 3.2 (section 4.14.4) has it.
    """

    def __init__(self, store: DocumentStore, schemas: SchemaReader) -> None:
        super().__init__(store)
        self._schemas = schemas

    def read(self, media_type: str, media: Node) -> Result:
        """The stream; without a type where the events are no JSON."""
        type_ = read_json_item(self._schemas, media)
        names = (SpecText(media_type),)
        if self._is_text(type_):
            return Result(ResultKind.EVENTS, names)
        if self._is_envelope(type_):
            return Result(ResultKind.EVENTS, names, self._opened(type_), envelope=True)
        return Result(ResultKind.EVENTS, names, type_)

    def _is_text(self, type_: Type) -> bool:
        body = self._schemas.types.not_null(type_)
        return isinstance(body, Primitive) and body.kind in (
            PrimitiveKind.ANY,
            PrimitiveKind.STRING,
        )

    def _is_envelope(self, type_: Type) -> bool:
        body = self._schemas.types.body
        kinds = [kind for kind in map(body, variants(type_, body)) if kind != NULL]
        return bool(kinds) and all(map(_is_envelope, kinds))

    def _opened(self, type_: Type, passed: frozenset[Type] = frozenset()) -> Type:
        """The type with the schema of the JSON that the text of `data` contains."""
        body = self._schemas.types.body(type_)
        if isinstance(body, UnionType):
            inner = passed | {type_}
            members = tuple(self._opened(m, inner) for m in body.members if m not in inner)
            if members == body.members:
                return type_
            return union(members, body.origin, body.declared_tag)
        if not isinstance(body, ObjectType):
            return type_
        content = self._content_schema(body)
        if content is None:
            return type_
        return replace(
            body,
            properties=tuple(
                replace(item, type=content) if item.name == _DATA else item
                for item in body.properties
            ),
        )

    def _content_schema(self, body: ObjectType) -> Type | None:
        """JSON Schema 2020-12, content vocabulary: `contentMediaType` and `contentSchema`."""
        origin = self._store.node(body.origin.file, body.origin.pointer)
        data = self.child(self.child(origin, "properties"), "data")
        media_type = mapping(data).get("contentMediaType")
        if "contentSchema" not in mapping(data):
            return None
        if isinstance(media_type, str) and not is_json(media_type, ANY):
            return None
        return self._schemas.read(data.child("contentSchema"))


def _is_envelope(body: Type) -> bool:
    if not isinstance(body, ObjectType):
        return False
    names = {item.name for item in body.properties}
    is_whole = names == {_DATA} or bool(names & _TELLTALE)
    return _DATA in names and names <= _FIELDS and is_whole
