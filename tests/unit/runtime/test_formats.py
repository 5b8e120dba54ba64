"""Formats: which text is of them, and that a value keeps its text."""

from __future__ import annotations

import copy
import pickle
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from pydantic import TypeAdapter, ValidationError

from runtime.formats import (
    Date,
    DateTime,
    DecimalNumber,
    DecimalText,
    Duration,
    Time,
    Uuid,
)
from runtime.text_forms import text_form

HEX = "123E4567-E89B-12D3-A456-426614174000"


@pytest.mark.parametrize(
    ("type_", "text", "value"),
    [
        (DateTime, "2026-01-02T03:04:05Z", datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)),
        (DateTime, "2026-01-02 03:04:05", datetime(2026, 1, 2, 3, 4, 5)),
        (DateTime, "2026-01-02t03:04:05.123456789z", None),
        (DateTime, "2026-01-02T03:04:05+0100", None),
        (DateTime, "2026-01-02T03:04:05+00:00", datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)),
        (Date, "2026-01-02", date(2026, 1, 2)),
        (Time, "03:04:05.5", time(3, 4, 5, 500000)),
        (Time, "03:04:05-0130", None),
        (Duration, "P1W", timedelta(weeks=1)),
        (Duration, "P1DT2H", timedelta(days=1, hours=2)),
        (Duration, "-PT0.5S", timedelta(seconds=-0.5)),
        (Duration, "PT1.23456789S", timedelta(seconds=1, microseconds=234567)),
        (Uuid, HEX.lower(), UUID(HEX)),
        (Uuid, HEX, UUID(HEX)),
        (DecimalText, "1.50", Decimal("1.50")),
        (DecimalText, "+.5e3", Decimal("500")),
    ],
)
def test_text_is_kept(type_: Any, text: str, value: object) -> None:
    adapter: TypeAdapter[Any] = TypeAdapter(type_)
    read = adapter.validate_python(text)
    if value is not None:
        assert read == value
    for same in (read, copy.copy(read), copy.deepcopy(read), pickle.loads(pickle.dumps(read))):
        assert text_form(same) == text
        assert same == read
    assert adapter.dump_json(read) == f'"{text}"'.encode()


@pytest.mark.parametrize(
    ("type_", "value"),
    [
        (DateTime, "2026-01-02"),
        (DateTime, "2026-02-30T03:04:05Z"),
        (DateTime, "2026-01-02T24:00:00Z"),
        (DateTime, date(2026, 1, 2)),
        (DateTime, 7),
        (Date, "2026-1-2"),
        (Date, "20260102"),
        (Date, datetime(2026, 1, 2)),
        (Time, "3:04"),
        (Duration, "P"),
        (Duration, "PT"),
        (Duration, "P1DT"),
        (Duration, "P1Y"),
        (Duration, "P1M"),
        (Duration, "1D"),
        (Duration, "P999999999DT999999999999H"),
        (Uuid, HEX.replace("-", "")),
        (Uuid, "{" + HEX + "}"),
        (DecimalText, "NaN"),
        (DecimalText, "1e10000000"),
        (DecimalText, "1_000"),
        (DecimalText, ""),
        (DecimalNumber, float("nan")),
        (DecimalNumber, float("inf")),
        (DecimalNumber, 0.1234567890123456),
        (DecimalNumber, "1"),
        (DecimalNumber, True),
    ],
)
def test_what_is_not_of_a_format(type_: Any, value: object) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(type_).validate_python(value)


def test_values_of_the_standard_classes_are_taken() -> None:
    now = datetime(2026, 1, 2)
    assert TypeAdapter[Any](DateTime).validate_python(now) is now


@pytest.mark.parametrize(
    ("value", "expected"),
    [(7, Decimal(7)), (0.1, Decimal("0.1")), (1e22, Decimal("1E+22")), (10**400, Decimal(10**400))],
)
def test_numbers_are_exact(value: object, expected: Decimal) -> None:
    adapter: TypeAdapter[Any] = TypeAdapter(DecimalNumber)
    assert adapter.validate_python(value) == expected


def test_arithmetic_forgets_the_text() -> None:
    read = TypeAdapter[Any](Duration).validate_python("P1W")
    later = pickle.loads(pickle.dumps(read + timedelta(seconds=1)))
    assert text_form(later) == "P7DT1S"


@pytest.mark.parametrize(
    ("type_", "schema"),
    [
        (DateTime, {"type": "string", "format": "date-time"}),
        (DecimalNumber, {"type": "number", "format": "decimal"}),
    ],
)
def test_the_json_schema(type_: Any, schema: dict[str, str]) -> None:
    assert TypeAdapter(type_).json_schema() == schema
