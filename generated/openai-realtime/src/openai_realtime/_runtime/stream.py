"""Answers that come piece by piece: iterators that decode as they go, and close behind them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from types import TracebackType
from typing import TYPE_CHECKING, Generic, Protocol, Self, TypeVar

from .errors import APIResponseValidationError
from .response import mapped_errors
from .splitting import PieceTooLongError

if TYPE_CHECKING:
    from .event_stream import ServerSentEvent
    from .http import Response

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class StreamReader(Protocol[T_co]):
    """Makes items of the chunks of one answer.

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


class _StreamBase(Generic[T]):
    """What both kinds of streams know.

    response: the answer, its status and headers.
    """

    def __init__(self, response: Response, reader: StreamReader[T]) -> None:
        self.response = response
        self._reader = reader

    @property
    def last_event(self) -> ServerSentEvent | None:
        """The server-sent event behind the last item: its name and id; None before the first.

        Always None for JSON lines.
        """
        return self._reader.last_event

    def __repr__(self) -> str:
        return f"<{type(self).__name__} [{self.response.status_code}]>"


class Stream(_StreamBase[T]):
    """The items of an answer, each decoded when it is asked for.

    The connection is given back when the iteration ends, in whatever way: at the end of the
    stream, at a `break` out of the `for`, at an exception, and at the end of a `with` statement.
    What was not read by then is lost.
    """

    def __init__(self, response: Response, reader: StreamReader[T]) -> None:
        super().__init__(response, reader)
        self._items = self._read()

    def _read(self) -> Iterator[T]:
        response, reader = self.response, self._reader
        try:
            with mapped_errors(response.request):
                reader.check(response)
                for chunk in response.iter_bytes():
                    yield from reader.feed(chunk, response)
                    if reader.is_done:
                        return
                yield from reader.finish(response)
        except PieceTooLongError as error:
            raise _too_long(response, error) from None
        finally:
            self.close()

    def __iter__(self) -> Iterator[T]:
        try:
            yield from self._items
        finally:
            self.close()

    def __next__(self) -> T:
        return next(self._items)

    def close(self) -> None:
        """Give the connection back."""
        self.response.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        exc_tb: TracebackType | None,
    ) -> None:
        self.close()


class AsyncStream(_StreamBase[T]):
    """The same for asyncio.

    After a `break` the connection is given back as soon as the event loop gets to it; at the end
    of an `async with` statement it has been.
    """

    def __init__(self, response: Response, reader: StreamReader[T]) -> None:
        super().__init__(response, reader)
        self._items = self._read()

    async def _read(self) -> AsyncIterator[T]:
        response, reader = self.response, self._reader
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
        except PieceTooLongError as error:
            raise _too_long(response, error) from None
        finally:
            await self.close()

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
        await self.response.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        exc_tb: TracebackType | None,
    ) -> None:
        await self.close()


def _too_long(response: Response, error: PieceTooLongError) -> APIResponseValidationError:
    return APIResponseValidationError(response, None, message=f"{error} ({response.status_code})")
