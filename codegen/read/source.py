"""The bytes of a file and the text in them."""

from __future__ import annotations

import codecs
import errno
import hashlib
import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path

from codegen.diagnostics import Code, Location, SpecError, quote
from codegen.read.limits import DEFAULT, Limits

_ENCODINGS_BY_MARK = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)
_JSON_START = re.compile(r"[ \t\r\n]*[{\[]")


@dataclass(frozen=True, slots=True)
class Source:
    """The text of a file, without its byte order mark, and the SHA-256 of its bytes in hex."""

    path: Path
    text: str
    sha256: str

    @property
    def named_json(self) -> bool:
        """Whether the file's name says that it is JSON."""
        return self.path.suffix.lower() == ".json"

    @property
    def looks_like_json(self) -> bool:
        """Whether JSON should be tried first: by the file's name, or its first character."""
        return self.named_json or _JSON_START.match(self.text) is not None


def read_source(path: Path, limits: Limits = DEFAULT) -> Source:
    """Read a regular file as UTF-8 text; raise SpecError when it is not one."""
    content = _read_bytes(path, limits)
    return Source(path, _decode(content, path), hashlib.sha256(content).hexdigest())


def position_at(text: str, index: int) -> tuple[int, int]:
    """Return line and column, both from 1, of a character index; a line ends at LF."""
    return text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index)


def _read_bytes(path: Path, limits: Limits) -> bytes:
    # O_NONBLOCK: opening a FIFO for reading would otherwise wait for a writer.
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        descriptor = os.open(path, flags)
    except OSError as error:
        raise _cannot_open(path, error) from None
    except ValueError:
        # The operating system interface takes no path with a NUL in it.
        raise SpecError.of(Code.FILE_MISSING, f"there is no file {quote(str(path))}") from None
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise SpecError.of(Code.NOT_A_FILE, "this is not a regular file", Location(path))
    with open(descriptor, "rb") as file:
        try:
            content = file.read(limits.file_bytes + 1)
        except OSError as error:
            raise _cannot_open(path, error) from None
    if len(content) > limits.file_bytes:
        message = f"the file is longer than {limits.file_bytes} bytes"
        raise SpecError.of(Code.FILE_TOO_LARGE, message, Location(path))
    return content


def _cannot_open(path: Path, error: OSError) -> SpecError:
    location = Location(path)
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return SpecError.of(Code.FILE_MISSING, "there is no such file", location)
    # Windows answers EACCES for a folder; sockets answer ENXIO or EOPNOTSUPP.
    if os.path.isdir(path) or error.errno in (errno.ENXIO, errno.EOPNOTSUPP):
        return SpecError.of(Code.NOT_A_FILE, "this is not a regular file", location)
    reason = os.strerror(error.errno) if error.errno is not None else "unknown error"
    return SpecError.of(Code.FILE_UNREADABLE, f"the file cannot be read: {reason}", location)


def _decode(content: bytes, path: Path) -> str:
    encoding = _foreign_encoding(content)
    if encoding is not None:
        message = f"the file is {encoding} text"
        raise SpecError.of(Code.NOT_UTF8, message, Location(path, position=(1, 1)))
    content = content.removeprefix(codecs.BOM_UTF8)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8")
        message = f"byte 0x{content[error.start]:02x} is not UTF-8"
        position = position_at(before, len(before))
        raise SpecError.of(Code.NOT_UTF8, message, Location(path, position=position)) from None
    nul = text.find("\0")
    if nul >= 0:
        location = Location(path, position=position_at(text, nul))
        raise SpecError.of(Code.CONTROL_CHARACTER, "the file holds a NUL character", location)
    if not text or text.isspace():
        raise SpecError.of(Code.FILE_EMPTY, "the file is empty", Location(path))
    return text


def _foreign_encoding(content: bytes) -> str | None:
    for mark, name in _ENCODINGS_BY_MARK:
        if content.startswith(mark):
            return name
    # Without a mark: a document starts with an ASCII character, one half of which is NUL.
    start = content[:4]
    if len(start) == 4 and start.count(0) == 3:
        return "UTF-32"
    if len(start) >= 2 and 0 in start[:2] and start[:2] != b"\0\0":
        return "UTF-16"
    return None
