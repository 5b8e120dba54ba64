"""Where values stand in JSON text, found without reading what nobody looks for."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field

_SPACE = re.compile(r"[ \t\r\n]*")
_decode = json.JSONDecoder().raw_decode


@dataclass(slots=True)
class Wanted:
    """A tree of the pointers that are looked for, with what was found of it.

    Attributes:
        index: characters before the node: the first one's, where a key stands twice.
    """

    index: int | None = None
    children: dict[str | int, Wanted] = field(default_factory=dict)


def find_in_json(text: str, root: Wanted) -> None:
    """Note where every wanted node stands: a member at its key, an element at its first character.

    What is not wanted is skipped by the json module's own scanner, which is many times as fast
    as events are.

    Raises:
        ValueError: this is no JSON.
        RecursionError: it is too deep.
    """
    root.index = _after_space(text, 0)
    try:
        _find(text, root.index, root)
    except IndexError:
        raise ValueError("the text ends too early") from None


def _find(text: str, start: int, wanted: Wanted) -> int:
    """Look through the value that starts there; return its end."""
    if wanted.children and text[start] == "{":
        return _find_members(text, start + 1, wanted)
    if wanted.children and text[start] == "[":
        return _find_elements(text, start + 1, wanted)
    return _end_of_value(text, start)


def _find_members(text: str, start: int, wanted: Wanted) -> int:
    at = _after_space(text, start)
    while text[at] != "}":
        key, end = _decode(text, at)
        colon = _expect(text, _after_space(text, end), ":")
        at = _next(text, _find_child(text, wanted.children.get(key), at, colon), "}")
    return at + 1


def _find_elements(text: str, start: int, wanted: Wanted) -> int:
    at = _after_space(text, start)
    position = 0
    while text[at] != "]":
        at = _next(text, _find_child(text, wanted.children.get(position), at, at), "]")
        position += 1
    return at + 1


def _find_child(text: str, wanted: Wanted | None, place: int, value: int) -> int:
    if wanted is None:
        return _end_of_value(text, value)
    if wanted.index is None:
        wanted.index = place
    return _find(text, value, wanted)


def _end_of_value(text: str, start: int) -> int:
    _, end = _decode(text, start)
    return end


def _next(text: str, end: int, close: str) -> int:
    """The start of the next member or element, or the place of the closing mark."""
    at = _after_space(text, end)
    return at if text[at] == close else _expect(text, at, ",")


def _expect(text: str, at: int, mark: str) -> int:
    if text[at] != mark:
        raise ValueError(f"there is no {mark} at character {at}")
    return _after_space(text, at + 1)


def _after_space(text: str, index: int) -> int:
    space = _SPACE.match(text, index)
    return space.end() if space else index
