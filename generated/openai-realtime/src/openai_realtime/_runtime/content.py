"""What a request body is made of: bytes, files and iterators, sent piece by piece.

Nothing that comes from a file or an iterator is held in memory as a whole. What can be read again
is, for another attempt; what cannot is sent once.
"""

from __future__ import annotations

import errno
import io
import os
import stat
from collections.abc import (
    AsyncGenerator,
    AsyncIterable,
    AsyncIterator,
    Callable,
    Iterable,
    Iterator,
    Mapping,
    Sequence,
)
from contextlib import aclosing
from dataclasses import dataclass
from typing import IO, Protocol, TypeAlias, cast

__all__ = [
    "Content",
    "FileSource",
    "ItemSource",
    "PathSource",
    "Piece",
    "Source",
    "StreamedContent",
    "async_content",
    "blocking_content",
    "is_iterable",
    "is_read_once",
    "joined",
    "source_of",
    "utf8",
]

_CHUNK = 64 * 1024


class Source(Protocol):
    """Bytes that are somewhere else until they are sent.

    size: how many bytes there are; None where only reading them tells.
    is_replayable: whether they can be read more than once.
    is_async: whether only asyncio can read them.
    """

    @property
    def size(self) -> int | None: ...
    @property
    def is_replayable(self) -> bool: ...
    @property
    def is_async(self) -> bool: ...
    def chunks(self) -> Iterator[bytes]: ...
    def async_chunks(self) -> AsyncGenerator[bytes, None]: ...


Piece: TypeAlias = bytes | Source


@dataclass(frozen=True, slots=True)
class PathSource:
    """A file of the file system, opened when it is read and closed then."""

    place: str
    path: str
    size: int | None
    is_replayable: bool
    is_async: bool = False

    def chunks(self) -> Iterator[bytes]:
        """Yield what is in it."""
        with open(self.path, "rb") as stream:
            yield from _read(self.place, stream, self.size)

    async def async_chunks(self) -> AsyncGenerator[bytes, None]:
        """Yield what is in it; the event loop does not wait for the disk."""
        with open(self.path, "rb") as stream:
            async for chunk in _read_async(self.place, stream, self.size):
                yield chunk


@dataclass(frozen=True, slots=True)
class FileSource:
    """A binary file that the user has opened, from where it stands; it is not closed.

    start: that position; None where it cannot be moved.
    """

    place: str
    stream: IO[bytes]
    start: int | None
    size: int | None
    is_async: bool = False

    @property
    def is_replayable(self) -> bool:
        """Whether it can be wound back."""
        return self.start is not None

    def chunks(self) -> Iterator[bytes]:
        """Yield the rest of it."""
        self._rewind()
        yield from _read(self.place, self.stream, self.size)

    async def async_chunks(self) -> AsyncGenerator[bytes, None]:
        """Yield the rest of it; the event loop does not wait for the disk."""
        self._rewind()
        async for chunk in _read_async(self.place, self.stream, self.size):
            yield chunk

    def _rewind(self) -> None:
        if self.start is not None:
            self.stream.seek(self.start)


@dataclass(frozen=True, slots=True)
class ItemSource:
    """Items that are written one after the other as they come.

    write: gives what an item at a position is written as.
    """

    items: Iterable[object] | AsyncIterable[object]
    write: Callable[[int, object], Sequence[Piece]]
    size: int | None = None

    @property
    def is_replayable(self) -> bool:
        """Whether it is a collection; an iterator can be run through only once."""
        return not isinstance(self.items, (Iterator, AsyncIterator))

    @property
    def is_async(self) -> bool:
        """Whether the items come from asyncio."""
        return not isinstance(self.items, Iterable)

    def chunks(self) -> Iterator[bytes]:
        """Yield the items as bytes."""
        for position, item in enumerate(cast("Iterable[object]", self.items)):
            for piece in self.write(position, item):
                if isinstance(piece, bytes):
                    yield piece
                else:
                    yield from piece.chunks()

    async def async_chunks(self) -> AsyncGenerator[bytes, None]:
        """Yield the items as bytes."""
        position = 0
        async for item in _async_items(self.items):
            for piece in self.write(position, item):
                if isinstance(piece, bytes):
                    yield piece
                    continue
                async with aclosing(piece.async_chunks()) as chunks:
                    async for chunk in chunks:
                        yield chunk
            position += 1


