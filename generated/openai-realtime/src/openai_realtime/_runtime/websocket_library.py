"""The one module that calls the `websockets` library's `connect`; versions 15 to 17 differ here.

It is imported when the first connection is opened.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from functools import cache
from logging import Logger
from socket import SHUT_RDWR
from threading import Event, Thread, current_thread
from typing import TYPE_CHECKING, Any, cast

from websockets import exceptions
from websockets.exceptions import ConnectionClosed, InvalidStatus, WebSocketException

from .headers import HeaderList

if TYPE_CHECKING:
    from asyncio import TimerHandle

    from websockets.asyncio.client import ClientConnection as AsyncClientConnection
    from websockets.http11 import Response
    from websockets.sync.client import ClientConnection as SyncClientConnection

# AssertionError: version 17 asserts that no server speaks before it was asked to.
CONNECT_ERRORS = (WebSocketException, OSError, EOFError, AssertionError)
"""Everything that `connect` raises for what a server or a network does (timeouts included)."""

# The second is unknown to version 15, which has no such limit.
_REFUSALS = (UnicodeDecodeError, getattr(exceptions, "TooManyFragments", UnicodeDecodeError))
"""Why a message whose frames have come is refused when it is read."""

_PONG = b"\x8a"
"""The first byte of a pong frame (RFC 6455, section 5.2)."""

_WAITING_PONGS = 64 * 1024
"""Bytes that wait to be written, above which no more pongs are added."""


class HandshakeRefusedError(Exception):
    """The server answered the handshake with another status than 101.

    Raised in place of the library's exception, which the library would take as a redirect and
    follow, to other origins too, with all headers or most of them.
    """

    def __init__(self, response: Response) -> None:
        super().__init__(response.status_code)
        self.response = response


def open_connection(
    url: str, headers: HeaderList, options: dict[str, Any], logger: Logger
) -> SyncClientConnection:
    """Open a blocking connection.

    Raises:
        HandshakeRefusedError: the server answered with another status than 101.
        CONNECT_ERRORS: no WebSocket connection came about.
    """
    from websockets.sync.client import connect

    # The overloads differ between versions; what is common to all of them is `__enter__`.
    connecting = cast("Callable[..., AbstractContextManager[SyncClientConnection]]", connect)(
        url,
        additional_headers=headers,
        user_agent_header=None,
        create_connection=_sync_class(),
        logger=logger,
        **options,
    )
    # From 17.1 on a connection that was not entered warns, and a later version will connect
    # only on entry. Entering does nothing else in any version.
    return connecting.__enter__()


async def open_async_connection(
    url: str, headers: HeaderList, options: dict[str, Any], logger: Logger
) -> AsyncClientConnection:
    """Open a connection for asyncio; raises as `open_connection` does."""
    from websockets.asyncio.client import connect

    return await connect(
        url,
        additional_headers=headers,
        user_agent_header=None,
        create_connection=_async_class(),
        logger=logger,
        **options,
    )


@cache
def _sync_class() -> type[SyncClientConnection]:
    from websockets.sync.client import ClientConnection

    class BoundedConnection(ClientConnection):
        _close_deadline: Any = None

        def handshake(self, *args: Any, **kwargs: Any) -> None:
            try:
                super().handshake(*args, **kwargs)
            except InvalidStatus as error:
                raise HandshakeRefusedError(error.response) from error

        def close(self, *args: Any, **kwargs: Any) -> None:
            self._interrupt_writer(self.close_timeout)
            super().close(*args, **kwargs)

        def ping(self, *args: Any, **options: Any) -> Event:
            # Those of the library's own keep-alive: its limit holds once the ping is written.
            if options.get("ack_on_close"):
                self._interrupt_writer(self.ping_timeout)
            return super().ping(*args, **options)

        def _interrupt_writer(self, seconds: float | None) -> None:
            """End the connection when a thread is still writing after so many seconds.

            It has the lock, for ever when the server does not read.
            """
            if self.protocol_mutex.acquire(timeout=-1 if seconds is None else seconds):
                self.protocol_mutex.release()
            else:
                with suppress(OSError):
                    self.socket.shutdown(SHUT_RDWR)

        @property
        def close_deadline(self) -> Any:
            return self._close_deadline

        @close_deadline.setter
        def close_deadline(self, deadline: Any) -> None:  # pyright: ignore[reportIncompatibleVariableOverride]
            # Who closes waits no longer than this; nobody does when it was the reading that found
            # the end, and a server may go on sending, or keep the socket open.
            self._close_deadline = deadline
            if deadline is not None and current_thread() is self.recv_events_thread:
                Thread(target=self._end_in_time, name="websocket-close", daemon=True).start()

        def _end_in_time(self) -> None:
            self.recv_events_thread.join(self.close_timeout)
            if self.recv_events_thread.is_alive():
                self.close_socket()

        @property
        def close_exc(self) -> ConnectionClosed:
            _forget_refused(self)
            return super().close_exc

    return BoundedConnection


@cache
def _async_class() -> type[AsyncClientConnection]:
    from asyncio import CancelledError, timeout

    from websockets.asyncio.client import ClientConnection

    class BoundedConnection(ClientConnection):
        _close_deadline: Any = None
        _abortion: TimerHandle | None = None

        async def handshake(self, *args: Any, **kwargs: Any) -> None:
            try:
                await super().handshake(*args, **kwargs)
            except InvalidStatus as error:
                raise HandshakeRefusedError(error.response) from error

        async def close(self, *args: Any, **kwargs: Any) -> None:
            # The library's own limit holds once the close frame is written; a server that does
            # not read keeps it waiting before that.
            try:
                async with timeout(self.close_timeout):
                    await super().close(*args, **kwargs)
            except TimeoutError:
                self.transport.abort()
            except CancelledError:
                # Nobody waits for the server's answer any more, and the loop may end next.
                self.transport.abort()
                raise

        def send_data(self) -> None:
            # The library writes a pong for every ping, whether the server reads or not. One to the
            # latest ping is enough (RFC 6455, section 5.5.3), and those that wait will do.
            if self.transport.get_write_buffer_size() > _WAITING_PONGS:
                writes = self.protocol.writes
                writes[:] = [data for data in writes if data[:1] != _PONG]
            super().send_data()

        @property
        def close_deadline(self) -> Any:
            return self._close_deadline

        @close_deadline.setter
        def close_deadline(self, deadline: Any) -> None:  # pyright: ignore[reportIncompatibleVariableOverride]
            # As in blocking code: nobody else ends what the reading found to be at its end.
            self._close_deadline = deadline
            if deadline is not None:
                self._abortion = self.loop.call_at(deadline, self.transport.abort)

        def connection_lost(self, exc: Exception | None) -> None:
            if self._abortion is not None:
                self._abortion.cancel()
            super().connection_lost(exc)

        @property
        def close_exc(self) -> ConnectionClosed:
            _forget_refused(self)
            return super().close_exc

    return BoundedConnection


def _forget_refused(connection: Any) -> None:
    """Forget what is behind a message that was refused when its frames were joined.

    The library would go on with the rest of that message (from version 17 on, which says why a
    connection ended).
    """
    if isinstance(connection.connection_exc, _REFUSALS):
        connection.recv_messages.frames = type(connection.recv_messages.frames)()
