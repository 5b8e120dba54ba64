"""A server on loopback that does what it is told, byte by byte, and counts its connections.

A script is a function that gets each connection; it may send anything at any time. What arrives is
recorded, and when the client closes a connection the server knows.
"""

from __future__ import annotations

import itertools
import socket
import ssl
import struct
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import parse_qsl, urlsplit

PATIENCE = 20.0
"""Seconds after which a test that waits for the other side fails; nothing is timed by it."""

JSON = ("Content-Type", "application/json")


@dataclass(frozen=True)
class Received:
    """A request as it arrived.

    connection: the number of the connection, from 0.
    head: the request line and the headers.
    """

    connection: int
    head: bytes
    body: bytes

    @property
    def method(self) -> str:
        return self.head.split(b" ", 1)[0].decode()

    @property
    def target(self) -> str:
        return self.head.split(b" ", 2)[1].decode()

    @property
    def path(self) -> str:
        return urlsplit(self.target).path

    @property
    def query(self) -> list[tuple[str, str]]:
        return parse_qsl(urlsplit(self.target).query, keep_blank_values=True)

    @property
    def headers(self) -> dict[str, str]:
        lines = self.head.decode("latin-1").split("\r\n")[1:]
        pairs = (line.partition(":") for line in lines)
        return {name.lower(): value.strip() for name, _, value in pairs}


class GoneError(Exception):
    """The client has closed the connection, or the test is over."""


class Peer:
    """One connection, from the server's side."""

    def __init__(self, server: Adversary, connection: socket.socket, number: int) -> None:
        self.number = number
        self._server = server
        self._socket = connection
        self._buffer = b""

    def request(self) -> Received:
        """Read a request, body and all.

        Raises:
            GoneError: the client has closed the connection.
        """
        head = self._until(b"\r\n\r\n")
        received = Received(self.number, head, b"")
        headers = received.headers
        if headers.get("transfer-encoding") == "chunked":
            body = b""
            while size := int(self._until(b"\r\n"), 16):
                body += self.exactly(size)
                self.exactly(2)
            self.exactly(2)
        else:
            body = self.exactly(int(headers.get("content-length", "0")))
        received = Received(self.number, head, body)
        self._server.received.append(received)
        return received

    def request_head(self) -> None:
        """Read the head of a request; what follows stays unread."""
        head = self._until(b"\r\n\r\n")
        self._server.received.append(Received(self.number, head, b""))

    def send(self, data: bytes) -> None:
        """Send some bytes; raises `GoneError`."""
        try:
            self._socket.sendall(data)
        except OSError:
            raise GoneError from None

    def drip(self, data: bytes, pause: float = 0.02) -> None:
        """Send bytes one by one, with a pause before each."""
        for byte in data:
            self.pause(pause)
            self.send(bytes([byte]))

    def pause(self, seconds: float) -> None:
        """Wait; raises `GoneError` when the test is over."""
        if self._server.stopping.wait(seconds):
            raise GoneError

    def reset(self) -> None:
        """End the connection with RST."""
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._socket.close()
        raise GoneError

    def start_tls(self, context: ssl.SSLContext) -> None:
        """Speak TLS from here on, as a proxy's tunnel does."""
        self._socket = context.wrap_socket(self._socket, server_side=True)
        self._server.sockets.append(self._socket)

    def receive(self) -> bytes:
        """Give the next bytes, whatever they are."""
        self._receive()
        received, self._buffer = self._buffer, b""
        return received

    def hang_up(self) -> None:
        """Say that nothing follows, and listen no more."""
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        raise GoneError

    def close(self) -> None:
        """End the connection, if it has not ended."""
        with suppress(OSError):
            self._socket.close()

    def until_gone(self) -> None:
        """Read until the client closes the connection."""
        with suppress(OSError):
            while self._socket.recv(65536):
                pass
        raise GoneError

    def _until(self, end: bytes) -> bytes:
        while end not in self._buffer:
            self._receive()
        found, _, self._buffer = self._buffer.partition(end)
        return found

    def exactly(self, size: int) -> bytes:
        while len(self._buffer) < size:
            self._receive()
        found, self._buffer = self._buffer[:size], self._buffer[size:]
        return found

    def _receive(self) -> None:
        try:
            data = self._socket.recv(65536)
        except OSError:
            raise GoneError from None
        if not data:
            raise GoneError
        self._buffer += data


