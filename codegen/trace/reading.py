"""Reading a trace: a file of unknown origin, checked line by line."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final, NoReturn

from codegen.diagnostics import Code, Diagnostic, Location, Severity, SpecError, quote, reason_of
from codegen.trace.entries import Entry, Form, Kind, Trace, decoded, label_of

FORMAT_VERSION: Final = 1
MAX_BYTES: Final = 512 * 1024 * 1024
"""Largest trace that is read."""

_TAGS: Final = (
    "type", "message_type", "msg_type", "event", "op", "method", "action", "cmd", "command",
    "kind", "e", "message", "channel",
)  # fmt: skip
"""Members that name the type of a message in most APIs, the most telling first."""


class _MistakeError(ValueError):
    """What is wrong with a line."""


def read_trace(path: Path, warn: Callable[[Diagnostic], None] | None = None) -> Trace:
    """Read a trace.

    The last line may be incomplete, as that of a program that died is: it is left out, and told
    to `warn`. Lines that have a direction and a message alone are a trace, too.

    Raises:
        SpecError: the file cannot be read, or is no trace.
    """
    lines = _lines(path)
    header: dict[str, Any] = {}
    entries: list[Entry] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            value = _object(line)
            if not entries and not header and "trace" in value:
                header = _header(value)
            else:
                entries.append(_entry(number, value))
        except RecursionError:
            place = Location(path, (), (number, 1))
            message = "the line is nested too deeply"
            raise SpecError.of(Code.INVALID_TRACE, message, place) from None
        except _MistakeError as mistake:
            place = Location(path, (), (number, 1))
            if number == len(lines) and number > 1 and not _is_json(line):
                if warn is not None:
                    warn(_incomplete(place))
                break
            raise SpecError.of(Code.INVALID_TRACE, str(mistake), place) from None
    if not entries and not header:
        raise SpecError.of(Code.INVALID_TRACE, "the file is empty", Location(path))
    tag = header["tag"] if isinstance(header.get("tag"), str) else _likely_tag(entries)
    if all(entry.time is not None for entry in entries):
        # Lines of several threads are in the order of writing.
        entries.sort(key=lambda entry: entry.time or 0.0)
    return Trace(path, header, tuple(_labelled(entry, tag) for entry in entries), tag)


def _lines(path: Path) -> list[str]:
    place = Location(path)
    try:
        if path.is_dir():
            raise SpecError.of(Code.NOT_A_FILE, "this is a folder", place)
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise SpecError.of(Code.FILE_MISSING, "there is no such file or folder", place) from None
    except (OSError, ValueError) as error:
        reason = reason_of(error) if isinstance(error, OSError) else "the path is not usable"
        raise SpecError.of(Code.FILE_UNREADABLE, reason, place) from None
    if len(data) > MAX_BYTES:
        message = f"a trace has at most {MAX_BYTES // 1024 // 1024} MiB"
        raise SpecError.of(Code.FILE_TOO_LARGE, message, place, "record with `max_bytes`")
    # What follows the last line break may be cut within a character.
    return data.decode("utf-8", "replace").removeprefix("\ufeff").rstrip("\n").split("\n")


def _object(line: str) -> dict[str, Any]:
    try:
        value = json.loads(line, parse_constant=_no_constant)
    except ValueError as error:
        raise _MistakeError(f"the line is not JSON: {error}") from None
    if not isinstance(value, dict):
        raise _MistakeError("the line is not an object")
    return value


def _is_json(line: str) -> bool:
    try:
        json.loads(line)
    except RecursionError:
        return True
    except ValueError:
        return False
    return True


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not allowed")


def _header(value: dict[str, Any]) -> dict[str, Any]:
    if value["trace"] != FORMAT_VERSION or isinstance(value["trace"], bool):
        found = quote(value["trace"])
        raise _MistakeError(f"version {found} of the format is not known; {FORMAT_VERSION} is")
    return value


def _entry(number: int, value: Mapping[str, Any]) -> Entry:
    time = value.get("t")
    if time is not None and not (_is_number(time) and math.isfinite(time) and time >= 0):
        raise _MistakeError(f"`t` is {quote(time)}, and seconds are expected")
    wall = value.get("at")
    base = Entry(
        number,
        Kind.EVENT,
        "",
        None if time is None else float(time),
        wall if isinstance(wall, str) else "",
    )
    return _event(base, value) if "event" in value else _frame(base, value)


def _event(base: Entry, value: Mapping[str, Any]) -> Entry:
    name, code, reason = value["event"], value.get("code"), value.get("reason")
    if not isinstance(name, str):
        raise _MistakeError(f"`event` is {quote(name)}, and a name is expected")
    if code is not None and (not isinstance(code, int) or not 0 <= code < 65536):
        raise _MistakeError(f"`code` is {quote(code)}, and a close code is expected")
    by = Kind(value["dir"]) if value.get("dir") in ("sent", "received") else None
    return replace(
        base, label=name, code=code, by=by, reason=reason if isinstance(reason, str) else ""
    )


def _frame(base: Entry, value: Mapping[str, Any]) -> Entry:
    if value.get("dir") not in ("sent", "received"):
        found = quote(value.get("dir"))
        raise _MistakeError(f"`dir` is {found}, and 'sent' or 'received' is expected")
    forms = [name for name in ("msg", "text", "base64") if name in value]
    if len(forms) != 1:
        raise _MistakeError("one of `msg`, `text` and `base64` is expected")
    content = value[forms[0]]
    if forms[0] == "msg":
        form, length = Form.JSON, len(json.dumps(content, separators=(",", ":")))
    elif not isinstance(content, str):
        raise _MistakeError(f"`{forms[0]}` is {quote(content)}, and a string is expected")
    elif forms[0] == "text":
        form, length = Form.TEXT, len(content.encode("utf-8", "replace"))
        content = content.encode("utf-8", "replace").decode()
    else:
        try:
            content = decoded(content)
        except ValueError:
            raise _MistakeError("`base64` is not base64") from None
        form, length = Form.BINARY, len(content)
    size = value.get("size")
    if not isinstance(size, int) or isinstance(size, bool) or not 0 <= size < 2**53:
        size = length
    return replace(
        base,
        kind=Kind(value["dir"]),
        form=form,
        content=content,
        size=size,
        failed=value.get("failed") is True,
    )


def _labelled(entry: Entry, tag: str | None) -> Entry:
    if entry.form is None:
        return entry
    label = label_of(entry.content, tag) if entry.form is Form.JSON else entry.form.value
    return replace(entry, label=label)


def _likely_tag(entries: Iterable[Entry]) -> str | None:
    """The member that most of the messages have, and that is a text in all that have it."""
    objects = [e.content for e in entries if e.form is Form.JSON and isinstance(e.content, dict)]
    counts = Counter(
        name for content in objects for name in _TAGS if isinstance(content.get(name), str)
    )
    most = max(counts.values(), default=0)
    return next((name for name in _TAGS if counts[name] and counts[name] * 2 > most), None)


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _incomplete(place: Location) -> Diagnostic:
    message = "the last line is incomplete, as after a crash, and is left out"
    return Diagnostic(Code.INVALID_TRACE, message, place, severity=Severity.WARNING)
