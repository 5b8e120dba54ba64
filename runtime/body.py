"""Request bodies: which of an operation's declared bodies is sent, and its bytes."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias, cast
from urllib.parse import urlencode

from .encode_json import encode_json
from .files import File, read_file
from .query import query_pairs
from .sentinels import is_given, strip_omitted
from .styles import value_text

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
    """

    content_type: str = "application/json"
    field: str | None = None
    required: bool = True

    def covers(self, names: frozenset[str]) -> bool:
        """Say whether this body can carry these arguments."""
        return self.field is None or names <= {self.field}

    def encode(self, fields: Fields) -> EncodedBody | None:
        """Write the body; None when there is none to send."""
        if self.field is not None:
            if self.field not in fields:
                return None
            return EncodedBody(self.content_type, _utf8(encode_json(fields[self.field])))
        if not fields and not self.required:
            return None
        return EncodedBody(self.content_type, _utf8(encode_json(fields)))


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
            return EncodedBody(self.content_type, _utf8(value))
        return EncodedBody(self.content_type, read_file(self.field, value).content)


@dataclass(frozen=True, slots=True)
class FormPart:
    """A part of a multipart body; `file` parts carry a file name, others never do."""

    name: str
    content_type: str = "text/plain"
    file: bool = False


@dataclass(frozen=True, slots=True)
class MultipartBody:
    """`multipart/form-data` (RFC 7578), with a boundary drawn anew for every body."""

    parts: tuple[FormPart, ...]
    boundary: Callable[[], str] = lambda: secrets.token_hex(24)

    def covers(self, names: frozenset[str]) -> bool:
        """Say whether this body can carry these arguments."""
        return names <= {part.name for part in self.parts}

    def encode(self, fields: Fields) -> EncodedBody | None:
        """Write the body; None when there is none to send."""
        if not fields:
            return None
        known = {part.name: part for part in self.parts}
        chunks = [
            chunk
            for name, value in fields.items()
            for chunk in _form_data(known.get(name) or _undeclared(name, value), value)
        ]
        boundary = self.boundary()
        while any(boundary.encode() in chunk for chunk in chunks):
            boundary = secrets.token_hex(24)
        mark = f"--{boundary}".encode()
        content = b"".join(mark + b"\r\n" + chunk + b"\r\n" for chunk in chunks) + mark + b"--\r\n"
        return EncodedBody(f"multipart/form-data; boundary={boundary}", content)


@dataclass(frozen=True, slots=True)
class FormBody:
    """`application/x-www-form-urlencoded`."""

    content_type: str = "application/x-www-form-urlencoded"

    def covers(self, names: frozenset[str]) -> bool:
        """Say whether this body can carry these arguments."""
        return True

    def encode(self, fields: Fields) -> EncodedBody | None:
        """Write the body; None when there is none to send."""
        return EncodedBody(self.content_type, urlencode(query_pairs(fields)).encode("ascii"))


BodyKind: TypeAlias = JsonBody | TextBody | MultipartBody | FormBody


def encode_body(
    bodies: Sequence[BodyKind],
    arguments: Mapping[str, object] | None,
    extra_body: object | None = None,
) -> EncodedBody | None:
    """Write the body of a request.

    The first declared body that can carry every given argument is sent.

    Args:
        bodies: the operation's, in the document's order.
        arguments: by wire name; `omit` values are left out.
        extra_body: a mapping is merged over the arguments; anything else is sent as JSON in
            their place.

    Raises:
        TypeError: a value has no form in that body.
        ValueError: no declared body can carry these arguments together.
    """
    if extra_body is not None and not isinstance(extra_body, Mapping):
        return EncodedBody("application/json", _utf8(encode_json(extra_body)))
    fields = strip_omitted(arguments or {})
    extra = strip_omitted(cast("Mapping[str, object]", extra_body or {}))
    merged: dict[str, object] = {**fields, **extra}
    if not bodies:
        return JsonBody(required=False).encode(merged)
    return _choose(bodies, frozenset(fields), frozenset(merged)).encode(merged)


def _choose(
    bodies: Sequence[BodyKind], declared: frozenset[str], names: frozenset[str]
) -> BodyKind:
    for body in bodies:
        if body.covers(names):
            return body
    # `extra_body` may name fields that the document does not: any body made of fields takes them.
    for body in bodies:
        if isinstance(body, (MultipartBody, FormBody)) and body.covers(declared):
            return body
    listed = ", ".join(f"`{name}`" for name in sorted(names))
    raise ValueError(f"No request body of this method carries {listed} together")


def _form_data(part: FormPart, value: object) -> list[bytes]:
    """Write a part; an array becomes one part per item (RFC 7578, section 4.3)."""
    if part.content_type == "application/json" and not part.file:
        return [_chunk(part, None, _utf8(encode_json(value)), None)]
    if isinstance(value, list):
        items = cast("list[object]", value)
        return [chunk for item in items if is_given(item) for chunk in _form_data(part, item)]
    if part.file or isinstance(value, (bytes, bytearray)):
        file = read_file(part.name, value)
        return [_chunk(part, file if part.file else None, file.content, file.content_type)]
    if isinstance(value, Mapping):
        return [_chunk(part, None, _utf8(encode_json(cast("object", value))), "application/json")]
    return [_chunk(part, None, _utf8(value_text(part.name, value)), None)]


def _chunk(part: FormPart, file: File | None, content: bytes, content_type: str | None) -> bytes:
    disposition = f'Content-Disposition: form-data; name="{_escape(part.name)}"'
    if file is not None:
        disposition += f'; filename="{_escape(file.name or part.name)}"'
    kind = content_type or part.content_type
    if any(character in kind for character in "\r\n\x00"):
        raise ValueError(f"the content type of `{part.name}` contains a line break")
    return _utf8(f"{disposition}\r\nContent-Type: {kind}\r\n\r\n") + content


def _escape(name: str) -> str:
    """Escape a field or file name (WHATWG HTML, "multipart/form-data encoding algorithm")."""
    return name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")


def _undeclared(name: str, value: object) -> FormPart:
    is_json = isinstance(value, (Mapping, list))
    return FormPart(name, "application/json" if is_json else "text/plain")


def _utf8(text: str) -> bytes:
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        raise ValueError("the request body contains a lone surrogate") from None
