"""Query strings: what the client and its user add, and the declared parameters, as one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import cast
from urllib.parse import parse_qsl, quote

from .media_types import essence
from .styles import (
    NO_STYLES,
    Encoded,
    Pairs,
    Styles,
    content_text,
    is_absent,
    query_parameter,
    structure,
    value_text,
)

__all__ = [
    "Pairs",
    "declared_pairs",
    "encode_query",
    "merge_query",
    "parse_query",
    "query_pairs",
    "whole_query",
]


def declared_pairs(parameters: Mapping[str, object], styles: Styles = NO_STYLES) -> Pairs:
    """Write the parameters that an operation declares, in OpenAPI's style `form` unless told.

    `omit` and `None` are left out, at every depth; booleans are `true` and `false`.

    Raises:
        TypeError: a value has no text form, such as bytes.
    """
    pairs: Pairs = []
    for name, value in parameters.items():
        style = styles.get(name)
        pairs.extend(query_parameter(name, value, style) if style else query_parameter(name, value))
    return pairs


def query_pairs(parameters: Mapping[str, object]) -> Pairs:
    """Write parameters that no document declares: `a=1&a=2` for arrays, `a[b]=1` for objects.

    Raises:
        TypeError: a value has no text form, such as bytes.
    """
    return [pair for name, value in parameters.items() for pair in _flatten(name, value)]


def whole_query(value: object, media_type: str) -> str:
    """Write one value as the whole query string (OpenAPI 3.2, `in: querystring`).

    Raises:
        TypeError: a value has no text form.
    """
    if is_absent(value):
        return ""
    if essence(media_type) == "application/x-www-form-urlencoded":
        return encode_query(declared_pairs(cast("Mapping[str, object]", structure(value) or {})))
    return quote(content_text("the query", value, media_type), safe="")


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
    return "&".join(
        f"{quote(name, safe='')}={value if isinstance(value, Encoded) else quote(value, safe='')}"
        for name, value in pairs
    )


def _flatten(name: str, value: object) -> Iterator[tuple[str, str]]:
    if is_absent(value):
        return
    parts = structure(value)
    if isinstance(parts, dict):
        for key, inner in parts.items():
            yield from _flatten(f"{name}[{key}]", inner)
    elif parts is not None:
        for item in parts:
            yield from _flatten(name, item)
    else:
        yield name, value_text(name, value)
