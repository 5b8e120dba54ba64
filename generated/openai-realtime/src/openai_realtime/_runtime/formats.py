"""Types of fields whose text stands for something else: a time, a UUID, a decimal number.

Text that is not of its format is not of the type: strict decoding refuses it, lenient decoding
keeps it as text. Text that the standard class cannot give back letter by letter (an upper-case
UUID, a time with nanoseconds or with `+00:00` for `Z`) is kept beside the value, in a subclass
that equals the plain value: what was received is what `to_dict` and `to_json` give, and what is
sent when the value is used as an argument.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Annotated, Any, Final, TypeAlias, TypeVar
from uuid import UUID

from pydantic_core import CoreSchema, core_schema

from .text_forms import json_number, text_form

_CLOCK: Final = r"(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,30})?(?:[Zz]|[+-]\d\d:?\d\d)?"
_DATE_TIME: Final = re.compile(rf"\d{{4}}-\d\d-\d\d[Tt ]{_CLOCK}", re.ASCII)
_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_TIME: Final = re.compile(_CLOCK, re.ASCII)
_DURATION: Final = re.compile(
    r"(?P<sign>[+-]?)P(?=[\dT])(?:(?P<weeks>\d{1,9})W)?(?:(?P<days>\d{1,9})D)?"
    r"(?:T(?=\d)(?:(?P<hours>\d{1,12})H)?(?:(?P<minutes>\d{1,12})M)?"
    r"(?:(?P<seconds>\d{1,14})(?:\.(?P<fraction>\d{1,30}))?S)?)?",
    re.ASCII,
)
_UUID: Final = re.compile(r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}", re.ASCII)
# The exponent has a limit: `int()` of a larger one would take all memory.
_DECIMAL: Final = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,4})?", re.ASCII)
# Decimal numbers of as many digits have one double each, and are read back from it.
_DOUBLE_DIGITS: Final = 15


ValueT = TypeVar("ValueT")


class WireDateTime(datetime):
    """A date and time whose text was not the one that the SDK writes."""

    __slots__ = ("__sdk_text__",)

    def __reduce_ex__(self, protocol: Any) -> Any:
        return _pickled(self, _read_date_time) or super().__reduce_ex__(protocol)


class WireTime(time):
    """A time of day whose text was not the one that the SDK writes."""

    __slots__ = ("__sdk_text__",)

    def __reduce_ex__(self, protocol: Any) -> Any:
        return _pickled(self, _read_time) or super().__reduce_ex__(protocol)


class WireDuration(timedelta):
    """A duration whose text was not the one that the SDK writes."""

    __slots__ = ("__sdk_text__",)

    def __reduce_ex__(self, protocol: Any) -> Any:
        return _pickled(self, _read_duration) or super().__reduce_ex__(protocol)


class WireUUID(UUID):
    """A UUID whose text was not in lower case."""

    __slots__ = ("__sdk_text__",)

    def __reduce_ex__(self, protocol: Any) -> Any:
        return _pickled(self, _read_uuid) or super().__reduce_ex__(protocol)

    def __deepcopy__(self, memo: object) -> WireUUID:
        return self


class WireDecimal(Decimal):
    """A decimal number whose text was not the one that the SDK writes."""

    __slots__ = ("__sdk_text__",)

    def __reduce_ex__(self, protocol: Any) -> Any:
        return _pickled(self, _read_decimal) or super().__reduce_ex__(protocol)

    def __copy__(self) -> WireDecimal:
        return self

    def __deepcopy__(self, memo: object) -> WireDecimal:
        return self


@dataclass(frozen=True, slots=True)
class _Format:
    """What pydantic needs to know of a format.

    kind: the class of the values.
    read: makes a value of what JSON gives; raises `ValueError` for what is not of the format.
    write: gives what JSON has for a value.
    schema: the JSON Schema.
    """

    kind: type
    read: Callable[[Any], object]
    write: Callable[[Any], object]
    schema: tuple[str, str]

    def __get_pydantic_core_schema__(self, source: object, handler: object) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            self._validate,
            serialization=core_schema.plain_serializer_function_ser_schema(
                self.write, when_used="json"
            ),
        )

    def __get_pydantic_json_schema__(self, schema: object, handler: object) -> dict[str, object]:
        return {"type": self.schema[0], "format": self.schema[1]}

    def _validate(self, value: object) -> object:
        # A datetime is a date for Python, but not for an API.
        is_instance = isinstance(value, self.kind) and not (
            self.kind is date and isinstance(value, datetime)
        )
        return value if is_instance else self.read(value)


def _read_date_time(text: object) -> datetime:
    exact = _matched(text, _DATE_TIME, "date and time")
    standard = exact.upper()
    value = datetime.fromisoformat(standard)
    if text_form(value) == exact:
        return value
    return _keep(WireDateTime.fromisoformat(standard), exact)


def _read_date(text: object) -> date:
    return date.fromisoformat(_matched(text, _DATE, "date"))


def _read_time(text: object) -> time:
    exact = _matched(text, _TIME, "time")
    standard = exact.upper()
    value = time.fromisoformat(standard)
    return value if text_form(value) == exact else _keep(WireTime.fromisoformat(standard), exact)


def _read_duration(text: object) -> timedelta:
    parts = _DURATION.fullmatch(text) if isinstance(text, str) else None
    if parts is None:
        # Years and months among them: they have no length of their own.
        raise ValueError("not a duration of weeks, days, hours, minutes and seconds")
    exact = parts[0]
    numbers = {
        name: int(parts[name] or 0) for name in ("weeks", "days", "hours", "minutes", "seconds")
    }
    numbers["microseconds"] = int(f"{parts['fraction'] or '':0<6}"[:6])
    if parts["sign"] == "-":
        numbers = {name: -number for name, number in numbers.items()}
    try:
        value = timedelta(**numbers)
        return value if text_form(value) == exact else _keep(WireDuration(**numbers), exact)
    except OverflowError:
        raise ValueError("a duration of more than 999999999 days") from None


def _read_uuid(text: object) -> UUID:
    exact = _matched(text, _UUID, "UUID")
    value = UUID(exact)
    return value if str(value) == exact else _keep(WireUUID(exact), exact)


def _read_decimal(text: object) -> Decimal:
    exact = _matched(text, _DECIMAL, "decimal number")
    value = Decimal(exact)
    return value if str(value) == exact else _keep(WireDecimal(exact), exact)


def _read_number(value: object) -> Decimal:
    """Read a JSON number as a decimal if nothing was lost when it became a double."""
    if type(value) is int:
        return Decimal(value)
    if type(value) is float:
        exact = Decimal(repr(value))
        if exact.is_finite() and len(exact.as_tuple().digits) <= _DOUBLE_DIGITS:
            return exact
        raise ValueError(f"not a number of at most {_DOUBLE_DIGITS} digits")
    raise ValueError("not a number")


def _write_text(value: object) -> object:
    text = text_form(value)
    return value if text is None else text


def _matched(text: object, pattern: re.Pattern[str], what: str) -> str:
    if not isinstance(text, str) or pattern.fullmatch(text) is None:
        raise ValueError(f"not a {what}")
    return text


def _keep(value: ValueT, text: str) -> ValueT:
    # As for all objects: a UUID does not let its attributes be set.
    object.__setattr__(value, "__sdk_text__", text)
    return value


def _pickled(value: object, read: Callable[[object], object]) -> object:
    """Rebuild a value from its text; what arithmetic made of one has none."""
    text = getattr(value, "__sdk_text__", None)
    return None if text is None else (read, (text,))


DateTime: TypeAlias = Annotated[
    datetime, _Format(datetime, _read_date_time, _write_text, ("string", "date-time"))
]
"""RFC 3339, section 5.6; without an offset it is a naive `datetime`."""

Date: TypeAlias = Annotated[date, _Format(date, _read_date, _write_text, ("string", "date"))]
"""RFC 3339, section 5.6, `full-date`."""

Time: TypeAlias = Annotated[time, _Format(time, _read_time, _write_text, ("string", "time"))]
"""RFC 3339, section 5.6, `full-time`; without an offset it is a naive `time`."""

Duration: TypeAlias = Annotated[
    timedelta, _Format(timedelta, _read_duration, _write_text, ("string", "duration"))
]
"""RFC 3339, appendix A, without years and months, which have no length of their own."""

Uuid: TypeAlias = Annotated[UUID, _Format(UUID, _read_uuid, _write_text, ("string", "uuid"))]
"""RFC 9562, section 4."""

DecimalText: TypeAlias = Annotated[
    Decimal, _Format(Decimal, _read_decimal, _write_text, ("string", "decimal"))
]
"""A decimal number in a string, of any length."""

DecimalNumber: TypeAlias = Annotated[
    Decimal, _Format(Decimal, _read_number, json_number, ("number", "decimal"))
]
"""A JSON number of at most 15 digits; one with more has lost some when it was parsed."""
