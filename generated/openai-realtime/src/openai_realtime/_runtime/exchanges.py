"""Requests over a socket and their answers, which come in any order; no I/O."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar, cast

from .decode import DecodeError, parse_json
from .errors import WebSocketReplyError
from .json_types import is_object
from .lazy_types import LazyType
from .sentinels import Omit

EventT = TypeVar("EventT")

DEFAULT_REPLY_TIMEOUT = 60.0
"""Seconds that a request over a socket waits for its answer."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """How the answer to a request is known.

    request_id: the key of the request that has its id.
    reply_id: where the answer repeats it, as a path of keys.
    integer: whether the id is a number.
    replies: the classes of answers; any other one is an error. Empty when it can be any type.
    """

    request_id: str
    reply_id: tuple[str, ...]
    integer: bool = False
    replies: tuple[object, ...] = ()


@dataclass(slots=True)
class Waiting(Generic[EventT]):
    """A request that waits for its answer."""

    key: tuple[tuple[str, ...], object]
    exchange: Exchange
    done: bool = False
    event: EventT | None = None


class Exchanges(Generic[EventT]):
    """The requests of a connection that wait, and the events that came meanwhile."""

    def __init__(self) -> None:
        self.events: deque[EventT] = deque()
        self._waiting: dict[tuple[tuple[str, ...], object], Waiting[EventT]] = {}
        self._last = 0

    def open(
        self, message: Mapping[str, object], exchange: Exchange
    ) -> tuple[Waiting[EventT], dict[str, object]]:
        """Note a request; give the message with an id, a fresh one unless it has one.

        Raises:
            ValueError: a request with the same id waits already.
        """
        given = message.get(exchange.request_id)
        identity = self._fresh(exchange) if given is None or isinstance(given, Omit) else given
        key = (exchange.reply_id, identity)
        if key in self._waiting:
            raise ValueError(f"a request with the id {identity!a} waits for its answer already")
        waiting = self._waiting[key] = Waiting[EventT](key, exchange)
        return waiting, {**message, exchange.request_id: identity}

    def _fresh(self, exchange: Exchange) -> object:
        if exchange.integer:
            while True:
                self._last += 1
                if (exchange.reply_id, self._last) not in self._waiting:
                    return self._last
        from uuid import uuid4

        return str(uuid4())

    def close(self, waiting: Waiting[EventT]) -> None:
        """Forget a request: its answer, when it still comes, is an event like others."""
        self._waiting.pop(waiting.key, None)

    def sort(self, data: str | bytes, event: EventT) -> None:
        """Give an event to the request that it answers, or keep it for who reads events."""
        found = self._find(data) if self._waiting else None
        if found is None:
            self.events.append(event)
        else:
            self.close(found)
            found.event = event
            found.done = True

    def _find(self, data: str | bytes) -> Waiting[EventT] | None:
        try:
            value = parse_json(data)
        except DecodeError:
            return None
        for path in dict.fromkeys(path for path, _ in self._waiting):
            identity = _at(value, path)
            if isinstance(identity, (str, int)) and (path, identity) in self._waiting:
                return self._waiting[path, identity]
        return None


def answer_of(waiting: Waiting[EventT], url: str) -> EventT:
    """Give the answer to a request.

    Raises:
        WebSocketReplyError: it is none of the answers that mean success.
    """
    event = cast("EventT", waiting.event)
    classes = waiting.exchange.replies
    loaded = tuple(c.load() if isinstance(c, LazyType) else c for c in classes)
    if loaded and not isinstance(event, cast("tuple[type, ...]", loaded)):
        from .http import stand_in_request
        from .url import http_twin

        raise WebSocketReplyError(event, stand_in_request(http_twin(url)))
    return event


def _at(value: object, path: tuple[str, ...]) -> object:
    for key in path:
        value = value.get(key) if is_object(value) else None
    return value
