"""The floors of the workshop: the WebSocket server for the program beside this file."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs, urlsplit

from websockets.datastructures import Headers
from websockets.http11 import Request, Response
from websockets.sync.server import ServerConnection

from tests.unit.runtime.servers import refusal, websocket_server


class Floors:
    """Talks to one client after the other; some first names make it do odd things."""

    def __init__(self) -> None:
        self.visits: dict[str, int] = {}
        self.lock = threading.Lock()

    def refuse(self, request: Request) -> Response | None:
        """Let in who has the token; who has gone is not let in again."""
        if request.headers.get("Authorization") != "Bearer t":
            body = json.dumps({"code": "who_are_you"}).encode()
            return Response(401, "Unauthorized", Headers({"Content-Length": str(len(body))}), body)
        visitor = request.headers.get("X-Trace", "")
        if visitor.startswith("gone") and self.visits.get(visitor):
            return refusal(403)
        return None

    def talk(self, connection: ServerConnection) -> None:
        """Answer messages until the client goes, or is sent away."""
        request = connection.request
        assert request is not None
        visitor = request.headers.get("X-Trace", "")
        with self.lock:
            self.visits[visitor] = visit = self.visits.get(visitor, 0) + 1
        desk = int(parse_qs(urlsplit(request.path).query)["desk"][0])
        waiting: list[dict[str, Any]] = []
        for frame in connection:
            message: dict[str, Any] = json.loads(frame)
            match message:
                case {"type": "greet", "name": "bye"}:
                    connection.close(1000)
                case {"type": "greet", "name": "break"}:
                    connection.socket.shutdown(socket.SHUT_RDWR)
                case {"type": "greet", "name": "away"}:
                    connection.close(1011, "no one is here")
                case {"type": "greet", "name": "odd"}:
                    connection.send('{"type":"brand.new","n":1}')
                    connection.send(b"\0\1" * 240)
                case {"type": "greet", "name": "fail"}:
                    connection.send('{"type":"error","code":"no_such_name"}')
                case {"type": "greet", "name": name}:
                    said = f"{name}, visit {visit}, {urlsplit(request.path).query}"
                    answer = {"type": "greeted", "desk": desk, "said": said}
                    connection.send(json.dumps(answer))
                case {"type": "part.add", "part": part}:
                    # Only the server sets serial numbers.
                    assert "serial" not in part
                    answer = {"type": "part.added", "part": {**part, "serial": "new"}}
                    connection.send(json.dumps(answer))
                case {"type": "audio.append", "audio": audio}:
                    connection.send(json.dumps({"type": "audio.delta", "delta": audio}))
                case {"type": "order.follow", "order": "never"}:
                    continue
                case {"type": "order.follow", "order": "missing", "request_id": number}:
                    fault = {"type": "error", "code": "no_such_order", "request_id": number}
                    connection.send(json.dumps(fault))
                case {"type": "order.follow", "order": "later"}:
                    waiting.append(message)
                case {"type": "order.follow"}:
                    for request_ in (message, *waiting):
                        connection.send(json.dumps({**request_, "type": "order.followed"}))
                    waiting.clear()
                case _:
                    assert message == {"type": "keep"}


@contextmanager
def floors() -> Iterator[str]:
    """Run the server on the loopback address; gives its URL."""
    talker = Floors()
    with websocket_server(talker.talk, talker.refuse) as server:
        yield server.url
