"""What the SDK adds to the HTTP library's connections: deadlines, and no bytes left over."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any, Final

from .deadline import limited_wait
from .http import AsyncByteStream, Client, Response, SyncByteStream

_TO_PROTOCOL: Final = ("_stream", "_httpcore_stream", "_stream", "_connection", "_h11_state")
"""The way from an unread body to the state machine of its HTTP/1.1 connection."""
_WRITE_PIECE: Final = 64 * 1024


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
        await self._stream.aclose()


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
    protocol: Any = stream
    for name in _TO_PROTOCOL:
        protocol = getattr(protocol, name, None)
    if protocol is not None and (ambiguous or protocol.trailing_data[0]):
        protocol.send_failed()
