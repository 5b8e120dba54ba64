"""`specloom replay`: play a recording from the command line."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

from codegen.mock.command import DONE, INSTALL, print_line, refuse

if TYPE_CHECKING:
    from codegen.mock.replay import ReplayServer

FINDINGS: Final = 1
_NEEDED: Final = ("starlette", "uvicorn", "websockets")


def run_replay(
    recording: Path,
    *,
    host: str = "127.0.0.1",
    port: int = 8080,
    speed: float = 1.0,
    strict: bool = False,
    exact: bool = False,
    patience: float = 10.0,
    once: bool = False,
) -> int:
    """Play a recording until interrupted, or once.

    Prints one line with the address when the server is ready, and each mismatch on standard
    error.

    Returns:
        0 when the client did as recorded, 1 when it did not, 2 when the server could not start.

    Raises:
        SpecError: the file is no recording.
    """
    missing = [name for name in _NEEDED if find_spec(name) is None]
    if missing:
        return refuse(f"replaying needs {', '.join(missing)}: {INSTALL}")
    if not speed >= 0 or not patience >= 0:
        return refuse("the speed and the patience are 0 or more")
    # Imported late: without the extra these modules cannot be.
    from codegen.mock.replay import ReplayServer
    from codegen.mock.running import PortInUseError

    server = ReplayServer(
        recording,
        host=host,
        port=port,
        speed=speed,
        strict=strict,
        exact=exact,
        patience=patience,
        log=print_line,
    )
    try:
        if not once:
            server.run(lambda: _say_ready(server))
        else:
            with server:
                _say_ready(server)
                server.wait(None)
    except PortInUseError as error:
        return refuse(str(error))
    except KeyboardInterrupt:
        # uvicorn has stopped in order by now, and hands the interrupt on.
        return _code(server)
    return _code(server)


def _say_ready(server: ReplayServer) -> None:
    print(f"replaying at {server.websocket_url} (base URL {server.base_url})", flush=True)


def _code(server: ReplayServer) -> int:
    return FINDINGS if server.mismatches else DONE
