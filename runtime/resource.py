"""The bases of generated resources: a client, and the way its requests are sent."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar, Unpack, cast

if TYPE_CHECKING:
    from .client import AsyncAPIClient, SyncAPIClient
    from .operation import Operation
    from .request import RequestArguments
    from .stream import AsyncStream, Stream
    from .stream_results import StreamResult

T = TypeVar("T")
ItemT = TypeVar("ItemT")


class SyncResource:
    """A group of methods of a blocking client.

    Args:
        client: the client.
        request: what sends an operation; `client.request` unless told.
    """

    def __init__(self, client: SyncAPIClient, request: Callable[..., Any] | None = None) -> None:
        self._client = client
        self._send: Callable[..., Any] = request or client.request

    def _request(self, operation: Operation[T], **arguments: Unpack[RequestArguments]) -> T:
        return cast("T", self._send(operation, **arguments))

    def _stream(
        self, operation: Operation[Stream[ItemT]], **arguments: Unpack[RequestArguments]
    ) -> Stream[ItemT]:
        return cast("Stream[ItemT]", self._send(operation, **arguments))

    def _request_or_stream(
        self,
        operation: Operation[T],
        streamed: Operation[Stream[ItemT]],
        switch: object,
        **arguments: Unpack[RequestArguments],
    ) -> T | Stream[ItemT]:
        """Send the one or the other; a request that asks for a stream gets one."""
        if switch is True:
            return self._stream(streamed, **arguments)
        return self._request(operation, **arguments)


class AsyncResource:
    """A group of methods of an asyncio client; see `SyncResource`."""

    def __init__(self, client: AsyncAPIClient, request: Callable[..., Any] | None = None) -> None:
        self._client = client
        self._send: Callable[..., Any] = request or client.request

    async def _request(self, operation: Operation[T], **arguments: Unpack[RequestArguments]) -> T:
        return await cast("Awaitable[T]", self._send(operation, **arguments))

    async def _stream(
        self, operation: Operation[Stream[ItemT]], **arguments: Unpack[RequestArguments]
    ) -> AsyncStream[ItemT]:
        sent = self._send(_for_asyncio(operation), **arguments)
        return await cast("Awaitable[AsyncStream[ItemT]]", sent)

    async def _request_or_stream(
        self,
        operation: Operation[T],
        streamed: Operation[Stream[ItemT]],
        switch: object,
        **arguments: Unpack[RequestArguments],
    ) -> T | AsyncStream[ItemT]:
        """Send the one or the other; a request that asks for a stream gets one."""
        if switch is True:
            return await self._stream(streamed, **arguments)
        return await self._request(operation, **arguments)


def _for_asyncio(operation: Operation[Stream[ItemT]]) -> Operation[AsyncStream[ItemT]]:
    """Give the same operation with a stream that an event loop can wait for."""
    of_any: Operation[Any] = operation
    return replace(of_any, result=cast("StreamResult[ItemT]", operation.result).for_asyncio())


ResourceT = TypeVar("ResourceT", bound=SyncResource | AsyncResource)


def raw_view(resource: ResourceT) -> ResourceT:
    """Give the same methods, returning raw answers; `to_raw` tells type checkers so."""
    client = resource._client  # pyright: ignore[reportPrivateUsage]
    return cast("Callable[..., ResourceT]", type(resource))(client, client.request_raw)


def streamed_view(resource: ResourceT) -> ResourceT:
    """Give the same methods, returning unread answers, for `to_streamed` to manage."""
    client = resource._client  # pyright: ignore[reportPrivateUsage]
    return cast("Callable[..., ResourceT]", type(resource))(client, client.request_streamed)
