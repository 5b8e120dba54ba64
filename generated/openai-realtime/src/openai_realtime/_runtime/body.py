"""Request bodies: which of an operation's declared bodies is sent, and its bytes."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterable, Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from dataclasses import field as dataclass_field
from typing import Final, TypeAlias, cast

from .content import Content, ItemSource, Piece, is_file, is_iterable, joined, source_of, utf8
from .encode_json import encode_json, without_iterators
from .files import open_file
from .media_types import essence, is_json
from .parts import FormPart, Part, form_data, positional_part, undeclared_part
from .query import declared_pairs, encode_query
from .sentinels import strip_omitted
from .styles import Style, Styles, structure

__all__ = [
    "WHOLE_BODIES",
    "BodyKind",
    "EncodedBody",
    "FormBody",
    "FormPart",
    "JsonBody",
    "MultipartBody",
    "PartsBody",
    "SequenceBody",
    "TextBody",
    "encode_body",
]

Fields: TypeAlias = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class EncodedBody:
    """The content of a body and its `Content-Type`."""

    content_type: str
    content: Content


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
    """One argument, sent as it is: text (as UTF-8) or bytes, of a file or piece by piece too."""

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
        piece = source_of(self.field, value, allow_iterables=not isinstance(value, tuple))
        if piece is None:
            piece = open_file(self.field, value).content
        return EncodedBody(self.content_type, joined((piece,)))


@dataclass(frozen=True, slots=True)
class SequenceBody:
    """Items that are sent one after the other, as they come (OpenAPI 3.2, section 4.14.2).

    field: the argument that has them, or a file in which they are written.
    write: gives the bytes of an item.
    """

    content_type: str
    field: str
    write: Callable[[object], bytes]

    def covers(self, names: frozenset[str]) -> bool:
        """Say whether this body can carry these arguments."""
        return names <= {self.field}

    def encode(self, fields: Fields) -> EncodedBody | None:
        """Write the body; None when there is none to send."""
        if self.field not in fields:
            return None
        value = fields[self.field]
        piece = utf8(value) if isinstance(value, str) else source_of(self.field, value)
        if piece is None and is_iterable(value):
            items = cast("Iterable[object] | AsyncIterable[object]", value)
            piece = ItemSource(items, lambda _, item: (self.write(item),))
        if piece is None:
            raise TypeError(f"`{self.field}` must be an iterable, not {type(value).__name__}")
        return EncodedBody(self.content_type, joined((piece,)))


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
        parts = [
            part
            for name, value in fields.items()
            for part in form_data(known.get(name) or undeclared_part(name, value), value)
        ]
        boundary = self.boundary()
        # A file is not read for this: what is drawn has 192 bits, and nobody can foresee them.
        while any(_contains(part.content, boundary) for part in parts):
            boundary = secrets.token_hex(24)
        return EncodedBody(
            f"{self.media_type}; boundary={boundary}", joined(list(_delimited(parts, boundary)))
        )


@dataclass(frozen=True, slots=True)
class PartsBody:
    """Parts without names, in their order (OpenAPI 3.2, "Encoding By Position").

    field: the argument that has the items, one for each part.
    prefix: how the first parts are written.
    item: how those behind them are.
    """

    content_type: str
    field: str
    prefix: tuple[FormPart, ...] = ()
    item: FormPart = FormPart("item")  # noqa: RUF009 (frozen)
    boundary: Callable[[], str] = lambda: secrets.token_hex(24)

    def covers(self, names: frozenset[str]) -> bool:
        """Say whether this body can carry these arguments."""
        return names <= {self.field}

    def encode(self, fields: Fields) -> EncodedBody | None:
        """Write the body; None when there is none to send."""
        if self.field not in fields:
            return None
        value = fields[self.field]
        if not is_iterable(value) or isinstance(value, (bytes, bytearray)) or is_file(value):
            raise TypeError(f"`{self.field}` must be an iterable, not {type(value).__name__}")
        boundary = self.boundary()

        def write(position: int, item: object) -> Sequence[Piece]:
            declared = self.prefix[position] if position < len(self.prefix) else self.item
            part = positional_part(replace(declared, name=f"{self.field}[{position}]"), item)
            return _delimited_part(part, boundary)

        end = f"--{boundary}--\r\n".encode()
        pieces: list[Piece] = []
        if isinstance(value, (list, tuple)):
            for position, item in enumerate(cast("Sequence[object]", value)):
                pieces.extend(write(position, item))
        else:
            items = cast("Iterable[object] | AsyncIterable[object]", value)
            pieces.append(ItemSource(items, write))
        content_type = f"{self.content_type}; boundary={boundary}"
        return EncodedBody(content_type, joined((*pieces, end)))


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


BodyKind: TypeAlias = JsonBody | TextBody | SequenceBody | MultipartBody | PartsBody | FormBody
WHOLE_BODIES: Final = (TextBody, SequenceBody, PartsBody)
"""Those that one argument is the whole of, and may be read piece by piece."""


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
        if content_type is None or is_json(content_type):
            return EncodedBody(content_type or "application/json", utf8(encode_json(extra_body)))
        return TextBody(content_type, "extra_body").encode({"extra_body": extra_body})
    fields = strip_omitted(arguments or {})
    extra = strip_omitted(cast("Mapping[str, object]", extra_body or {}))
    merged: dict[str, object] = {**fields, **extra}
    if content_type is not None:
        asked = essence(content_type)
        bodies = [b for b in bodies if essence(b.content_type) == asked] or bodies
    chosen: BodyKind = JsonBody(required=False)
    if bodies:
        chosen = _choose(bodies, frozenset(fields), frozenset(merged))
    return chosen.encode(merged if isinstance(chosen, WHOLE_BODIES) else without_iterators(merged))


def _choose(
    bodies: Sequence[BodyKind], declared: frozenset[str], names: frozenset[str]
) -> BodyKind:
    for body in bodies:
        if body.covers(names):
            return body
    # `extra_body` may name fields that the document does not: any body made of fields takes them.
    for body in bodies:
        if not isinstance(body, WHOLE_BODIES) and body.covers(declared):
            return body
    listed = ", ".join(f"`{name}`" for name in sorted(names))
    raise ValueError(f"No request body of this method carries {listed} together")


def _delimited(parts: Iterable[Part], boundary: str) -> Iterator[Piece]:
    """Yield the parts between their boundaries (RFC 2046, section 5.1.1)."""
    for part in parts:
        yield from _delimited_part(part, boundary)
    yield f"--{boundary}--\r\n".encode()


def _delimited_part(part: Part, boundary: str) -> tuple[Piece, ...]:
    return (f"--{boundary}\r\n".encode() + part.head, part.content, b"\r\n")


def _contains(content: Piece, boundary: str) -> bool:
    return isinstance(content, bytes) and boundary.encode() in content


def _covered(names: frozenset[str], field: str | None, fields: tuple[str, ...] | None) -> bool:
    if field is not None:
        return names <= {field}
    return fields is None or names <= set(fields)


def _unfolded(field: str, fields: Fields) -> Fields:
    """The members of the one argument that is the whole body, and what `extra_body` adds."""
    whole = structure(fields.get(field))
    others = {name: value for name, value in fields.items() if name != field}
    return {**(whole if isinstance(whole, dict) else {}), **others}
