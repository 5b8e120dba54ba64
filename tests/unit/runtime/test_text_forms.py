"""Text of dates, durations, UUIDs and decimals."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from uuid import UUID

import pytest

from runtime.text_forms import json_number, text_form


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC), "2024-01-02T03:04:05Z"),
        (datetime(2024, 1, 2, 3, 4, 5, 120000, tzinfo=UTC), "2024-01-02T03:04:05.120Z"),
        (datetime(2024, 1, 2, 3, 4, 5, 1, tzinfo=UTC), "2024-01-02T03:04:05.000001Z"),
        (
            datetime(2024, 1, 2, tzinfo=timezone(timedelta(hours=-5))),
            "2024-01-02T00:00:00-05:00",
        ),
        (datetime(2024, 1, 2), "2024-01-02T00:00:00"),
        (date(2024, 1, 2), "2024-01-02"),
        (time(3, 4, 5), "03:04:05"),
        (time(3, 4, 5, tzinfo=UTC), "03:04:05Z"),
        (timedelta(), "PT0S"),
        (timedelta(days=1), "P1D"),
        (timedelta(days=1, hours=2, minutes=3, seconds=4.5), "P1DT2H3M4.5S"),
        (timedelta(microseconds=-1), "-PT0.000001S"),
        (timedelta(minutes=-90), "-PT1H30M"),
        (UUID(int=10), "00000000-0000-0000-0000-00000000000a"),
        (Decimal("1.10"), "1.10"),
        ("text", None),
        (1.5, None),
    ],
)
def test_text(value: object, text: str | None) -> None:
    assert text_form(value) == text


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (Decimal("1.5"), 1.5),
        (Decimal(7), 7),
        (Decimal(10**40), 10**40),
        (Decimal("1E+3"), 1000.0),
        (2, 2),
        (None, None),
    ],
)
def test_number(value: object, number: object) -> None:
    assert json_number(value) == number
    assert type(json_number(value)) is type(number)


@pytest.mark.parametrize("text", ["0.12345678901234567890", "NaN", "Infinity", "1E+999"])
def test_a_decimal_that_no_json_number_keeps(text: str) -> None:
    with pytest.raises(ValueError, match="exactly as a JSON number"):
        json_number(Decimal(text))
