"""The `specloom` command. Exit codes: 0 done, 1 drift, 2 bad input or usage."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from codegen import __version__
from codegen.cache import Cache, cache_folder
from codegen.diagnostics import Diagnostic, SpecError, display_path, in_document_order, render_all
from codegen.output import Drift, compare, write
from codegen.pipeline import Plan, Progress, Request, make_plan

EXIT_DRIFT = 1
EXIT_BAD_INPUT = 2
DIFF_LINES = 40
SHOWN_DIAGNOSTICS = 50

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


@app.command()
def generate(
    config: ConfigArgument = None,
    openapi: OpenApiOption = None,
    asyncapi: AsyncApiOption = None,
    overlay: OverlayOption = None,
    package: PackageOption = None,
    out: OutOption = None,
    no_cache: NoCacheOption = False,
) -> None:
    """Write the SDK.

    The old one stays whole when anything is wrong with the input.

        specloom generate spec/sdk.yaml
        specloom generate --openapi api.yaml --asyncapi events.yaml --package acme --out acme-sdk
    """
    request = _request(config, openapi, asyncapi, overlay, package, out)
    with _refusals():
        plan = _plan(request, no_cache=no_cache)
        _say_skipped(plan.skipped)
        if not compare(plan.files, plan.output):
            typer.echo(f"{display_path(plan.output)} is up to date ({len(plan.files)} files)")
            return
        write(plan.files, plan.output)
    typer.echo(f"wrote {len(plan.files)} files to {display_path(plan.output)}")


@app.command()
def check(
    config: ConfigArgument = None,
    openapi: OpenApiOption = None,
    asyncapi: AsyncApiOption = None,
    overlay: OverlayOption = None,
    package: PackageOption = None,
    out: OutOption = None,
    no_cache: NoCacheOption = False,
) -> None:
    """Compare the SDK with what would be generated now: 0 in sync, 1 drifted, 2 bad input.

    specloom check spec/sdk.yaml
    """
    request = _request(config, openapi, asyncapi, overlay, package, out)
    with _refusals():
        plan = _plan(request, no_cache=no_cache)
        drifts = compare(plan.files, plan.output)
    if not drifts:
        typer.echo(f"{display_path(plan.output)} is in sync ({len(plan.files)} files)")
        return
    for line in _drift_report(drifts, plan):
        typer.echo(line)
    raise typer.Exit(EXIT_DRIFT)


@app.command()
def mock(
    config: ConfigArgument = None,
    openapi: OpenApiOption = None,
    asyncapi: AsyncApiOption = None,
    overlay: OverlayOption = None,
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
    request = _request(config, openapi, asyncapi, overlay, None, None)
    from codegen.documents import find_documents
    from codegen.mock.command import run_mock

    with _refusals():
        documents = find_documents(
            request.config, request.openapi, request.asyncapi, request.overlays
        )
        code = run_mock(
            documents.openapi,
            documents.asyncapi,
            scenario or documents.configured(documents.config.scenario),
            overlays=documents.overlays,
            host=host,
            port=port,
            speed=speed,
            describes=documents.config.describes,
            key=key,
            verify=verify,
            log=log,
            tls=(tls_certificate, tls_key) if tls_certificate and tls_key else None,
        )
    raise typer.Exit(code)


@app.callback(invoke_without_command=True)
def _root(
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    if version:
        typer.echo(f"specloom {__version__}")
        raise typer.Exit


def main() -> NoReturn:
    """Run the command line."""
    app()
    raise SystemExit(0)


def _request(
    config: Path | None,
    openapi: Path | None,
    asyncapi: Path | None,
    overlays: list[Path] | None,
    package: str | None,
    out: Path | None,
) -> Request:
    default = Path("sdk.yaml")
    if config is None and openapi is None and asyncapi is None and default.is_file():
        config = default
    return Request(config, openapi, asyncapi, tuple(overlays or ()), package, out)


def _plan(request: Request, *, no_cache: bool) -> Plan:
    cache = Cache(None if no_cache else cache_folder())
    with _progress() as progress:
        plan = make_plan(request, cache=cache, progress=progress)
    _report(plan.warnings)
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


@contextmanager
def _refusals() -> Iterator[None]:
    """Bad input: one line for each problem, exit code 2, no traceback."""
    try:
        yield
    except SpecError as error:
        _report(error.diagnostics)
        raise typer.Exit(EXIT_BAD_INPUT) from None


def _say_skipped(skipped: dict[str, int]) -> None:
    if skipped:
        counts = (f"{n} {kind[:-1] if n == 1 else kind}" for kind, n in skipped.items())
        typer.echo(f"skipped: {', '.join(counts)} (sdk.yaml)")


def _report(diagnostics: Sequence[Diagnostic]) -> None:
    for line in render_all(in_document_order(diagnostics)[:SHOWN_DIAGNOSTICS]):
        typer.echo(line, err=True)
    if len(diagnostics) > SHOWN_DIAGNOSTICS:
        typer.echo(f"... and {len(diagnostics) - SHOWN_DIAGNOSTICS} more", err=True)


def _drift_report(drifts: list[Drift], plan: Plan) -> Iterator[str]:
    yield f"{display_path(plan.output)} has drifted: {len(drifts)} of {len(plan.files)} files"
    for drift in drifts:
        yield f"  {drift.problem}: {drift.path}"
    shown = [line for drift in drifts for line in drift.diff]
    yield from shown[:DIFF_LINES]
    if len(shown) > DIFF_LINES:
        yield f"... and {len(shown) - DIFF_LINES} more lines"
    yield "run `specloom generate` to bring it up to date"
