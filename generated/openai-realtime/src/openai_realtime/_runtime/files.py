"""Files to upload, in the forms that users have them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import PurePath
from typing import IO, TypeAlias, cast

FileContent: TypeAlias = bytes | IO[bytes] | os.PathLike[str]
FileTypes: TypeAlias = (
    FileContent
    | tuple[str | None, FileContent]
    | tuple[str | None, FileContent, str | None]
    | tuple[str | None, FileContent, str | None, Mapping[str, str]]
)
"""The content, or `(file name, content)`, with the content type, and headers, behind them."""


@dataclass(frozen=True, slots=True)
class File:
    """A file with its content read, so that a retry sends the same bytes."""

    name: str | None
    content: bytes
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


def read_file(place: str, value: object) -> File:
    """Read an upload.

    Only the last part of a path becomes the file name: the server learns nothing of the
    folders on this machine.

    Raises:
        TypeError: it is none of the forms of `FileTypes`.
        OSError: the file cannot be read.
    """
    if not isinstance(value, tuple):
        return _read(place, value, None, None)
    parts = cast("tuple[object, ...]", value)
    if not 2 <= len(parts) <= 4:
        raise TypeError(f"`{place}` must be (file name, content), with type and headers behind")
    defaults: tuple[object, ...] = (None, None, None, dict[str, str]())
    name, content, kind, headers = parts + defaults[len(parts) :]
    if not isinstance(name, (str, type(None))) or not isinstance(kind, (str, type(None))):
        raise TypeError(f"`{place}`: the file name and the content type must be strings")
    if not isinstance(headers, Mapping):
        raise TypeError(f"`{place}` must be a tuple whose fourth part is a mapping of headers")
    read = _read(place, content, name, kind)
    return replace(read, headers=cast("Mapping[str, str]", headers))


def _read(place: str, content: object, name: str | None, kind: str | None) -> File:
    if isinstance(content, (bytes, bytearray)):
        return File(_base_name(name), bytes(content), kind)
    if isinstance(content, os.PathLike):
        path = os.fspath(cast("os.PathLike[str]", content))
        with open(path, "rb") as stream:
            return File(_base_name(name or path), stream.read(), kind)
    read = getattr(content, "read", None)
    if callable(read):
        data = read()
        if not isinstance(data, bytes):
            raise TypeError(f"`{place}` must be opened in binary mode")
        given = name or getattr(content, "name", None)
        return File(_base_name(given if isinstance(given, str) else None), data, kind)
    raise TypeError(
        f"`{place}` must be bytes, a binary file, a path or a tuple, not {type(content).__name__}"
    )


def _base_name(name: str | None) -> str | None:
    return PurePath(name.replace("\\", "/")).name if name else None