Script = Callable[[Peer], None]


class Adversary:
    """A running server: where it is, and what it saw."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.received: list[Received] = []
        self.opened = 0
        self.closed = 0
        self.sockets: list[socket.socket] = []
        self.stopping = threading.Event()
        self._changed = threading.Condition()

    @property
    def port(self) -> int:
        port = urlsplit(self.url).port
        assert port is not None
        return port

    def wait_until_closed(self) -> bool:
        """Say whether the client has closed, or now closes, every connection that it opened."""
        with self._changed:
            return self._changed.wait_for(lambda: self.opened == self.closed, PATIENCE)

    def wait_until_received(self, count: int) -> bool:
        """Say whether so many requests have arrived, or now do."""
        for _ in range(int(PATIENCE * 200)):
            if len(self.received) >= count:
                return True
            self.stopping.wait(0.005)
        return False

    def count(self, *, opened: int = 0, closed: int = 0) -> None:
        with self._changed:
            self.opened += opened
            self.closed += closed
            self._changed.notify_all()


@contextmanager
def adversary(
    *scripts: Script, tls: ssl.SSLContext | None = None, host: str = "127.0.0.1"
) -> Iterator[Adversary]:
    """Serve the first connection with the first script and so on, the last one for ever."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=1024)
    scheme = "http" if tls is None else "https"
    server = Adversary(f"{scheme}://{host}:{listener.getsockname()[1]}")
    numbers = itertools.count()
    threads: list[threading.Thread] = []

    def serve(connection: socket.socket, number: int) -> None:
        peer = Peer(server, connection, number)
        try:
            if tls is not None:
                peer.start_tls(tls)
            scripts[min(number, len(scripts) - 1)](peer)
            peer.until_gone()
        except (GoneError, OSError):  # a TLS handshake that fails is an OSError
            pass
        finally:
            peer.close()
            server.count(closed=1)

    def accept() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            server.count(opened=1)
            server.sockets.append(connection)
            thread = threading.Thread(target=serve, args=(connection, next(numbers)))
            threads.append(thread)
            thread.start()

    accepting = threading.Thread(target=accept)
    accepting.start()
    try:
        yield server
    finally:
        server.stopping.set()
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        accepting.join()
        for each in server.sockets:
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
        for thread in threads:
            thread.join()


def answer(
    body: bytes = b"{}",
    status: int = 200,
    *headers: tuple[str, str],
    length: bool = True,
) -> bytes:
    """Write an answer; JSON unless one of the headers says otherwise."""
    named = {name.lower() for name, _ in headers}
    listed = [*headers]
    if "content-type" not in named and body:
        listed.append(JSON)
    if length and "content-length" not in named and "transfer-encoding" not in named:
        listed.append(("Content-Length", str(len(body))))
    try:
        phrase = HTTPStatus(status).phrase
    except ValueError:
        phrase = "Odd"
    head = f"HTTP/1.1 {status:03} {phrase}\r\n" + "".join(f"{n}: {v}\r\n" for n, v in listed)
    return head.encode("latin-1") + b"\r\n" + body


def replies(*script: bytes) -> Script:
    """Answer the requests of all connections one after the other, the last answer for ever."""
    numbers = itertools.count()

    def talk(peer: Peer) -> None:
        while True:
            peer.request()
            peer.send(script[min(next(numbers), len(script) - 1)])

    return talk


def then(*steps: bytes | Callable[[Peer], None]) -> Script:
    """Read one request, then send bytes or do what a function does, and wait for the client."""

    def talk(peer: Peer) -> None:
        peer.request()
        for step in steps:
            if isinstance(step, bytes):
                peer.send(step)
            else:
                step(peer)

    return talk


def for_ever(data: bytes) -> Callable[[Peer], None]:
    """Send the same bytes until the client has enough."""

    def send(peer: Peer) -> None:
        while True:
            peer.send(data)

    return send


def dripping(data: Sequence[bytes] | bytes, pause: float = 0.02) -> Callable[[Peer], None]:
    """Send bytes one by one, over and over."""

    def send(peer: Peer) -> None:
        while True:
            peer.drip(data if isinstance(data, bytes) else b"".join(data), pause)

    return send


hang_up: Callable[[Peer], None] = Peer.hang_up
reset: Callable[[Peer], None] = Peer.reset
