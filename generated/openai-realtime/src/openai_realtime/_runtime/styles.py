"""Parameters as text: the styles of OpenAPI for values, arrays and objects (RFC 6570)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final, Literal, TypeAlias, cast
from urllib.parse import quote

from .encode_json import Model, encode_json, request_form
from .media_types import is_json
from .sentinels import NotGiven, Omit
from .text_forms import text_form

StyleName: TypeAlias = Literal[
    "form",
    "spaceDelimited",
    "pipeDelimited",
    "deepObject",
    "simple",
    "label",
    "matrix",
    "cookie",
]

Pairs: TypeAlias = list[tuple[str, str]]

# RFC 3986, section 2.2, less what would end the value where it stands.
_RESERVED_IN_QUERY: Final = ":/?@!$'()*,;="
_RESERVED_IN_PATH: Final = ":@!$&'()*+,;="
_ENCODED_TRIPLE: Final = re.compile(r"(%[0-9A-Fa-f]{2})")
# RFC 6265, section 4.1.1, less the comma, which separates the items of an array.
_NO_COOKIE: Final = re.compile(r"[^\x21\x23-\x3a\x3c-\x5b\x5d-\x7e]")


@dataclass(frozen=True, slots=True)
class Style:
    """How a parameter is written, where it is not the default of its place.

    name: the style (OpenAPI 3.2, section 4.12.2.2).
    explode: whether every item or member stands alone.
    reserved: whether the reserved characters of URLs stay as they are (`allowReserved`).
    content: a media type that the value is written in instead: JSON, or text as it is.
    """

    name: StyleName = "form"
    explode: bool = False
    reserved: bool = False
    content: str | None = None


FORM: Final = Style("form", explode=True)
"""The default in queries and cookies."""

SIMPLE: Final = Style("simple")
"""The default in paths and headers."""

_SEPARATORS: Final[Mapping[str, str]] = {"spaceDelimited": "%20", "pipeDelimited": "%7C"}

Styles: TypeAlias = Mapping[str, Style]
Encode: TypeAlias = Callable[[str], str]

NO_STYLES: Final[Styles] = {}


class Encoded(str):
    """Text of a query string that is percent-encoded already."""

    __slots__ = ()


def value_text(name: str, value: object) -> str:
    """Write one value as text: JSON's words for booleans, ISO 8601 for times.

    Raises:
        TypeError: bytes, which have no text form.
    """
    if isinstance(value, Enum):
        value = cast("object", value.value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (str, int, float)):
        return str(value)
    if isinstance(value, (bytes, bytearray)):
        raise TypeError(f"`{name}` is bytes, which a URL cannot carry; encode it first")
    text = text_form(value)
    return str(value) if text is None else text


def is_absent(value: object) -> bool:
    """Say whether there is nothing to send: `omit`, `not_given` or null."""
    return value is None or isinstance(value, (Omit, NotGiven))


def structure(value: object) -> dict[str, object] | list[object] | None:
    """Give the members of an object or the items of an array, without what is absent.

    A model gives what `request_form` says; None for a value without structure.

    Raises:
        TypeError: the value is an iterator, which would be empty when it is written again.
    """
    if isinstance(value, (str, bytes, bytearray)) or not isinstance(value, Iterable):
        return None
    if isinstance(value, Iterator):
        raise TypeError("an iterator inside of a parameter can be read only once; make it a list")
    if isinstance(value, Model):
        value = request_form(value)
    if isinstance(value, Mapping):
        members = cast("Mapping[object, object]", value)
        return {str(key): item for key, item in members.items() if not is_absent(item)}
    return [item for item in cast("Iterable[object]", value) if not is_absent(item)]


def content_text(name: str, value: object, media_type: str) -> str:
    """Write a parameter that is a small document: JSON, or text as it is."""
    return encode_json(value) if is_json(media_type) else value_text(name, value)


# Queries


def query_parameter(name: str, value: object, style: Style = FORM) -> Iterator[tuple[str, str]]:
    """Yield the pairs of a declared parameter; what is percent-encoded already is `Encoded`.

    Arrays and objects inside of arrays and objects are written with brackets, as most servers
    read them; OpenAPI does not say.

    Raises:
        TypeError: a value has no text form.
    """
    if is_absent(value):
        return
    encode = _encoder(style, _RESERVED_IN_QUERY)
    if style.content is not None:
        yield name, Encoded(encode(content_text(name, value, style.content)))
        return
    parts = structure(value)
    if parts is None:
        yield name, Encoded(encode(value_text(name, value)))
    elif style.name == "deepObject":
        yield from _deep(name, parts, encode)
    elif not style.explode:
        texts = [encode(text) for text in _flat(name, parts)]
        if texts:
            yield name, Encoded(_SEPARATORS.get(style.name, ",").join(texts))
    elif isinstance(parts, dict):
        for key, item in parts.items():
            yield from _exploded(key, item, encode)
    else:
        for index, item in enumerate(parts):
            inner = structure(item)
            if inner is None:
                yield name, Encoded(encode(value_text(name, item)))
            else:
                yield from _deep(f"{name}[{index}]", inner, encode)


def _exploded(name: str, value: object, encode: Encode) -> Iterator[tuple[str, str]]:
    """Yield the pairs of a member of an exploded object: an array repeats its name."""
    parts = structure(value)
    if isinstance(parts, list) and all(structure(item) is None for item in parts):
        for item in parts:
            yield name, Encoded(encode(value_text(name, item)))
    elif parts is None:
        yield name, Encoded(encode(value_text(name, value)))
    else:
        yield from _deep(name, parts, encode)


def _deep(
    name: str, parts: dict[str, object] | list[object], encode: Encode
) -> Iterator[tuple[str, str]]:
    """Yield `a[b]=1` for members, `a[]=1` for items, `a[0][b]=1` where items have structure."""
    inner = {
        str(key): (item, structure(item))
        for key, item in (parts.items() if isinstance(parts, dict) else enumerate(parts))
    }
    numbered = isinstance(parts, dict) or any(below is not None for _, below in inner.values())
    for key, (item, below) in inner.items():
        path = f"{name}[{key}]" if numbered else f"{name}[]"
        if below is None:
            yield path, Encoded(encode(value_text(path, item)))
        else:
            yield from _deep(path, below, encode)


# Paths, headers and cookies


def path_text(name: str, value: object, style: Style = SIMPLE, *, encoded: bool = True) -> str:
    """Write a path parameter, percent-encoded unless told otherwise; empty when it has no value.

    Raises:
        TypeError: a value has no text form.
    """
    if is_absent(value):
        return ""
    encode = _encoder(style, _RESERVED_IN_PATH) if encoded else str
    if style.content is not None:
        return encode(content_text(name, value, style.content))
    parts = structure(value)
    if style.name == "label":
        text = _joined(name, value, parts, style, encode, "." if style.explode else ",")
        return f".{text}" if text else ""
    if style.name == "matrix":
        return _matrix(name, value, parts, style, encode)
    return _joined(name, value, parts, style, encode, ",")


def header_parameter(name: str, value: object, style: Style = SIMPLE) -> str:
    """Write a header's value: style `simple`, nothing percent-encoded."""
    if style.content is not None:
        return content_text(name, value, style.content)
    return _joined(name, value, structure(value), style, str, ",")