async def _async_items(
    items: Iterable[object] | AsyncIterable[object],
) -> AsyncGenerator[object, None]:
    if isinstance(items, Iterable):
        for item in items:
            yield item
    else:
        async for item in items:
            yield item


def source_of(place: str, value: object, *, allow_iterables: bool = False) -> Piece | None:
    """Give what an upload sends; None where the value is nothing that can be uploaded.

    Args:
        place: the argument, for messages.
        value: bytes, a path, a binary file, or an iterable of bytes where those are allowed.
        allow_iterables: whether they are.

    Raises:
        TypeError: it is a file opened for text.
        OSError: there is no such file.
    """
    if isinstance(value, (bytes, bytearray, memoryview)):
        return bytes(cast("bytes | bytearray | memoryview[int]", value))
    if isinstance(value, os.PathLike):
        return _path_source(place, os.fspath(cast("os.PathLike[str]", value)))
    if is_file(value):
        return _file_source(place, cast("IO[bytes]", value))
    if not allow_iterables or not is_iterable(value):
        return None
    items = cast("Iterable[object] | AsyncIterable[object]", value)
    return ItemSource(items, lambda _, chunk: (_checked(place, chunk),))


def is_file(value: object) -> bool:
    """Say whether a value can be read like an open file.

    A file of asyncio has a `read` that is awaited, and is read as the iterator that it is.
    """
    return callable(getattr(value, "read", None)) and not hasattr(value, "__aiter__")


def is_iterable(value: object) -> bool:
    """Say whether a value has items, and is no single thing: text, a mapping or a model."""
    is_single = isinstance(value, (str, Mapping)) or hasattr(value, "model_dump")
    return isinstance(value, (Iterable, AsyncIterable)) and not is_single


def is_read_once(value: object) -> bool:
    """Say whether a value, or one in it, is used up by being sent: an iterator, an open file."""
    if isinstance(value, Mapping):
        return any(map(is_read_once, cast("Mapping[str, object]", value).values()))
    if isinstance(value, (list, tuple)):
        return any(map(is_read_once, cast("Sequence[object]", value)))
    return isinstance(value, (Iterator, AsyncIterator)) or is_file(value)


def _path_source(place: str, path: str) -> PathSource:
    status = os.stat(path)
    if stat.S_ISDIR(status.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), path)
    is_file = stat.S_ISREG(status.st_mode)  # and no pipe, whose content is gone once read
    return PathSource(place, path, status.st_size if is_file else None, is_file)


def _file_source(place: str, stream: IO[bytes]) -> FileSource:
    if isinstance(stream, io.TextIOBase):
        raise TypeError(f"`{place}` must be opened in binary mode")
    try:
        start = stream.tell()
        size = stream.seek(0, os.SEEK_END) - start
        stream.seek(start)
    except (AttributeError, OSError, ValueError):
        if getattr(stream, "closed", False):
            raise ValueError(f"`{place}` is a file that has been closed") from None
        return FileSource(place, stream, None, None)
    return FileSource(place, stream, start, max(size, 0))


def _read(place: str, stream: IO[bytes], size: int | None) -> Iterator[bytes]:
    """Yield what a file holds; of one that has grown since it was measured, what was announced.

    Raises:
        ValueError: it has become shorter.
    """
    left = size
    while left is None or left > 0:
        chunk = _checked(place, stream.read(_CHUNK if left is None else min(_CHUNK, left)))
        if not chunk:
            if left is not None:
                raise ValueError(f"`{place}` has become shorter while it was sent")
            return
        left = None if left is None else left - len(chunk)
        yield chunk


