"""Requests over a socket and their answers, which come in any order; no I/O."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeAlias, TypeVar, cast

from .decode import DecodeError, parse_json
from .encode_json import json_value
from .errors import WebSocketConnectionClosedError, WebSocketReplyError
from .json_types import is_array, is_object
from .lazy_types import LazyType
from .sentinels import NotGiven, Omit

EventT = TypeVar("EventT")

Path: TypeAlias = tuple[str, ...]
"""The keys by which a member of a message is reached."""

DEFAULT_REPLY_TIMEOUT = 60.0
"""Seconds that a request over a socket waits for its answer."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """How the answer to a request is known.

    request_id: where the request has its id, as a path of keys.
    reply_ids: where answers repeat it.
    integer: whether the id is a number.
    replies: the classes of answers; any other one is an error. Empty when it can be any type.
    """

    request_id: Path
    reply_ids: tuple[Path, ...]
    integer: bool = False
    replies: tuple[object, ...] = ()


@dataclass(slots=True)
class Waiting(Generic[EventT]):
    """A request that waits for its answer.

    done: it waits no longer: `event` is the answer, or `error` says why there will be none.
    """

    identity: object
    exchange: Exchange
    done: bool = False
    event: EventT | None = None
    error: WebSocketConnectionClosedError | None = None


class Exchanges(Generic[EventT]):
    """The requests of a connection that wait, and the events that came meanwhile."""

    def __init__(self) -> None:
        self.events: deque[EventT] = deque()
        self._waiting: dict[tuple[Path, object], Waiting[EventT]] = {}
        self._last = 0

    def open(
        self, message: Mapping[str, object], exchange: Exchange
    ) -> tuple[Waiting[EventT], dict[str, object]]:
        """Note a request; give the message with an id, a fresh one unless it has one.

        Raises:
            ValueError: a request with the same id waits already.
            TypeError: what has the id is no object.
        """
        *parents, last = exchange.request_id
        holders = [message]
        for key in parents:
            holders.append(_members(holders[-1].get(key), key))
        given = holders[-1].get(last)
        identity = self._fresh(exchange) if _is_nothing(given) else given
        waiting = Waiting[EventT](identity, exchange)
        keys = [(path, identity) for path in exchange.reply_ids]
        if any(key in self._waiting for key in keys):
            raise ValueError(f"a request with the id {identity!a} waits for its answer already")
        self._waiting.update(dict.fromkeys(keys, waiting))
        value = identity
        for holder, key in zip(reversed(holders), reversed(exchange.request_id), strict=True):
            value = {**holder, key: value}
        return waiting, cast("dict[str, object]", value)

    def _fresh(self, exchange: Exchange) -> object:
        if exchange.integer:
            while True:
                self._last += 1
                if not any((path, self._last) in self._waiting for path in exchange.reply_ids):
                    return self._last
        from uuid import uuid4

        return str(uuid4())

    def close(self, waiting: Waiting[EventT]) -> None:
        """Forget a request: its answer, when it still comes, is an event like others."""
        for path in waiting.exchange.reply_ids:
            if self._waiting.get((path, waiting.identity)) is waiting:
                del self._waiting[path, waiting.identity]

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
        WebSocketConnectionClosedError: there will be none.
    """
    if waiting.error is not None:
        raise waiting.error
    event = cast("EventT", waiting.event)
    classes = waiting.exchange.replies
    loaded = tuple(c.load() if isinstance(c, LazyType) else c for c in classes)
    if loaded and not isinstance(event, cast("tuple[type, ...]", loaded)):
        from .http import stand_in_request
        from .url import http_twin

        raise WebSocketReplyError(event, stand_in_request(http_twin(url)))
    return event


def _at(value: object, path: Path) -> object:
    for key in path:
        if is_object(value):
            value = value.get(key)
        elif is_array(value) and key.isdecimal() and int(key) < len(value):
            value = value[int(key)]
        else:
            return None
    return value


def _is_nothing(value: object) -> bool:
    return value is None or isinstance(value, (Omit, NotGiven))


def _members(value: object, key: str) -> Mapping[str, object]:
    """The members of what has the id of a request: a mapping or a model; nothing has none."""
    if _is_nothing(value):
        return {}
    # A mapping is taken as it is: what in it cannot be written is told when all of it is.
    found: object = value
    if isinstance(value, Mapping):
        found = dict(cast("Mapping[str, object]", value))
    else:
        found = json_value(value, key)
    if not is_object(found):
        raise TypeError(f"{key} has the id of the request, and is no object")
    return found
