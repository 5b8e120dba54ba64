"""Connections for asyncio that are opened again, and keep what is to be sent meanwhile."""

from __future__ import annotations

import asyncio
import inspect
import random
import time
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeAlias, cast

from websockets.exceptions import ConnectionClosed
from websockets.protocol import State

from .errors import APIError, WebSocketConnectionClosedError
from .link import (
    MAX_UNREAD_CONNECTIONS,
    Fail,
    KeepAlive,
    Outbox,
    Terms,
    how_it_ended,
    was_answered,
)
from .reconnecting import AsyncOnReconnecting, ReconnectingEvent, ReconnectingOverrides
from .send_queue import Message
from .websocket import ABNORMAL_CLOSURE, closed_error

if TYPE_CHECKING:
    from websockets.asyncio.client import ClientConnection

    from .handshake import Handshake
    from .websocket import HandshakeArguments

Dial: TypeAlias = Callable[
    ["HandshakeArguments"], Awaitable[tuple["ClientConnection", "Handshake"]]
]
AsyncTerms: TypeAlias = Terms[Dial, AsyncOnReconnecting]

# Tasks that a hook starts, as `asyncio.gather` and `asyncio.wait_for` do, have its context.
_RECOVERER: ContextVar[object | None] = ContextVar("recoverer", default=None)
"""Stands for one search for another connection, in the task that makes it."""