def cookie_parameter(name: str, value: object, style: Style = FORM) -> Iterator[str]:
    """Yield the `name=value` of a cookie parameter, one for each item of an exploded array.

    Raises:
        ValueError: style `cookie`, which encodes nothing, and a character that no cookie carries.
    """
    if is_absent(value):
        return
    encode: Encode = _plain_cookie if style.name == "cookie" else _encoder(style, "")
    if style.content is not None:
        yield f"{name}={encode(content_text(name, value, style.content))}"
        return
    parts = structure(value)
    if parts is None or not style.explode:
        yield f"{name}={_joined(name, value, parts, style, encode, ',')}"
    elif isinstance(parts, dict):
        yield from (f"{k}={encode(value_text(k, item))}" for k, item in parts.items())
    else:
        yield from (f"{name}={encode(value_text(name, item))}" for item in parts)


def _joined(
    name: str,
    value: object,
    parts: dict[str, object] | list[object] | None,
    style: Style,
    encode: Encode,
    separator: str,
) -> str:
    if parts is None:
        return encode(value_text(name, value))
    if isinstance(parts, dict) and style.explode:
        pairs = ((key, value_text(key, item)) for key, item in parts.items())
        return separator.join(f"{encode(key)}={encode(text)}" for key, text in pairs)
    return separator.join(encode(text) for text in _flat(name, parts))


def _matrix(
    name: str,
    value: object,
    parts: dict[str, object] | list[object] | None,
    style: Style,
    encode: Encode,
) -> str:
    if isinstance(parts, dict) and style.explode:
        pairs = ((key, value_text(key, item)) for key, item in parts.items())
        return "".join(f";{encode(key)}={encode(text)}" for key, text in pairs)
    if isinstance(parts, list) and style.explode:
        return "".join(f";{encode(name)}={encode(value_text(name, item))}" for item in parts)
    text = _joined(name, value, parts, style, encode, ",")
    return f";{encode(name)}={text}" if text else ""


def _flat(name: str, parts: dict[str, object] | list[object]) -> list[str]:
    """Give an array's items, or an object's keys and values in turn, as text."""
    if isinstance(parts, dict):
        return [t for key, item in parts.items() for t in (key, _item_text(key, item))]
    return [_item_text(name, item) for item in parts]


def _item_text(name: str, value: object) -> str:
    """Write an item; one with a structure of its own, of which OpenAPI says nothing, as JSON."""
    return value_text(name, value) if structure(value) is None else encode_json(value)


def _encoder(style: Style, reserved: str) -> Encode:
    if not style.reserved:
        return _quote
    return lambda text: "".join(
        part if index % 2 else quote(part, safe=reserved)
        for index, part in enumerate(_ENCODED_TRIPLE.split(text))
    )


def _quote(text: str) -> str:
    return quote(text, safe="")


def _plain_cookie(text: str) -> str:
    if _NO_COOKIE.search(text):
        raise ValueError("a cookie's value has a character that no cookie can carry")
    return text
