"""Answers that come piece by piece: iterators that decode as they go, and close behind them."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from types import TracebackType
from typing import TYPE_CHECKING, Any, Generic, Protocol, Self, TypeVar

from .errors import APIConnectionError, APIResponseValidationError
from .response import mapped_errors
from .splitting import PieceTooLongError

if TYPE_CHECKING:
    from .event_stream import ServerSentEvent
    from .http import Response

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class StreamReader(Protocol[T_co]):
    """Makes items of the chunks of one answer, or of several that continue each other.

    is_done: whether the server has said that nothing follows.
    last_event: the event that the last item was made of, where the items come in events.
    """

    is_done: bool
    last_event: ServerSentEvent | None

    def check(self, response: Response) -> None:
        """Refuse an answer that is no stream of this kind, before its body is read.

        Raises:
            APIResponseValidationError: it is not.
        """
        ...

    def feed(self, chunk: bytes, response: Response) -> Iterator[T_co]:
        """Take a chunk and yield the items that end in it."""
        ...

    def finish(self, response: Response) -> Iterator[T_co]:
        """Yield what the end of the answer completes."""
        ...

    def pause(self, *, broken: bool) -> float | None:
        """Give the seconds to wait before the rest is asked for; None where nothing follows."""
        ...

    def restart(self) -> str:
        """Get ready for the next answer; give the id of the event that it is to follow."""
        ...


class _Source(Generic[T]):
    """The answer that a stream reads at the moment.

    The iterator holds this and not the stream: a stream that is left alone is gone at once, and
    closes its connection.
    """

    def __init__(
        self,
        response: Response,
        reader: StreamReader[T],
        reopen: Callable[[str], Any] | None,
    ) -> None:
        self.response = response
        self.reader = reader
        self._reopen = reopen
        self._is_closed = False

    def pause(self, *, broken: bool) -> float | None:
        """Give the seconds to wait before the rest is asked for; None where there is no rest."""
        if self._reopen is None or self._is_closed or self.reader.is_done:
            return None
        return self.reader.pause(broken=broken)

    def ask_for_rest(self) -> Any:
        """Send the request for what follows; of an async client, something to await."""
        assert self._reopen is not None  # noqa: S101 - as `pause` has said
        return self._reopen(self.reader.restart())

    def close(self) -> None:
        self._is_closed = True
        self.response.close()

    async def aclose(self) -> None:
        self._is_closed = True
        await self.response.aclose()


class _StreamBase(Generic[T]):
    """What both kinds of streams know."""

    def __init__(
        self,
        response: Response,
        reader: StreamReader[T],
        reopen: Callable[[str], Any] | None = None,
    ) -> None:
        self._source = _Source(response, reader, reopen)

    @property
    def response(self) -> Response:
        """The answer, its status and headers; the newest where a stream has been resumed."""
        return self._source.response

    @property
    def last_event(self) -> ServerSentEvent | None:
        """The server-sent event behind the last item: its name and id; None before the first.

        Always None for JSON lines.
        """
        return self._source.reader.last_event

    def __repr__(self) -> str:
        return f"<{type(self).__name__} [{self.response.status_code}]>"


class Stream(_StreamBase[T]):
    """The items of an answer, each decoded when it is asked for.

    The connection is given back when the iteration ends, in whatever way: at the end of the
    stream, at a `break` out of the `for`, at an exception, at the end of a `with` statement, and
    when nothing refers to the stream any more. What was not read by then is lost.

    Args:
        response: the answer, its body unread.
        reader: what makes items of it.
        reopen: asks for what follows an event, where the stream is resumed after a break.
    """

    def __init__(
        self,
        response: Response,
        reader: StreamReader[T],
        reopen: Callable[[str], Response] | None = None,
    ) -> None:
        super().__init__(response, reader, reopen)
        self._items = _read(self._source)

    def __iter__(self) -> Iterator[T]:
        try:
            yield from self._items
        finally:
            self.close()

    def __next__(self) -> T:
        return next(self._items)

    def close(self) -> None:
        """Give the connection back."""
        self._source.close()

    def __del__(self) -> None:
        # The iterator does it as well, but not before it has begun.
        if not self.response.is_closed:
            self.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        exc_tb: TracebackType | None,
    ) -> None:
        self.close()


def _read(source: _Source[T]) -> Iterator[T]:
    reader = source.reader
    try:
        while True:
            response = source.response
            try:
                with mapped_errors(response.request):
                    reader.check(response)
                    for chunk in response.iter_bytes():
                        yield from reader.feed(chunk, response)
                        if reader.is_done:
                            return
                    yield from reader.finish(response)
            except APIConnectionError:
                pause = source.pause(broken=True)
                if pause is None:
                    raise
            else:
                pause = source.pause(broken=False)
                if pause is None:
                    return
            response.close()
            time.sleep(pause)
            source.response = source.ask_for_rest()
    except PieceTooLongError as error:
        raise _too_long(source.response, error) from None
    finally:
        source.close()


class AsyncStream(_StreamBase[T]):
    """The same for asyncio.

    After a `break` the connection is given back as soon as the event loop gets to it; at the end
    of an `async with` statement it has been.
    """

    def __init__(
        self,
        response: Response,
        reader: StreamReader[T],
        reopen: Callable[[str], Awaitable[Response]] | None = None,
    ) -> None:
        super().__init__(response, reader, reopen)
        self._items = _async_read(self._source)

    async def __aiter__(self) -> AsyncIterator[T]:
        try:
            async for item in self._items:
                yield item
        finally:
            await self.close()

    async def __anext__(self) -> T:
        return await anext(self._items)

    async def close(self) -> None:
        """Give the connection back."""
        await self._source.aclose()

    def __del__(self) -> None:
        if not self.response.is_closed:
            _close_soon(self._source)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        exc_tb: TracebackType | None,
    ) -> None:
        await self.close()


async def _async_read(source: _Source[T]) -> AsyncIterator[T]:
    reader = source.reader
    try:
        while True:
            response = source.response
            try:
                with mapped_errors(response.request):
                    reader.check(response)
                    async for chunk in response.aiter_bytes():
                        for item in reader.feed(chunk, response):
                            yield item
                        if reader.is_done:
                            return
                    for item in reader.finish(response):
                        yield item
            except APIConnectionError:
                pause = source.pause(broken=True)
                if pause is None:
                    raise
            else:
                pause = source.pause(broken=False)
                if pause is None:
                    return
            await response.aclose()
            await asyncio.sleep(pause)
            source.response = await source.ask_for_rest()
    except PieceTooLongError as error:
        raise _too_long(source.response, error) from None
    finally:
        await source.aclose()


_closing: set[object] = set()
"""The tasks that close what was left alone: the event loop alone would forget them."""


def _close_soon(source: _Source[Any]) -> None:
    """Close a stream that nothing refers to, if its event loop still runs."""
    try:
        loop = asyncio.get_running_loop()
    except RuntimeError:
        return  # a connection does not outlive its event loop
    task = loop.create_task(source.aclose())
    _closing.add(task)
    task.add_done_callback(_closing.discard)


def _too_long(response: Response, error: PieceTooLongError) -> APIResponseValidationError:
    return APIResponseValidationError(response, None, message=f"{error} ({response.status_code})")
