"""Decisions about retries."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from runtime.retry import Failure, asked_delay, retries_answer, retries_failure, retry_delay

NOW = datetime(2026, 1, 1, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("status", "told", "expected"),
    [
        (408, "", True),
        (409, "", True),
        (429, "", True),
        (500, "", True),
        (503, "", True),
        (400, "", False),
        (401, "", False),
        (302, "", False),
        (400, "true", True),
        (503, "FALSE", False),
        (503, "maybe", True),
    ],
)
def test_answers(status: int, told: str, expected: bool) -> None:
    assert retries_answer(status, {"x-should-retry": told}) is expected


@pytest.mark.parametrize("method", ["GET", "get", "PUT", "DELETE"])
def test_uncertain_failures_of_idempotent_methods(method: str) -> None:
    assert retries_failure(Failure.UNCERTAIN, method, repeatable=False)


def test_uncertain_failures_of_other_methods() -> None:
    assert not retries_failure(Failure.UNCERTAIN, "POST", repeatable=False)
    assert retries_failure(Failure.UNCERTAIN, "POST", repeatable=True)
    assert retries_failure(Failure.NOT_SENT, "POST", repeatable=False)
    assert not retries_failure(Failure.FINAL, "GET", repeatable=True)


@pytest.mark.parametrize(
    ("attempt", "full"), [(0, 0.5), (1, 1), (2, 2), (4, 8), (5, 8), (100_000, 8)]
)
def test_backing_off(attempt: int, full: float) -> None:
    assert retry_delay(attempt, None, now=NOW, random=0) == full
    assert retry_delay(attempt, {}, now=NOW, random=1) == full * 0.75


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("3", 3),
        ("0.5", 0.5),
        (" 7 ", 7),
        ("Thu, 01 Jan 2026 12:00:30 GMT", 30),
        ("60", 60),
    ],
)
def test_a_sensible_pause_is_honoured(value: str, seconds: float) -> None:
    assert retry_delay(0, {"retry-after": value}, now=NOW, random=0) == seconds


@pytest.mark.parametrize(
    "value",
    ["61", "86400", "1e309", "9" * 400, "Fri, 31 Dec 9999 23:59:59 GMT"],
)
def test_a_pause_beyond_reason_ends_the_retries(value: str) -> None:
    assert retry_delay(0, {"retry-after": value}, now=NOW, random=0) is None


@pytest.mark.parametrize(
    "value",
    [
        "",
        "0",
        "-1",
        "-1e309",
        "nan",
        "inf",
        "soon",
        "1, 2",
        "Thu, 01 Jan 2026 11:00:00 GMT",
        "Thu, 32 Jan 2026 99:00:00 GMT",
        "\u0663",
        "x" * 100_000,
    ],
)
def test_nonsense_is_ignored(value: str) -> None:
    assert asked_delay({"retry-after": value}, NOW) is None
    assert retry_delay(0, {"retry-after": value}, now=NOW, random=0) == 0.5


def test_milliseconds_come_first() -> None:
    assert asked_delay({"retry-after-ms": "1500", "retry-after": "9"}, NOW) == 1.5
    assert retry_delay(0, {"retry-after-ms": "1e309"}, now=NOW, random=0) is None
    assert asked_delay({"retry-after-ms": "x", "retry-after": "9"}, NOW) == 9
