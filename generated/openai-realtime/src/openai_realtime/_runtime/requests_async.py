"""WebSocket connections for asyncio on which requests are answered."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import nullcontext
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from .encode_json import encode_message
from .errors import APITimeoutError, WebSocketConnectionClosedError
from .exchanges import Exchange, Exchanges, answer_of
from .websocket_async import AsyncConnection, AsyncConnectionResource

if TYPE_CHECKING:
    from asyncio import Lock

EventT = TypeVar("EventT")


class AsyncRequestConnection(AsyncConnection[EventT]):
    """An open connection on which some messages are requests, and wait for their answers.

    Tasks may request while another one reads events: whoever waits for the socket reads it, gives
    answers to those who asked and keeps events for those who read them.
    """

    @cached_property
    def _exchanges(self) -> Exchanges[EventT]:
        return Exchanges()

    @cached_property
    def _reading(self) -> Lock:
        from asyncio import Lock

        # First come, first served: a task whose answer has come is not kept waiting.
        return Lock()

    async def request_message(
        self, message: Mapping[str, object], exchange: Exchange, *, timeout: float | None
    ) -> Any:
        """Send a message with an id and wait for the answer that repeats it.

        Raises:
            APITimeoutError: there was no answer within `timeout` seconds.
            WebSocketReplyError: the answer is an error.
            WebSocketConnectionClosedError: the connection ended first.
            ValueError: a request with the same id waits already.
        """
        import asyncio

        waiting, numbered = self._exchanges.open(message, exchange)
        text = encode_message(numbered)
        patience = asyncio.timeout(timeout)

        def fail(error: WebSocketConnectionClosedError) -> None:
            if waiting.done:
                return
            waiting.error, waiting.done = error, True
            if not patience.expired():
                patience.reschedule(asyncio.get_running_loop().time())

        try:
            async with patience:
                with nullcontext() if self._link is None else self._link.awaiting(text, fail):
                    await self.send_raw(text)
                    while not waiting.done:
                        async with self._turn():
                            if not waiting.done:
                                await self._read()
        except TimeoutError:
            if not patience.expired():
                raise
            if not waiting.done:
                from .http import stand_in_request
                from .url import http_twin

                raise APITimeoutError(stand_in_request(http_twin(self._url))) from None
        finally:
            self._exchanges.close(waiting)
        return answer_of(waiting, self._url)

    @cached_property
    def _reading_in_hook(self) -> Lock:
        from asyncio import Lock

        return Lock()

    def _turn(self) -> Lock:
        """Give what one task holds at a time, the one that reads.

        A hook and the tasks it starts have their own: whoever reads elsewhere waits for the hook.
        """
        in_hook = self._link is not None and self._link.is_in_hook
        return self._reading_in_hook if in_hook else self._reading

    async def _read(self) -> None:
        data = await self._recv_data()
        self._exchanges.sort(data, self._parse_event(data))

    async def _recv_event(self) -> EventT:
        events = self._exchanges.events
        while not events:
            async with self._turn():
                if not events:
                    await self._read()
        return events.popleft()

    async def _iterate_events(self) -> AsyncIterator[EventT]:
        while True:
            try:
                event = await self._recv_event()
            except WebSocketConnectionClosedError as closed:
                if self._ended_well(closed):
                    return
                raise
            yield event


class AsyncRequestResource(AsyncConnectionResource):
    """A group of the messages that one can send over such a connection."""

    _connection: AsyncRequestConnection[Any]

    def __init__(self, connection: AsyncRequestConnection[Any]) -> None:
        super().__init__(connection)
