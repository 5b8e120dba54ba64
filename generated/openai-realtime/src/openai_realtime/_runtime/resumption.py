"""Streams of events that go on after a break (WHATWG HTML, 9.2.3): decisions, no I/O."""

from __future__ import annotations

import random
import re
from collections import Counter, deque
from collections.abc import Iterator
from typing import Final

from .constants import MAX_RETRY_AFTER
from .event_stream import EventParser, ServerSentEvent
from .retry import backoff

REMEMBERED_EVENTS: Final = 10_000
"""How many events are known again, where a server repeats some after a break."""

_SENDABLE_ID: Final = re.compile(r"[!-~](?:[ -~]{0,4094}[!-~])?")
"""An id that every server takes as a header value."""


class ResumableEvents:
    """The events of one stream, over as many answers as it takes, none of them twice.

    An event that is the same as one given before the break, its id included, is not given again:
    a server may repeat the last one, those that have no id of their own, or all of them.

    Args:
        attempts: how many answers that break off one after the other may bring nothing new.
    """

    def __init__(self, attempts: int) -> None:
        self._attempts = attempts
        self._parser = EventParser()
        self._given: deque[int] = deque(maxlen=REMEMBERED_EVENTS)
        self._repeated: Counter[int] = Counter()
        self._retry: int | None = None
        self._failures = 0
        self._has_new = False

    def feed(self, chunk: bytes) -> Iterator[ServerSentEvent]:
        """Take a chunk and yield the events that end in it.

        Raises:
            PieceTooLongError: as `EventParser.feed`.
        """
        for event in self._parser.feed(chunk):
            key = hash((event.id, event.event, event.data))
            if self._repeated[key]:
                self._repeated[key] -= 1
                continue
            self._given.append(key)
            self._has_new = True
            yield event

    def pause(self, *, broken: bool) -> float | None:
        """Give the seconds to wait before the stream is asked for again; None where it is over.

        It is over where the server gives its events no ids, where an answer has come to its
        proper end without anything new, and after too many failures in a row.

        Args:
            broken: the answer broke off; else it came to its end.
        """
        self._failures = 0 if self._has_new else self._failures + 1
        if not self._has_new and not broken:
            return None
        if self._failures > self._attempts or not self._attempts:
            return None
        if not _SENDABLE_ID.fullmatch(self._parser.last_event_id):
            return None
        told = self._parser.retry
        self._retry = self._retry if told is None else told
        if self._retry is not None and not self._failures:
            return min(self._retry / 1000, MAX_RETRY_AFTER)
        jitter = random.random()  # noqa: S311 - spreads clients out, protects nothing
        told_pause = min((self._retry or 0) / 1000, MAX_RETRY_AFTER)
        return max(told_pause, backoff(self._failures, jitter))

    def restart(self) -> str:
        """Forget the unfinished event; give the id to ask for the rest with."""
        last = self._parser.last_event_id
        self._parser = EventParser(last_event_id=last)
        self._repeated = Counter(self._given)
        self._has_new = False
        return last
