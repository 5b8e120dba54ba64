"""How long a call may take in all: a budget over its attempts, redirects, pauses and its body."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from . import http
from .sentinels import NotGiven, not_given

_SHORTEST = 0.001
"""Seconds that a wait gets when nothing is left: none at all would mean "do not block"."""


class Timeout(http.Timeout):
    """Seconds for each phase of a request, as the HTTP library has them, and for the whole call.

    A server that sends a byte now and then never exceeds the timeout of a phase; it cannot
    outlast `total`.

    Args:
        timeout: for each phase that has none of its own; None waits for ever. The SDK's
            defaults unless given.
        connect, read, write, pool: for one phase.
        total: for the call: all its attempts and redirects, the pauses between them, and the
            body where the method reads it. What is read later, of a stream or of an answer of
            `with_streaming_response`, is not counted.

    Raises:
        ValueError: `total` is not a finite number above 0.
    """

    def __init__(
        self,
        timeout: float | http.Timeout | NotGiven | None = not_given,
        *,
        connect: float | NotGiven | None = not_given,
        read: float | NotGiven | None = not_given,
        write: float | NotGiven | None = not_given,
        pool: float | NotGiven | None = not_given,
        total: float | None = None,
    ) -> None:
        phases: dict[str, Any] = (
            http.DEFAULT_TIMEOUT if isinstance(timeout, NotGiven) else http.Timeout(timeout)
        ).as_dict()
        for name, value in (("connect", connect), ("read", read), ("write", write), ("pool", pool)):
            if not isinstance(value, NotGiven):
                phases[name] = value
        super().__init__(**phases)
        if total is not None and not (math.isfinite(total) and total > 0):
            raise ValueError("`total` must be a finite number of seconds above 0")
        self.total: float | None = total_of(timeout) if total is None else total

    def __eq__(self, other: object) -> bool:
        return super().__eq__(other) and self.total == total_of(other)

    __hash__ = None  # type: ignore[assignment]  # as the library's

    def __repr__(self) -> str:
        return f"{super().__repr__()[:-1]}, total={self.total})"


def total_of(timeout: object) -> float | None:
    """Give the seconds that a timeout leaves for a whole call; None for no such limit."""
    return timeout.total if isinstance(timeout, Timeout) else None


class Deadline:
    """A moment by which something has to be done.

    Args:
        seconds: from now; None for no such moment.
        now: a monotonic clock.
    """

    __slots__ = ("_end", "_now")

    def __init__(self, seconds: float | None, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._end = None if seconds is None else now() + seconds

    def remaining(self) -> float | None:
        """Give the seconds left, at least a moment; None without a deadline."""
        return None if self._end is None else max(self._end - self._now(), _SHORTEST)

    def allows(self, seconds: float) -> bool:
        """Say whether so much time is left, and some more."""
        return self._end is None or self._now() + seconds < self._end

    def limited(self, timeout: float | http.Timeout | None) -> float | http.Timeout | None:
        """Give a timeout of which no phase is longer than what is left."""
        left = self.remaining()
        if left is None:
            return timeout
        phases = http.Timeout(timeout).as_dict()
        return http.Timeout(**{name: shorter(value, left) for name, value in phases.items()})

    @contextmanager
    def watched(self) -> Generator[None]:
        """Make it the one of everything that this thread waits for meanwhile."""
        if self._end is None:
            yield
            return
        token = _current.set(self)
        try:
            yield
        finally:
            _current.reset(token)


_current: ContextVar[Deadline | None] = ContextVar("deadline", default=None)


def shorter(timeout: float | None, left: float) -> float:
    """Give the shorter of a timeout, which may be none, and what is left."""
    return left if timeout is None else min(timeout, left)


def current_deadline() -> Deadline | None:
    """Give the deadline of the blocking call that this is part of, if it has one."""
    return _current.get()


def limited_wait(timeout: float | None) -> float | None:
    """Give what a blocking wait may take under the deadline of the call that it is part of."""
    deadline = _current.get()
    left = None if deadline is None else deadline.remaining()
    return timeout if left is None else shorter(timeout, left)


def is_over() -> bool:
    """Say whether the deadline of the blocking call that this is part of has passed."""
    deadline = _current.get()
    return deadline is not None and not deadline.allows(0)
