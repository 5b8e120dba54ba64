"""From the values that users pass to JSON: models, typed dicts, dates, enumerations, `omit`."""

from __future__ import annotations

import json
from binascii import b2a_base64
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from enum import Enum
from typing import Protocol, cast, runtime_checkable

from .sentinels import NotGiven, Omit
from .text_forms import text_form

_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))
_PLAIN = frozenset({str, int, float, bool, type(None)})


@runtime_checkable
class Model(Protocol):
    """A pydantic model, recognised without importing pydantic."""

    def model_dump(
        self, *, mode: str, by_alias: bool, exclude_unset: bool, warnings: bool
    ) -> object: ...


def encode_json(value: object, place: str = "") -> str:
    """Write a value as compact JSON.

    Args:
        value: what to write.
        place: where it stands, for messages.

    Raises:
        TypeError: something in it has no JSON form; the message names its place.
        ValueError: a number is infinite or not a number, or a structure contains itself.
    """
    try:
        return _ENCODER.encode(json_value(value, place))
    except RecursionError:
        raise ValueError("the value contains itself or is nested too deeply") from None


class Base64Text(str):
    """Base64 that was made here: nothing in it has to be escaped in JSON (RFC 4648, section 4)."""

    __slots__ = ()


def base64_text(
    data: str | bytes | bytearray | memoryview | Omit | None,
) -> str | Omit | None:
    """Give bytes as base64; text is taken to be base64 already, and no value stays none."""
    if data is None or isinstance(data, (str, Omit)):
        return data
    # What `base64.b64encode` calls; audio comes through here many times a second.
    return Base64Text(b2a_base64(data, newline=False), "ascii")


def encode_message(message: Mapping[str, object]) -> str:
    """Write a message's fields as compact JSON, `omit` left out.

    Audio goes into the text as it is: looking through it for what to escape would take most of
    the time that sending it takes.

    Raises:
        TypeError, ValueError: as `encode_json`.
    """
    pieces: list[str] = []
    encode = _ENCODER.encode
    for name, value in message.items():
        if not isinstance(name, str):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise TypeError(f"the message has a key that is not a string: {name!r}")
        kind = type(value)
        if kind is Base64Text:
            pieces += (",", encode(name), ':"', cast("str", value), '"')
        elif kind in _PLAIN:
            pieces += (",", encode(name), ":", encode(value))
        elif kind is not Omit and kind is not NotGiven:
            [listed] = without_iterators({name: value}).values()
            pieces += (",", encode(name), ":", encode_json(listed, name))
    if not pieces:
        return "{}"
    pieces[0] = "{"
    pieces.append("}")
    return "".join(pieces)


def json_value(value: object, place: str = "") -> object:
    """Turn a value into what the JSON encoder takes.

    Models give what `request_form` says; `omit` is left out of objects and arrays.

    Raises:
        TypeError: bytes, or a type without a JSON form, or a key that is not text.
    """
    if type(value) in _PLAIN:
        return value
    if isinstance(value, Enum):
        return json_value(cast("object", value.value), place)
    if isinstance(value, (str, int, float)):
        return value
    if isinstance(value, Mapping):
        return _object(cast("Mapping[object, object]", value), place)
    if isinstance(value, (bytes, bytearray, memoryview)):
        raise TypeError(f"{place or 'the value'} is bytes, which JSON cannot carry; encode it")
    if isinstance(value, (Sequence, AbstractSet)):
        return _array(cast("Iterable[object]", value), place)
    # Before iterables: a model is one, of its fields.
    if isinstance(value, Model):
        return request_form(value)
    if isinstance(value, Iterator):
        raise TypeError(
            f"{place or 'the value'} is an iterator, which can be read only once; make it a list"
        )
    if isinstance(value, Iterable):
        return _array(cast("Iterable[object]", value), place)
    return _scalar(value, place)


def request_form(model: Model) -> object:
    """Turn a model into the JSON value that a request has of it, by the names on the wire.

    Fields that were never set are not in it, nor are those that only the server sets. What the
    server has sent and the SDK does not know is: to leave it out could mean to delete it.
    """
    # Whoever has a model has imported pydantic.
    from .read_only import strip_read_only

    dumped = model.model_dump(mode="json", by_alias=True, exclude_unset=True, warnings=False)
    strip_read_only(model, dumped)
    return dumped


def without_iterators(fields: Mapping[str, object]) -> Mapping[str, object]:
    """Give the fields with a list for each iterator: they may have to be written again.

    Open files, which are iterators too, stay what they are.
    """
    if not any(_is_iterator(value) for value in fields.values()):
        return fields
    return {
        name: list(cast("Iterable[object]", value)) if _is_iterator(value) else value
        for name, value in fields.items()
    }


def _is_iterator(value: object) -> bool:
    return isinstance(value, Iterator) and not hasattr(cast("object", value), "read")


def _object(fields: Mapping[object, object], place: str) -> dict[str, object]:
    result: dict[str, object] = {}
    for name, value in fields.items():
        if not isinstance(name, str):
            raise TypeError(f"{place or 'the value'} has a key that is not a string: {name!r}")
        if type(value) in _PLAIN:  # as most are; a call for each would take most of the time
            result[name] = value
        elif not isinstance(value, (Omit, NotGiven)):
            result[name] = json_value(value, f"{place}.{name}" if place else name)
    return result


def _array(items: Iterable[object], place: str) -> list[object]:
    return [
        json_value(item, f"{place}[{index}]")
        for index, item in enumerate(items)
        if not isinstance(item, (Omit, NotGiven))
    ]


def _scalar(value: object, place: str) -> object:
    text = text_form(value)
    if text is not None:
        return text
    hint = "; give dataclasses.asdict() of it" if hasattr(value, "__dataclass_fields__") else ""
    raise TypeError(f"{place or 'the value'} has no JSON form: {type(value).__name__}{hint}")
