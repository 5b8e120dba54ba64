"""Bodies of items that are sent one after the other: how each is written.

An item that is bytes is written as it is: it has been written before.
"""

from __future__ import annotations

import re

from .content import utf8
from .encode_json import encode_json
from .styles import structure

_LINE_END = re.compile(r"\r\n|\r|\n")


def json_line(item: object) -> bytes:
    """Write a line of JSON lines: compact JSON has no line breaks."""
    return item if isinstance(item, bytes) else utf8(f"{encode_json(item)}\n")


def json_record(item: object) -> bytes:
    """Write a text of a JSON text sequence (RFC 7464, section 2.2)."""
    return item if isinstance(item, bytes) else utf8(f"\x1e{encode_json(item)}\n")


def text_event(item: object) -> bytes:
    """Write a server-sent event whose data is text."""
    return item if isinstance(item, bytes) else utf8(f"{_data(str(item))}\n")


def data_event(item: object) -> bytes:
    """Write a server-sent event whose data is JSON."""
    return item if isinstance(item, bytes) else utf8(f"{_data(encode_json(item))}\n")


def whole_event(item: object) -> bytes:
    """Write a server-sent event of which `event`, `id` and `retry` are given as well as `data`.

    Raises:
        TypeError: it is no mapping and no model.
        ValueError: a field cannot be written in one line.
    """
    if isinstance(item, bytes):
        return item
    fields = structure(item)
    if not isinstance(fields, dict):
        raise TypeError(f"a server-sent event is an object with `data`, not {type(item).__name__}")
    lines = [
        _field(name, fields[name])
        for name in ("event", "id", "retry")
        if fields.get(name) is not None
    ]
    if "data" in fields:
        data = fields["data"]
        lines.append(_data(data if isinstance(data, str) else encode_json(data)))
    return utf8("".join((*lines, "\n")))


def _data(text: str) -> str:
    return "".join(f"data: {line}\n" for line in _LINE_END.split(text))


def _field(name: str, value: object) -> str:
    text = str(value)
    if any(character in text for character in "\r\n\x00"):
        raise ValueError(f"`{name}` of a server-sent event contains a line break")
    return f"{name}: {text}\n"
