"""Blocking connections that are opened again, and keep what is to be sent meanwhile."""

from __future__ import annotations

import random
import threading
import time
from collections import deque
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeAlias

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
from .patience import WITHOUT_END, OutOfPatienceError, Patience
from .reconnecting import OnReconnecting
from .send_queue import Message
from .websocket import ABNORMAL_CLOSURE, closed_error

if TYPE_CHECKING:
    from websockets.sync.client import ClientConnection

    from .handshake import Handshake
    from .websocket import HandshakeArguments

Dial: TypeAlias = Callable[["HandshakeArguments"], tuple["ClientConnection", "Handshake"]]
SyncTerms: TypeAlias = Terms[Dial, OnReconnecting]

_KEEPER_PATIENCE = 5.0
"""Seconds that `close` waits for the thread of keep-alives, which has been told to end."""


class SyncLink:
    """Sends and receives over a connection, and over the next one when it breaks.

    Whoever notices opens the next one, a sender or the receiver, in its own thread. Meanwhile
    messages of other threads are queued, and the receiver waits.

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
        terms: SyncTerms,
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
        # `_turn` is held by who looks for the next connection, `_sending` for one message at a
        # time and for each change of what is said here; `_turn` is never waited for inside it.
        self._turn = threading.Lock()
        self._sending = threading.RLock()
        self._recoverer: int | None = None
        self._fresh: ClientConnection | None = None
        self._interruption: ConnectionClosed | None = None
        self._pong: tuple[threading.Event, int] | None = None
        self._closing: tuple[int, str] | None = None
        self._stopped = threading.Event()
        self._sent_at = time.monotonic()
        self._recovery.opened(self._sent_at)
        self._keeper: threading.Thread | None = None
        if terms.keep_alive is not None:
            self._keeper = threading.Thread(
                target=self._keep_alive, args=(terms.keep_alive,), name="keep-alive", daemon=True
            )
            self._keeper.start()

    @property
    def reconnections(self) -> int:
        """How often the connection was opened again."""
        return self._recovery.reconnections

    def take_uncertain(self) -> tuple[Message, ...]:
        """Give the messages whose fate is unknown, once."""
        with self._sending:
            return self._outbox.take_uncertain()

    @property
    def ended_well(self) -> bool:
        """Whether nothing was left unsent, and no other connection was looked for in vain."""
        return self._outbox.ended_well

    def awaiting(self, message: Message, fail: Fail) -> AbstractContextManager[None]:
        """Send a message in here whose answer is waited for, as `Outbox.awaiting` says."""
        return self._outbox.awaiting(message, fail)

    # Receiving

    def recv(
        self,
        *,
        decode: bool | None,
        timeout: float | None = None,
        is_done: Callable[[], object] | None = None,
    ) -> Message:
        """Wait for a message, over as many connections as it takes.

        Args:
            decode: as the library takes it.
            timeout: seconds; None without a limit.
            is_done: looked at before another connection is waited for: nothing is, any more.

        Raises:
            TimeoutError: there was none within `timeout` seconds, or nothing is waited for.
            WebSocketConnectionClosedError: there will be no further connection.
        """
        if self.is_in_hook:
            return self._recv_in_hook(decode, timeout)
        end = None if timeout is None else time.monotonic() + timeout
        patience = Patience(end, is_done)
        while True:
            if len(self._outbox.log) and self._sending.acquire(blocking=False):
                try:
                    self._ping()
                finally:
                    self._sending.release()
            connection = self._connections[0]
            try:
                return self._shown(connection).recv(patience.left(), decode=decode)
            except ConnectionClosed as closed:
                if len(self._connections) > 1 and self._connections[0] is connection:
                    self._connections.popleft()
                elif self._connections[-1] is connection:
                    try:
                        self._recover(connection, closed, patience)
                    except WebSocketConnectionClosedError:
                        if self._connections[-1] is connection:
                            raise  # else there was another one, and it has messages to be read

    def _recv_in_hook(self, decode: bool | None, timeout: float | None) -> Message:
        if self._fresh is None:
            raise RuntimeError("there is no connection while `on_reconnecting` runs")
        try:
            return self._shown(self._fresh).recv(timeout, decode=decode)
        except ConnectionClosed as closed:
            self._interruption = closed
            raise closed_error(closed, self._outbox.url) from None

    # Sending

    def send(self, message: Message, *, recovering: bool = True) -> None:
        """Send a message, or keep it until there is a connection.

        Args:
            message: what to send.
            recovering: look for another connection when this one has ended; else that is left to
                who receives.

        Raises:
            WebSocketConnectionClosedError: there will be no further one.
            WebSocketQueueFullError: too many messages wait already.
        """
        if self.is_in_hook:
            self._send_in_hook(message)
            return
        closed = None
        with self._sending:
            if self._outbox.has_ended:
                raise self._outbox.error()
            connection = self._connections[-1]
            was_up = self._is_up
            if was_up and self._is_open():
                try:
                    self._transmit(connection, message)
                except ConnectionClosed as error:
                    closed = error
                else:
                    return
            else:
                # Whether it broke was not noticed yet or is being dealt with: nothing goes out.
                self._outbox.queue.put(message)
        if not recovering:
            return
        if was_up:
            self._recover(connection, closed or self._end_of_present())
        elif not self._turn.locked():
            self._restore()

    def flush(self) -> None:
        """Send what was queued before there was a connection."""
        connection = self._connections[-1]
        try:
            with self._sending:
                while len(self._outbox.queue) and self._is_up and self._is_open():
                    self._transmit(connection, self._outbox.queue.take())
        except ConnectionClosed as closed:
            self._recover(connection, closed)

    def _send_in_hook(self, message: Message) -> None:
        with self._sending:
            if self._fresh is None:
                self._outbox.queue.put(message)
                return
            try:
                self._transmit(self._fresh, message)
            except ConnectionClosed as closed:
                self._interruption = closed
                raise closed_error(closed, self._outbox.url) from None

    def _transmit(self, connection: ClientConnection, message: Message) -> None:
        """Hand a message to a connection; one that breaks in between may have got it."""
        self._outbox.sending(message, noted=self._recovery.is_possible)
        self._sent_at = time.monotonic()
        self._shown(connection).send(message)
        if len(self._outbox.log):
            self._ping()

    def _ping(self) -> None:
        """See whether what was sent has arrived, and ask for another sign of it."""
        self._note_pong()
        log = self._outbox.log
        if not log.wants_ping or not self._is_open():
            return
        try:
            self._pong = (self._present().ping(), log.pinged())
        except ConnectionClosed:
            return  # whoever uses the connection next notices, too

    def _note_pong(self) -> None:
        if self._pong is not None and self._pong[0].is_set():
            self._outbox.log.confirmed(self._pong[1])
            self._pong = None

    def _present(self) -> ClientConnection:
        return self._fresh or self._connections[-1]

    def _is_open(self) -> bool:
        return self._library_connection.state is State.OPEN

    def _end_of_present(self) -> ConnectionClosed:
        """Wait until the present connection, no longer open, is closed; say how it ended."""
        try:
            self._library_connection.ping()
        except ConnectionClosed as closed:
            return closed
        raise AssertionError("the connection is open")

    # Recovering

    @property
    def is_in_hook(self) -> bool:
        """Whether this thread looks for a connection: then it is a hook that asks."""
        return self._recoverer is not None and self._recoverer == threading.get_ident()

    def _recover(
        self,
        connection: ClientConnection,
        closed: ConnectionClosed,
        patience: Patience = WITHOUT_END,
    ) -> None:
        """Open the next connection, unless someone else has.

        Raises:
            TimeoutError: there was none as long as it was waited for.
            WebSocketConnectionClosedError: there will be none.
        """
        with self._sending:
            if self._is_up and self._connections[-1] is connection:
                self._lost(closed)
        self._restore(patience)

    def _restore(self, patience: Patience = WITHOUT_END) -> None:
        if self._outbox.has_ended:
            raise self._outbox.error()
        patience.check()
        left = patience.left()
        if not self._turn.acquire(timeout=-1 if left is None else left):
            raise TimeoutError
        try:
            if not self._is_up:
                patience.check()
                self._reconnect(patience)
        finally:
            self._turn.release()

    def _lost(self, closed: ConnectionClosed) -> None:
        """Note that the present connection broke: it is not in use."""
        with self._sending:
            self._note_pong()
            if self._closing is not None and was_answered(closed):
                self._outbox.log.drain()
            self._is_up = False
            self._fresh = self._pong = None
            self._outbox.lost()
            code, reason = how_it_ended(closed, self._outbox.url)
            goes_on = self._recovery.lost(code, reason, time.monotonic())
            if self._closing is not None or not goes_on:
                self._end(code, reason)
            else:
                self._outbox.fail_requests(code, reason)

    def _reconnect(self, patience: Patience) -> None:
        self._recoverer = threading.get_ident()
        try:
            while not self._outbox.has_ended:
                if self._attempt(patience):
                    return
        except OutOfPatienceError:
            raise
        except Exception as error:  # a hook's own, or what it gave cannot be sent
            self._end(self._recovery.code, self._recovery.reason, error)
            raise
        finally:
            self._recoverer = None
        raise self._outbox.error()

    def _attempt(self, patience: Patience) -> bool:
        """Try once to open the next connection; say whether it is in use."""
        recovery, hook = self._recovery, self._terms.on_reconnecting
        if not recovery.is_scheduled:
            event = recovery.next_attempt(random.random())  # noqa: S311 - jitter is no secret
            if event is None or not recovery.goes_on(hook(event) if hook else None):
                self._end(recovery.code, recovery.reason)
            if event is None or self._outbox.has_ended:
                return False
            recovery.schedule(event, time.monotonic())
        pause, left = recovery.pause(time.monotonic()), patience.left()
        if left is not None and left < pause:
            self._stopped.wait(left)
            raise OutOfPatienceError
        if self._stopped.wait(pause):
            return False
        try:
            connection, shake = self._terms.dial(recovery.begin())
        except APIError as error:
            if not recovery.failed(error, datetime.now(UTC)):
                self._end(recovery.code, recovery.reason, error)
            return False
        if self._outbox.has_ended:  # it was closed while the attempt was under way
            connection.close()
            return False
        try:
            is_used = self._resume(connection, shake)
        except BaseException:
            connection.close()
            with self._sending:
                self._fresh = self._pong = None
                self._outbox.lost()
                self._outbox.fail_requests(ABNORMAL_CLOSURE, "")
            raise
        if self._outbox.has_ended:
            connection.close()
        return is_used and not self._outbox.has_ended

    def _resume(self, connection: ClientConnection, shake: Handshake) -> bool:
        """Let the user's hook speak first, then send what waits; say whether all of it went."""
        outbox, hook = self._outbox, self._terms.on_reconnected
        with self._sending:
            self._library_connection = connection
            self._fresh = fresh = connection
            self._adopt(connection, shake)
            self._interruption = None
            outbox.url = shake.url
            self._recovery.opened(time.monotonic())
            self._recovery.reconnections += 1
        try:
            if hook is not None:
                hook(self._owner)
            while True:
                with self._sending:
                    if not len(outbox.queue):
                        self._take_up(fresh)
                        self._is_up = True
                        return True
                    if not self._is_open():
                        break
                    self._transmit(fresh, outbox.queue.take())
            closed = self._end_of_present()
        except ConnectionClosed as error:
            closed = error
        except WebSocketConnectionClosedError:
            if self._interruption is None:
                raise
            closed = self._interruption
        with self._sending:
            self._take_up(fresh)
            self._lost(closed)
        return False

    def _take_up(self, fresh: ClientConnection) -> None:
        """Have a connection read after those before it: one that broke again, too."""
        if len(self._connections) == MAX_UNREAD_CONNECTIONS:
            self._connections.popleft()
            self._terms.logger.warning("messages of a connection that broke were never read")
        self._connections.append(fresh)
        self._fresh = None

    # Ending

    def close(self, code: int, reason: str) -> None:
        """Close the connection, or end the search for another one.

        An attempt to connect that is under way is not waited for; what it opens is closed.
        """
        self._closing = self._closing or (code, reason)
        self._stopped.set()
        if self._is_up or self._fresh is not None:
            self._shown(self._present()).close(code, reason)
            closed = self._end_of_present()
            if was_answered(closed):
                with self._sending:
                    self._outbox.log.drain()
            code, reason = how_it_ended(closed, self._outbox.url)
        self._end(code, reason)
        if self._keeper is not None and self._keeper is not threading.current_thread():
            self._keeper.join(_KEEPER_PATIENCE)

    def _end(self, code: int, reason: str, cause: Exception | None = None) -> None:
        is_failure = self._closing is None and self._recovery.concerns(code)
        with self._sending:
            self._outbox.end(code, reason, cause, is_failure=is_failure)
        self._stopped.set()

    # Keep-alive

    def _keep_alive(self, keep_alive: KeepAlive) -> None:
        left = keep_alive.interval
        while not self._stopped.wait(left):
            left = self._sent_at + keep_alive.interval - time.monotonic()
            if left > 0:
                continue
            left = keep_alive.interval
            with self._sending:
                self._sent_at = time.monotonic()
                if not self._is_up or not self._is_open():
                    continue
                try:
                    self._shown(self._connections[-1]).send(keep_alive.message)
                except ConnectionClosed:
                    continue  # whoever uses the connection next notices, too
