"""Parts of multipart bodies: values and files (RFC 7578)."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Final, cast
from urllib.parse import unquote

from .content import Piece, utf8
from .encode_json import encode_json
from .files import File, guessed_type, is_several, open_file
from .headers import check_header
from .media_types import is_json
from .sentinels import is_given
from .styles import Style, query_parameter, structure, value_text

_OCTETS: Final = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class FormPart:
    """A part of a multipart body; `file` parts carry a file name, others never do.

    content_type: several are separated by commas; None for what the value says.
    text: whether a file may be text instead, which is then sent as such.
    style: where it is written like a query parameter.
    headers: further headers of the part.
    """

    name: str
    content_type: str | None = None
    file: bool = False
    text: bool = False
    style: Style | None = None
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A part as it is sent. Attributes: head: its headers, with the empty line behind them."""

    head: bytes
    content: Piece


def undeclared_part(name: str, value: object) -> FormPart:
    """Give the part for a field that no document declares."""
    is_json = isinstance(value, (Mapping, list))
    return FormPart(name, "application/json" if is_json else None)


def form_data(part: FormPart, value: object) -> Iterator[Part]:
    """Yield the parts of a field: an array is one for each item (RFC 7578, section 4.3).

    Raises:
        TypeError: a value has no form in it.
        ValueError: a header of the part cannot be sent.
    """
    if not is_given(value):
        return
    if part.file:
        yield from _files(part, value)
    elif part.style is not None:
        for name, text in query_parameter(part.name, value, part.style):
            yield _part(part, name, utf8(unquote(text)), "text/plain")
    elif _is_json(part):
        yield _part(part, part.name, _json(value), part.content_type or "application/json")
    elif _is_content(value):
        file = open_file(part.name, value)
        kind = file.content_type or part.content_type or "text/plain"
        yield _part(part, part.name, file.content, kind, headers=file.headers)
    else:
        yield from _value(part, value)


def positional_part(part: FormPart, value: object) -> Part:
    """Give a part that has no name, as those of `multipart/mixed` (RFC 2046, section 5.1).

    Raises:
        TypeError: the value has no form in it.
        ValueError: a header of the part cannot be sent.
    """
    if _is_content(value):
        file = open_file(part.name, value)
        kind = file.content_type or _type_of(part, file)
        disposition = "attachment" if file.name else None
        return _named_part(part, disposition, file.content, kind, file.name, file.headers)
    if not _is_json(part) and structure(value) is None:
        content = utf8(value_text(part.name, value))
        return _named_part(part, None, content, part.content_type or "text/plain")
    return _named_part(part, None, _json(value), part.content_type or "application/json")


def _is_content(value: object) -> bool:
    """Say whether a value that is not declared as a file is one all the same."""
    is_content = isinstance(value, (bytes, bytearray, tuple, os.PathLike))
    return is_content or hasattr(value, "read")


def _value(part: FormPart, value: object) -> Iterator[Part]:
    parts = structure(value)
    if isinstance(parts, list):
        for item in parts:
            yield from form_data(part, item)
    elif parts is not None:
        yield _part(part, part.name, _json(value), "application/json")
    else:
        text = value_text(part.name, value) if value is not None else ""
        yield _part(part, part.name, utf8(text), part.content_type or "text/plain")


def _files(part: FormPart, value: object) -> Iterator[Part]:
    if is_several(value):
        for item in cast("list[object]", value):
            if is_given(item):
                yield from _files(part, item)
        return
    if value is None:
        return
    if part.text and isinstance(value, str):
        yield _part(part, part.name, utf8(value), "text/plain")
        return
    file = open_file(part.name, value)
    kind = file.content_type or _type_of(part, file)
    name = file.name or part.name
    yield _part(part, part.name, file.content, kind, file_name=name, headers=file.headers)


def _type_of(part: FormPart, file: File) -> str:
    """The media type of a file: what its name says, if the document allows that."""
    allowed = [kind.strip() for kind in (part.content_type or "*/*").split(",")]
    if len(allowed) == 1 and "*" not in allowed[0]:
        return allowed[0]
    guess = guessed_type(file.name)
    if guess is not None and any(fnmatchcase(guess, kind.lower()) for kind in allowed):
        return guess
    return next((kind for kind in allowed if "*" not in kind), _OCTETS)


def _is_json(part: FormPart) -> bool:
    return part.content_type is not None and is_json(part.content_type)


def _json(value: object) -> bytes:
    return utf8(encode_json(value))


def _part(
    part: FormPart,
    name: str,
    content: Piece,
    content_type: str,
    *,
    file_name: str | None = None,
    headers: Mapping[str, str] | None = None,
) -> Part:
    disposition = f'form-data; name="{_escape(name)}"'
    return _named_part(part, disposition, content, content_type, file_name, headers)


def _named_part(
    part: FormPart,
    disposition: str | None,
    content: Piece,
    content_type: str,
    file_name: str | None = None,
    headers: Mapping[str, str] | None = None,
) -> Part:
    if file_name is not None:
        disposition = f'{disposition}; filename="{_escape(file_name)}"'
    lines = [f"Content-Disposition: {disposition}"] if disposition is not None else []
    lines.append(f"Content-Type: {content_type}")
    if any(character in content_type for character in "\r\n\x00"):
        raise ValueError(f"the content type of `{part.name}` contains a line break")
    for header, value in {**dict(part.headers), **(headers or {})}.items():
        check_header(header, value)
        lines.append(f"{header}: {value}")
    return Part(utf8("\r\n".join((*lines, "", ""))), content)


def _escape(name: str) -> str:
    """Escape a field or file name (WHATWG HTML, "multipart/form-data encoding algorithm")."""
    return name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
