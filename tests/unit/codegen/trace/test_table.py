"""A trace in numbers and in a terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from codegen.trace.entries import Entry, Form, Kind, Trace
from codegen.trace.summary import Gap, seconds_text, size_text, summarise
from codegen.trace.table import table_lines

ENTRIES = (
    Entry(2, Kind.RECEIVED, "hello", 0.0, size=10, form=Form.JSON, content={}),
    Entry(3, Kind.SENT, "ask", 1.0, size=1500, form=Form.JSON, content={}),
    Entry(4, Kind.RECEIVED, "error", 1.25, size=20, form=Form.JSON, content={}),
    Entry(5, Kind.RECEIVED, "text", 9.25, size=2, form=Form.TEXT, content="\x1b[2J\u202e"),
    Entry(6, Kind.EVENT, "close", 9.5, code=1011, reason="no\x07", by=Kind.RECEIVED),
    Entry(7, Kind.EVENT, "reconnect", 10.0),
    Entry(8, Kind.SENT, "x" * 99, 10.0, size=1, form=Form.JSON, content=1, failed=True),
)


def test_summary() -> None:
    summary = summarise(ENTRIES, 5)
    assert (summary.sent, summary.received) == (2, 3)
    assert (summary.sent_bytes, summary.received_bytes) == (1501, 32)
    assert (summary.seconds, summary.first_answer) == (10.0, 0.25)
    assert summary.gaps == (Gap(5, 8.0),)
    assert (summary.errors, summary.reconnections) == ((4, 6, 8), 1)


def test_a_summary_without_times() -> None:
    bare = summarise([Entry(1, Kind.SENT, "a"), Entry(2, Kind.RECEIVED, "b")])
    assert (bare.seconds, bare.first_answer, bare.gaps) == (None, None, ())
    assert summarise([]).sent == 0


def test_table() -> None:
    header = {"sdk": "Chat\x1b", "url": "wss://h/c"}
    trace = Trace(Path("t"), header, ENTRIES)
    lines = list(table_lines(trace, summarise(ENTRIES), 5, 200))
    assert lines == [
        "     2      0.000  <- hello                                                 10 B",
        "     3      1.000  -> ask                                                 1.5 kB",
        "     4      1.250 !<- error                                                 20 B",
        "                     8.00 s of silence",
        "     5      9.250  <- text                                                   2 B"
        "  \\x1b[2J\\u202e",
        "     6      9.500 !-- close                                                     "
        "  1011 no\\x07 by the server",
        "     7     10.000  -- reconnect",
        f"     8     10.000 !-> {'x' * 45}...       1 B  not sent",
        "",
        "Chat\\x1b wss://h/c",
        "2 sent (1.5 kB), 3 received (32 B), in 10.00 s",
        "first answer after 250 ms",
        "reconnections: 1",
        "gaps of more than 5 s: 1, the longest 8.00 s before line 5",
        "errors: 3, in line 4, 6, 8",
    ]
    assert max(map(len, table_lines(trace, summarise(ENTRIES), 5, 40))) == 40


@pytest.mark.parametrize(
    ("seconds", "text"), [(0.0123, "12 ms"), (1.5, "1.50 s"), (185.4, "3 min 5 s")]
)
def test_seconds(seconds: float, text: str) -> None:
    assert seconds_text(seconds) == text


@pytest.mark.parametrize(
    ("size", "text"), [(999, "999 B"), (4800, "4.8 kB"), (2_500_000, "2.5 MB")]
)
def test_sizes(size: int, text: str) -> None:
    assert size_text(size) == text
