"""What becomes of an answer that comes piece by piece: a stream of typed items."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Iterator
from copy import copy
from typing import TYPE_CHECKING, Any, Final, Generic, Self, cast

from typing_extensions import TypeVar

from .decode import DecodeError, Decoder, json_or_raw
from .errors import APIResponseValidationError
from .event_stream import EventParser, ServerSentEvent
from .json_lines import JsonTextParser
from .media_types import essence
from .resumption import ResumableEvents
from .stream import AsyncStream, Stream

if TYPE_CHECKING:
    from .http import Response
    from .stream import StreamReader

# The declaration of an operation says the type; checkers cannot infer it through `Stream[T]`.
T = TypeVar("T", default=Any)

END_MARKER: Final = "[DONE]"
"""The data of an event that says that the stream is complete, where JSON is expected."""


class StreamResult(ABC, Generic[T]):
    """Turns an unread answer into a stream.

    accept: the value of the `Accept` header.
    """

    is_stream = True
    accept = "*/*"
    attempts = 0
    """How many answers that break off one after the other may bring nothing new; 0: no resuming."""
    _reopen: Callable[[str], Response] | None = None

    @abstractmethod
    def reader(self, *, strict: bool) -> StreamReader[T]:
        """Make what reads one stream."""

    def read(self, response: Response, *, strict: bool) -> Stream[T]:
        """Give the stream; nothing is read before its first item is asked for."""
        return Stream(response, self.reader(strict=strict), self._reopen)

    def resumed_by(self, reopen: Callable[[str], Response], attempts: int) -> Self:
        """Give the same result for streams that go on after a break.

        Args:
            reopen: asks for what follows an event, and gives the unread answer.
            attempts: how many answers that break off one after the other may bring nothing new.
        """
        resumed = copy(self)
        resumed._reopen = reopen
        resumed.attempts = attempts
        return resumed

    def for_asyncio(self) -> AsyncStreamResult[T]:
        """Give the same result for a client of asyncio."""
        return AsyncStreamResult(self)


class AsyncStreamResult(Generic[T]):
    """Turns an unread answer of an async client into a stream."""

    is_stream = True

    def __init__(self, result: StreamResult[T]) -> None:
        self._result = copy(result)
        self._reopen: Callable[[str], Awaitable[Response]] | None = None
        self.accept = result.accept

    def read(self, response: Response, *, strict: bool) -> AsyncStream[T]:
        """Give the stream; nothing is read before its first item is asked for."""
        return AsyncStream(response, self._result.reader(strict=strict), self._reopen)

    def resumed_by(
        self, reopen: Callable[[str], Awaitable[Response]], attempts: int
    ) -> AsyncStreamResult[T]:
        """Give the same result for streams that go on after a break; see `StreamResult`."""
        resumed = AsyncStreamResult(self._result)
        resumed._reopen = reopen
        resumed._result.attempts = attempts
        return resumed


class EventStream(StreamResult[T]):
    """Server-sent events whose data is JSON.

    An event that cannot be read becomes an `UnknownVariant`, as a message does. One without data
    is there to keep the connection open and is no item; `[DONE]` ends the stream.

    Args:
        type_: the type of the data.
        envelope: the type is that of the whole event: an object of `data`, `event`, `id` and
            `retry`. Its data is JSON, or text where the type says so.
    """

    accept = "text/event-stream"

    def __init__(self, type_: object, *, envelope: bool = False) -> None:
        self._decoder: Decoder[T] = Decoder(type_)
        self._envelope = envelope

    def reader(self, *, strict: bool) -> StreamReader[T]:
        return _EventReader(
            self._decoder, envelope=self._envelope, strict=strict, attempts=self.attempts
        )


class _RawEvents(StreamResult[ServerSentEvent]):
    accept = "text/event-stream"

    def reader(self, *, strict: bool) -> StreamReader[ServerSentEvent]:
        return _RawEventReader(self.attempts)


EVENTS: Final[StreamResult[ServerSentEvent]] = _RawEvents()
"""Server-sent events as they come: the document does not say what their data is."""


class JsonLines(StreamResult[T]):
    """One JSON text after the other; one that cannot be read becomes an `UnknownVariant`.

    Args:
        type_: the type of each.
    """

    accept = "application/x-ndjson"

    def __init__(self, type_: object) -> None:
        self._decoder: Decoder[T] = Decoder(type_)

    def reader(self, *, strict: bool) -> StreamReader[T]:
        return _LineReader(self._decoder, strict=strict)


class _Events:
    """What readers of events have in common."""

    def __init__(self, attempts: int) -> None:
        self._resumable = ResumableEvents(attempts) if attempts else None
        self._parser = self._resumable or EventParser()
        self.is_done = False

    def check(self, response: Response) -> None:
        _refuse_json(response)

    def finish(self, response: Response) -> Iterator[Any]:
        return iter(())

    def pause(self, *, broken: bool) -> float | None:
        return self._resumable.pause(broken=broken) if self._resumable else None

    def restart(self) -> str:
        return self._resumable.restart() if self._resumable else ""


class _RawEventReader(_Events):
    last_event: ServerSentEvent | None = None

    def feed(self, chunk: bytes, response: Response) -> Iterator[ServerSentEvent]:
        for event in self._parser.feed(chunk):
            self.last_event = event
            yield event


class _EventReader(_Events, Generic[T]):
    last_event: ServerSentEvent | None = None

    def __init__(self, decoder: Decoder[T], *, envelope: bool, strict: bool, attempts: int) -> None:
        super().__init__(attempts)
        self._decoder = decoder
        self._envelope = envelope
        self._strict = strict

    def feed(self, chunk: bytes, response: Response) -> Iterator[T]:
        for event in self._parser.feed(chunk):
            if event.data == END_MARKER:
                self.is_done = True
                return
            if not event.data and not self._envelope:
                continue
            self.last_event = event
            yield self._item(event, response)

    def _item(self, event: ServerSentEvent, response: Response) -> T:
        if not self._envelope:
            return _decoded(self._decoder, event.data, response, strict=self._strict)
        whole = _envelope(event, json_or_raw(event.data))
        try:
            return self._decoder.decode_strict(whole)
        except DecodeError:
            pass
        try:
            return self._decoder.decode_strict(_envelope(event, event.data))
        except DecodeError:
            return _decoded(self._decoder, whole, response, strict=self._strict)


class _LineReader(Generic[T]):
    is_done = False
    last_event: ServerSentEvent | None = None

    def __init__(self, decoder: Decoder[T], *, strict: bool) -> None:
        self._parser = JsonTextParser()
        self._decoder = decoder
        self._strict = strict

    def check(self, response: Response) -> None:
        """Any answer can have lines."""

    def feed(self, chunk: bytes, response: Response) -> Iterator[T]:
        for text in self._parser.feed(chunk):
            yield _decoded(self._decoder, text, response, strict=self._strict)

    def finish(self, response: Response) -> Iterator[T]:
        for text in self._parser.finish():
            yield _decoded(self._decoder, text, response, strict=self._strict)

    def pause(self, *, broken: bool) -> None:
        """Give None: lines have no ids to go on from."""

    def restart(self) -> str:
        return ""


def _decoded(decoder: Decoder[T], data: bytes | str, response: Response, *, strict: bool) -> T:
    if not strict:
        return decoder.decode(data)
    try:
        return decoder.decode_strict(data)
    except DecodeError as error:
        raise APIResponseValidationError(response, error.body, message=str(error)) from None


def _envelope(event: ServerSentEvent, data: object) -> bytes:
    """Write an event as the JSON object that a document describes it as."""
    from pydantic_core import to_json

    fields: dict[str, Any] = {"data": data}
    if event.event != "message":
        fields["event"] = event.event
    if event.id:
        fields["id"] = event.id
    if event.retry is not None:
        fields["retry"] = event.retry
    return to_json(fields)


def _refuse_json(response: Response) -> None:
    """Refuse an answer as a whole where events were asked for: it would look like no event."""
    kind = cast("str", response.headers.get("content-type", ""))
    if essence(kind).endswith(("/json", "+json")):
        raise APIResponseValidationError(
            response,
            None,
            message=f"expected a stream of events, received {kind[:100]!a}",
        )