async def _read_async(place: str, stream: IO[bytes], size: int | None) -> AsyncIterator[bytes]:
    import asyncio

    chunks = _read(place, stream, size)
    if isinstance(stream, io.BytesIO):
        for chunk in chunks:
            yield chunk
        return
    while chunk := await asyncio.to_thread(next, chunks, b""):
        yield chunk


def _checked(place: str, chunk: object) -> bytes:
    if isinstance(chunk, bytes):
        return chunk
    if isinstance(chunk, (bytearray, memoryview)):
        return bytes(cast("bytearray | memoryview[int]", chunk))
    raise TypeError(f"`{place}` must give bytes, not {type(chunk).__name__}")


class StreamedContent:
    """The content of a body that is not in memory, or not all of it.

    pieces: what is sent, one after the other.
    """

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self._pieces = tuple(pieces)
        self._has_started = False
        self._running: Iterator[bytes] | None = None
        self._running_async: AsyncGenerator[bytes, None] | None = None

    @property
    def size(self) -> int | None:
        """How many bytes there are; None where only reading them tells."""
        total = 0
        for piece in self._pieces:
            size = len(piece) if isinstance(piece, bytes) else piece.size
            if size is None:
                return None
            total += size
        return total

    @property
    def is_async(self) -> bool:
        """Whether only asyncio can read it."""
        return any(not isinstance(piece, bytes) and piece.is_async for piece in self._pieces)

    @property
    def is_spent(self) -> bool:
        """Whether it has been read and cannot be read again."""
        return self._has_started and not all(
            isinstance(piece, bytes) or piece.is_replayable for piece in self._pieces
        )

    def chunks(self) -> Iterator[bytes]:
        """Yield all of it, from the start."""
        self._has_started = True
        for piece in self._pieces:
            if isinstance(piece, bytes):
                yield piece
            else:
                self._running = piece.chunks()
                yield from self._running

    async def async_chunks(self) -> AsyncGenerator[bytes, None]:
        """Yield all of it, from the start."""
        self._has_started = True
        for piece in self._pieces:
            if isinstance(piece, bytes):
                yield piece
            else:
                self._running_async = piece.async_chunks()
                async for chunk in self._running_async:
                    yield chunk

    def close(self) -> None:
        """Close the file that was being read when the sending came to an end."""
        stop = getattr(self._running, "close", None)
        self._running = None
        if stop is not None:
            stop()

    async def aclose(self) -> None:
        """Close the file that was being read when the sending came to an end."""
        running, self._running_async = self._running_async, None
        if running is not None:
            await running.aclose()


Content: TypeAlias = bytes | StreamedContent


class _Blocking:
    """A content as the HTTP library iterates over it, again after a redirect."""

    def __init__(self, content: StreamedContent) -> None:
        self._content = content

    def __iter__(self) -> Iterator[bytes]:
        return self._content.chunks()


class _Async:
    """The same for asyncio."""

    def __init__(self, content: StreamedContent) -> None:
        self._content = content

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self._content.async_chunks()


def blocking_content(content: Content | None) -> bytes | Iterable[bytes] | None:
    """Give a content as a blocking HTTP client takes it.

    Raises:
        TypeError: only asyncio can read it.
    """
    if not isinstance(content, StreamedContent):
        return content
    if content.is_async:
        raise TypeError("the body is an async iterable: use the asyncio client, or one that blocks")
    return _Blocking(content)


def async_content(content: Content | None) -> bytes | AsyncIterable[bytes] | None:
    """Give a content as an HTTP client for asyncio takes it."""
    return _Async(content) if isinstance(content, StreamedContent) else content


def joined(pieces: Sequence[Piece]) -> Content:
    """Make one content of pieces: bytes where all of them are."""
    found = [piece for piece in pieces if isinstance(piece, bytes)]
    return b"".join(found) if len(found) == len(pieces) else StreamedContent(pieces)


def utf8(text: str) -> bytes:
    """Encode text for a body.

    Raises:
        ValueError: it has half of a surrogate pair.
    """
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        raise ValueError("the request body contains a lone surrogate") from None
