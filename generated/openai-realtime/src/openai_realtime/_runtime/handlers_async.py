"""Calling functions for messages, with asyncio: a part of every generated connection."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from inspect import isawaitable
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar, cast

from .handlers import ErrorHandler, HasHandlers, joined, unhandled_error
from .tagged import TaggedClasses
from .websocket_async import AsyncConnection, AsyncConnectionManager

if TYPE_CHECKING:
    from .websocket import Channel

EventT = TypeVar("EventT")
OnT = TypeVar("OnT")
ConnectionT = TypeVar("ConnectionT", bound="AsyncConnection[Any]")


class AsyncHandlers(HasHandlers[EventT, OnT]):
    """The part of a connection that calls functions for messages."""

    if TYPE_CHECKING:
        _channel: ClassVar[Channel[Any]]
        _url: str

        def _iterate_events(self) -> AsyncIterator[EventT]: ...

    def _messages(self) -> TaggedClasses:
        return self._channel.decoder

    async def dispatch_events(
        self, *, on_handler_error: ErrorHandler[EventT] | None = None
    ) -> None:
        """Receive messages and call their functions, until the server closes normally.

        The functions of a message run one after the other, those of asyncio are awaited; the next
        message is received when they are done. They may send, receive, add and take away functions,
        and close the connection, which ends this. What one of them raises keeps none of the others
        from running; it is raised here afterwards (several exceptions as an `ExceptionGroup`).
        Nothing is lost then: call this again to go on.

        Args:
            on_handler_error: takes what a function raised, and the message, instead.

        Raises:
            WebSocketConnectionClosedError: it was closed for any other reason.
            WebSocketEventError: a message named `error` came, and no function takes it.
        """
        handlers = self._handlers
        async for event in self._iterate_events():
            called = handlers.take(event)
            if not called and handlers.is_error(event):
                raise unhandled_error(event, self._url)
            errors: list[Exception] = []
            for handler in called:
                try:
                    await _finished(handler(event))
                except Exception as error:  # noqa: BLE001
                    errors.append(error)
            if not errors:
                continue
            if on_handler_error is None:
                raise joined(errors, event)
            for raised in errors:
                await _finished(on_handler_error(raised, event))


class AsyncHandlersManager(
    AsyncConnectionManager[ConnectionT],
    HasHandlers[EventT, OnT],
    Generic[ConnectionT, EventT, OnT],
):
    """Opens connections that call the functions which were added here."""

    def _messages(self) -> TaggedClasses:
        return self._channel.decoder

    async def enter(self) -> ConnectionT:
        connection = await super().enter()
        self._give_handlers(connection)
        return connection

    async def run(
        self,
        on_open: Callable[[ConnectionT], object] | None = None,
        *,
        on_handler_error: ErrorHandler[EventT] | None = None,
    ) -> None:
        """Connect, call functions for messages until the server closes, and close.

        Args:
            on_open: called with the connection when it is open, to send the first messages or add
                functions that need it.
            on_handler_error: takes what a function raised, and the message.

        Raises:
            APIStatusError: the server refused the handshake.
            APIConnectionError: there was no answer, or none that is a WebSocket's.
            WebSocketConnectionClosedError, WebSocketEventError: as `dispatch_events`.
        """
        async with self as connection:
            if on_open is not None:
                await _finished(on_open(connection))
            handling = cast("AsyncHandlers[EventT, OnT]", connection)
            await handling.dispatch_events(on_handler_error=on_handler_error)


async def _finished(result: object) -> None:
    if isawaitable(result):
        await result
