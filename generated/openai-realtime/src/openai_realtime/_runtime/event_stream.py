"""Server-sent events: from the bytes of a `text/event-stream` to events (WHATWG HTML, 9.2)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from .constants import BYTE_ORDER_MARK, MAX_STREAM_PIECE
from .decode import parse_json
from .splitting import PieceTooLongError, Splitter


@dataclass(frozen=True, slots=True)
class ServerSentEvent:
    """One event as it came.

    data: its text; several lines are joined with line feeds.
    event: its name, `message` where it has none.
    id: the last id of the stream up to it, `""` where there is none.
    retry: milliseconds to wait before a reconnection, where the event says so.
    """

    data: str
    event: str = "message"
    id: str = ""
    retry: int | None = None

    def json(self) -> Any:
        """Parse the data.

        Raises:
            DecodeError: it is not JSON.
        """
        return parse_json(self.data)


class EventParser:
    """Makes events of the chunks of a stream; what the end of the stream cuts off is no event.

    last_event_id, retry: what a reconnection has to know, as of the last event.

    Args:
        limit: the most bytes of an event.
        last_event_id: of the stream that this one goes on with.
    """

    def __init__(self, *, limit: int = MAX_STREAM_PIECE, last_event_id: str = "") -> None:
        self._splitter = Splitter(limit=limit)
        self._limit = limit
        self._is_start = True
        self._name = ""
        self._id = last_event_id
        self._data: list[bytes] = []
        self._size = 0
        self._retry: int | None = None
        self.last_event_id = last_event_id
        self.retry: int | None = None

    def feed(self, chunk: bytes) -> Iterator[ServerSentEvent]:
        """Take a chunk and yield the events that end in it.

        Raises:
            PieceTooLongError: a line, or all data of an event, is longer than the limit.
        """
        for line in self._splitter.feed(chunk):
            if self._is_start:
                self._is_start = False
                line = line.removeprefix(BYTE_ORDER_MARK)
            if line:
                self._take(line)
            elif (event := self._dispatched()) is not None:
                yield event

    def _take(self, line: bytes) -> None:
        name, _, value = line.partition(b":")
        value = value.removeprefix(b" ")
        match name:
            case b"data":
                self._data.append(value)
                self._size += len(value) + 1
                if self._size > self._limit:
                    raise PieceTooLongError(self._limit)
            case b"event":
                self._name = _text(value)
            case b"id" if b"\0" not in value:
                self._id = _text(value)
            case b"retry" if value.isdigit():
                # More digits than any pause has: Python refuses to read thousands of them.
                self._retry = self.retry = int(value[:18])
            case _:
                return  # a comment, whose name is empty, or a field that nobody knows

    def _dispatched(self) -> ServerSentEvent | None:
        self.last_event_id = self._id
        name, lines, retry = self._name, self._data, self._retry
        self._name, self._data, self._size, self._retry = "", [], 0, None
        if not lines:
            return None
        data = _text(b"\n".join(lines))
        return ServerSentEvent(data, name or "message", self._id, retry)


def _text(value: bytes) -> str:
    return value.decode("utf-8", "replace")
