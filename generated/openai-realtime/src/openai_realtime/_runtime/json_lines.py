"""One JSON text after the other: JSON lines, and JSON text sequences (RFC 7464)."""

from __future__ import annotations

from .constants import BYTE_ORDER_MARK, MAX_STREAM_PIECE
from .splitting import Splitter

_RECORD_SEPARATOR = b"\x1e"


class JsonTextParser:
    """Finds the JSON texts in the chunks of a stream; empty lines are none.

    A stream that begins with a record separator is a sequence, whose texts may have several
    lines; any other has one text in a line.
    """

    def __init__(self, *, limit: int = MAX_STREAM_PIECE) -> None:
        self._limit = limit
        self._splitter: Splitter | None = None

    def feed(self, chunk: bytes) -> list[bytes]:
        """Take a chunk and give the texts that end in it.

        Raises:
            PieceTooLongError: a text is longer than the limit.
        """
        if self._splitter is None:
            if not chunk:
                return []
            is_sequence = chunk.startswith(_RECORD_SEPARATOR)
            self._splitter = Splitter(_RECORD_SEPARATOR if is_sequence else None, limit=self._limit)
        return [text for piece in self._splitter.feed(chunk) if (text := _stripped(piece))]

    def finish(self) -> list[bytes]:
        """Give the last text, which may have no end of its own."""
        rest = _stripped(self._splitter.finish()) if self._splitter else b""
        return [rest] if rest else []


def _stripped(piece: bytes) -> bytes:
    return piece.removeprefix(BYTE_ORDER_MARK).strip()
