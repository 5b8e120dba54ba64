"""A server in a thread of its own, or in this one until it is interrupted."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from types import TracebackType
from typing import Final, Literal, Self, cast

import uvicorn
from starlette.types import ASGIApp

MAX_FRAME_BYTES: Final = 16 * 1024 * 1024
"""Longest message of a client; a longer one ends its connection with code 1009."""

MAX_CONNECTIONS: Final = 1000
START_SECONDS: Final = 30.0
STOP_SECONDS: Final = 2


class PortInUseError(OSError):
    """The address cannot be listened on."""


class RunningServer:
    """Serves an application: started on entering, stopped on leaving.

    Args:
        application: what to serve.
        host, port: where; port 0 takes a free one.
        tls: certificate and private key, two PEM files.
    """

    def __init__(
        self,
        application: ASGIApp,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        tls: tuple[Path, Path] | None = None,
    ) -> None:
        self._application = application
        self._host, self._port, self._tls = host, port, tls
        self._socket: socket.socket | None = None
        self._server: _Server | None = None
        self._thread: threading.Thread | None = None

    def listen(self) -> None:
        """Take the address, without serving yet.

        Raises:
            PortInUseError: it is taken, or not this machine's.
        """
        self._socket = listening_socket(self._host, self._port)

    def run(self, ready: Callable[[], None] | None = None) -> None:
        """Serve in this thread until interrupted; `ready` is called once the address is taken."""
        if self._socket is None:
            self.listen()
        with closing(cast("socket.socket", self._socket)) as bound:
            if ready is not None:
                ready()
            uvicorn_server(self._application, self._tls).run(sockets=[bound])

    def start(self) -> None:
        """Serve in a thread; returns when connections are accepted.

        Raises:
            PortInUseError: the address is taken, or not this machine's.
        """
        self.listen()
        self._server = uvicorn_server(self._application, self._tls)
        self._thread = threading.Thread(
            target=self._server.run, args=([self._socket],), name="mock-server", daemon=True
        )
        self._thread.start()
        if not self._server.ready.wait(START_SECONDS):
            self.stop()
            raise RuntimeError(f"the mock server did not start within {START_SECONDS} seconds")

    def stop(self) -> None:
        """End every connection and the thread."""
        if self._server is not None:
            self._server.should_exit = True
        if self._thread is not None:
            self._thread.join(START_SECONDS)
        if self._socket is not None:
            self._socket.close()
        self._server = self._thread = self._socket = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.stop()

    def origin(self, scheme: Literal["http", "ws"]) -> str:
        """Scheme and address, without a path; `https` and `wss` with a certificate."""
        return f"{scheme}{'s' if self._tls is not None else ''}://{self._authority()}"

    def _authority(self) -> str:
        if self._socket is None:
            raise RuntimeError("the server is not running")
        host, port = self._socket.getsockname()[:2]
        shown = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
        return f"[{shown}]:{port}" if ":" in shown else f"{shown}:{port}"


class _Server(uvicorn.Server):
    """Says when it accepts connections."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set()


def uvicorn_server(application: ASGIApp, tls: tuple[Path, Path] | None = None) -> _Server:
    """The server, with limits set, and silent: the application has a log of its own."""
    certificate, key = tls if tls is not None else (None, None)
    return _Server(
        uvicorn.Config(
            application,
            interface="asgi3",
            ws="websockets-sansio",
            ws_max_size=MAX_FRAME_BYTES,
            ws_per_message_deflate=False,
            limit_concurrency=MAX_CONNECTIONS,
            timeout_graceful_shutdown=STOP_SECONDS,
            lifespan="off",
            log_config=None,
            log_level="critical",
            access_log=False,
            server_header=False,
            ssl_certfile=certificate,
            ssl_keyfile=key,
        )
    )


def listening_socket(host: str, port: int) -> socket.socket:
    """A socket that listens on `host` and `port` (0 for a free one).

    Raises:
        PortInUseError: the address is taken, or not this machine's.
    """
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        bound = socket.socket(family, kind)
    except (OSError, OverflowError, UnicodeError) as error:
        raise PortInUseError(f"cannot use the address {host}:{port}: {error}") from None
    try:
        if os.name == "posix":
            # Without it a port stays taken for a minute after the last run; on Windows it would
            # let two servers share one port.
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind(address)
        bound.listen(128)
        bound.setblocking(False)
    except (OSError, OverflowError) as error:
        bound.close()
        raise PortInUseError(f"cannot listen on {host}:{port}: {error}") from None
    return bound
