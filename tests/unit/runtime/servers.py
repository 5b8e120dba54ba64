"""Loopback servers for the tests: scripted answers, and a record of what arrived."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from websockets.datastructures import Headers
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response
from websockets.sync.server import Server, ServerConnection, serve


@dataclass
class Seen:
    """A request as it arrived; header names are lower case."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Reply:
    """An answer; `raw` replaces all of it by these bytes and closes the connection."""

    status: int = 200
    body: bytes = b"{}"
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": "application/json"})
    raw: bytes | None = None


@dataclass
class HTTPServer:
    """A running server: its address and what it saw."""

    url: str
    seen: list[Seen]


@contextmanager
def running(server: ThreadingHTTPServer) -> Iterator[str]:
    """Serve in a thread of its own; give the address."""
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def http_server(*replies: Reply) -> Iterator[HTTPServer]:
    """Serve the replies one after the other, the last one for ever."""
    seen: list[Seen] = []
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            if self.headers.get("Transfer-Encoding") == "chunked":
                body = b"".join(self.chunks())
            headers = {name.lower(): value for name, value in self.headers.items()}
            with lock:
                seen.append(Seen(self.command, self.path, headers, body))
                reply = replies[min(len(seen), len(replies)) - 1]
            if reply.raw is not None:
                self.wfile.write(reply.raw)
                self.close_connection = True
                return
            self.send_response_only(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(reply.body)

        def chunks(self) -> Iterator[bytes]:
            """Yield a body without a length (RFC 9112, section 7.1)."""
            while size := int(self.rfile.readline() or b"0", 16):
                yield self.rfile.read(size)
                self.rfile.readline()
            self.rfile.readline()

        def __getattr__(self, name: str) -> object:
            """Answer every method alike: http.server looks for `do_GET` and so on."""
            if name.startswith("do_"):
                return self.answer
            raise AttributeError(name)

        def log_message(self, format: str, *args: object) -> None:
            """Stay silent."""

    with running(ThreadingHTTPServer(("127.0.0.1", 0), Handler)) as url:
        yield HTTPServer(url, seen)


@dataclass
class WebSocketServer:
    """A running server: its address (`http`) and the handshakes and messages it saw."""

    url: str
    requests: list[Request]
    messages: list[str | bytes]


Talk = Callable[[ServerConnection], None]
Refuse = Callable[[Request], Response | None]


def sends(*frames: str | bytes) -> Talk:
    """Sends frames, and closes."""

    def talk(connection: ServerConnection) -> None:
        for frame in frames:
            connection.send(frame)
        connection.close()

    return talk


@contextmanager
def websocket_server(
    talk: Talk, refuse: Refuse = lambda request: None
) -> Iterator[WebSocketServer]:
    """Serve connections with `talk`, which may raise `ConnectionClosed`."""
    requests: list[Request] = []
    messages: list[str | bytes] = []
    accepted: list[Request] = []
    finished = threading.Semaphore(0)

    def handler(connection: ServerConnection) -> None:
        try:
            talk(connection)
            messages.extend(connection)
        except ConnectionClosed:
            return
        finally:
            finished.release()

    def process_request(connection: ServerConnection, request: Request) -> Response | None:
        requests.append(request)
        refused = refuse(request)
        if refused is None:
            accepted.append(request)
        return refused

    server: Server = serve(handler, "127.0.0.1", 0, process_request=process_request)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    port = server.socket.getsockname()[1]
    try:
        yield WebSocketServer(f"http://127.0.0.1:{port}", requests, messages)
    finally:
        # What the handlers saw of a connection is complete once each of them has returned.
        for _ in accepted:
            finished.acquire(timeout=10)
        server.shutdown()
        thread.join()


def refusal(status: int, body: bytes = b"", **headers: str) -> Response:
    """Make an answer to a handshake other than 101."""
    return Response(status, "Refused", Headers(headers), body)


def assert_no_more_threads(before: set[threading.Thread]) -> None:
    """Only those threads are left that there were; those of a server may take a moment to end."""
    for thread in set(threading.enumerate()) - before:
        thread.join(10)
        assert not thread.is_alive(), thread.name
