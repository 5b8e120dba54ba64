"""Whether to send a request again, and when: decisions without clocks, sockets or sleep."""

from __future__ import annotations

import email.utils
import math
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from enum import Enum

from .constants import INITIAL_RETRY_DELAY, MAX_RETRY_AFTER, MAX_RETRY_DELAY

IDEMPOTENT_METHODS = frozenset({"GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE", "QUERY"})
"""RFC 9110, section 9.2.2, and the method of the HTTP working group's QUERY draft."""
RETRIED_STATUSES = frozenset({408, 409, 429})

_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]*)?(?:[eE][+]?[0-9]+)?")
_LARGEST_EXPONENT = 30
"""Beyond it the delay is capped anyway, and a power could overflow."""


class Failure(Enum):
    """What is known of a request whose exchange failed."""

    NOT_SENT = "the server never saw it"
    UNCERTAIN = "the server may have done the work"
    FINAL = "it would fail the same way again"


def retries_failure(failure: Failure, method: str, *, repeatable: bool) -> bool:
    """Say whether a failed exchange is tried again.

    Args:
        failure: what is known of it.
        method: the HTTP method.
        repeatable: doing the work twice is harmless whatever the method, because the request
            carries an idempotency key or the API says so.
    """
    if failure is Failure.UNCERTAIN:
        return repeatable or method.upper() in IDEMPOTENT_METHODS
    return failure is Failure.NOT_SENT


def retries_answer(status: int, headers: Mapping[str, str]) -> bool:
    """Say whether an answer with a failure status is worth another attempt.

    `x-should-retry: true | false` decides when the server sends it.
    """
    told = headers.get("x-should-retry", "").strip().lower()
    if told in ("true", "false"):
        return told == "true"
    return status in RETRIED_STATUSES or 500 <= status < 600


def retry_delay(
    attempt: int, headers: Mapping[str, str] | None, *, now: datetime, random: float
) -> float | None:
    """Give the pause before the next attempt, in seconds, or None to give up.

    Args:
        attempt: how many attempts were made before this one, from 0.
        headers: those of the answer, for `Retry-After` and `retry-after-ms`.
        now: the present, for a `Retry-After` that is a date.
        random: between 0 and 1; up to a quarter is taken off, so that clients spread out.
    """
    asked = asked_delay(headers, now) if headers is not None else None
    if asked is not None:
        return asked if asked <= MAX_RETRY_AFTER else None
    return backoff(attempt, random)


def backoff(attempt: int, random: float) -> float:
    """Give the pause that grows with each attempt, in seconds; see `retry_delay`."""
    delay = min(INITIAL_RETRY_DELAY * 2.0 ** min(attempt, _LARGEST_EXPONENT), MAX_RETRY_DELAY)
    return delay * (1 - 0.25 * random)


def asked_delay(headers: Mapping[str, str], now: datetime) -> float | None:
    """Read the pause the server asks for, in seconds.

    None when it asks for nothing, or for nothing that makes sense (negative, zero, past, not a
    number); infinity when it asks for more than can be counted.
    """
    milliseconds = _number(headers.get("retry-after-ms", ""))
    if milliseconds is not None:
        return milliseconds / 1000 or None
    value = headers.get("retry-after", "").strip()
    seconds = _number(value)
    if seconds is not None:
        return seconds or None
    return _seconds_until(value, now)


def _number(text: str) -> float | None:
    text = text.strip()
    if not _NUMBER.fullmatch(text):
        return None
    number = float(text)  # too many digits give infinity, not an error
    return None if math.isnan(number) else number


def _seconds_until(date: str, now: datetime) -> float | None:
    try:
        moment = email.utils.parsedate_to_datetime(date[:64])
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        seconds = (moment - now).total_seconds()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return seconds if seconds > 0 else None
