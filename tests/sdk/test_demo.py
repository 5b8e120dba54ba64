"""`examples/demo.py`, as `make demo` runs it: a process of its own, loopback only."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DEMO = ROOT / "examples" / "demo.py"
SDK = ROOT / "generated" / "openai-realtime" / "src"

PATIENCE = 120
"""Seconds after which a demo that hangs is ended."""

INTERRUPTIBLE = """
import runpy, signal, sys
# Python ignores SIGINT when it was started in the background; the terminal's child does not.
signal.signal(signal.SIGINT, signal.default_int_handler)
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="__main__")
"""


def environment(**variables: str) -> dict[str, str]:
    inherited = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("OPENAI_") and not name.upper().endswith("_PROXY")
    }
    return {
        **inherited,
        "PYTHONPATH": os.pathsep.join((str(ROOT), str(SDK))),
        "PYTHONIOENCODING": "utf-8",
        **variables,
    }


def run(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(DEMO), *arguments],
        capture_output=True,
        encoding="utf-8",
        env=environment(**variables),
        timeout=PATIENCE,
        check=False,
    )


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        yield taken.getsockname()[1]


@pytest.fixture
def dead_port() -> Iterator[int]:
    """A port that is bound and not listened on: connections to it are refused."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        yield bound.getsockname()[1]


def assert_refused(done: subprocess.CompletedProcess[str], *said: str) -> None:
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1, done.stderr
    for words in said:
        assert words in done.stderr


@pytest.fixture(scope="module")
def done() -> subprocess.CompletedProcess[str]:
    """One run against the mock server."""
    return run("--speed", "0")


class TestAgainstTheMock:
    def test_ends_well(self, done: subprocess.CompletedProcess[str]) -> None:
        assert (done.returncode, done.stderr) == (0, "")

    def test_rest_calls(self, done: subprocess.CompletedProcess[str]) -> None:
        for call in ("client_secrets.create", "calls.accept", "calls.hangup"):
            assert call in done.stdout
        assert "valid for" in done.stdout

    def test_both_answers(self, done: subprocess.CompletedProcess[str]) -> None:
        answers = [
            line.split(maxsplit=1)[1] for line in done.stdout.splitlines() if "  model" in line
        ]
        assert answers == [
            "Every event arrives as a class of its own.",
            "Hello! How can I help you today?",
        ]

    def test_summary(self, done: subprocess.CompletedProcess[str]) -> None:
        summary = dict(
            line.rsplit(maxsplit=1)
            for line in done.stdout.partition("Summary\n")[2].replace(" bytes", "").splitlines()
        )
        events = {name.strip(): count for name, count in summary.items()}
        assert events["session.created"] == "1"
        assert events["response.done"] == "2"
        assert events["audio sent"] == "72,000"
        assert int(events["audio received"].replace(",", "")) > 0
        assert "unknown" not in events

    def test_no_colour_without_a_terminal(self, done: subprocess.CompletedProcess[str]) -> None:
        assert "\x1b" not in done.stdout

    def test_the_key_of_the_user_is_not_used(self) -> None:
        assert run("--speed", "0", OPENAI_API_KEY="sk-not\nsendable").returncode == 0

    def test_no_proxy_stands_between(self, dead_port: int) -> None:
        proxy = f"http://127.0.0.1:{dead_port}"
        assert run("--speed", "0", HTTP_PROXY=proxy, http_proxy=proxy).returncode == 0


class TestRefusals:
    def test_port_in_use(self, taken_port: int) -> None:
        assert_refused(run("--port", str(taken_port)), str(taken_port), "in use")

    def test_no_such_port(self) -> None:
        assert_refused(run("--port", "70000"), "--port 70000")

    def test_live_without_a_key(self) -> None:
        assert_refused(run("--live"), "OPENAI_API_KEY")

    def test_unreachable_host(self, dead_port: int) -> None:
        url = f"http://127.0.0.1:{dead_port}/v1"
        assert_refused(run("--base-url", url), "cannot reach", url)

    def test_unreachable_host_when_live(self, dead_port: int) -> None:
        url = f"http://127.0.0.1:{dead_port}/v1"
        done = run("--live", OPENAI_API_KEY="sk-secret", OPENAI_BASE_URL=url)
        assert_refused(done, "cannot reach", url)
        assert "sk-secret" not in done.stdout + done.stderr

    def test_not_a_url(self) -> None:
        assert_refused(run("--base-url", "nonsense"), "http://")


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
def test_interrupt_is_quiet() -> None:
    process = subprocess.Popen(
        # So slow that the first pause outlasts every machine.
        [sys.executable, "-c", INTERRUPTIBLE, str(DEMO), "--speed", "0.001"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        env=environment(PYTHONUNBUFFERED="1"),
    )
    try:
        assert process.stdout is not None
        for line in process.stdout:
            if line.startswith("  session"):
                break
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=PATIENCE)
    finally:
        process.kill()
        process.wait()
    assert (process.returncode, errors) == (130, "")
