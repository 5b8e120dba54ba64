"""How diagnostics are printed: a line each for people, an object each for tools, annotations.

`docs/diagnostics.md` describes the formats; the members of the object are a promise.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from typing import Any, Final

import typer

from codegen.diagnostics import (
    Diagnostic,
    Severity,
    SpecError,
    display_path,
    format_pointer,
    in_document_order,
    render_all,
)

EXIT_FINDINGS: Final = 1
EXIT_BAD_INPUT: Final = 2

SHOWN_DIAGNOSTICS: Final = 50
"""How many lines people are shown; tools get everything."""

_COLOURS: Final = {Severity.ERROR: typer.colors.RED, Severity.WARNING: typer.colors.YELLOW}


class Format(StrEnum):
    """Of diagnostics: lines to read, JSON lines, or workflow commands of GitHub Actions."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"


def report(diagnostics: Sequence[Diagnostic], form: Format, *, err: bool = False) -> None:
    """Print diagnostics, errors first, each file from its top.

    Args:
        diagnostics: what was found.
        form: how.
        err: text goes to standard error; what is for tools always goes to standard output.
    """
    listed = in_document_order(diagnostics)
    if form is Format.TEXT:
        is_coloured = _takes_colour(err=err)
        for line in _text(listed, is_coloured=is_coloured):
            typer.echo(line, err=err, color=is_coloured)
        return
    render = json_line if form is Format.JSON else github_command
    for diagnostic in listed:
        typer.echo(render(diagnostic))


@contextmanager
def refusals(form: Format = Format.TEXT) -> Iterator[None]:
    """Bad input: one line for each problem, exit code 2, no traceback."""
    try:
        yield
    except SpecError as error:
        report(error.diagnostics, form, err=True)
        raise typer.Exit(EXIT_BAD_INPUT) from None


def _text(diagnostics: Sequence[Diagnostic], *, is_coloured: bool) -> Iterator[str]:
    shown = diagnostics[:SHOWN_DIAGNOSTICS]
    for diagnostic, line in zip(shown, render_all(shown), strict=True):
        yield _coloured(line, diagnostic) if is_coloured else line
    if len(diagnostics) > SHOWN_DIAGNOSTICS:
        yield f"... and {len(diagnostics) - SHOWN_DIAGNOSTICS} more"


def _takes_colour(*, err: bool) -> bool:
    # https://no-color.org: set to anything but the empty string.
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return _is_terminal(err=err)


def _is_terminal(*, err: bool) -> bool:
    return (sys.stderr if err else sys.stdout).isatty()


def _coloured(line: str, diagnostic: Diagnostic) -> str:
    announced = f"{diagnostic.severity} {diagnostic.code}"
    styled = typer.style(announced, fg=_COLOURS[diagnostic.severity], bold=True)
    return line.replace(announced, styled, 1)


def as_data(diagnostic: Diagnostic) -> dict[str, Any]:
    """The object that `--format json` prints for a diagnostic that has been located."""
    location = diagnostic.location
    line, column = (location.position if location else None) or (None, None)
    return {
        "code": diagnostic.code.identifier,
        "slug": diagnostic.code.slug,
        "severity": diagnostic.severity.value,
        "message": diagnostic.message,
        "file": display_path(location.file) if location else None,
        "line": line,
        "column": column,
        "pointer": format_pointer(location.pointer) if location else None,
        "remedy": diagnostic.remedy or diagnostic.code.remedy,
    }


def json_line(diagnostic: Diagnostic) -> str:
    """One line of `--format json`, in ASCII."""
    return json.dumps(as_data(diagnostic))


def github_command(diagnostic: Diagnostic) -> str:
    """One line of `--format github`.

    Source: GitHub Actions, Workflow commands, "Setting an error message"; the escapes are those
    of its toolkit (`@actions/core`, command.ts).
    """
    data = as_data(diagnostic)
    properties = {
        "file": data["file"],
        "line": data["line"],
        "col": data["column"],
        "title": str(diagnostic.code),
    }
    listed = ",".join(f"{k}={_property(str(v))}" for k, v in properties.items() if v is not None)
    message = f"{diagnostic.message}; {data['remedy']}"
    return f"::{diagnostic.severity} {listed}::{_escaped(message, '%')}"


def _property(text: str) -> str:
    return _escaped(text, "%:,")


def _escaped(text: str, characters: str) -> str:
    """A text with the characters, and whatever ends a line, percent-encoded."""
    pattern = f"[{re.escape(characters)}\x00-\x1f\x7f\x85\u2028\u2029]"
    return re.sub(pattern, lambda found: _percent(found[0]), text)


def _percent(character: str) -> str:
    return "".join(f"%{byte:02X}" for byte in character.encode("utf-8"))


def counted(diagnostics: Iterable[Diagnostic]) -> str:
    """How many errors and warnings there are: `2 errors, 1 warning`."""
    listed = list(diagnostics)
    counts = []
    for severity in Severity:
        number = sum(d.severity is severity for d in listed)
        if number:
            counts.append(f"{number} {severity.value}{'' if number == 1 else 's'}")
    return ", ".join(counts) or "no problems"
