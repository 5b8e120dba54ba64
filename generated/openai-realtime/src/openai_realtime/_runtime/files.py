"""Files to upload, in the forms that users have them."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import PurePath
from typing import IO, TypeAlias, cast

FileContent: TypeAlias = bytes | IO[bytes] | os.PathLike[str]
FileTypes: TypeAlias = (
    FileContent | tuple[str | None, FileContent] | tuple[str | None, FileContent, str | None]
)
"""The content, or `(file name, content)`, or `(file name, content, content type)`."""


@dataclass(frozen=True, slots=True)
class File:
    """A file with its content read, so that a retry sends the same bytes."""

    name: str | None
    content: bytes
    content_type: str | None


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
    if len(parts) not in (2, 3):
        raise TypeError(f"`{place}` must be (file name, content) or (file name, content, type)")
    name, kind = parts[0], parts[2] if len(parts) == 3 else None
    if not isinstance(name, (str, type(None))) or not isinstance(kind, (str, type(None))):
        raise TypeError(f"`{place}`: the file name and the content type must be strings")
    return _read(place, parts[1], name, kind)


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
