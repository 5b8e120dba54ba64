"""The `specloom` command. Exit codes: 0 done, 1 findings (drift), 2 bad input or usage."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from codegen import __version__
from codegen.cache import Cache, cache_folder
from codegen.cli_traces import replay, trace
from codegen.diagnostics import Code, Diagnostic, Severity, SpecError, display_path
from codegen.output import Drift, compare, write
from codegen.pipeline import Plan, Progress, Report, Request, make_plan
from codegen.pipeline import lint as find_problems
from codegen.reporting import (
    EXIT_BAD_INPUT,
    EXIT_FINDINGS,
    Format,
    counted,
    refusals,
    report,
)

DIFF_LINES = 40

_UNREADABLE = frozenset({Code.FILE_MISSING, Code.NOT_A_FILE, Code.FILE_UNREADABLE})
"""Codes of files that the command line or the configuration names and that cannot be opened."""

LIBRARIES = {
    "datamodel_code_generator": "datamodel-code-generator",
    "iregexp_check": "iregexp-check",
    "jinja2": "jinja2",
    "jsonpath_rfc9535": "jsonpath-rfc9535",
    "pydantic": "pydantic",
    "pydantic_core": "pydantic",
    "rich": "rich",
    "ruff": "ruff",
    "ryaml": "ryaml",
    "yaml": "pyyaml",
}
"""Distributions that are needed in every installation, by the modules that they are imported as."""

app = typer.Typer(
    name="specloom",
    help="Two specs in, one typed Python SDK out.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

ConfigArgument = Annotated[
    Path | None,
    typer.Argument(
        metavar="[SDK.YAML]",
        help="The configuration. Default: sdk.yaml in this folder, when no document is given.",
        show_default=False,
    ),
]
OpenApiOption = Annotated[
    Path | None,
    typer.Option("--openapi", help="An OpenAPI 3.x document (REST).", show_default=False),
]
AsyncApiOption = Annotated[
    Path | None,
    typer.Option("--asyncapi", help="An AsyncAPI 3.x document (WebSocket).", show_default=False),
]
OverlayOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--overlay", help="An OpenAPI Overlay; may be given several times.", show_default=False
    ),
]
RootOption = Annotated[
    Path | None,
    typer.Option(
        "--root",
        help="The folder below which `$ref` may read files. Default: the documents' own.",
        show_default=False,
    ),
]
PackageOption = Annotated[
    str | None,
    typer.Option("--package", help="Name of the package to import.", show_default=False),
]
OutOption = Annotated[
    Path | None,
    typer.Option("--out", help="Folder of the generated project.", show_default=False),
]
NoCacheOption = Annotated[
    bool, typer.Option("--no-cache", help="Generate everything, even if nothing has changed.")
]
FormatOption = Annotated[
    Format,
    typer.Option(
        "--format",
        help="Diagnostics as text (stderr), as JSON lines or as GitHub annotations (stdout).",
    ),
]


@app.command()
def init(
    openapi: OpenApiOption = None,
    asyncapi: AsyncApiOption = None,
    overlay: OverlayOption = None,
    package: PackageOption = None,
    out: Annotated[Path, typer.Option("--out", help="The file to write.")] = Path("sdk.yaml"),
    minimal: Annotated[
        bool, typer.Option("--minimal", help="Only the documents' names and what is skipped.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace the file.")] = False,
) -> None:
    """Write an sdk.yaml that says everything that is inferred without one.

    The SDK is the same with the file and without it. What cannot be generated is skipped in it,
    with the reason.

    Examples:

    \b
      specloom init --openapi openapi.yaml --asyncapi asyncapi.yaml
      specloom init --openapi openapi.yaml --package acme --out sdk/sdk.yaml --minimal
      specloom init --openapi theirs.yaml --overlay ours.overlay.yaml

    Exit codes: 0 written, 1 written and something is skipped, 2 bad input or usage.
    """
    with refusals():
        from codegen.inference.writing import check_target, write_config

        check_target(out, force=force)
        from codegen.inference import infer

        with _progress() as progress:
            inferred = infer(
                out,
                openapi,
                asyncapi,
                overlays=tuple(overlay or ()),
                package=package,
                minimal=minimal,
                progress=progress,
            )
        write_config(inferred.text, out)
    report((*inferred.errors, *inferred.warnings), Format.TEXT, err=True)
    typer.echo(
        f"wrote {display_path(out)}: {inferred.resources} resources, {inferred.methods} methods, "
        f"{inferred.channels} channels"
    )
    if inferred.errors:
        typer.echo("look at `skip` in it: what is wrong above is left out of the SDK")
    if inferred.warnings:
        typer.echo(f"look at {counted(inferred.warnings)} above")
    raise typer.Exit(EXIT_FINDINGS if inferred.errors else 0)


@app.command()
def generate(
    config: ConfigArgument = None,
    openapi: OpenApiOption = None,
    asyncapi: AsyncApiOption = None,
    overlay: OverlayOption = None,
    root: RootOption = None,
    package: PackageOption = None,
    out: OutOption = None,
    no_cache: NoCacheOption = False,
    form: FormatOption = Format.TEXT,
) -> None:
    """Write the SDK.

    The old one stays whole when anything is wrong with the input.

    Examples:

    \b
      specloom generate                       with the sdk.yaml in this folder
      specloom generate spec/sdk.yaml
      specloom generate --openapi api.yaml --asyncapi events.yaml --package acme --out acme-sdk

    Exit codes: 0 written or up to date, 2 bad input or usage.
    """
    request = _request(config, openapi, asyncapi, overlay, package, out, root)
    say = _speaker(form)
    with refusals(form):
        plan = _plan(request, form, no_cache=no_cache)
        _say_skipped(plan.skipped, say)
        if not compare(plan.files, plan.output):
            say(f"{display_path(plan.output)} is up to date ({len(plan.files)} files)")
            return
        write(plan.files, plan.output)
    say(f"wrote {len(plan.files)} files to {display_path(plan.output)}")


@app.command()
def check(
    config: ConfigArgument = None,
    openapi: OpenApiOption = None,
    asyncapi: AsyncApiOption = None,
    overlay: OverlayOption = None,
    root: RootOption = None,
    package: PackageOption = None,
    out: OutOption = None,
    no_cache: NoCacheOption = False,
    form: FormatOption = Format.TEXT,
) -> None:
    """Compare the SDK with what would be generated now, and write nothing.

    Examples:

    \b
      specloom check                          in a job that runs on every change
      specloom check spec/sdk.yaml --format github

    Exit codes: 0 in sync, 1 drifted (files and a short diff are shown), 2 bad input or usage.
    """
    request = _request(config, openapi, asyncapi, overlay, package, out, root)
    say = _speaker(form)
    with refusals(form):
        plan = _plan(request, form, no_cache=no_cache)
        drifts = compare(plan.files, plan.output)
    if not drifts:
        say(f"{display_path(plan.output)} is in sync ({len(plan.files)} files)")
        return
    for line in _drift_report(drifts, plan):
        say(line)
    raise typer.Exit(EXIT_FINDINGS)


@app.command()
def lint(
    config: ConfigArgument = None,
    openapi: OpenApiOption = None,
    asyncapi: AsyncApiOption = None,
    overlay: OverlayOption = None,
    root: RootOption = None,
    strict: Annotated[bool, typer.Option("--strict", help="Warnings count as well.")] = False,
    form: FormatOption = Format.TEXT,
) -> None:
    """Say what is wrong with the documents and the configuration, and generate nothing.

    Every code, the members of a JSON line and how a warning is suppressed are on the page
    docs/diagnostics.md.

    Examples:

    \b
      specloom lint spec/sdk.yaml
      specloom lint --openapi api.yaml --strict
      specloom lint --format json | jq -r .code | sort | uniq -c
      specloom lint --format github           in a workflow of GitHub Actions

    Exit codes: 0 no errors (with --strict no warnings either), 1 findings, 2 a file that is named
    cannot be read, or bad usage.
    """
    request = _request(config, openapi, asyncapi, overlay, None, None, root)
    say = _speaker(form)
    try:
        with _progress() as progress:
            found = find_problems(request, progress=progress)
    except SpecError as error:
        found = Report(error.diagnostics, {})
    report(found.warnings, form)
    _say_skipped(found.skipped, say)
    say(counted(found.warnings))
    raise typer.Exit(_lint_code(found.warnings, strict=strict))


def _lint_code(found: Sequence[Diagnostic], *, strict: bool) -> int:
    is_usage = any(
        d.code in _UNREADABLE or (d.code is Code.NOTHING_TO_GENERATE and d.location is None)
        for d in found
    )
    if is_usage:
        return EXIT_BAD_INPUT
    counts = any(strict or d.severity is Severity.ERROR for d in found)
    return EXIT_FINDINGS if counts else 0


@app.command()
def mock(
    config: ConfigArgument = None,
    openapi: OpenApiOption = None,
    asyncapi: AsyncApiOption = None,
    overlay: OverlayOption = None,
    root: RootOption = None,
    scenario: Annotated[
        Path | None,
        typer.Option("--scenario", help="What the server does, step by step.", show_default=False),
    ] = None,
    host: Annotated[str, typer.Option("--host", help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", help="Port; 0 takes a free one.")] = 8080,
    speed: Annotated[
        float, typer.Option("--speed", help="Pace of the scenario's pauses; 0 never waits.")
    ] = 1.0,
    key: Annotated[
        str | None,
        typer.Option("--key", help="The one credential that is accepted.", show_default="any"),
    ] = None,
    verify: Annotated[
        bool, typer.Option("--verify", help="Check what the scenario sends against the documents.")
    ] = False,
    log: Annotated[bool, typer.Option("--log", help="Print each request and message.")] = False,
    tls_certificate: Annotated[
        Path | None,
        typer.Option("--tls-cert", help="Serve https and wss with it.", show_default=False),
    ] = None,
    tls_key: Annotated[
        Path | None, typer.Option("--tls-key", help="The certificate's key.", show_default=False)
    ] = None,
) -> None:
    """Serve both documents, REST and WebSocket on one port.

    specloom mock spec/sdk.yaml --port 8080
    """
    if (tls_certificate is None) != (tls_key is None):
        raise typer.BadParameter("--tls-cert and --tls-key go together")
    request = _request(config, openapi, asyncapi, overlay, None, None, root)
    from codegen.documents import find_documents
    from codegen.mock.command import run_mock

    with refusals():
        documents = find_documents(
            request.config, request.openapi, request.asyncapi, request.overlays
        )
        code = run_mock(
            documents.openapi,
            documents.asyncapi,
            scenario or documents.configured(documents.config.scenario),
            overlays=documents.overlays,
            root=request.root,
            host=host,
            port=port,
            speed=speed,
            config=documents.config,
            key=key,
            verify=verify,
            log=log,
            tls=(tls_certificate, tls_key) if tls_certificate and tls_key else None,
        )
    raise typer.Exit(code)


app.command()(replay)
app.command()(trace)


@app.callback(invoke_without_command=True)
def _root(
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    if version:
        typer.echo(f"specloom {__version__}")
        raise typer.Exit


def main() -> NoReturn:
    """Run the command line.

    A library that is declared and missing is a stale environment, and said in one line.
    """
    try:
        app()
    except ModuleNotFoundError as error:
        needed = LIBRARIES.get((error.name or "").partition(".")[0])
        if needed is None:
            raise
        message = (
            f"specloom needs {needed}, which is not installed here: install specloom again, with "
            "its dependencies"
        )
        typer.echo(message, err=True)
        raise SystemExit(EXIT_BAD_INPUT) from None
    raise SystemExit(0)


def _request(
    config: Path | None,
    openapi: Path | None,
    asyncapi: Path | None,
    overlays: list[Path] | None,
    package: str | None,
    out: Path | None,
    root: Path | None = None,
) -> Request:
    default = Path("sdk.yaml")
    if config is None and openapi is None and asyncapi is None and default.is_file():
        config = default
    return Request(config, openapi, asyncapi, tuple(overlays or ()), package, out, root)


def _plan(request: Request, form: Format, *, no_cache: bool) -> Plan:
    cache = Cache(None if no_cache else cache_folder())
    with _progress() as progress:
        plan = make_plan(request, cache=cache, progress=progress)
    report(plan.warnings, form, err=True)
    return plan


@contextmanager
def _progress() -> Iterator[Progress]:
    """Say what is being done, to a terminal only."""
    if not sys.stderr.isatty():
        yield _say_nothing
        return
    from rich.console import Console

    with Console(stderr=True).status("reading") as status:
        update: Callable[[str], None] = status.update
        yield update


def _say_nothing(stage: str) -> None:
    del stage


def _speaker(form: Format) -> Callable[[str], None]:
    """What says how it went: beside output for tools, on standard error."""
    return partial(typer.echo, err=form is not Format.TEXT)


def _say_skipped(skipped: dict[str, int], say: Callable[[str], None]) -> None:
    if skipped:
        counts = (f"{n} {kind[:-1] if n == 1 else kind}" for kind, n in skipped.items())
        say(f"skipped: {', '.join(counts)} (sdk.yaml)")


def _drift_report(drifts: list[Drift], plan: Plan) -> Iterator[str]:
    yield f"{display_path(plan.output)} has drifted: {len(drifts)} of {len(plan.files)} files"
    for drift in drifts:
        yield f"  {drift.problem}: {drift.path}"
    shown = [line for drift in drifts for line in drift.diff]
    yield from shown[:DIFF_LINES]
    if len(shown) > DIFF_LINES:
        yield f"... and {len(shown) - DIFF_LINES} more lines"
    yield "run `specloom generate` to bring it up to date"
