"""What the SDK adds to the HTTP library's connections: deadlines, and no bytes left over."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Coroutine, Iterator
from typing import Any, Final

from .deadline import limited_wait
from .http import AsyncByteStream, AsyncClient, Client, Response, SyncByteStream

_TO_PROTOCOL: Final = ("_stream", "_httpcore_stream", "_stream", "_connection", "_h11_state")
"""The way from an unread body to the state machine of its HTTP/1.1 connection."""
_TO_POOLED: Final = _TO_PROTOCOL[:2]
"""The way from there to what gives the connection back to its pool."""
_SWEEPS: Final = (0.01, 0.1, 1.0)
"""Seconds between the looks at what cancelled calls have left behind."""
_WRITE_PIECE: Final = 64 * 1024


def close_when_cancelled(client: AsyncClient) -> None:
    """Have a client of asyncio lose no connection that is being opened when a call is cancelled.

    The library closes it after every failure but that one.
    """
    for transport in (client._transport, *client._mounts.values()):  # pyright: ignore[reportPrivateUsage]
        pool: Any = getattr(transport, "_pool", None)
        if hasattr(pool, "_network_backend"):
            pool._network_backend = _CarefulBackend(pool._network_backend)


def limit_waits(client: Client) -> None:
    """Have a blocking client wait no longer than the deadline of a call allows, byte by byte.

    The library knows a timeout for each read alone, which a byte now and then never exceeds.
    """
    for transport in (client._transport, *client._mounts.values()):  # pyright: ignore[reportPrivateUsage]
        pool: Any = getattr(transport, "_pool", None)
        if hasattr(pool, "_network_backend"):
            pool._network_backend = _LimitedBackend(pool._network_backend)


class _LimitedStream:
    """A connection of which no wait is longer than what is left of the call."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        data: bytes = self._stream.read(max_bytes, limited_wait(timeout))
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        for start in range(0, len(buffer), _WRITE_PIECE):
            self._stream.write(buffer[start : start + _WRITE_PIECE], limited_wait(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None
    ) -> _LimitedStream:
        stream = self._stream.start_tls(ssl_context, server_hostname, limited_wait(timeout))
        return _LimitedStream(stream)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class _LimitedBackend:
    """Opens such connections."""

    def __init__(self, backend: Any) -> None:
        self._backend = backend

    def connect_tcp(
        self, host: str, port: int, timeout: float | None = None, **options: Any
    ) -> _LimitedStream:
        stream = self._backend.connect_tcp(host, port, timeout=limited_wait(timeout), **options)
        return _LimitedStream(stream)

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, **options: Any
    ) -> _LimitedStream:
        stream = self._backend.connect_unix_socket(path, timeout=limited_wait(timeout), **options)
        return _LimitedStream(stream)

    def sleep(self, seconds: float) -> None:
        self._backend.sleep(seconds)


