"""HTTP headers: merged without regard to case, and refused when they would break the message."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from .sentinels import NotGiven, Omit
from .styles import header_parameter

HeaderList = list[tuple[str, str]]

_TOKEN = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")  # RFC 9110, section 5.6.2
_FORBIDDEN = re.compile(r"[\r\n\x00]")


def check_text(what: str, value: str) -> None:
    """Refuse text that no header value can carry.

    Args:
        what: how the message names the value, which itself may be secret.
        value: the text.

    Raises:
        ValueError: it has a CR, LF or NUL, or a character outside latin-1.
    """
    if _FORBIDDEN.search(value):
        raise ValueError(f"{what} contains a line break or a NUL character")
    try:
        value.encode("latin-1")
    except UnicodeEncodeError:
        raise ValueError(f"{what} contains a character that HTTP headers cannot carry") from None


def check_header(name: str, value: str) -> None:
    """Refuse a header whose name or value is not valid HTTP.

    Raises:
        ValueError: with the name, never the value.
    """
    if not _TOKEN.fullmatch(name):
        raise ValueError(f"{name!r} is not a header name")
    check_text(f"The value of header {name!r}", value)


def merge_headers(layers: Iterable[Mapping[str, object] | None]) -> HeaderList:
    """Merge headers; a later layer replaces an earlier one's, and `omit` removes it.

    Values are written in OpenAPI's style `simple`; `None` counts as absent.

    Raises:
        ValueError: a name or a value is not valid HTTP.
    """
    merged: dict[str, tuple[str, str]] = {}
    for layer in layers:
        for name, value in (layer or {}).items():
            if isinstance(value, Omit):
                merged.pop(name.lower(), None)
            elif value is not None and not isinstance(value, NotGiven):
                merged[name.lower()] = (name, header_parameter(name, value))
    result = list(merged.values())
    for name, text in result:
        check_header(name, text)
    return result
