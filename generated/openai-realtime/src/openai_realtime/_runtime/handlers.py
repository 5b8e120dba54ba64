"""Functions that are called for messages: which ones and in which order, without any I/O.

A function is added for a message's name (the value of its tag), for a class, or for every message.
Those of the message run first, in the order in which they were added, then those of every message
in theirs. What is added or taken away meanwhile counts from the next message on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from threading import Lock
from typing import Any, Generic, Protocol, Self, TypeAlias, TypeVar, cast

from .errors import WebSocketEventError
from .models import BaseModel
from .tagged import TaggedClasses

EventT = TypeVar("EventT")
OnT = TypeVar("OnT")
ResultT = TypeVar("ResultT")

Handler: TypeAlias = Callable[[EventT], object]
"""A function that takes a message. On a connection of asyncio it may be a coroutine function."""

ErrorHandler: TypeAlias = Callable[[Exception, EventT], object]
"""A function that takes what a handler raised, and the message that it was called for."""

EVERY = "*"
"""Stands for every message, those that the SDK does not know included."""

UNKNOWN = "unknown"
"""Stands for the messages that the SDK does not know, or cannot read."""


class HandlerDecorator(Protocol[EventT]):
    """Adds the function below it, and gives it back unchanged."""

    def __call__(self, handler: Callable[[EventT], ResultT], /) -> Callable[[EventT], ResultT]:
        """Add a function."""
        ...


@dataclass(eq=False, slots=True)
class _Registration:
    """A function and what it is called for.

    event: what was asked for.
    targets: the classes of the messages, each with the attribute that has to be `event` where the
        class has messages of other names too; None for every message.
    """

    event: object
    targets: Mapping[type, str | None] | None
    handler: Handler[Any]
    once: bool

    def takes(self, event: object) -> bool:
        attribute = self.targets[type(event)] if self.targets is not None else None
        return attribute is None or getattr(event, attribute, None) == self.event


class Handlers:
    """The functions of one connection; threads may add and take away while another one calls.

    Args:
        messages: the names and classes of what can be received.
    """

    def __init__(self, messages: TaggedClasses) -> None:
        self._messages = messages
        self._lock = Lock()
        self._registrations: list[_Registration] = []
        # Never changed, only replaced: whoever calls handlers looks without the lock.
        self._by_class: Mapping[type, tuple[_Registration, ...]] = {}
        self._for_every: tuple[_Registration, ...] = ()

    def copy(self) -> Handlers:
        """Give the same functions to another connection."""
        other = Handlers(self._messages)
        with self._lock:
            other._registrations = list(self._registrations)
        other._sort()
        return other

    def check(self, event: object) -> None:
        """Refuse what no function can be added for.

        Raises:
            ValueError: no message of the channel has this name.
            TypeError: it is neither a name nor a class.
        """
        self._targets(event)

    def add(self, event: object, handler: Handler[Any], *, once: bool) -> None:
        """Add a function.

        Raises:
            ValueError: no message of the channel has this name.
            TypeError: it is neither a name nor a class, or what is added cannot be called.
        """
        if not callable(handler):
            raise TypeError(f"a handler is a function, not {type(handler).__name__}")
        registration = _Registration(event, self._targets(event), handler, once)
        with self._lock:
            self._registrations.append(registration)
            self._sort()

    def remove(self, event: object, handler: Handler[Any]) -> None:
        """Take a function away, the one that was added first of equal ones; none is no error.

        Raises:
            ValueError, TypeError: as `check`.
        """
        self.check(event)
        with self._lock:
            for index, found in enumerate(self._registrations):
                if found.event == event and found.handler == handler:
                    del self._registrations[index]
                    self._sort()
                    return

    def take(self, event: object) -> Sequence[Handler[Any]]:
        """Give the functions to call for a message; those that are called once are taken away."""
        found = self._by_class.get(type(event), ()) + self._for_every
        if not found:
            return ()
        return [r.handler for r in found if r.takes(event) and (not r.once or self._claim(r))]

    def is_error(self, event: object) -> bool:
        """Say whether the server calls a message an error: its name is `error`."""
        if type(event) not in self._errors:
            return False
        attribute = self._errors[type(event)]
        return attribute is None or str(getattr(event, attribute, "")).lower() == "error"

    @cached_property
    def _errors(self) -> dict[type, str | None]:
        found: dict[type, str | None] = {}
        for name in self._messages.names():
            if name.lower() == "error":
                found.update(self._messages.tagged(name))
        return found

    def _claim(self, registration: _Registration) -> bool:
        """Take a function away before its one call; False when another thread was first."""
        with self._lock:
            for index, found in enumerate(self._registrations):
                if found is registration:
                    del self._registrations[index]
                    self._sort()
                    return True
        return False

    def _sort(self) -> None:
        by_class: dict[type, tuple[_Registration, ...]] = {}
        for registration in self._registrations:
            for target in registration.targets or ():
                by_class[target] = (*by_class.get(target, ()), registration)
        self._by_class = by_class
        self._for_every = tuple(r for r in self._registrations if r.targets is None)

    def _targets(self, event: object) -> Mapping[type, str | None] | None:
        if isinstance(event, type):
            return {event: None}
        if not isinstance(event, str):
            raise TypeError(f"a message is named by text or a class, not {event!a}"[:200])
        if event == EVERY:
            return None
        found = self._messages.tagged(event)
        if not found and event == UNKNOWN:
            return {self._messages.unknown: None}
        if not found:
            raise ValueError(_unknown_name(event, self._messages.names()))
        return found


def _unknown_name(name: str, known: Sequence[str]) -> str:
    from difflib import get_close_matches

    close = get_close_matches(name, [*known, UNKNOWN], n=1)
    if close:
        hint = f"did you mean {close[0]!a}?"
    elif known:
        hint = f"there are {', '.join(map(ascii, known[:5]))}{' ...' if len(known) > 5 else ''}"
    else:
        hint = "its messages have no names: use their classes"
    return f"no message of this channel is called {name[:100]!a}; {hint} ('*' is for every message)"


def unhandled_error(event: object, url: str) -> WebSocketEventError:
    """Make the exception for an error of the server that no function takes."""
    from .http import stand_in_request
    from .url import http_twin

    body = event.to_dict() if isinstance(event, BaseModel) else None
    return WebSocketEventError(event, stand_in_request(http_twin(url)), body=body)


def joined(errors: Sequence[Exception], event: object) -> Exception:
    """Make one exception of what the handlers of a message raised."""
    if len(errors) == 1:
        return errors[0]
    return ExceptionGroup(f"{len(errors)} handlers of {type(event).__name__} failed", errors)


class HasHandlers(Generic[EventT, OnT]):
    """What calls functions for messages: a connection, or what opens one."""

    @cached_property
    def _handlers(self) -> Handlers:
        return Handlers(self._messages())

    def _messages(self) -> TaggedClasses:
        """Give the names and the classes of what can be received."""
        raise NotImplementedError

    @property
    def on(self) -> OnT:
        """Add a function that is called for messages, by their name or their class.

        `@connection.on("name")` above a function, or `connection.on("name", function)`, which
        gives the connection itself. `"unknown"` stands for the messages that this version does
        not know, `"*"` for every message.

        Raises:
            ValueError: no message of the channel has this name.
        """
        return cast("OnT", partial(self._add_handler, once=False))

    @property
    def once(self) -> OnT:
        """The same as `on`, for one call: the function is taken away before it is called."""
        return cast("OnT", partial(self._add_handler, once=True))

    def off(self, event: str | type[object], handler: Callable[..., object], /) -> Self:
        """Take a function away that `on` or `once` added; where there is none, do nothing.

        Raises:
            ValueError: no message of the channel has this name.
        """
        self._handlers.remove(event, handler)
        return self

    def _add_handler(
        self, event: object, handler: Handler[Any] | None = None, /, *, once: bool
    ) -> object:
        if handler is not None:
            self._check_handler(handler)
            self._handlers.add(event, handler, once=once)
            return self
        # A wrong name is told where it stands, before there is a function.
        self._handlers.check(event)

        def decorate(handler: Handler[Any], /) -> Handler[Any]:
            self._add_handler(event, handler, once=once)
            return handler

        return decorate

    def _give_handlers(self, connection: object) -> None:
        """Let a connection begin with the functions that were added so far."""
        if "_handlers" in self.__dict__:
            cast("HasHandlers[Any, Any]", connection)._handlers = self._handlers.copy()

    def _check_handler(self, handler: object) -> None:
        """Refuse functions that this side cannot call."""
