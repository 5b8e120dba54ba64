"""The commands for recordings: `specloom replay` and `specloom trace`."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Annotated

import typer

from codegen.diagnostics import Code, Diagnostic, Location, SpecError, display_path, reason_of
from codegen.reporting import Format, refusals, report

TraceArgument = Annotated[
    Path, typer.Argument(metavar="TRACE", help="A recording, as `connection.record` writes it.")
]


def replay(
    recording: TraceArgument,
    host: Annotated[str, typer.Option("--host", help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", help="Port; 0 takes a free one.")] = 8080,
    speed: Annotated[
        float, typer.Option("--speed", help="Pace of the server's messages; 0 never waits.")
    ] = 1.0,
    asap: Annotated[
        bool, typer.Option("--asap", help="Never wait: the same as --speed 0.")
    ] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="End the connection (1008) at the first mismatch.")
    ] = False,
    exact: Annotated[
        bool, typer.Option("--exact", help="Compare whole messages, not their types alone.")
    ] = False,
    patience: Annotated[
        float, typer.Option("--patience", help="Seconds that a client's message is waited for.")
    ] = 10.0,
    once: Annotated[
        bool, typer.Option("--once", help="Stop when the recording was played to its end.")
    ] = False,
) -> None:
    """Play the server's side of a recording again, to whoever connects.

    What the client sends is compared with the recording, in order; what is different is printed
    with the line of the recording and a diff.

    Examples:

    \b
      specloom replay trace.jsonl --asap
      specloom replay trace.jsonl --port 0 --once --strict     in a test

    Exit codes: 0 the client did as recorded, 1 it did not, 2 bad input or usage.
    """
    from codegen.mock.replay_command import run_replay

    with refusals():
        code = run_replay(
            recording,
            host=host,
            port=port,
            speed=0.0 if asap else speed,
            strict=strict,
            exact=exact,
            patience=patience,
            once=once,
        )
    raise typer.Exit(code)


def trace(
    recording: TraceArgument,
    html: Annotated[
        Path | None,
        typer.Option("--html", help="Write a page with a timeline.", show_default=False),
    ] = None,
    gap: Annotated[
        float, typer.Option("--gap", help="Seconds of silence that are shown as a gap.")
    ] = 5.0,
) -> None:
    """Show a recording: as a table, or as a page with a timeline.

    The page is one file. It asks no other host for anything.

    Examples:

    \b
      specloom trace trace.jsonl
      specloom trace trace.jsonl --html trace.html

    Exit codes: 0 shown or written, 2 bad input or usage.
    """
    if not gap >= 0:
        raise typer.BadParameter("--gap is 0 or more")
    from codegen.trace import read_trace
    from codegen.trace.summary import summarise

    warnings: list[Diagnostic] = []
    with refusals():
        found = read_trace(recording, warnings.append)
        report(warnings, Format.TEXT, err=True)
        summary = summarise(found.entries, gap)
        if html is not None:
            from codegen.trace.page import page

            _write(html, page(found, summary, gap))
            typer.echo(f"wrote {display_path(html)}: {len(found.entries)} lines")
            return
    from codegen.trace.table import table_lines

    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else 1000
    for line in table_lines(found, summary, gap, width):
        typer.echo(line)


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        place = Location(path)
        raise SpecError.of(Code.OUTPUT_NOT_WRITABLE, reason_of(error), place) from None
