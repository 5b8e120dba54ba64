"""The one module that calls the `websockets` library's `connect`; versions 15 to 17 differ here.

It is imported when the first connection is opened.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import cache
from logging import Logger
from typing import TYPE_CHECKING, Any, cast

from websockets.exceptions import InvalidStatus, WebSocketException

from .headers import HeaderList

if TYPE_CHECKING:
    from websockets.asyncio.client import ClientConnection as AsyncClientConnection
    from websockets.http11 import Response
    from websockets.sync.client import ClientConnection as SyncClientConnection

# AssertionError: version 17 asserts that no server speaks before it was asked to.
CONNECT_ERRORS = (WebSocketException, OSError, EOFError, AssertionError)
"""Everything that `connect` raises for what a server or a network does (timeouts included)."""


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

    class RefusingConnection(ClientConnection):
        def handshake(self, *args: Any, **kwargs: Any) -> None:
            try:
                super().handshake(*args, **kwargs)
            except InvalidStatus as error:
                raise HandshakeRefusedError(error.response) from error

    return RefusingConnection


@cache
def _async_class() -> type[AsyncClientConnection]:
    from websockets.asyncio.client import ClientConnection

    class RefusingConnection(ClientConnection):
        async def handshake(self, *args: Any, **kwargs: Any) -> None:
            try:
                await super().handshake(*args, **kwargs)
            except InvalidStatus as error:
                raise HandshakeRefusedError(error.response) from error

    return RefusingConnection
