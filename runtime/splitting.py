"""A body that comes in chunks to the lines, or other pieces, that it is made of."""

from __future__ import annotations

from .constants import MAX_STREAM_PIECE


class PieceTooLongError(ValueError):
    """A piece without an end; what was read of it is lost."""

    def __init__(self, limit: int) -> None:
        super().__init__(f"a piece of the stream is longer than {limit} bytes")


class Splitter:
    """Finds the ends of pieces, wherever chunks break off.

    A piece is copied once, however many chunks it comes in.

    Args:
        separator: what ends a piece; None for the end of a line, which is CR, LF or both.
        limit: the most bytes of one piece.
    """

    def __init__(self, separator: bytes | None = None, *, limit: int = MAX_STREAM_PIECE) -> None:
        self._separator = separator
        self._limit = limit
        self._begun: list[bytes] = []
        self._size = 0
        self._ended_in_cr = False

    def feed(self, chunk: bytes) -> list[bytes]:
        """Take a chunk and give the pieces that end in it, without their ends.

        Raises:
            PieceTooLongError: a piece is longer than the limit.
        """
        if self._ended_in_cr and chunk.startswith(b"\n"):
            chunk = chunk[1:]
            self._ended_in_cr = False
        if not chunk:
            return []
        if self._separator is not None:
            pieces = chunk.split(self._separator)
            rest = pieces.pop()
        else:
            self._ended_in_cr = chunk.endswith(b"\r")
            pieces = chunk.splitlines()
            rest = b"" if chunk.endswith((b"\n", b"\r")) else pieces.pop()
        if pieces:
            pieces[0] = b"".join((*self._begun, pieces[0]))
            self._begun.clear()
            self._size = 0
        if rest:
            self._begun.append(rest)
            self._size += len(rest)
        if self._size > self._limit or any(len(piece) > self._limit for piece in pieces):
            raise PieceTooLongError(self._limit)
        return pieces

    def finish(self) -> bytes:
        """Give what has begun and has no end."""
        rest = b"".join(self._begun)
        self._begun.clear()
        self._size = 0
        return rest
