"""Blocking WebSocket connections on which requests are answered."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from threading import Condition
from typing import Any, TypeVar

from .encode_json import encode_message
from .errors import APITimeoutError, WebSocketConnectionClosedError
from .exchanges import Exchange, Exchanges, answer_of
from .patience import OutOfPatienceError
from .websocket import closed_error
from .websocket_sync import SyncConnection, SyncConnectionResource

EventT = TypeVar("EventT")


class SyncRequestConnection(SyncConnection[EventT]):
    """An open connection on which some messages are requests, and wait for their answers.

    Threads may request while another one reads events, and none is needed: whoever waits reads
    the socket, gives answers to those who asked and keeps events for those who read them.
    """

    @cached_property
    def _exchanges(self) -> Exchanges[EventT]:
        return Exchanges()

    @cached_property
    def _turns(self) -> Condition:
        return Condition()

    _is_read = False

    def request_message(
        self, message: Mapping[str, object], exchange: Exchange, *, timeout: float | None
    ) -> Any:
        """Send a message with an id and wait for the answer that repeats it.

        Raises:
            APITimeoutError: there was no answer within `timeout` seconds.
            WebSocketReplyError: the answer is an error.
            WebSocketConnectionClosedError: the connection ended first.
            ValueError: a request with the same id waits already.
        """
        with self._turns:
            waiting, numbered = self._exchanges.open(message, exchange)
        text = encode_message(numbered)
        end = None if timeout is None else time.monotonic() + timeout

        def fail(error: WebSocketConnectionClosedError) -> None:
            with self._turns:
                if not waiting.done:
                    waiting.error, waiting.done = error, True
                    self._turns.notify_all()

        try:
            if self._link is None:
                self.send_raw(text)
                self._read_until(lambda: waiting.done, end)
            else:
                with self._link.awaiting(text, fail):
                    # Looking for another connection has a limit only where one receives.
                    self._link.send(text, recovering=False)
                    self._read_until(lambda: waiting.done, end)
        except TimeoutError:
            if end is None or time.monotonic() < end:
                raise  # that of a hook
            from .http import stand_in_request
            from .url import http_twin

            raise APITimeoutError(stand_in_request(http_twin(self._url))) from None
        finally:
            with self._turns:
                self._exchanges.close(waiting)
        return answer_of(waiting, self._url)

    def _read_until(self, is_done: Callable[[], object], end: float | None = None) -> None:
        """Read messages, or wait for who reads them, until what is waited for has come.

        Raises:
            TimeoutError: it has not at the end, on the monotonic clock.
            WebSocketConnectionClosedError: the connection has ended.
        """
        # Whoever reads waits for a hook, and may be the very thread that runs it.
        in_hook = self._link is not None and self._link.is_in_hook
        while True:
            with self._turns:
                while self._is_read and not in_hook and not is_done():
                    if not self._turns.wait(_left(end)):
                        raise TimeoutError
                if is_done():
                    return
                was_read, self._is_read = self._is_read, True
            try:
                data = self._recv_within(_left(end), is_done)
                event = self._parse_event(data)
                with self._turns:
                    self._exchanges.sort(data, event)
            except OutOfPatienceError:
                if not is_done():
                    raise
            finally:
                with self._turns:
                    self._is_read = was_read
                    self._turns.notify_all()

    def _recv_within(self, seconds: float | None, is_done: Callable[[], object]) -> str | bytes:
        if self._link is not None:
            return self._link.recv(decode=self._decode, timeout=seconds, is_done=is_done)
        try:
            return self._connection.recv(seconds, decode=self._decode)
        except self._closed as closed:
            raise closed_error(closed, self._url) from None  # its text has the reason unescaped

    def _recv_event(self) -> EventT:
        events = self._exchanges.events
        while True:
            self._read_until(lambda: events)
            with self._turns:
                if events:
                    return events.popleft()

    def _iterate_events(self) -> Iterator[EventT]:
        while True:
            try:
                event = self._recv_event()
            except WebSocketConnectionClosedError as closed:
                if self._ended_well(closed):
                    return
                raise
            yield event


def _left(end: float | None) -> float | None:
    if end is None:
        return None
    left = end - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


class SyncRequestResource(SyncConnectionResource):
    """A group of the messages that one can send over such a connection."""

    _connection: SyncRequestConnection[Any]

    def __init__(self, connection: SyncRequestConnection[Any]) -> None:
        super().__init__(connection)