class AsyncLink:
    """Sends and receives over a connection, and over the next one when it breaks.

    Whoever notices opens the next one, a sender or the receiver; should that task be cancelled,
    the next that notices goes on where it was.

    Args:
        owner: the user's connection, for `on_reconnected`.
        adopt: makes an opened connection the owner's.
        shown: gives what a connection is used by, which may record it.
        connection: the first one.
        url: its address.
        terms: what `connect` was called with.
    """

    def __init__(
        self,
        owner: object,
        adopt: Callable[[ClientConnection, Handshake], None],
        shown: Callable[[ClientConnection], ClientConnection],
        connection: ClientConnection,
        url: str,
        terms: AsyncTerms,
    ) -> None:
        self._owner = owner
        self._adopt = adopt
        self._shown = shown
        self._terms = terms
        self._recovery = terms.recovery
        self._outbox = Outbox(terms.queue, url, terms.logger)
        # The last one is the present one; those before it broke, and have messages to be read.
        self._connections = deque([connection])
        self._library_connection = connection
        self._is_up = True
        self._turn = asyncio.Lock()
        self._recoverer: object | None = None
        self._fresh: ClientConnection | None = None
        self._interruption: ConnectionClosed | None = None
        self._dialing: asyncio.Future[tuple[ClientConnection, Handshake]] | None = None
        self._patience: asyncio.Timeout | None = None
        self._closing: tuple[int, str] | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._sent_at = time.monotonic()
        self._recovery.opened(self._sent_at)
        if terms.keep_alive is not None:
            self._start(self._keep_alive(terms.keep_alive))

    @property
    def reconnections(self) -> int:
        """How often the connection was opened again."""
        return self._recovery.reconnections

    def take_uncertain(self) -> tuple[Message, ...]:
        """Give the messages whose fate is unknown, once."""
        return self._outbox.take_uncertain()

    @property
    def ended_well(self) -> bool:
        """Whether nothing was left unsent, and no other connection was looked for in vain."""
        return self._outbox.ended_well

    def awaiting(self, message: Message, fail: Fail) -> AbstractContextManager[None]:
        """Send a message in here whose answer is waited for, as `Outbox.awaiting` says."""
        return self._outbox.awaiting(message, fail)

    # Receiving

    async def recv(self, *, decode: bool | None) -> Message:
        """Wait for a message, over as many connections as it takes.

        Raises:
            WebSocketConnectionClosedError: there will be no further one.
        """
        if self.is_in_hook:
            return await self._recv_in_hook(decode)
        while True:
            connection = self._connections[0]
            try:
                return await self._shown(connection).recv(decode=decode)
            except ConnectionClosed as closed:
                if len(self._connections) > 1 and self._connections[0] is connection:
                    self._connections.popleft()
                elif self._connections[-1] is connection:
                    try:
                        await self._recover(connection, closed)
                    except WebSocketConnectionClosedError:
                        if self._connections[-1] is connection:
                            raise  # else there was another one, and it has messages to be read

    async def _recv_in_hook(self, decode: bool | None) -> Message:
        if self._fresh is None:
            raise RuntimeError("there is no connection while `on_reconnecting` runs")
        try:
            return await self._shown(self._fresh).recv(decode=decode)
        except ConnectionClosed as closed:
            self._interruption = closed
            raise closed_error(closed, self._outbox.url) from None

    # Sending

    async def send(self, message: Message) -> None:
        """Send a message, or keep it until there is a connection.

        Raises:
            WebSocketConnectionClosedError: there will be no further one.
            WebSocketQueueFullError: too many messages wait already.
        """
        if self.is_in_hook:
            await self._send_in_hook(message)
            return
        if self._outbox.has_ended:
            raise self._outbox.error()
        connection = self._connections[-1]
        if self._is_up and self._is_open():
            try:
                await self._transmit(connection, message)
            except ConnectionClosed as closed:
                await self._recover(connection, closed)
            return
        # Whether it broke was not noticed yet or is being dealt with: nothing goes out any more.
        self._outbox.queue.put(message)
        if self._is_up:
            await self._recover(connection, await self._end_of_present())
        elif not self._turn.locked():
            await self._restore()

    async def flush(self) -> None:
        """Send what was queued before there was a connection."""
        queue, connection = self._outbox.queue, self._connections[-1]
        while len(queue) and self._is_up and self._is_open():
            try:
                await self._transmit(connection, queue.take())
            except ConnectionClosed as closed:
                await self._recover(connection, closed)

    async def _send_in_hook(self, message: Message) -> None:
        if self._fresh is None:
            self._outbox.queue.put(message)
            return
        try:
            await self._transmit(self._fresh, message)
        except ConnectionClosed as closed:
            self._interruption = closed
            raise closed_error(closed, self._outbox.url) from None

    async def _transmit(self, connection: ClientConnection, message: Message) -> None:
        """Hand a message to an open connection; nothing is awaited between the two."""
        self._outbox.sending(message, noted=self._recovery.is_possible)
        self._sent_at = time.monotonic()
        await self._shown(connection).send(message)
        if self._outbox.log.wants_ping:
            await self._ping(connection, self._outbox.log.pinged())

    async def _ping(self, connection: ClientConnection, number: int) -> None:
        """Ask for a sign that what was sent before the ping was numbered has arrived."""
        log = self._outbox.log
        try:
            pong = await connection.ping()
        except ConnectionClosed:
            return  # whoever uses the connection next notices, too

        def arrived(future: asyncio.Future[float]) -> None:
            if future.cancelled() or future.exception() or not log.confirmed(number):
                return
            if log.wants_ping:
                self._start(self._ping(connection, log.pinged()))

        cast("asyncio.Future[float]", pong).add_done_callback(arrived)

    def _present(self) -> ClientConnection:
        return self._fresh or self._connections[-1]

    def _is_open(self) -> bool:
        return self._library_connection.state is State.OPEN

    async def _end_of_present(self) -> ConnectionClosed:
        """Wait until the present connection, no longer open, is closed; say how it ended."""
        try:
            await self._library_connection.ping()
        except ConnectionClosed as closed:
            return closed
        raise AssertionError("the connection is open")

    # Recovering

    @property
    def is_in_hook(self) -> bool:
        """Whether this task looks for a connection, or was started by a hook while it does."""
        return self._recoverer is not None and self._recoverer is _RECOVERER.get()

    async def _recover(self, connection: ClientConnection, closed: ConnectionClosed) -> None:
        """Open the next connection, unless someone else has.

        Raises:
            WebSocketConnectionClosedError: there will be none.
        """
        if self._is_up and self._connections[-1] is connection:
            self._lost(closed)
            await asyncio.sleep(0)  # a request that failed just now looks for no connection
        await self._restore()

    async def _restore(self) -> None:
        if self._outbox.has_ended:
            raise self._outbox.error()
        async with self._turn:
            if not self._is_up:
                await self._reconnect()

    def _lost(self, closed: ConnectionClosed) -> None:
        """Note that the present connection broke: it is not in use."""
        self._is_up = False
        self._fresh = None
        if self._closing is not None and was_answered(closed):
            self._outbox.log.drain()
        self._outbox.lost()
        code, reason = how_it_ended(closed, self._outbox.url)
        goes_on = self._recovery.lost(code, reason, time.monotonic())
        if self._closing is not None or not goes_on:
            self._end(code, reason)
        else:
            self._outbox.fail_requests(code, reason)

    async def _reconnect(self) -> None:
        outer = _RECOVERER.get()
        self._recoverer = object()
        _RECOVERER.set(self._recoverer)
        self._patience = patience = asyncio.timeout(None)
        try:
            async with patience:
                try:
                    while not self._outbox.has_ended:
                        if await self._attempt():
                            return
                except Exception as error:  # a hook's own, or what it gave cannot be sent
                    self._end(self._recovery.code, self._recovery.reason, error)
                    raise
        except TimeoutError:
            # `close` ends the search so; a hook's own timeout is like any exception of it.
            if not patience.expired():
                raise
        finally:
            self._recoverer = self._patience = None
            _RECOVERER.set(outer)
        raise self._outbox.error()

    async def _attempt(self) -> bool:
        """Try once to open the next connection; say whether it is in use."""
        recovery = self._recovery
        if self._dialing is None and not recovery.is_scheduled:
            event = recovery.next_attempt(random.random())  # noqa: S311 - jitter is no secret
            if event is None or not recovery.goes_on(await self._ask(event)):
                self._end(recovery.code, recovery.reason)
            if event is None or self._outbox.has_ended:
                return False
            recovery.schedule(event, time.monotonic())
        try:
            connection, shake = await self._dial()
        except APIError as error:
            if not recovery.failed(error, datetime.now(UTC)):
                self._end(recovery.code, recovery.reason, error)
            return False
        try:
            is_used = await self._resume(connection, shake)
        except BaseException:
            connection.transport.abort()
            self._fresh = None
            self._outbox.lost()
            self._outbox.fail_requests(ABNORMAL_CLOSURE, "")
            raise
        if self._outbox.has_ended:
            connection.transport.abort()
        return is_used and not self._outbox.has_ended

    async def _dial(self) -> tuple[ClientConnection, Handshake]:
        """Make the attempt at its time.

        Who waits may be cancelled: the next one who does takes over what is under way. Receiving
        with a timeout again and again would otherwise never get through a handshake.
        """
        if self._dialing is None:
            await asyncio.sleep(self._recovery.pause(time.monotonic()))
            self._dialing = asyncio.ensure_future(self._terms.dial(self._recovery.begin()))
        try:
            opened = await asyncio.shield(self._dialing)
        except asyncio.CancelledError:
            raise
        except BaseException:
            self._dialing = None
            raise
        self._dialing = None
        return opened

    async def _ask(self, event: ReconnectingEvent) -> ReconnectingOverrides | None:
        hook = self._terms.on_reconnecting
        if hook is None:
            return None
        answer = hook(event)
        if inspect.isawaitable(answer):
            return await answer
        return answer

    async def _resume(self, connection: ClientConnection, shake: Handshake) -> bool:
        """Let the user's hook speak first, then send what waits; say whether all of it went."""
        outbox, hook = self._outbox, self._terms.on_reconnected
        self._library_connection = connection
        self._fresh = fresh = connection
        self._adopt(connection, shake)
        self._interruption = None
        outbox.url = shake.url
        self._recovery.opened(time.monotonic())
        self._recovery.reconnections += 1
        try:
            if hook is not None:
                answer = hook(self._owner)
                if inspect.isawaitable(answer):
                    await answer
            while len(outbox.queue) and self._is_open():
                await self._transmit(fresh, outbox.queue.take())
            closed = await self._end_of_present() if len(outbox.queue) else None
        except ConnectionClosed as error:
            closed = error
        except WebSocketConnectionClosedError:
            if self._interruption is None:
                raise
            closed = self._interruption
        self._take_up(fresh)
        if closed is not None:
            self._lost(closed)
        return closed is None

    def _take_up(self, fresh: ClientConnection) -> None:
        """Have a connection read after those before it: one that broke again, too."""
        if len(self._connections) == MAX_UNREAD_CONNECTIONS:
            self._connections.popleft()
            self._terms.logger.warning("messages of a connection that broke were never read")
        self._connections.append(fresh)
        self._is_up, self._fresh = True, None

    # Ending

    async def close(self, code: int, reason: str) -> None:
        """Close the connection, or end the search for another one."""
        self._closing = self._closing or (code, reason)
        try:
            if self._is_up or self._fresh is not None:
                await self._shown(self._present()).close(code, reason)
                closed = await self._end_of_present()
                if was_answered(closed):
                    self._outbox.log.drain()
                code, reason = how_it_ended(closed, self._outbox.url)
        finally:
            self._end(code, reason)
        if self._patience is not None and not self.is_in_hook:
            self._patience.reschedule(asyncio.get_running_loop().time())
        ending: set[asyncio.Future[Any]] = {*self._tasks}
        if self._dialing is not None:
            ending.add(self._dialing)
        if ending:
            await asyncio.wait(ending)  # they were cancelled, and are gone in a moment

    def _end(self, code: int, reason: str, cause: Exception | None = None) -> None:
        is_failure = self._closing is None and self._recovery.concerns(code)
        self._outbox.end(code, reason, cause, is_failure=is_failure)
        for task in self._tasks:
            task.cancel()
        if self._dialing is not None:
            self._dialing.add_done_callback(_discard)
            self._dialing.cancel()

    # Tasks

    def _start(self, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _keep_alive(self, keep_alive: KeepAlive) -> None:
        while True:
            left = self._sent_at + keep_alive.interval - time.monotonic()
            if left > 0:
                await asyncio.sleep(left)
                continue
            self._sent_at = time.monotonic()
            if not self._is_up or not self._is_open():
                continue
            try:
                await self._shown(self._connections[-1]).send(keep_alive.message)
            except ConnectionClosed:
                continue  # whoever uses the connection next notices, too


def _discard(dialing: asyncio.Future[tuple[ClientConnection, Handshake]]) -> None:
    """Close what was opened for a connection that has ended meanwhile."""
    if not dialing.cancelled() and dialing.exception() is None:
        dialing.result()[0].transport.abort()
