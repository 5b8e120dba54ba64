"""The server of the workshop: just enough of it for the program beside this file."""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar
from urllib.parse import parse_qs, unquote, urlsplit

ORDER = {
    "id": "a",
    "item": "table",
    "price": "19.90",
    "due": "2030-01-02T03:04:00Z",
    "status": "open",
    "note": None,
    "parts": [{"name": "leg", "count": 4}],
    "address": {"street": "Elm", "checked": True},
}
DRAWING = b"0123456789"
BASIC = f"Basic {base64.b64encode(b'id:secret').decode()}"
PROGRESS = ({"kind": "Started", "by": "Ann"}, {"kind": "Finished", "seconds": 1.5})


class Handler(BaseHTTPRequestHandler):
    """Answers one connection's requests."""

    protocol_version = "HTTP/1.1"
    attempts: ClassVar[dict[str, list[str | None]]] = {}

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""

    def answer(self) -> None:
        self.url = urlsplit(self.path)
        self.body = self._body()
        match self.command, self.url.path.strip("/").split("/"):
            case "POST", ["token"]:
                self._token()
            case _, ["session"]:
                self._json(200, {"name": self._who()})
            case method, ["orders"]:
                self._orders(method)
            case method, ["orders", name]:
                self._order(method, name)
            case method, ["orders", "a", part]:
                self._part(method, part)
            case "GET", ["log"]:
                lines = "".join(f"{json.dumps(event)}\n" for event in PROGRESS)
                self._send(200, lines.encode(), "application/jsonl")
            case "POST" | "PUT", ["log"]:
                for line in self.body.splitlines():
                    assert json.loads(line)["kind"] in ("Started", "Finished")
                self._send(204, b"", "")
            case _:
                self._json(404, {"code": "no_such_thing"})

    def _token(self) -> None:
        """Client credentials (RFC 6749, section 4.4)."""
        if self.headers["Authorization"] != BASIC:
            self._json(401, {"error": "invalid_client"})
            return
        self._json(200, {"access_token": "fetched", "token_type": "bearer", "expires_in": 3600})

    def _who(self) -> str:
        if self.command == "GET":
            return "; ".join(sorted(self.headers["Cookie"].split("; ")))
        assert parse_qs(self.body.decode())["desk"] == ["7"]
        scheme, _, text = self.headers["Authorization"].partition(" ")
        assert scheme == "Basic"
        return base64.b64decode(text).decode().partition(":")[0]

    def _orders(self, method: str) -> None:
        if method == "POST":
            self._json(201, stored(json.loads(self.body)))
            return
        query = parse_qs(self.url.query)
        seen = f"{unquote(self.url.query)} {self.headers.get('X-Desk', '')}"
        self._json(200, page(query.get("after", [None])[0], seen))

    def _order(self, method: str, name: str) -> None:
        if name.startswith("flaky-"):
            self._flaky(name)
            return
        match method, name:
            case "GET", "missing":
                self._json(404, {"code": "no_such_order", "detail": "it has gone"})
            case "GET", "busy":
                self._json(429, {"code": "busy"}, {"Retry-After": "0"})
            case "GET", "broken":
                self._json(500, {"code": "broken"})
            case "GET", "slow":
                # The client has gone by then, and closed the connection.
                self.rfile.read(1)
            case "GET", "moved":
                self._send(307, b"", "", {"Location": "/orders/a"})
            case "GET", "elsewhere":
                self._send(307, b"", "", {"Location": "http://other.example/orders/a"})
            case "GET", "odd":
                self._json(200, {**ORDER, "price": "a lot"})
            case "GET", "who":
                self._json(200, {**ORDER, "item": self.headers["Authorization"]})
            case "GET", "seen":
                note = f"{self.url.query} {self.headers.get('X-Team', '')}"
                self._json(200, {**ORDER, "note": note})
            case "PATCH", "a":
                self._json(200, stored(json.loads(self.body)))
            case "DELETE", "a":
                self._send(204, b"", "")
            case _:
                self._json(200, {**ORDER, "id": name})

    def _flaky(self, name: str) -> None:
        """Answer the second attempt; a change is made at the first one, and its answer lost."""
        keys = self.attempts.setdefault(name, [])
        keys.append(self.headers["Idempotency-Key"])
        if len(keys) > 1:
            note = f"{len(keys)} attempts"
            self._json(200, {**ORDER, "note": f"{note}, {len(set(keys))} key" if keys[0] else note})
        elif self.command == "GET":
            self._json(503, {"code": "later"}, {"Retry-After": "0"})
        else:
            self.close_connection = True

    def _part(self, method: str, part: str) -> None:
        match method, part:
            case "GET", "drawing":
                self._send(200, DRAWING, "application/octet-stream")
            case "POST", "drawing":
                self._json(200, {"size": len(file_of(self.body, self.headers["Content-Type"]))})
            case "PUT", "photo":
                self._json(200, {"size": len(self.body)})
            case "GET", "progress":
                self._progress(int(self.headers.get("Last-Event-ID") or 0))
            case _:
                self._json(404, {"code": "no_such_thing"})

    def _progress(self, last: int) -> None:
        """Send the next event, and end there; without a next one there is nothing."""
        if last == len(PROGRESS):
            self._send(204, b"", "")
            return
        data = json.dumps(PROGRESS[last])
        event = f"retry: 0\nid: {last + 1}\ndata: {data}\n\n"
        self._send(200, event.encode(), "text/event-stream")

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = answer  # noqa: N815 - the names of the base class

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


def stored(order: dict[str, Any]) -> dict[str, Any]:
    """An order as the server has it: with what only the server sets, which no request has."""
    assert "id" not in order
    assert "checked" not in order.get("address", {})
    parts = order.get("parts", [])
    assert not any("serial" in part for part in parts)
    placed = order.get("places", {})
    assert all(part["count"] for part in placed.values())
    return {**ORDER, **order, "parts": [{**part, "serial": "new"} for part in parts]}


def page(after: str | None, seen: str) -> dict[str, Any]:
    """One order of three, and where the next one is."""
    names = ["a", "b", "c"]
    index = 0 if after is None else names.index(after) + 1
    order = {**ORDER, "id": names[index], "item": names[index], "note": seen}
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
    Handler.attempts.clear()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
