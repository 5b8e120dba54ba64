"""A trace as a table in a terminal."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from codegen.trace.entries import Entry, Form, Kind, Trace
from codegen.trace.summary import Summary, seconds_text, size_text

_UNPRINTABLE: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")
_ARROWS: Final = {Kind.SENT: "->", Kind.RECEIVED: "<-", Kind.EVENT: "--"}
_LABEL_WIDTH: Final = 48


def table_lines(trace: Trace, summary: Summary, gap_seconds: float, width: int) -> Iterator[str]:
    """The lines of a table, and of the summary below it; none is longer than `width`.

    What comes from the trace is printable: nothing in it reaches the terminal as a command.
    """
    before: float | None = None
    for entry in trace.entries:
        if before is not None and entry.time is not None and entry.time - before > gap_seconds:
            yield f"{'':>6} {'':>10}    {seconds_text(entry.time - before)} of silence"
        before = entry.time if entry.time is not None else before
        yield _row(entry)[:width].rstrip()
    yield ""
    yield from (printable(line)[:width] for line in summary_lines(trace, summary, gap_seconds))


def summary_lines(trace: Trace, summary: Summary, gap_seconds: float) -> Iterator[str]:
    """What there is to say of a trace as a whole."""
    header = trace.header
    about = [str(header[name]) for name in ("sdk", "version", "url", "at") if header.get(name)]
    if about:
        yield " ".join(about)
    yield (
        f"{summary.sent} sent ({size_text(summary.sent_bytes)}), "
        f"{summary.received} received ({size_text(summary.received_bytes)})"
        + (f", in {seconds_text(summary.seconds)}" if summary.seconds is not None else "")
    )
    if summary.first_answer is not None:
        yield f"first answer after {seconds_text(summary.first_answer)}"
    if summary.reconnections:
        yield f"reconnections: {summary.reconnections}"
    if summary.gaps:
        longest = summary.gaps[0]
        yield (
            f"gaps of more than {gap_seconds:g} s: {len(summary.gaps)}, the longest "
            f"{seconds_text(longest.seconds)} before line {longest.line}"
        )
    if summary.errors:
        shown = ", ".join(map(str, summary.errors[:10]))
        more = ", ..." if len(summary.errors) > 10 else ""
        yield f"errors: {len(summary.errors)}, in line {shown}{more}"


def printable(text: str) -> str:
    """A text without what a terminal would take as a command or a change of direction."""
    return _UNPRINTABLE.sub(lambda found: ascii(found[0])[1:-1], text)


def closing_text(entry: Entry) -> str:
    """How a connection ended: code, reason and who closed it."""
    who = "by the client" if entry.by is Kind.SENT else "by the server" if entry.by else ""
    return " ".join(filter(None, (str(entry.code or ""), printable(entry.reason), who)))


def _row(entry: Entry) -> str:
    time = f"{entry.time:10.3f}" if entry.time is not None else f"{'':10}"
    size = size_text(entry.size) if entry.form is not None else ""
    label = printable(entry.label)
    if len(label) > _LABEL_WIDTH:
        label = f"{label[: _LABEL_WIDTH - 3]}..."
    mark = "!" if entry.is_error else " "
    arrow = _ARROWS[entry.kind]
    return f"{entry.line:>6} {time} {mark}{arrow} {label:<{_LABEL_WIDTH}} {size:>9}  {_note(entry)}"


def _note(entry: Entry) -> str:
    if entry.failed:
        return "not sent"
    if entry.is_closing:
        return closing_text(entry)
    if entry.form is Form.TEXT:
        return printable(str(entry.content)[:60])
    return ""
