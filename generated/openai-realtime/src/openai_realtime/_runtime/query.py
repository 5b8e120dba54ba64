"""Query strings: arrays, nested objects and the values that are left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from enum import Enum
from typing import Literal, TypeAlias, cast
from urllib.parse import parse_qsl, quote, urlencode

from .sentinels import NotGiven, Omit

ArrayStyle: TypeAlias = Literal["repeat", "brackets", "comma", "space", "pipe"]
"""`a=1&a=2`, `a[]=1&a[]=2`, `a=1,2`, `a=1 2`, `a=1|2`."""

_SEPARATORS: Mapping[str, str] = {"comma": ",", "space": " ", "pipe": "|"}

Pairs: TypeAlias = list[tuple[str, str]]


def query_pairs(
    parameters: Mapping[str, object],
    styles: Mapping[str, ArrayStyle] | None = None,
) -> Pairs:
    """Flatten query parameters to pairs of text.

    `omit` and `None` are left out, at every depth; booleans are `true` and `false`; objects
    become `a[b]=1`, which OpenAPI calls `deepObject`.

    Args:
        parameters: by wire name.
        styles: how the arrays of a parameter are written; `repeat` unless told.

    Raises:
        TypeError: a value has no text form, such as bytes.
    """
    pairs: Pairs = []
    for name, value in parameters.items():
        pairs.extend(_flatten(name, value, (styles or {}).get(name, "repeat")))
    return pairs


def merge_query(base: Iterable[tuple[str, str]], added: Iterable[tuple[str, str]]) -> Pairs:
    """Append `added` to `base`, dropping from `base` the names that `added` sets anew."""
    added = list(added)
    replaced = {name for name, _ in added}
    return [pair for pair in base if pair[0] not in replaced] + added


def parse_query(query: str) -> Pairs:
    """Read the pairs of a query string, those without a value included."""
    return parse_qsl(query, keep_blank_values=True)


def encode_query(pairs: Iterable[tuple[str, str]]) -> str:
    """Write pairs as a query string, a space as `%20`.

    Raises:
        ValueError: a value has a lone surrogate.
    """
    return urlencode(list(pairs), quote_via=quote)


def _flatten(name: str, value: object, style: ArrayStyle) -> Iterator[tuple[str, str]]:
    if value is None or isinstance(value, (Omit, NotGiven)):
        return
    if isinstance(value, Mapping):
        for key, inner in cast("Mapping[str, object]", value).items():
            yield from _flatten(f"{name}[{key}]", inner, style)
    elif isinstance(value, Sequence) and not isinstance(value, (str, bytes, bytearray)):
        yield from _flatten_array(name, cast("Sequence[object]", value), style)
    else:
        yield name, query_text(name, value)


def _flatten_array(
    name: str, items: Sequence[object], style: ArrayStyle
) -> Iterator[tuple[str, str]]:
    separator = _SEPARATORS.get(style)
    if separator is None:
        key = f"{name}[]" if style == "brackets" else name
        for item in items:
            yield from _flatten(key, item, style)
        return
    texts = [
        query_text(name, item)
        for item in items
        if item is not None and not isinstance(item, (Omit, NotGiven))
    ]
    if texts:
        yield name, separator.join(texts)


def query_text(name: str, value: object) -> str:
    """Write one value as text: JSON's words for booleans, ISO 8601 for times.

    Raises:
        TypeError: it is none of text, number, boolean, date, time or enumeration member.
    """
    if isinstance(value, Enum):
        value = cast("object", value.value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (str, int, float)):
        return str(value)
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    if isinstance(value, (bytes, bytearray)):
        raise TypeError(f"`{name}` is bytes, which a URL cannot carry; encode it first")
    return str(value)
