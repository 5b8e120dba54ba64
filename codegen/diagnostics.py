"""What can be wrong with an input, where, and what to do about it.

Every refusal of the generator is a :class:`Diagnostic`: a stable :class:`Code`, a message, a
:class:`Location` and a remedy, printed as one line. Text from a document reaches a message
through :func:`quote` alone, so a terminal or a log never sees a raw control character.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import TypeAlias

from codegen.codes import Code

__all__ = [
    "QUOTE_LIMIT",
    "Code",
    "Diagnostic",
    "Location",
    "Pointer",
    "Severity",
    "SpecError",
    "display_path",
    "format_pointer",
    "in_document_order",
    "quote",
    "reason_of",
    "render_all",
]

Pointer: TypeAlias = tuple[str | int, ...]
"""A JSON pointer (RFC 6901), decoded: a string names a member, an integer a list element."""

QUOTE_LIMIT = 80
"""Longest text, in characters, that a value of a document takes up in a message."""


class Severity(StrEnum):
    """How much a diagnostic matters: an error makes the command fail, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Location:
    """A place in a file, by JSON pointer.

    ``position`` (line and column, both from 1) is given only where a file could not be read as
    far as a pointer; otherwise both are found when a diagnostic is printed. It is no part of the
    identity: two locations with the same file and pointer are equal.
    """

    file: Path
    pointer: Pointer = ()
    position: tuple[int, int] | None = field(default=None, compare=False)

    def child(self, *tokens: str | int) -> Location:
        """Return the location of a member or element below this one."""
        return Location(self.file, (*self.pointer, *tokens))

    @property
    def parent(self) -> Location:
        """The location that holds this one; the root is its own parent."""
        return Location(self.file, self.pointer[:-1])

    def __str__(self) -> str:
        return f"{display_path(self.file)}{format_pointer(self.pointer)}"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One thing that is wrong, in one line.

    ``remedy`` says what the reader can do; without one, the remedy of the code is printed.
    """

    code: Code
    message: str
    location: Location | None = None
    remedy: str | None = None
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        return render_all([self])[0]


class SpecError(Exception):
    """The input cannot be used; carries one diagnostic or more, in the order to print them."""

    def __init__(self, diagnostic: Diagnostic, *others: Diagnostic) -> None:
        super().__init__(diagnostic, *others)
        self.diagnostics: tuple[Diagnostic, ...] = (diagnostic, *others)

    @classmethod
    def of(
        cls,
        code: Code,
        message: str,
        location: Location | None = None,
        remedy: str | None = None,
    ) -> SpecError:
        """Return an exception with one diagnostic of severity error."""
        return cls(Diagnostic(code, message, location, remedy))

    def __str__(self) -> str:
        return "\n".join(render_all(self.diagnostics))


def quote(value: object, limit: int = QUOTE_LIMIT) -> str:
    """Return a value of a document as printable ASCII on one line, at most `limit` characters."""
    # The whole of a long text is never escaped: a message needs its beginning alone.
    text = ascii(value[: limit + 1] if isinstance(value, str) else value)
    return _shorten(text, limit)


def format_pointer(pointer: Sequence[str | int]) -> str:
    """Return a pointer as ``#/a/b~1c`` (RFC 6901 section 3), not percent-encoded."""
    escaped = (str(token).replace("~", "~0").replace("/", "~1") for token in pointer)
    return "#" + "".join(f"/{token}" for token in escaped)


def reason_of(error: OSError) -> str:
    """What the system says, in the words of a message."""
    return (error.strerror or type(error).__name__).lower()


def display_path(path: Path) -> str:
    """Return a path for messages: relative to the working folder when it lies inside."""
    text = os.fspath(path)
    if path.is_absolute():
        for folder in (Path.cwd(), Path(os.path.realpath(Path.cwd()))):
            if path.is_relative_to(folder):
                text = os.fspath(path.relative_to(folder))
                break
    return text if text.isprintable() else ascii(text)


def render_all(diagnostics: Iterable[Diagnostic]) -> list[str]:
    """Return one line for each diagnostic, in order.

    Each line reads ``file:line:column: error SL101 unresolved-ref: message (at #/pointer);
    remedy``. A file is read once, however many diagnostics point into it.
    """
    listed = list(diagnostics)
    positions = _positions([item.location for item in listed if item.location is not None])
    return [_render(item, positions) for item in listed]


def in_document_order(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Return errors before warnings, file by file, from the top of each file to its end.

    Locations get the line and column that they have.
    """
    listed = list(diagnostics)
    positions = _positions([item.location for item in listed if item.location is not None])
    located = [_located(item, positions) for item in listed]
    files = dict.fromkeys(item.location.file for item in listed if item.location is not None)
    order = {file: number for number, file in enumerate(files)}

    def key(item: Diagnostic) -> tuple[bool, int, tuple[int, int]]:
        at = item.location
        place = (order[at.file], at.position or (0, 0)) if at else (-1, (0, 0))
        return (item.severity is Severity.WARNING, *place)

    return sorted(located, key=key)


def _located(diagnostic: Diagnostic, positions: dict[Location, tuple[int, int]]) -> Diagnostic:
    at = diagnostic.location
    if at is None or at.position is not None or at not in positions:
        return diagnostic
    return replace(diagnostic, location=replace(at, position=positions[at]))


def _render(diagnostic: Diagnostic, positions: dict[Location, tuple[int, int]]) -> str:
    location = diagnostic.location
    prefix = place = ""
    if location is not None:
        position = location.position or positions.get(location)
        numbers = f":{position[0]}:{position[1]}" if position is not None else ""
        prefix = f"{display_path(location.file)}{numbers}: "
        if location.pointer:
            # Without its quotes: `ascii` is here for what it escapes.
            place = f" (at {ascii(format_pointer(location.pointer))[1:-1]})"
    remedy = diagnostic.remedy or diagnostic.code.remedy
    return f"{prefix}{diagnostic.severity} {diagnostic.code}: {diagnostic.message}{place}; {remedy}"


def _positions(locations: Iterable[Location]) -> dict[Location, tuple[int, int]]:
    # Imported here because reading reports through this module.
    from codegen.read.location import locate_in_file

    wanted: defaultdict[Path, list[Location]] = defaultdict(list)
    for location in locations:
        if location.position is None:
            wanted[location.file].append(location)
    found: dict[Location, tuple[int, int]] = {}
    for path, places in wanted.items():
        by_pointer = locate_in_file(path, [place.pointer for place in places])
        found.update({Location(path, pointer): at for pointer, at in by_pointer.items()})
    return found


def _shorten(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 3] + "..."