class _CarefulStream:
    """A connection of asyncio's that is closed when its TLS handshake is cancelled."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def read(self, max_bytes: int, timeout: float | None = None) -> Awaitable[bytes]:
        data: Awaitable[bytes] = self._stream.read(max_bytes, timeout)
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> Awaitable[None]:
        written: Awaitable[None] = self._stream.write(buffer, timeout)
        return written

    async def aclose(self) -> None:
        await self._stream.aclose()

    async def start_tls(
        self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None
    ) -> Any:
        try:
            return await self._stream.start_tls(ssl_context, server_hostname, timeout)
        except BaseException:
            await asyncio.shield(_closing(self._stream))
            raise

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class _CarefulBackend:
    """Opens such connections, and closes one that is there when nobody waits for it any more."""

    def __init__(self, backend: Any) -> None:
        self._backend = backend

    def connect_tcp(self, *place: Any, **options: Any) -> Awaitable[_CarefulStream]:
        return self._connected(self._backend.connect_tcp(*place, **options))

    def connect_unix_socket(self, *place: Any, **options: Any) -> Awaitable[_CarefulStream]:
        return self._connected(self._backend.connect_unix_socket(*place, **options))

    async def _connected(self, connecting: Coroutine[Any, Any, Any]) -> _CarefulStream:
        # Not cancelled but left to end, within its timeout: cancelled at the wrong moment the
        # library loses sight of a connection that it has.
        task = _kept(connecting)
        try:
            return _CarefulStream(await asyncio.shield(task))
        except asyncio.CancelledError:
            task.add_done_callback(_close_unclaimed)
            raise

    async def sleep(self, seconds: float) -> None:
        await self._backend.sleep(seconds)


_tasks: set[asyncio.Task[Any]] = set()
"""What goes on without anybody waiting; the event loop alone would forget it."""


def _kept(work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
    task = asyncio.ensure_future(work)
    _tasks.add(task)
    task.add_done_callback(_tasks.discard)
    return task


async def _close(stream: Any) -> None:
    await stream.aclose()


def _closing(stream: Any) -> asyncio.Task[Any]:
    return _kept(_close(stream))


def _close_unclaimed(task: asyncio.Task[Any]) -> None:
    if not task.cancelled() and task.exception() is None:
        _closing(task.result())


class _GuardedStream(SyncByteStream):
    """A body whose connection is not used again when more came with it than belongs to it."""

    def __init__(self, stream: SyncByteStream, *, ambiguous: bool) -> None:
        self._stream = stream
        self._ambiguous = ambiguous

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._stream)

    def close(self) -> None:
        _spoil(self._stream, ambiguous=self._ambiguous)
        self._stream.close()


class _AsyncGuardedStream(AsyncByteStream):
    def __init__(self, stream: AsyncByteStream, *, ambiguous: bool) -> None:
        self._stream = stream
        self._ambiguous = ambiguous

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self._stream.__aiter__()

    async def aclose(self) -> None:
        _spoil(self._stream, ambiguous=self._ambiguous)
        try:
            await self._stream.aclose()
        except asyncio.CancelledError:
            # The library has stopped half way, and would not do the rest when asked again.
            await _give_up(self._stream)
            raise


def guard(response: Response) -> None:
    """See to it that bytes behind the end of an unread body are never the next answer.

    A server that says the length of a body in two ways (RFC 9112, section 6.3) has its
    connection closed as well.
    """
    headers = response.headers
    ambiguous = "transfer-encoding" in headers and "content-length" in headers
    stream = response.stream
    if isinstance(stream, SyncByteStream) and not response.is_stream_consumed:
        response.stream = _GuardedStream(stream, ambiguous=ambiguous)
    elif isinstance(stream, AsyncByteStream) and not response.is_stream_consumed:
        response.stream = _AsyncGuardedStream(stream, ambiguous=ambiguous)


def _spoil(stream: object, *, ambiguous: bool) -> None:
    """Make the library close the connection of a body instead of using it again, if need be."""
    # The library neither looks at what is left over nor shows it. Where it is built otherwise
    # than expected, as for HTTP/2, there is nothing to look at.
    protocol = _along(stream, _TO_PROTOCOL)
    if protocol is not None and (ambiguous or protocol.trailing_data[0]):
        protocol.send_failed()


async def reclaim(client: AsyncClient) -> None:
    """Close the connections that a cancelled call has opened or held and left behind.

    The library keeps such a connection, and its place in the pool, for ever.
    """
    for transport in (client._transport, *client._mounts.values()):  # pyright: ignore[reportPrivateUsage]
        await _close_unused(getattr(transport, "_pool", None))


async def _give_up(stream: object) -> None:
    """Close the connection of an answer that has not been closed to the end."""
    pooled = _along(stream, _TO_POOLED)
    pool: Any = getattr(pooled, "_pool", None)
    if pool is not None and pooled._pool_request in pool._requests:
        pool._requests.remove(pooled._pool_request)
        await _close_unused(pool)


async def _close_unused(pool: Any) -> None:
    if hasattr(pool, "_assign_requests_to_connections"):
        closing = _take_unused(pool)
        # The library may have given the connection to another request as well, which finds it
        # taken and lets go of it: then it is nobody's, and not before.
        asyncio.get_running_loop().call_later(_SWEEPS[0], _sweep, pool, _SWEEPS[1:])
        # A second cancellation does not stop it.
        await asyncio.shield(_kept(pool._close_connections(closing)))


def _sweep(pool: Any, pauses: tuple[float, ...]) -> None:
    closing = _take_unused(pool)
    if closing:
        _kept(pool._close_connections(closing))
    if pauses:
        asyncio.get_running_loop().call_later(pauses[0], _sweep, pool, pauses[1:])


def _take_unused(pool: Any) -> list[Any]:
    """Take what belongs to no request and can serve none from the pool; give what is to be closed.

    Those who wait for a connection get its place.
    """
    used = {id(request.connection) for request in pool._requests}
    unused = [
        connection
        for connection in pool._connections
        if id(connection) not in used and not connection.is_idle() and not connection.is_closed()
    ]
    for connection in unused:
        pool._connections.remove(connection)
    return [*unused, *pool._assign_requests_to_connections()]


def _along(start: object, names: tuple[str, ...]) -> Any:
    """Follow private attributes of the library as far as they go; None where one is missing."""
    found: Any = start
    for name in names:
        found = getattr(found, name, None)
    return found
