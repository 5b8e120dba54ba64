"""The file of a recording: lines, limits and what goes wrong with it."""

from __future__ import annotations

import json
import logging
import os
import stat
import threading
from pathlib import Path
from typing import Any

import pytest

from runtime.masking import Mask
from runtime.recording import Recorder, Stamp, content

LOGGER = logging.getLogger("tests.recording")
DEEP = "[" * 100_000 + "]" * 100_000


def recorder(path: Path, **options: Any) -> Recorder:
    return Recorder(path, {"channel": "/c"}, mask=Mask(), logger=LOGGER, **options)


def lines(path: Path) -> list[dict[str, Any]]:
    text = path.read_text(encoding="utf-8")
    assert text == "" or text.endswith("\n")
    return [json.loads(line) for line in text.split("\n")[:-1]]


@pytest.mark.parametrize(
    ("data", "members"),
    [
        ('{"a": 1.5, "b": "é"}', {"msg": {"a": 1.5, "b": "é"}}),
        ('"text"', {"msg": "text"}),
        ("plain", {"text": "plain"}),
        ("", {"text": ""}),
        ("NaN", {"text": "NaN"}),
        (b"\x00\xff", {"base64": "AP8="}),
        (b'{"a": 1}', {"base64": "eyJhIjogMX0="}),
        (DEEP, {"text": DEEP}),
        ("9" * 5000, {"text": "9" * 5000}),
    ],
    ids=range(9),
)
def test_what_a_frame_is_written_as(data: str | bytes, members: dict[str, Any]) -> None:
    assert content(data, Mask()) == members


def test_lines(tmp_path: Path) -> None:
    path = tmp_path / "trace.jsonl"
    path.write_text("something old\n" * 99)
    recording = recorder(path)
    recording.frame("sent", '{"token":"t"}', Stamp(0.1234567, 0.0))
    recording.frame("received", '"\\ud800"', Stamp(2, 1.5), failed=True)
    header, sent, received = lines(path)  # without an end: every line is there at once
    assert header == {"trace": 1, "at": header["at"], "channel": "/c"}
    assert sent == {"t": 0.123457, "at": "1970-01-01T00:00:00.000Z", "dir": "sent", "size": 13,
                    "msg": {"token": "***"}}  # fmt: skip
    assert received == {"t": 2, "at": "1970-01-01T00:00:01.500Z", "dir": "received", "size": 8,
                        "failed": True, "msg": "\ud800"}  # fmt: skip
    recording.stop()
    recording.stop()
    recording.frame("sent", "late", recording.now())
    assert [line.get("event") for line in lines(path)] == [None, None, None, "stop"]


@pytest.mark.skipif(os.name != "posix", reason="permissions are those of POSIX")
def test_the_file_is_its_owners(tmp_path: Path) -> None:
    recorder(tmp_path / "trace.jsonl").stop()
    assert stat.S_IMODE((tmp_path / "trace.jsonl").stat().st_mode) == 0o600


def test_a_pause_closes_the_file_and_a_line_opens_it_again(tmp_path: Path) -> None:
    recording = recorder(tmp_path / "trace.jsonl")
    recording.pause()
    assert recording._file is None
    recording.event("reconnect")
    recording.stop()
    assert [line.get("event") for line in lines(tmp_path / "trace.jsonl")] == [
        None, "reconnect", "stop"]  # fmt: skip


def test_the_size_has_a_limit(tmp_path: Path) -> None:
    recording = recorder(tmp_path / "trace.jsonl", max_bytes=1000)
    for _ in range(100):
        recording.frame("sent", "x" * 100, recording.now())
    assert (tmp_path / "trace.jsonl").stat().st_size < 1100
    events = [line.get("event") for line in lines(tmp_path / "trace.jsonl")]
    assert events == [None] * (len(events) - 1) + ["limit"]
    assert recording._file is None


def test_threads_do_not_mix_their_lines(tmp_path: Path) -> None:
    recording = recorder(tmp_path / "trace.jsonl")

    def write(number: int) -> None:
        for _ in range(50):
            recording.frame("sent", json.dumps({"n": number, "x": "y" * 5000}), recording.now())

    threads = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    recording.stop()
    assert len(lines(tmp_path / "trace.jsonl")) == 1 + 8 * 50 + 1


class TestFileErrors:
    @pytest.fixture
    def warnings(self, caplog: pytest.LogCaptureFixture) -> Any:
        caplog.set_level(logging.DEBUG, LOGGER.name)
        return lambda: [(record.levelname, record.getMessage()) for record in caplog.records]

    @pytest.mark.parametrize(
        ("name", "reason"),
        [("missing/trace.jsonl", "No such file or directory"), ("\0", "ValueError")],
    )
    def test_a_file_that_cannot_be_made(
        self, tmp_path: Path, warnings: Any, name: str, reason: str
    ) -> None:
        path = tmp_path / name
        recording = recorder(path)
        recording.frame("sent", "x", recording.now())
        recording.stop()
        assert warnings() == [("WARNING", f"recording to {str(path)!a} ended: {reason}")]

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
    def test_a_full_disk(self, warnings: Any) -> None:
        recording = recorder(Path("/dev/full"))
        for _ in range(3):
            recording.frame("sent", "x", recording.now())
        assert warnings() == [
            ("WARNING", "recording to '/dev/full' ended: No space left on device")
        ]
        assert recording._file is None
