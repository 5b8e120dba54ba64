"""`specloom mock`: start the server from the command line."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from codegen.config import Config
from codegen.diagnostics import SpecError

_NEEDED: Final = ("starlette", "uvicorn", "websockets", "jsonschema", "python_multipart")
INSTALL: Final = "pip install 'specloom[mock]'"

DONE: Final = 0
BAD_USAGE: Final = 2


def run_mock(
    openapi: Path | None,
    asyncapi: Path | None,
    scenario: Path | None,
    *,
    overlays: Sequence[Path] = (),
    root: Path | None = None,
    host: str = "127.0.0.1",
    port: int = 8080,
    speed: float = 1.0,
    verify: bool = False,
    log: bool = False,
    config: Config | None = None,
    key: str | None = None,
    tls: tuple[Path, Path] | None = None,
) -> int:
    """Serve both documents until interrupted.

    Prints one line with the two addresses when the server is ready. What keeps it from starting
    is one line on standard error for each reason, and so is a mistake of the scenario while it
    runs; `log` adds a line for each request, connection and invalid message.

    Returns:
        0 after an interrupt, 2 when the server could not start.
    """
    missing = [name for name in _NEEDED if find_spec(name) is None]
    if missing:
        return refuse(f"the mock server needs {', '.join(missing)}: {INSTALL}")
    if openapi is None and asyncapi is None:
        return refuse("the mock server needs an OpenAPI or an AsyncAPI document")
    if not speed >= 0:
        return refuse(f"the speed is {speed}, and 0 or more is expected")
    # Imported late: without the extra these modules cannot be.
    from codegen.mock.server import CertificateError, MockServer, PortInUseError

    try:
        server = MockServer(
            openapi,
            asyncapi,
            scenario,
            overlays=overlays,
            root=root,
            host=host,
            port=port,
            config=config,
            key=key,
            speed=speed,
            verify=verify,
            log=print_line if log else None,
            report=print_line,
            tls=tls,
        )
        server.listen()
    except (SpecError, PortInUseError, CertificateError) as error:
        return refuse(str(error))
    try:
        server.run(lambda: print(_ready_line(server.base_url, server.websocket_url), flush=True))
    except KeyboardInterrupt:
        # uvicorn has stopped in order by now, and hands the interrupt on.
        return DONE
    return DONE


def _ready_line(base_url: str, websocket_url: str) -> str:
    return f"mock server ready: {base_url} and {websocket_url}"


def refuse(message: str) -> int:
    print(message, file=sys.stderr)
    return BAD_USAGE


def print_line(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
