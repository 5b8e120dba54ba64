"""The messages of AsyncAPI 2 and 3: traits, payloads, and the tag that announces a message."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from codegen.diagnostics import Code, Location, SpecError, quote
from codegen.findings import Findings
from codegen.ir.api import Message
from codegen.ir.asyncapi_operations import Draft, Source, Sources
from codegen.ir.asyncapi_traits import TraitReader
from codegen.ir.component_names import plain
from codegen.ir.discriminators import discriminate
from codegen.ir.nodes import mapping, optional_text
from codegen.ir.schemas import SchemaReader
from codegen.ir.types import (
    ANY,
    BINARY,
    BYTES,
    STRING,
    LiteralType,
    ObjectType,
    Primitive,
    Reference,
    Type,
    UnionType,
)
from codegen.resolve import DocumentStore, Node
from codegen.text import SpecText

# AsyncAPI 3.0, Multi Format Schema Object: the formats that are JSON Schema or a superset of it.
_JSON_SCHEMA: Final = re.compile(r"asyncapi|openapi|schema\+(json|yaml)")
_BINARY_MEDIA: Final = re.compile(r"(audio|video|image)/|application/octet-stream", re.IGNORECASE)
_JSON_MEDIA: Final = re.compile(r"[/+]json\b", re.IGNORECASE)


class MessageReader:
    """Reads messages; schemas go to the reader that both documents share."""

    def __init__(
        self, store: DocumentStore, schemas: SchemaReader, root: Node, findings: Findings
    ) -> None:
        """Args: root: of the document."""
        self._store = store
        self._schemas = schemas
        self._findings = findings
        document = mapping(root)
        self._traits = TraitReader(store, root)
        self._content_type = str(document.get("defaultContentType") or "")
        self._payload_names: dict[Location, str] = {}

    def name_payloads(self, drafts: Iterable[Draft]) -> None:
        """Choose the names of payloads that stand in their messages.

        That is the message's key; where messages of several channels have it, behind the
        channel's name, and where a component has it, before the word `message`.
        """
        components = {plain(declaration.component.reveal()) for declaration in self._schemas.types}
        found: dict[str, dict[Location, Draft]] = {}
        sources: dict[Location, Source] = {}
        for draft in drafts:
            for at, source in {**draft.sent, **draft.received}.items():
                payload = self._traits.member(source.node, "payload")
                if payload is not None and "$ref" not in mapping(payload):
                    found.setdefault(plain(self.key(source)), {}).setdefault(at, draft)
                    sources[at] = source
        for stem, places in found.items():
            for at, draft in places.items():
                key = self.key(sources[at])
                name = f"{draft.key} {key}" if len(places) > 1 else key
                self._payload_names[at] = f"{key} message" if stem in components else name

    def read(self, sources: Sources) -> tuple[tuple[Message, ...], SpecText | None]:
        """Read the messages of one direction, with the property that tells them apart.

        A message that carries one of several named objects, told apart by a tag, is as many
        messages: `payload: {$ref: '#/components/schemas/ServerEvent'}`. An object that another
        message carries alone is that message. A payload that is in another language than JSON
        Schema is a finding.
        """
        payloads: dict[Location, Type] = {}
        for at, source in sources.items():
            with self._findings.collect():
                payloads[at] = self._payload(source)
        own = frozenset(payloads.values())
        carried = [
            (at, kind)
            for at, payload in payloads.items()
            for kind in self._kinds(payload)
            if kind == payload or kind not in own
        ]
        tag = self._tag_property(tuple(dict.fromkeys(kind for _, kind in carried)))
        messages = tuple(
            self._message(sources[at], kind, tag)
            if kind == payloads[at]
            else self._kind(sources[at], kind, tag)
            for at, kind in carried
        )
        return messages, tag

    def key(self, source: Source) -> str:
        """The message's key in the document; for one that stands inline, its own name."""
        pointer = source.node.location.pointer
        if not pointer:
            return source.node.location.file.stem
        if isinstance(pointer[-1], str) and pointer[-1] != "message":
            return pointer[-1]
        return next(iter(self._traits.names(source.node)), source.fallback)

    def schema(self, source: Source) -> Node | None:
        """The schema of a message as it stands; None where the message has none, or is binary.

        Raises:
            SpecError: it is in another language than JSON Schema.
        """
        payload = self._traits.member(source.node, "payload")
        if payload is None or self._is_binary_media(source):
            return None
        form = None
        target = self._store.follow(payload)[0]
        if "schemaFormat" in mapping(target) and "schema" in mapping(target):
            payload, form = target.child("schema"), target.child("schemaFormat")
        form = form or self._traits.member(source.node, "schemaFormat")
        if form is not None and not _JSON_SCHEMA.search(str(form.value)):
            message = f"the payload is described in {quote(form.value)}"
            raise SpecError.of(Code.UNSUPPORTED_PAYLOAD, message, form.location)
        return payload

    def _kinds(self, payload: Type) -> tuple[Type, ...]:
        """The objects that a payload is one of, where a tag tells them apart; else the payload."""
        types = self._schemas.types
        body = types.body(payload)
        if (
            isinstance(body, UnionType)
            and all(isinstance(member, Reference) for member in body.members)
            and all(isinstance(types.body(member), ObjectType) for member in body.members)
            and discriminate(body, types) is not None
        ):
            return body.members
        return (payload,)

    def _kind(self, source: Source, payload: Type, tag: SpecText | None) -> Message:
        """One of the objects that a message may carry, as a message."""
        if not isinstance(payload, Reference):
            raise TypeError("a kind of message is a declared type")
        declaration = self._schemas.types[payload.target]
        values = _constant_values(declaration.body, tag) if tag else ()
        return Message(
            declaration.component,
            declaration.component,
            payload,
            values[0] if len(values) == 1 else None,
            declaration.description,
            source.node.location,
        )

    def _message(self, source: Source, payload: Type, tag: SpecText | None) -> Message:
        values = _constant_values(self._schemas.types.body(payload), tag) if tag else ()
        said = (self._traits.text(source.node, name) for name in ("description", "summary"))
        prose = next((text for text in said if text), None)
        key = self.key(source)
        return Message(
            SpecText(key),
            SpecText(self._traits.text(source.node, "name") or key),
            payload,
            values[0] if len(values) == 1 else None,
            optional_text(prose),
            source.node.location,
            self._is_text(source, payload),
        )

    def _is_text(self, source: Source, payload: Type) -> bool:
        """Whether a message is a text that is not written as JSON.

        Without a content type, a string is taken to be the frame's text: nobody means quotes.
        """
        values = payload.values if isinstance(payload, LiteralType) else ()
        is_string = payload == STRING or (
            bool(values) and all(isinstance(value, SpecText) for value in values)
        )
        return is_string and not _JSON_MEDIA.search(self._media(source))

    def _media(self, source: Source) -> str:
        return self._traits.text(source.node, "contentType") or self._content_type

    # -- payloads ------------------------------------------------------------------------------

    def _payload(self, source: Source) -> Type:
        if self._traits.member(source.node, "headers") is not None:
            self._findings.warn(
                Code.MESSAGE_HEADERS,
                "a message of a WebSocket has no headers; those that are described are left out",
                source.node.location,
            )
        if self._is_binary_media(source):
            return BYTES
        payload = self.schema(source)
        if payload is None:
            # Without a schema, any JSON value is the message.
            return ANY
        return self._type(payload, self._payload_names.get(source.node.location, self.key(source)))

    def _is_binary_media(self, source: Source) -> bool:
        return bool(_BINARY_MEDIA.match(self._media(source)))

    def _type(self, payload: Node, name: str) -> Type:
        found = self._schemas.read(payload)
        if isinstance(found, Reference):
            body = self._schemas.types.body(found)
            if body == BINARY:
                return BYTES
            return body if body == STRING else found
        if isinstance(found, Primitive) or _is_words(found):
            return BYTES if found == BINARY else found
        # A payload that stands in its message is known by the message's name.
        self._schemas.declare(payload, name)
        return Reference(payload.location)

    # -- tags ----------------------------------------------------------------------------------

    def _tag_property(self, payloads: tuple[Type, ...]) -> SpecText | None:
        """The property whose constants tell the objects apart, else one that all of them have."""
        types = self._schemas.types
        payloads = tuple(p for p in payloads if p != BYTES)
        bodies = [types.body(payload) for payload in payloads]
        first = bodies[0] if bodies else None
        if not isinstance(first, ObjectType):
            return None
        tagged = discriminate(UnionType(payloads, first.origin), types)
        if tagged is not None:
            return tagged.tag
        for item in first.properties:
            if all(_constant_values(body, item.name) for body in bodies):
                return item.name
        return None


def _is_words(type_: Type) -> bool:
    return isinstance(type_, LiteralType) and all(isinstance(v, SpecText) for v in type_.values)


def _constant_values(body: Type, name: SpecText) -> tuple[SpecText, ...]:
    item = body.property_named(name) if isinstance(body, ObjectType) else None
    if item is None or not item.required or not isinstance(item.type, LiteralType):
        return ()
    return tuple(v for v in item.type.values if isinstance(v, SpecText))
