"""The server of the workshop: just enough of it for the program beside this file."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

ORDER = {
    "id": "a",
    "item": "table",
    "price": "19.90",
    "due": "2030-01-02T03:04:00Z",
    "status": "open",
    "note": None,
    "parts": [{"name": "leg", "count": 4}],
}
DRAWING = b"0123456789"
PROGRESS = ({"kind": "Started", "by": "Ann"}, {"kind": "Finished", "seconds": 1.5})


class Handler(BaseHTTPRequestHandler):
    """Answers one connection's requests."""

    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""

    def answer(self) -> None:
        url = urlsplit(self.path)
        body = self._body()
        parts = url.path.strip("/").split("/")
        match self.command, parts:
            case "GET", ["orders"]:
                after = parse_qs(url.query).get("after", [None])[0]
                self._json(200, page(after))
            case "POST", ["orders"]:
                self._json(201, {**ORDER, **json.loads(body)})
            case "GET", ["orders", "a"]:
                self._json(200, ORDER)
            case "DELETE", ["orders", "a"]:
                self._send(204, b"", "")
            case "GET", ["orders", "busy"]:
                self._json(429, {"code": "busy"}, {"Retry-After": "0"})
            case "GET", ["orders", "a", "drawing"]:
                self._send(200, DRAWING, "application/octet-stream")
            case "POST", ["orders", "a", "drawing"]:
                self._json(200, {"size": len(file_of(body, self.headers["Content-Type"]))})
            case "GET", ["orders", "a", "progress"]:
                events = "".join(f"data: {json.dumps(event)}\n\n" for event in PROGRESS)
                self._send(200, events.encode(), "text/event-stream")
            case "GET", ["log"]:
                lines = "".join(f"{json.dumps(event)}\n" for event in PROGRESS)
                self._send(200, lines.encode(), "application/jsonl")
            case _:
                self._json(404, {"code": "no_such_order", "detail": "it has gone"})

    do_GET = do_POST = do_DELETE = answer  # noqa: N815 - the names of the base class

    def _body(self) -> bytes:
        if self.headers.get("Transfer-Encoding") == "chunked":
            chunks: list[bytes] = []
            while size := int(self.rfile.readline(), 16):
                chunks.append(self.rfile.read(size))
                self.rfile.readline()
            self.rfile.readline()
            return b"".join(chunks)
        return self.rfile.read(int(self.headers.get("Content-Length", 0)))

    def _json(self, status: int, value: object, headers: dict[str, str] | None = None) -> None:
        self._send(status, json.dumps(value).encode(), "application/json", headers)

    def _send(
        self, status: int, body: bytes, kind: str, headers: dict[str, str] | None = None
    ) -> None:
        self.send_response(status)
        for name, value in {
            "Content-Type": kind,
            "x-request-id": "req-1",
            **(headers or {}),
        }.items():
            self.send_header(name, value)
        if status != 204:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def page(after: str | None) -> dict[str, Any]:
    """One order of three, and where the next one is."""
    names = ["a", "b", "c"]
    index = 0 if after is None else names.index(after) + 1
    order = {**ORDER, "id": names[index], "item": names[index]}
    return {"data": [order], "next": names[index] if index < 2 else None}


def file_of(body: bytes, content_type: str) -> bytes:
    """The content of the part called `file` (RFC 7578)."""
    boundary = b"--" + content_type.partition("boundary=")[2].strip('"').encode()
    for part in body.split(boundary):
        head, _, content = part.partition(b"\r\n\r\n")
        if b'name="file"' in head:
            return content.removesuffix(b"\r\n")
    raise ValueError("there is no file")


@contextmanager
def workshop() -> Iterator[str]:
    """Run the server on the loopback address; gives its URL."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
