"""Request bodies: which of an operation's declared bodies is sent, and its bytes."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from typing import TypeAlias, cast

from .encode_json import encode_json
from .files import read_file
from .parts import FormPart, form_data, undeclared_part, utf8
from .query import declared_pairs, encode_query
from .sentinels import strip_omitted
from .styles import Style, Styles, structure

__all__ = [
    "BodyKind",
    "EncodedBody",
    "FormBody",
    "FormPart",
    "JsonBody",
    "MultipartBody",
    "TextBody",
    "encode_body",
    "essence",
]

Fields: TypeAlias = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class EncodedBody:
    """The bytes of a body and its `Content-Type`."""

    content_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class JsonBody:
    """A JSON document.

    field: the one argument that is the whole document; without it the arguments are the
        members of an object.
    required: when false, a call without any argument sends no body.
    fields: the members that it can have, where the method has arguments of other bodies too.
    """

    content_type: str = "application/json"
    field: str | None = None
    required: bool = True
    fields: tuple[str, ...] | None = None

    def covers(self, names: frozenset[str]) -> bool:
        """Say whether this body can carry these arguments."""
        return _covered(names, self.field, self.fields)

    def encode(self, fields: Fields) -> EncodedBody | None:
        """Write the body; None when there is none to send."""
        if self.field is not None:
            if self.field not in fields:
                return None
            return EncodedBody(self.content_type, utf8(encode_json(fields[self.field])))
        if not fields and not self.required:
            return None
        return EncodedBody(self.content_type, utf8(encode_json(fields)))


@dataclass(frozen=True, slots=True)
class TextBody:
    """One argument, sent as it is: text (as UTF-8) or bytes."""

    content_type: str
    field: str

    def covers(self, names: frozenset[str]) -> bool:
        """Say whether this body can carry these arguments."""
        return names <= {self.field}

    def encode(self, fields: Fields) -> EncodedBody | None:
        """Write the body; None when there is none to send."""
        if self.field not in fields:
            return None
        value = fields[self.field]
        if isinstance(value, str):
            return EncodedBody(self.content_type, utf8(value))
        return EncodedBody(self.content_type, read_file(self.field, value).content)


@dataclass(frozen=True, slots=True)
class MultipartBody:
    """`multipart/form-data` (RFC 7578) and its kin, with a boundary drawn anew for every body.

    field: the one argument that holds all parts, where the document names none.
    """

    parts: tuple[FormPart, ...]
    boundary: Callable[[], str] = lambda: secrets.token_hex(24)
    field: str | None = None
    media_type: str = "multipart/form-data"

    @property
    def content_type(self) -> str:
        """The media type, without the boundary."""
        return self.media_type

    def covers(self, names: frozenset[str]) -> bool:
        """Say whether this body can carry these arguments."""
        return _covered(names, self.field, tuple(part.name for part in self.parts))

    def encode(self, fields: Fields) -> EncodedBody | None:
        """Write the body; None when there is none to send."""
        if self.field is not None:
            fields = _unfolded(self.field, fields)
        if not fields:
            return None
        known = {part.name: part for part in self.parts}
        chunks = [
            chunk
            for name, value in fields.items()
            for chunk in form_data(known.get(name) or undeclared_part(name, value), value)
        ]
        boundary = self.boundary()
        while any(boundary.encode() in chunk for chunk in chunks):
            boundary = secrets.token_hex(24)
        mark = f"--{boundary}".encode()
        content = b"".join(mark + b"\r\n" + chunk + b"\r\n" for chunk in chunks) + mark + b"--\r\n"
        return EncodedBody(f"{self.media_type}; boundary={boundary}", content)


@dataclass(frozen=True, slots=True)
class FormBody:
    """`application/x-www-form-urlencoded`.

    field: the one argument that holds all members, where the document names none.
    required: when false, a call without any argument sends no body.
    fields: the members that it can have, where the method has arguments of other bodies too.
    styles: how members are written, where not as a query is by default.
    """

    content_type: str = "application/x-www-form-urlencoded"
    field: str | None = None
    required: bool = True
    fields: tuple[str, ...] | None = None
    styles: Styles = dataclass_field(default_factory=dict[str, Style])

    def covers(self, names: frozenset[str]) -> bool:
        """Say whether this body can carry these arguments."""
        return _covered(names, self.field, self.fields)

    def encode(self, fields: Fields) -> EncodedBody | None:
        """Write the body; None when there is none to send."""
        if not fields and not self.required:
            return None
        if self.field is not None:
            fields = _unfolded(self.field, fields)
        pairs = declared_pairs(fields, self.styles)
        return EncodedBody(self.content_type, encode_query(pairs).encode("ascii"))


BodyKind: TypeAlias = JsonBody | TextBody | MultipartBody | FormBody


def encode_body(
    bodies: Sequence[BodyKind],
    arguments: Mapping[str, object] | None,
    extra_body: object | None = None,
    content_type: str | None = None,
) -> EncodedBody | None:
    """Write the body of a request.

    The first declared body that can carry every given argument is sent.

    Args:
        bodies: the operation's, in the order of preference.
        arguments: by wire name; `omit` values are left out.
        extra_body: a mapping is merged over the arguments; anything else is sent in their place,
            as JSON unless `content_type` is another.
        content_type: the `Content-Type` that the user asks for; of the declared bodies only
            those that have it count.

    Raises:
        TypeError: a value has no form in that body.
        ValueError: no declared body can carry these arguments together.
    """
    if extra_body is not None and not isinstance(extra_body, Mapping):
        if content_type is None or essence(content_type).endswith("json"):
            return EncodedBody(content_type or "application/json", utf8(encode_json(extra_body)))
        return TextBody(content_type, "extra_body").encode({"extra_body": extra_body})
    fields = strip_omitted(arguments or {})
    extra = strip_omitted(cast("Mapping[str, object]", extra_body or {}))
    merged: dict[str, object] = {**fields, **extra}
    if content_type is not None:
        asked = essence(content_type)
        bodies = [b for b in bodies if essence(b.content_type) == asked] or bodies
    if not bodies:
        return JsonBody(required=False).encode(merged)
    return _choose(bodies, frozenset(fields), frozenset(merged)).encode(merged)


def essence(media_type: str) -> str:
    """Give the type and subtype alone, in lower case."""
    return media_type.partition(";")[0].strip().lower()


def _choose(
    bodies: Sequence[BodyKind], declared: frozenset[str], names: frozenset[str]
) -> BodyKind:
    for body in bodies:
        if body.covers(names):
            return body
    # `extra_body` may name fields that the document does not: any body made of fields takes them.
    for body in bodies:
        if not isinstance(body, TextBody) and body.covers(declared):
            return body
    listed = ", ".join(f"`{name}`" for name in sorted(names))
    raise ValueError(f"No request body of this method carries {listed} together")


def _covered(names: frozenset[str], field: str | None, fields: tuple[str, ...] | None) -> bool:
    if field is not None:
        return names <= {field}
    return fields is None or names <= set(fields)


def _unfolded(field: str, fields: Fields) -> Fields:
    """The members of the one argument that is the whole body, and what `extra_body` adds."""
    whole = structure(fields.get(field))
    others = {name: value for name, value in fields.items() if name != field}
    return {**(whole if isinstance(whole, dict) else {}), **others}
