"""What a client sends now beside what it sent when it was recorded; no I/O."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import unified_diff
from typing import Any, Final

from codegen.trace.entries import Entry, Form, label_of
from codegen.trace.table import printable

MASK: Final = "***"
"""What stands for a secret in a trace: it is like any text."""

_DIFF_LINES: Final = 40
_LINE_WIDTH: Final = 160


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A difference between the trace and what the client does.

    Attributes:
        line: of the trace, where it is; None after its end.
        message: what is different, in one line.
        diff: both messages, as far as they differ, in the lines of a unified diff.
    """

    line: int | None
    message: str
    diff: tuple[str, ...] = ()

    def __str__(self) -> str:
        place = f"line {self.line}" if self.line is not None else "after the last line"
        return "\n".join((f"{place}: {self.message}", *(f"    {line}" for line in self.diff)))


def matches(expected: Entry, data: str | bytes, tag: str | None, *, exact: bool) -> bool:
    """Whether a frame is the one that the trace has.

    Args:
        expected: the line of the trace.
        data: what the client sent.
        tag: the member that has the type of a message.
        exact: compare the whole message, and not its type alone.
    """
    form, content = read_frame(data)
    if form is not expected.form:
        return False
    if exact:
        return same(expected.content, content)
    return form is not Form.JSON or label_of(content, tag) == label_of(expected.content, tag)


def same(expected: Any, found: Any) -> bool:
    """Whether two messages are equal; what was masked in the trace is equal to anything."""
    if expected == MASK:
        return isinstance(found, str)
    if isinstance(expected, dict) and isinstance(found, dict):
        return expected.keys() == found.keys() and all(
            same(expected[name], found[name]) for name in expected
        )
    if isinstance(expected, list) and isinstance(found, list):
        return len(expected) == len(found) and all(map(same, expected, found))
    # `True` is no 1, and 1.0 is.
    return isinstance(expected, bool) is isinstance(found, bool) and bool(expected == found)


def read_frame(data: str | bytes) -> tuple[Form, Any]:
    """What a frame is, and its content."""
    if isinstance(data, bytes):
        return Form.BINARY, data
    try:
        return Form.JSON, json.loads(data)
    except (ValueError, RecursionError):
        return Form.TEXT, data


def name_of(data: str | bytes, tag: str | None) -> str:
    """What a frame is called in a message."""
    form, content = read_frame(data)
    if form is Form.JSON:
        return printable(label_of(content, tag))[:80]
    return f"{form.value} of {len(data)} {'bytes' if form is Form.BINARY else 'characters'}"


def differences(expected: Entry, data: str | bytes) -> tuple[str, ...]:
    """A diff of a line of the trace and what came in its place."""
    form, content = read_frame(data)
    lines = unified_diff(
        list(_shown(expected.form, expected.content)),
        list(_shown(form, content)),
        "the trace",
        "the client",
        lineterm="",
    )
    shown = [printable(line)[:_LINE_WIDTH] for line in lines]
    more = [f"... and {len(shown) - _DIFF_LINES} more lines"] if len(shown) > _DIFF_LINES else []
    return (*shown[:_DIFF_LINES], *more)


def _shown(form: Form | None, content: Any) -> Iterator[str]:
    if form is Form.JSON:
        yield from json.dumps(content, indent=2, ensure_ascii=False, sort_keys=True).split("\n")
    elif form is Form.BINARY:
        yield f"binary, {len(content)} bytes: {content[:32].hex(' ')}"
    else:
        yield from str(content).split("\n")


class Renames:
    """Ids that the client makes afresh, and that the server of the trace repeats.

    Where a message of the client differs from the trace in a text or a whole number, later
    messages of the server get the new one in place of the old one: texts wherever they are the
    same, numbers under the same name.
    """

    def __init__(self) -> None:
        self._texts: dict[str, str] = {}
        self._numbers: dict[tuple[str, int], int] = {}

    def learn(self, expected: Any, found: Any, name: str = "") -> None:
        """Note what differs between a message of the trace and the one that came for it."""
        if isinstance(expected, dict) and isinstance(found, dict):
            for member in expected.keys() & found.keys():
                self.learn(expected[member], found[member], member)
        elif isinstance(expected, list) and isinstance(found, list):
            for before, after in zip(expected, found, strict=False):
                self.learn(before, after, name)
        elif isinstance(expected, str) and isinstance(found, str):
            if expected not in ("", MASK):
                self._texts[expected] = found
        elif _is_integer(expected) and _is_integer(found):
            self._numbers[name, expected] = found

    def apply(self, content: Any, name: str = "") -> Any:
        """A message of the server with what the client knows."""
        if isinstance(content, dict):
            return {member: self.apply(value, member) for member, value in content.items()}
        if isinstance(content, list):
            return [self.apply(value, name) for value in content]
        if isinstance(content, str):
            return self._texts.get(content, content)
        if _is_integer(content):
            return self._numbers.get((name, content), content)
        return content


def _is_integer(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def block(entries: Sequence[Entry], start: int) -> Iterator[int]:
    """The lines from `start` on that the client sends without waiting for the server."""
    for index in range(start, len(entries)):
        if entries[index].kind.value != "sent":
            return
        yield index
