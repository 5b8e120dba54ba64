"""Traces as they are read: those of the runtime, bare ones, and files that are none."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from codegen.diagnostics import SpecError
from codegen.trace import Kind, read_trace
from codegen.trace.entries import Form

HEADER = {"trace": 1, "at": "2026-01-01T00:00:00.000Z", "channel": "/c", "tag": "op"}


def written(folder: Path, *lines: Any) -> Path:
    path = folder / "trace.jsonl"
    texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    path.write_text("".join(f"{text}\n" for text in texts), encoding="utf-8")
    return path


def test_every_kind_of_line(tmp_path: Path) -> None:
    trace = read_trace(
        written(
            tmp_path,
            HEADER,
            {"t": 0.5, "at": "x", "dir": "sent", "size": 99, "msg": {"op": "a"}},
            "",
            {"t": 1, "dir": "received", "text": "hi"},
            {"t": 2, "dir": "received", "base64": "AAE="},
            {"t": 3, "dir": "sent", "msg": [1], "failed": True},
            {"t": 4, "event": "close", "dir": "received", "code": 1011, "reason": "r"},
            {"t": 5, "event": "something new"},
        )
    )
    assert (trace.header, trace.tag) == (HEADER, "op")
    facts = [(e.line, e.kind, e.label, e.time, e.size, e.form, e.is_error) for e in trace.entries]
    assert facts == [
        (2, Kind.SENT, "a", 0.5, 99, Form.JSON, False),
        (4, Kind.RECEIVED, "text", 1, 2, Form.TEXT, False),
        (5, Kind.RECEIVED, "binary", 2, 2, Form.BINARY, False),
        (6, Kind.SENT, "[1]", 3, 3, Form.JSON, True),
        (7, Kind.EVENT, "close", 4, 0, None, True),
        (8, Kind.EVENT, "something new", 5, 0, None, False),
    ]
    assert [e.content for e in trace.entries[:3]] == [{"op": "a"}, "hi", b"\0\1"]
    assert (trace.entries[4].by, trace.entries[4].code) == (Kind.RECEIVED, 1011)


def test_lines_of_several_threads_are_sorted_by_their_time(tmp_path: Path) -> None:
    lines = [{"t": t, "dir": "sent", "msg": t} for t in (2, 1, 1.5)]
    assert [e.line for e in read_trace(written(tmp_path, HEADER, *lines)).entries] == [3, 4, 2]


@pytest.mark.parametrize(
    ("messages", "tag", "labels"),
    [
        ([{"type": "a"}, {"type": "b"}, {"x": 1, "y": 2}], "type", ["a", "b", "{x, y}"]),
        ([{"op": "a", "type": 5}, {"op": "b", "type": "x"}, {"op": "c"}], "op", ["a", "b", "c"]),
        ([["trade", 1], [], 5, None, "s"], None, ["trade", "[0]", "5", "null", "text"]),
    ],
)
def test_bare_lines(
    tmp_path: Path, messages: list[Any], tag: str | None, labels: list[str]
) -> None:
    trace = read_trace(written(tmp_path, *({"dir": "received", "msg": m} for m in messages)))
    assert (trace.header, trace.tag) == ({}, tag)
    assert [entry.label for entry in trace.entries] == labels


def test_a_last_line_that_is_cut_is_told_and_left_out(tmp_path: Path) -> None:
    path = written(tmp_path, HEADER, {"dir": "sent", "msg": 1})
    path.write_bytes(path.read_bytes() + '{"dir":"sent","msg":"é'.encode()[:-1])
    told: list[Any] = []
    assert len(read_trace(path, told.append).entries) == 1
    assert str(told[0]).endswith(
        "trace.jsonl:3:1: warning SL611 invalid-trace: the last line is incomplete, as after a "
        "crash, and is left out; correct the line, or record again"
    )


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("nonsense", "the line is not JSON: Expecting value: line 1 column 1 (char 0)"),
        ('{"dir":"sent","msg":NaN}', "the line is not JSON: NaN is not allowed"),
        ("[]", "the line is not an object"),
        ('{"dir":"up","msg":1}', "`dir` is 'up', and 'sent' or 'received' is expected"),
        ('{"dir":"sent"}', "one of `msg`, `text` and `base64` is expected"),
        ('{"dir":"sent","msg":1,"text":""}', "one of `msg`, `text` and `base64` is expected"),
        ('{"dir":"sent","text":1}', "`text` is 1, and a string is expected"),
        ('{"dir":"sent","base64":"%"}', "`base64` is not base64"),
        ('{"t":-1,"dir":"sent","msg":1}', "`t` is -1, and seconds are expected"),
        ('{"t":true,"dir":"sent","msg":1}', "`t` is True, and seconds are expected"),
        ('{"t":1e999,"dir":"sent","msg":1}', "`t` is inf, and seconds are expected"),
        ('{"event":1}', "`event` is 1, and a name is expected"),
        ('{"event":"close","code":70000}', "`code` is 70000, and a close code is expected"),
        ('{"dir":"sent","msg":' + "[" * 99_999, "the line is nested too deeply"),
    ],
)
def test_lines_that_are_wrong(tmp_path: Path, line: str, message: str) -> None:
    path = written(tmp_path, HEADER, line, {"dir": "sent", "msg": 1})
    with pytest.raises(SpecError) as refused:
        read_trace(path)
    text = str(refused.value)
    assert f"trace.jsonl:2:1: error SL611 invalid-trace: {message}; " in text
    assert text.isascii()


def test_files_that_are_none(tmp_path: Path) -> None:
    for path, text in (
        (tmp_path / "none", "error SL001 file-missing"),
        (tmp_path, "error SL002 not-a-file"),
    ):
        with pytest.raises(SpecError, match=text):
            read_trace(path)


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ([], "the file is empty"),
        ([{"trace": 2}], "version 2 of the format is not known; 1 is"),
        ([{"trace": True}], "version True of the format is not known; 1 is"),
    ],
)
def test_first_lines_that_are_wrong(tmp_path: Path, lines: list[Any], message: str) -> None:
    with pytest.raises(SpecError, match=f"SL611 invalid-trace: {message}"):
        read_trace(written(tmp_path, *lines))


def test_a_trace_that_is_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("codegen.trace.reading.MAX_BYTES", 10)
    with pytest.raises(SpecError, match="SL004 file-too-large"):
        read_trace(written(tmp_path, HEADER))
