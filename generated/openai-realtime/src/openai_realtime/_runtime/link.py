"""A connection that outlives its sockets: what its blocking and its asyncio half share; no I/O."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from logging import Logger, getLogger
from math import inf
from typing import TYPE_CHECKING, Any, Generic, TypeAlias, TypeVar

from .constants import MAX_UNCONFIRMED
from .errors import WebSocketConnectionClosedError
from .reconnecting import Recovery
from .send_queue import Message, Messages, SendQueue, SentLog
from .websocket import closed_error

if TYPE_CHECKING:
    from websockets.exceptions import ConnectionClosed

    from .reconnecting import ReconnectPolicy
    from .websocket import HandshakeArguments

MAX_UNREAD_CONNECTIONS = 8
"""Connections that broke and have messages that nobody has read; beyond it the oldest is left."""

Fail: TypeAlias = Callable[[WebSocketConnectionClosedError], None]
"""Told that there will be no answer."""

DialT = TypeVar("DialT")
HookT = TypeVar("HookT")


@dataclass(frozen=True, slots=True)
class KeepAlive:
    """A message of the application that keeps a connection open while nothing else is sent.

    message: as it is sent.
    interval: seconds without another message after which it is sent.
    """

    message: str
    interval: float


@dataclass(frozen=True, slots=True)
class Terms(Generic[DialT, HookT]):
    """What a link is made with.

    recovery: the state of its connection.
    dial: opens a connection of the `websockets` library.
    on_reconnecting, on_reconnected: the user's hooks.
    queue: messages that wait, some perhaps from before there was a connection.
    keep_alive: None where the API has no such message, or the user wants none.
    logger: the SDK's.
    """

    recovery: Recovery
    dial: DialT
    on_reconnecting: HookT | None
    on_reconnected: Callable[[Any], object] | None
    queue: SendQueue
    keep_alive: KeepAlive | None
    logger: Logger


@dataclass(slots=True)
class _Request:
    """A message whose sender waits for an answer over the same connection."""

    message: Message
    fail: Fail
    was_sent: bool = False


@dataclass(frozen=True, slots=True)
class _End:
    code: int
    reason: str
    unsent: tuple[Message, ...]
    uncertain: tuple[Message, ...]
    cause: Exception | None
    is_failure: bool


class Outbox:
    """What becomes of the messages of a link: waiting, on their way, or of unknown fate.

    Args:
        queue: messages that wait.
        url: the address, for exceptions.
        logger: the SDK's.
    """

    def __init__(self, queue: SendQueue, url: str, logger: Logger) -> None:
        self.queue = queue
        self.log = SentLog(MAX_UNCONFIRMED)
        self.url = url
        self._uncertain = Messages()
        self._requests: dict[int, _Request] = {}
        self._logger = logger
        self._end: _End | None = None

    @property
    def has_ended(self) -> bool:
        """Whether there will be no further connection."""
        return self._end is not None

    @property
    def ended_well(self) -> bool:
        """Whether nothing was left unsent, and no other connection was looked for in vain."""
        return self._end is None or not (self._end.is_failure or self._end.unsent)

    @contextmanager
    def awaiting(self, message: Message, fail: Fail) -> Generator[None, None, None]:
        """Send a message in here whose answer is waited for.

        Args:
            message: this very object is sent.
            fail: told once no answer can come: the connection broke that the message went over,
                and another one is looked for. It must not use the connection.
        """
        self._requests[id(message)] = _Request(message, fail)
        try:
            yield
        finally:
            self._requests.pop(id(message), None)

    def sending(self, message: Message, *, noted: bool) -> None:
        """Note that a message is handed to a connection now.

        Args:
            message: what is sent.
            noted: whether its fate matters: the connection may be followed by another one.
        """
        if noted:
            self.log.add(message)
        if self._requests and (request := self._requests.get(id(message))) is not None:
            request.was_sent = True

    def lost(self) -> None:
        """Note that the connection broke: what it did not confirm may or may not have arrived."""
        for message in self.log.drain():
            self._uncertain.append(message)
        forgotten = self.log.forgotten + self._uncertain.shrink(MAX_UNCONFIRMED)
        self.log.forgotten = 0
        if forgotten:
            self._logger.warning(
                "%d messages whose fate is unknown are too many to be kept", forgotten
            )

    def fail_requests(self, code: int, reason: str) -> None:
        """Tell the senders of requests that went over the connection which broke.

        It is to be followed by another one. The fate of a request is told to its sender alone.
        """
        # Whose time is up forgets his own meanwhile, and does not wait for a thread that writes.
        for request in list(self._requests.values()):
            if not request.was_sent or self._requests.pop(id(request.message), None) is None:
                continue
            is_uncertain = self._uncertain.remove(request.message)
            uncertain = (request.message,) if is_uncertain else ()
            request.fail(self._error(code, reason, uncertain=uncertain))

    def take_uncertain(self) -> tuple[Message, ...]:
        """Give the messages whose fate is unknown, once."""
        if self._end is not None:
            return self._end.uncertain
        return self._uncertain.drain()

    def end(
        self, code: int, reason: str, cause: Exception | None = None, *, is_failure: bool
    ) -> None:
        """Note that there will be no further connection, unless that is known already.

        Args:
            code: the close code.
            reason: the peer's text.
            cause: why it could not be opened again.
            is_failure: it was to be opened again.
        """
        if self._end is not None:
            return
        self.lost()
        unsent, uncertain = self.queue.drain(), self._uncertain.drain()
        self._end = _End(code, reason, unsent, uncertain, cause, is_failure)
        if unsent:
            self._logger.warning(
                "the WebSocket connection ended with %d unsent messages", len(unsent)
            )

    def error(self) -> WebSocketConnectionClosedError:
        """Make the exception for an end that was noted; each who asks gets his own."""
        end = self._end
        if end is None:
            raise AssertionError("the connection has not ended")
        error = self._error(end.code, end.reason, unsent=end.unsent, uncertain=end.uncertain)
        error.__cause__ = end.cause
        return error

    def _error(
        self,
        code: int,
        reason: str,
        *,
        unsent: tuple[Message, ...] = (),
        uncertain: tuple[Message, ...] = (),
    ) -> WebSocketConnectionClosedError:
        from .http import stand_in_request
        from .url import http_twin

        return WebSocketConnectionClosedError(
            code=code,
            reason=reason,
            request=stand_in_request(http_twin(self.url)),
            unsent_messages=unsent,
            uncertain_messages=uncertain,
        )


def terms_of(
    policy: ReconnectPolicy | None,
    arguments: HandshakeArguments,
    dial: DialT,
    on_reconnecting: HookT | None,
    on_reconnected: Callable[[Any], object] | None,
    *,
    queue: SendQueue,
    keep_alive: tuple[str | None, float | None],
    package: str,
) -> Terms[DialT, HookT]:
    """Settle what a link is made with.

    Raises:
        ValueError: an interval is not positive.
    """
    message, interval = keep_alive
    if interval is not None and not 0 < interval < inf:
        raise ValueError("`keep_alive` must be a positive number of seconds, or None")
    return Terms(
        recovery=Recovery(policy, arguments),
        dial=dial,
        on_reconnecting=on_reconnecting,
        on_reconnected=on_reconnected,
        queue=queue,
        keep_alive=KeepAlive(message, interval) if message and interval is not None else None,
        logger=getLogger(package),
    )


def how_it_ended(closed: ConnectionClosed, url: str) -> tuple[int, str]:
    """Give the close code and reason of a connection."""
    error = closed_error(closed, url)
    return error.code, error.reason


def was_answered(closed: ConnectionClosed) -> bool:
    """Say whether the peer answered our close: then everything before it has arrived."""
    return closed.rcvd is not None and closed.sent is not None and closed.rcvd_then_sent is False
