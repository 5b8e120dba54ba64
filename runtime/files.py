"""Files to upload, in the forms that users have them."""

from __future__ import annotations

import os
from collections.abc import AsyncIterable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import PurePath
from typing import IO, TypeAlias, cast

from .content import Piece, source_of

FileContent: TypeAlias = bytes | IO[bytes] | os.PathLike[str]
BinaryContent: TypeAlias = FileContent | Iterable[bytes]
"""The whole of a body: as it is, from a file, or piece by piece."""
AsyncBinaryContent: TypeAlias = BinaryContent | AsyncIterable[bytes]
FileTypes: TypeAlias = (
    FileContent
    | tuple[str | None, FileContent]
    | tuple[str | None, FileContent, str | None]
    | tuple[str | None, FileContent, str | None, Mapping[str, str]]
)
"""The content, or `(file name, content)`, with the content type, and headers, behind them."""


@dataclass(frozen=True, slots=True)
class File:
    """A file to upload, its content read when it is sent."""

    name: str | None
    content: Piece
    content_type: str | None
    headers: Mapping[str, str] = field(default_factory=dict[str, str])


def is_several(value: object) -> bool:
    """Say whether a value is a sequence of files; a tuple that begins with a name is one file."""
    if isinstance(value, tuple):
        items = cast("tuple[object, ...]", value)
        return not items or not isinstance(items[0], (str, type(None)))
    return (
        isinstance(value, Iterable)
        and not isinstance(value, (bytes, bytearray, str))
        and (not callable(getattr(cast("object", value), "read", None)))
    )


def guessed_type(name: str | None) -> str | None:
    """Guess a media type by the end of a file name."""
    # Imported here: it reads the tables of the system.
    import mimetypes

    return mimetypes.guess_type(name)[0] if name else None


def open_file(place: str, value: object) -> File:
    """Take an upload in any of its forms.

    Only the last part of a path becomes the file name: the server learns nothing of the
    folders on this machine.

    Raises:
        TypeError: it is none of the forms of `FileTypes`.
        OSError: there is no such file.
    """
    if not isinstance(value, tuple):
        return _file(place, value)
    parts = cast("tuple[object, ...]", value)
    if not 2 <= len(parts) <= 4:
        raise TypeError(f"`{place}` must be (file name, content), with type and headers behind")
    defaults: tuple[object, ...] = (None, None, None, dict[str, str]())
    name, content, kind, headers = parts + defaults[len(parts) :]
    if not isinstance(name, (str, type(None))) or not isinstance(kind, (str, type(None))):
        raise TypeError(f"`{place}`: the file name and the content type must be strings")
    if not isinstance(headers, Mapping):
        raise TypeError(f"`{place}` must be a tuple whose fourth part is a mapping of headers")
    file = _file(place, content, name, allow_iterables=True)
    return replace(file, content_type=kind, headers=cast("Mapping[str, str]", headers))


def _file(
    place: str, content: object, name: str | None = None, *, allow_iterables: bool = False
) -> File:
    source = source_of(place, content, allow_iterables=allow_iterables)
    if source is None:
        raise TypeError(
            f"`{place}` must be bytes, a binary file, a path or a tuple,"
            f" not {type(content).__name__}"
        )
    return File(_base_name(name or _own_name(content)), source, None)


def _own_name(content: object) -> str | None:
    """The name of a path or of an open file; `<stdin>` and the like are none."""
    if isinstance(content, os.PathLike):
        return os.fspath(cast("os.PathLike[str]", content))
    name = getattr(content, "name", None)
    return name if isinstance(name, str) and not name.startswith("<") else None


def _base_name(name: str | None) -> str | None:
    base = PurePath(name.replace("\\", "/")).name if name else ""
    return base if base not in ("", ".", "..") else None
