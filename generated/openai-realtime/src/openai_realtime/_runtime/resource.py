"""The bases of generated resources: a client, and the way its requests are sent."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, TypeVar, Unpack, cast

if TYPE_CHECKING:
    from .client import AsyncAPIClient, SyncAPIClient
    from .operation import Operation
    from .request import RequestArguments

T = TypeVar("T")


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


class AsyncResource:
    """A group of methods of an asyncio client; see `SyncResource`."""

    def __init__(self, client: AsyncAPIClient, request: Callable[..., Any] | None = None) -> None:
        self._client = client
        self._send: Callable[..., Any] = request or client.request

    async def _request(self, operation: Operation[T], **arguments: Unpack[RequestArguments]) -> T:
        return await cast("Awaitable[T]", self._send(operation, **arguments))


ResourceT = TypeVar("ResourceT", bound=SyncResource | AsyncResource)


def raw_view(resource: ResourceT) -> ResourceT:
    """Give the same methods, returning raw answers; `to_raw` tells type checkers so."""
    client = resource._client  # pyright: ignore[reportPrivateUsage]
    return cast("Callable[..., ResourceT]", type(resource))(client, client.request_raw)


def streamed_view(resource: ResourceT) -> ResourceT:
    """Give the same methods, returning unread answers, for `to_streamed` to manage."""
    client = resource._client  # pyright: ignore[reportPrivateUsage]
    return cast("Callable[..., ResourceT]", type(resource))(client, client.request_streamed)
