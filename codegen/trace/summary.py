"""A trace in numbers: how much, how fast, where it paused, what went wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from codegen.trace.entries import Entry, Kind

GAP_SECONDS = 5.0
"""A silence of so many seconds is shown as a gap, unless another number is given."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A silence, and the line that ended it."""

    line: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Summary:
    """What a trace has, in all.

    Attributes:
        sent, received: numbers of messages.
        sent_bytes, received_bytes: their sizes.
        seconds: from the first line to the last one; None without times.
        first_answer: seconds from the first message sent to the first one received after it.
        gaps: silences, the longest first.
        errors: lines in which something went wrong.
        reconnections: how often another connection was opened.
    """

    sent: int
    received: int
    sent_bytes: int
    received_bytes: int
    seconds: float | None
    first_answer: float | None
    gaps: tuple[Gap, ...]
    errors: tuple[int, ...]
    reconnections: int


def summarise(entries: Sequence[Entry], gap_seconds: float = GAP_SECONDS) -> Summary:
    """Count what is in a trace; a silence longer than `gap_seconds` is a gap."""
    sent = [entry for entry in entries if entry.kind is Kind.SENT]
    received = [entry for entry in entries if entry.kind is Kind.RECEIVED]
    times = [entry.time for entry in entries if entry.time is not None]
    pairs = pairwise(entries)
    gaps = [
        Gap(after.line, after.time - before.time)
        for before, after in pairs
        if before.time is not None and after.time is not None
    ]
    return Summary(
        sent=len(sent),
        received=len(received),
        sent_bytes=sum(entry.size for entry in sent),
        received_bytes=sum(entry.size for entry in received),
        seconds=times[-1] - times[0] if times else None,
        first_answer=_first_answer(entries),
        gaps=tuple(
            sorted((g for g in gaps if g.seconds > gap_seconds), key=lambda g: (-g.seconds, g.line))
        ),
        errors=tuple(entry.line for entry in entries if entry.is_error),
        reconnections=sum(e.kind is Kind.EVENT and e.label == "reconnect" for e in entries),
    )


def _first_answer(entries: Sequence[Entry]) -> float | None:
    asked: float | None = None
    for entry in entries:
        if asked is None and entry.kind is Kind.SENT and not entry.failed:
            asked = entry.time
        elif asked is not None and entry.kind is Kind.RECEIVED and entry.time is not None:
            return entry.time - asked
    return None


def size_text(size: int) -> str:
    """A number of bytes for people."""
    if size < 1000:
        return f"{size} B"
    return f"{size / 1000:,.1f} kB" if size < 1_000_000 else f"{size / 1_000_000:,.1f} MB"


def seconds_text(seconds: float) -> str:
    """A time for people."""
    if seconds < 1:
        return f"{seconds * 1000:.0f} ms"
    if seconds < 120:
        return f"{seconds:.2f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s"
