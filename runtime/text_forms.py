"""The text of values that JSON and URLs have no type for: times, durations, UUIDs, decimals."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from math import isfinite
from uuid import UUID

_MICROSECOND = timedelta(microseconds=1)


def text_form(value: object) -> str | None:
    """Write a date, time, duration, UUID or decimal as text; None for anything else.

    A value that came from the API in another form of its text is written in that form. A date
    and time without an offset gets none: which one was meant is not for the SDK to guess.
    """
    kept = getattr(value, "__sdk_text__", None)
    if isinstance(kept, str):
        return kept
    if isinstance(value, (datetime, time)):
        return _time_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, timedelta):
        return _duration_text(value)
    return str(value) if isinstance(value, (UUID, Decimal)) else None


def json_number(value: object) -> object:
    """Give a decimal as the JSON number that it is; other values come back unchanged.

    Raises:
        ValueError: it has more digits than a double, or is not finite.
    """
    if not isinstance(value, Decimal):
        return value
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and exponent == 0:
        return int(value)
    number = float(value)
    if not isfinite(number) or Decimal(repr(number)) != value:
        raise ValueError(f"{value} cannot be sent exactly as a JSON number")
    return number


def _time_text(value: datetime | time) -> str:
    """RFC 3339, section 5.6, with as many digits as it takes and `Z` for UTC."""
    if value.microsecond == 0:
        text = value.isoformat(timespec="seconds")
    elif value.microsecond % 1000 == 0:
        text = value.isoformat(timespec="milliseconds")
    else:
        text = value.isoformat(timespec="microseconds")
    return f"{text[:-6]}Z" if text.endswith("+00:00") else text


def _duration_text(value: timedelta) -> str:
    """RFC 3339, appendix A: `P1DT2H3M4.5S`."""
    sign = "-" if value < timedelta() else ""
    seconds, fraction = divmod(abs(value) // _MICROSECOND, 1_000_000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    decimals = f".{fraction:06}".rstrip("0") if fraction else ""
    day_part = f"{days}D" if days else ""
    clock = (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "")
    clock += f"{seconds}{decimals}S" if seconds or fraction else ""
    if not day_part and not clock:
        return "PT0S"
    return f"{sign}P{day_part}{'T' if clock else ''}{clock}"
