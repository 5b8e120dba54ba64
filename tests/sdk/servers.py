"""Loopback servers for the tests of the SDK: scripted answers, and a record of what arrived."""

from __future__ import annotations

import json
import queue
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from websockets.datastructures import Headers
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response
from websockets.sync.server import ServerConnection, serve

from tests.unit.runtime.servers import running

PATIENCE = 30.0
"""Seconds after which a test that waits for the other side fails; nothing is timed by it."""

JSON = {"Content-Type": "application/json"}


# -- HTTP ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Seen:
    """A request as it arrived; headers are looked up without regard to case."""

    method: str
    target: str
    headers: Message
    body: bytes

    @property
    def path(self) -> str:
        """The path as it came, percent-encoding and all."""
        return urlsplit(self.target).path

    @property
    def query(self) -> list[tuple[str, str]]:
        """The decoded query."""
        return parse_qsl(urlsplit(self.target).query, keep_blank_values=True)

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


@dataclass(frozen=True)
class Reply:
    """An answer; `raw` takes the place of all of it, and the connection ends after it."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    raw: bytes | None = None


def json_reply(value: object, status: int = 200, **headers: str) -> Reply:
    """Make a JSON answer; `_` in the name of a header stands for `-`."""
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    return Reply(status, json.dumps(value).encode(), {**JSON, **named})


@dataclass(frozen=True)
class HTTPServer:
    """A running server: its address, and the requests and connections that it saw."""

    url: str
    seen: list[Seen]
    peers: list[Any]


@contextmanager
def http_server(*replies: Reply) -> Iterator[HTTPServer]:
    """Serve the replies one after the other, the last one for ever; an empty 200 by default."""
    script = replies or (Reply(),)
    seen: list[Seen] = []
    peers: list[Any] = []
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        # Buffered, so that an answer is one packet and never waits for an acknowledgement.
        wbufsize = -1

        def setup(self) -> None:
            super().setup()
            with lock:
                peers.append(self.client_address)

        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            with lock:
                seen.append(Seen(self.command, self.path, self.headers, body))
                reply = script[min(len(seen), len(script)) - 1]
            if reply.raw is not None:
                self.wfile.write(reply.raw)
                self.close_connection = True
                return
            self.send_response_only(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            if reply.status != 204:
                self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            self.wfile.write(reply.body)

        do_GET = do_POST = do_PUT = do_DELETE = answer  # noqa: N815 - named by http.server

        def log_message(self, format: str, *args: object) -> None:
            """Stay silent."""

    with running(ThreadingHTTPServer(("127.0.0.1", 0), Handler)) as url:
        yield HTTPServer(url, seen, peers)


@contextmanager
def silent_address() -> Iterator[str]:
    """Give the address of a server that takes connections and never says a word."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"


@contextmanager
def refusing_address() -> Iterator[str]:
    """Give an address where nobody listens; the port stays reserved meanwhile."""
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{reserved.getsockname()[1]}"


# -- WebSocket -------------------------------------------------------------------------------------


class WebSocketServer:
    """A running server: its address (`http`), and what arrived there."""

    def __init__(self, url: str, inbox: queue.Queue[str | bytes], requests: list[Request]) -> None:
        self.url = url
        self.requests = requests
        self._inbox = inbox

    @property
    def request(self) -> Request:
        """The one handshake that arrived."""
        [request] = self.requests
        return request

    @property
    def query(self) -> list[tuple[str, str]]:
        """The decoded query of the one handshake."""
        return parse_qsl(urlsplit(self.request.path).query, keep_blank_values=True)

    def frame(self) -> str | bytes:
        """Give the next frame that the client sent, waiting for it."""
        return self._inbox.get(timeout=PATIENCE)

    def message(self) -> Any:
        """Give the next frame as JSON."""
        frame = self.frame()
        assert isinstance(frame, str), "events travel as text"
        return json.loads(frame)


Talk = Callable[[ServerConnection], None]
Refuse = Callable[[Request], Response | None]


@contextmanager
def websocket_server(
    talk: Talk = lambda connection: None, refuse: Refuse = lambda request: None
) -> Iterator[WebSocketServer]:
    """Serve connections with `talk`; what the client sends after it goes to the inbox."""
    requests: list[Request] = []
    inbox: queue.Queue[str | bytes] = queue.Queue()
    talking: list[threading.Thread] = []

    def handler(connection: ServerConnection) -> None:
        talking.append(threading.current_thread())
        try:
            talk(connection)
            for frame in connection:
                inbox.put(frame)
        except ConnectionClosed:
            return

    def process_request(connection: ServerConnection, request: Request) -> Response | None:
        requests.append(request)
        return refuse(request)

    server = serve(handler, "127.0.0.1", 0, process_request=process_request, compression=None)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    port = server.socket.getsockname()[1]
    try:
        yield WebSocketServer(f"http://127.0.0.1:{port}", inbox, requests)
    finally:
        server.shutdown()
        thread.join()
        for other in talking:
            other.join()


def says(*frames: str | bytes | dict[str, Any], code: int = 1000, reason: str = "") -> Talk:
    """Make a talk that sends frames and closes; a dict goes out as JSON."""

    def talk(connection: ServerConnection) -> None:
        for frame in frames:
            connection.send(json.dumps(frame) if isinstance(frame, dict) else frame)
        connection.close(code, reason)

    return talk


def stays(*frames: str | bytes | dict[str, Any]) -> Talk:
    """Make a talk that sends frames and goes on listening."""

    def talk(connection: ServerConnection) -> None:
        for frame in frames:
            connection.send(json.dumps(frame) if isinstance(frame, dict) else frame)

    return talk


def cut(connection: ServerConnection) -> None:
    """Talk that ends the connection below WebSocket, without a close frame."""
    connection.socket.shutdown(socket.SHUT_RDWR)


def refusal(status: int, body: bytes = b"", headers: dict[str, str] | None = None) -> Response:
    """Make an answer to a handshake other than 101."""
    return Response(status, "Refused", Headers(headers or {}), body)
