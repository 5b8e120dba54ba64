"""The types of `with_raw_response` and `with_streaming_response`.

A resource made with `client.request_raw` or `client.request_streamed` already returns answers;
its methods only claim to return results. These functions correct the claim, and keep parameters
and documentation.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager, AbstractContextManager
from functools import wraps
from types import TracebackType
from typing import Generic, ParamSpec, TypeVar, cast

from .response import APIResponse, AsyncAPIResponse

P = ParamSpec("P")
T = TypeVar("T")


def to_raw(method: Callable[P, T]) -> Callable[P, APIResponse[T]]:
    """Type a blocking method whose resource sends with `request_raw`."""
    return cast("Callable[P, APIResponse[T]]", method)


def async_to_raw(
    method: Callable[P, Awaitable[T]],
) -> Callable[P, Awaitable[APIResponse[T]]]:
    """Type an async method whose resource sends with `request_raw`."""
    return cast("Callable[P, Awaitable[APIResponse[T]]]", method)


def to_streamed(
    method: Callable[P, T],
) -> Callable[P, AbstractContextManager[APIResponse[T]]]:
    """Make of a blocking method one that sends when the returned manager is entered."""
    send = cast("Callable[P, APIResponse[T]]", method)

    @wraps(method)
    def manage(*args: P.args, **kwargs: P.kwargs) -> StreamManager[T]:
        return StreamManager(lambda: send(*args, **kwargs))

    return manage


def async_to_streamed(
    method: Callable[P, Awaitable[T]],
) -> Callable[P, AbstractAsyncContextManager[AsyncAPIResponse[T]]]:
    """Make of an async method one that sends when the returned manager is entered."""
    send = cast("Callable[P, Awaitable[AsyncAPIResponse[T]]]", method)

    @wraps(method)
    def manage(*args: P.args, **kwargs: P.kwargs) -> AsyncStreamManager[T]:
        return AsyncStreamManager(lambda: send(*args, **kwargs))

    return manage


class StreamManager(Generic[T]):
    """Sends a request on entry, gives the unread answer, and closes it on exit."""

    def __init__(self, send: Callable[[], APIResponse[T]]) -> None:
        self._send = send
        self._response: APIResponse[T] | None = None

    def __enter__(self) -> APIResponse[T]:
        self._response = self._send()
        return self._response

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        exc_tb: TracebackType | None,
    ) -> None:
        if self._response is not None:
            self._response.close()


class AsyncStreamManager(Generic[T]):
    """The same for asyncio."""

    def __init__(self, send: Callable[[], Awaitable[AsyncAPIResponse[T]]]) -> None:
        self._send = send
        self._response: AsyncAPIResponse[T] | None = None

    async def __aenter__(self) -> AsyncAPIResponse[T]:
        self._response = await self._send()
        return self._response

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        exc_tb: TracebackType | None,
    ) -> None:
        if self._response is not None:
            await self._response.close()
