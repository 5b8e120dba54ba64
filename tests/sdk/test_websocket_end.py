"""How connections end, and those that never begin."""

# ruff: noqa: SIM117 - the server, the expected error and the client read best nested

from __future__ import annotations

import json
import logging
import pickle
from typing import Any

import openai_realtime
import pytest
from openai_realtime import (
    APIConnectionError,
    APIStatusError,
    APITimeoutError,
    OpenAIError,
    WebSocketConnectionClosedError,
)
from openai_realtime.types.realtime import ResponseTextDeltaEvent
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response
from websockets.sync.server import ServerConnection

from tests.sdk.flavours import KEY, Flavour
from tests.sdk.servers import (
    cut,
    refusal,
    refusing_address,
    says,
    silent_address,
    websocket_server,
)
from tests.sdk.test_websocket import DELTA

HIDDEN = {"token": "hidden-token"}


def check_nothing_shows(error: OpenAIError) -> None:
    """Neither the key nor the query is seen where a person would look."""
    request = error.request  # type: ignore[attr-defined]
    for each in (error, error.__cause__, error.__context__):
        text = f"{each} {each!r} {getattr(each, 'args', '')}"
        assert KEY not in text
        assert "hidden" not in text
    assert "hidden" not in f"{request!r} {request.url}"
    assert KEY not in str(request.headers)


class TestEnd:
    @pytest.mark.parametrize("code", [1000, 1001])
    def test_quiet(self, flavour: Flavour, code: int) -> None:
        with websocket_server(says(DELTA, code=code)) as server:
            with flavour.client(base_url=server.url) as client:
                with flavour.entered(client.realtime.connect(model="m")) as connection:
                    events = flavour.collect(connection)
                    with pytest.raises(WebSocketConnectionClosedError) as caught:
                        flavour.wait(connection.recv())
        assert [type(event) for event in events] == [ResponseTextDeltaEvent]
        assert caught.value.code == code

    @pytest.mark.parametrize("code", [1002, 1003, 1008, 1009, 1011, 1012, 1013, 3000, 4000, 4999])
    def test_loud(self, flavour: Flavour, code: int) -> None:
        with websocket_server(says(DELTA, code=code, reason="no \x1b[31m\nmore")) as server:
            with flavour.client(base_url=server.url) as client:
                manager = client.realtime.connect(model="m", extra_query=HIDDEN)
                with flavour.entered(manager) as connection:
                    iterator = aiter_or_iter(connection)
                    assert type(flavour.following(iterator)) is ResponseTextDeltaEvent
                    with pytest.raises(WebSocketConnectionClosedError) as caught:
                        flavour.following(iterator)
                    with pytest.raises(WebSocketConnectionClosedError) as again:
                        flavour.wait(connection.recv())
                    with pytest.raises(WebSocketConnectionClosedError) as sending:
                        flavour.wait(connection.response.create())
        for error in (caught.value, again.value, sending.value):
            assert isinstance(error, APIConnectionError)
            assert (error.code, error.reason) == (code, "no \x1b[31m\nmore")
            assert str(error).isprintable()
            check_nothing_shows(error)
        copied = pickle.loads(pickle.dumps(caught.value))
        assert (type(copied), copied.code) == (WebSocketConnectionClosedError, code)
        # The library's exception, whose text has the reason unescaped, is not in a traceback.
        assert caught.value.__cause__ is None
        assert caught.value.__suppress_context__

    def test_without_a_close(self, flavour: Flavour) -> None:
        with websocket_server(cut) as server, flavour.client(base_url=server.url) as client:
            with flavour.entered(client.realtime.connect(model="m")) as connection:
                with pytest.raises(WebSocketConnectionClosedError) as caught:
                    flavour.collect(connection)
        assert (caught.value.code, caught.value.reason) == (1006, "")

    def test_without_a_code(self, flavour: Flavour) -> None:
        def talk(connection: ServerConnection) -> None:
            connection.socket.sendall(b"\x88\x00")

        with websocket_server(talk) as server, flavour.client(base_url=server.url) as client:
            with flavour.entered(client.realtime.connect(model="m")) as connection:
                with pytest.raises(WebSocketConnectionClosedError) as caught:
                    flavour.collect(connection)
        assert caught.value.code == 1005

    @pytest.mark.parametrize(
        ("bytes_", "code"),
        [
            (b"\x81\xff\x00\x00\x00\x00\x00\x00\x00\x00", 1002),  # masked by a server
            (b"\x83\x00", 1002),  # an opcode that does not exist
            (b"\x81\x7f\x00\x00\x01\x00\x00\x00\x00\x00", 1009),  # a terabyte announced
        ],
        ids=["masked", "opcode", "too large"],
    )
    def test_a_server_that_breaks_the_protocol(
        self, flavour: Flavour, bytes_: bytes, code: int
    ) -> None:
        def talk(connection: ServerConnection) -> None:
            connection.socket.sendall(bytes_)

        with websocket_server(talk) as server, flavour.client(base_url=server.url) as client:
            with flavour.entered(client.realtime.connect(model="m")) as connection:
                with pytest.raises(WebSocketConnectionClosedError) as caught:
                    flavour.collect(connection)
        assert caught.value.code == code

    @pytest.mark.parametrize(
        ("arguments", "expected"),
        [
            ({}, (1000, "")),
            ({"code": 1001, "reason": "bye"}, (1001, "bye")),
            ({"code": 4000, "reason": "Grüße"}, (4000, "Grüße")),
        ],
    )
    def test_close(
        self, flavour: Flavour, arguments: dict[str, Any], expected: tuple[int, str]
    ) -> None:
        closes: list[tuple[int | None, str | None]] = []

        def talk(connection: ServerConnection) -> None:
            connection.send(json.dumps(DELTA))
            try:
                connection.recv()
            except ConnectionClosed as closed:
                closes.append(
                    (closed.rcvd.code, closed.rcvd.reason) if closed.rcvd else (None, None)
                )

        with websocket_server(talk) as server, flavour.client(base_url=server.url) as client:
            with flavour.entered(client.realtime.connect(model="m")) as connection:
                # Version 15 of the library's server calls nobody once a close is there.
                flavour.wait(connection.recv())
                flavour.wait(connection.close(**arguments))
                with pytest.raises(WebSocketConnectionClosedError):
                    flavour.wait(connection.recv())
                with pytest.raises(WebSocketConnectionClosedError):
                    flavour.wait(connection.input_audio_buffer.append(audio=b""))
                flavour.wait(connection.close())
        assert closes == [expected]

    @pytest.mark.parametrize(
        "arguments", [{"code": 999}, {"code": 1005}, {"code": 5000}, {"reason": "é" * 62}]
    )
    def test_a_close_that_cannot_be_sent(self, flavour: Flavour, arguments: dict[str, Any]) -> None:
        with websocket_server() as server, flavour.client(base_url=server.url) as client:
            with flavour.entered(client.realtime.connect(model="m")) as connection:
                with pytest.raises(ValueError, match="close"):
                    flavour.wait(connection.close(**arguments))
                flavour.wait(connection.response.cancel())
                assert server.message() == {"type": "response.cancel"}


def aiter_or_iter(iterable: Any) -> Any:
    """Give the iterator of a connection, of either half."""
    return aiter(iterable) if hasattr(iterable, "__aiter__") else iter(iterable)


class TestRefusals:
    def connect(self, flavour: Flavour, url: str, **arguments: Any) -> None:
        with flavour.client(base_url=url, default_headers={"X-Api-Key": "hidden-2"}) as client:
            manager = client.realtime.connect(model="m", extra_query=HIDDEN, **arguments)
            with flavour.entered(manager):
                raise AssertionError("the connection was opened")

    @pytest.mark.parametrize(
        ("status", "name"),
        [
            (200, "APIStatusError"),
            (400, "BadRequestError"),
            (401, "AuthenticationError"),
            (403, "PermissionDeniedError"),
            (404, "NotFoundError"),
            (429, "RateLimitError"),
            (500, "InternalServerError"),
            (503, "InternalServerError"),
        ],
    )
    def test_a_status(self, flavour: Flavour, status: int, name: str) -> None:
        said = {"message": f"Incorrect API key provided: {KEY}", "code": "c", "type": "t"}
        headers = {"X-Request-Id": "req-1", "Content-Type": "application/json"}

        def refuse(request: Request) -> Response:
            return refusal(status, json.dumps({"error": said}).encode(), headers)

        with websocket_server(refuse=refuse) as server:
            with pytest.raises(APIStatusError) as caught:
                self.connect(flavour, server.url)
        error = caught.value
        assert type(error) is getattr(openai_realtime, name)
        assert (error.status_code, error.request_id) == (status, "req-1")
        assert (error.code, error.type, error.body) == ("c", "t", said)
        assert str(error) == f"Error code: {status} - Incorrect API key provided: ***"
        check_nothing_shows(error)

    @pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
    @pytest.mark.parametrize("form", ["http", "ws", "//"])
    def test_a_redirect_to_another_origin(self, flavour: Flavour, status: int, form: str) -> None:
        with websocket_server() as other:
            address = other.url.removeprefix("http:")
            location = f"{'' if form == '//' else form + ':'}{address}/realtime?sig=hidden"

            def refuse(request: Request) -> Response:
                return refusal(status, headers={"Location": location})

            with websocket_server(refuse=refuse) as server:
                with pytest.raises(APIConnectionError) as caught:
                    self.connect(flavour, server.url)
            assert other.requests == []
        check_nothing_shows(caught.value)

    def test_a_redirect_within_the_origin(self, flavour: Flavour) -> None:
        def refuse(request: Request) -> Response | None:
            moved = request.path.startswith("/moved")
            return None if moved else refusal(307, headers={"Location": "/moved?x=1"})

        with websocket_server(says(DELTA), refuse) as server:
            with flavour.client(base_url=server.url) as client:
                with flavour.entered(client.realtime.connect(model="m")) as connection:
                    assert len(flavour.collect(connection)) == 1
        assert server.requests[1].path == "/moved?x=1"
        assert server.requests[1].headers["Authorization"] == f"Bearer {KEY}"

    def test_a_redirect_loop(self, flavour: Flavour) -> None:
        def refuse(request: Request) -> Response:
            return refusal(307, headers={"Location": "/realtime"})

        with websocket_server(refuse=refuse) as server:
            with pytest.raises(APIStatusError) as caught:
                self.connect(flavour, server.url)
        assert caught.value.status_code == 307
        assert len(server.requests) < 10

    def test_nobody_listens(self, flavour: Flavour) -> None:
        with refusing_address() as url, pytest.raises(APIConnectionError) as caught:
            self.connect(flavour, url)
        assert not isinstance(caught.value, APITimeoutError)
        check_nothing_shows(caught.value)

    def test_no_answer_in_time(self, flavour: Flavour) -> None:
        options = {"open_timeout": 0.05}
        with silent_address() as url, pytest.raises(APITimeoutError) as caught:
            self.connect(flavour, url, websocket_connection_options=options)
        check_nothing_shows(caught.value)

    @pytest.mark.parametrize(
        "headers",
        [{"X-A": "1\r\nX-B: hidden"}, {"X A": "1"}, {"X-A": "☎"}],
        ids=["break", "name", "☎"],
    )
    def test_a_header_that_would_break_the_handshake(
        self, flavour: Flavour, headers: dict[str, str]
    ) -> None:
        with websocket_server() as server:
            with pytest.raises(ValueError, match="header") as caught:
                self.connect(flavour, server.url, extra_headers=headers)
        assert server.requests == []
        assert "hidden" not in str(caught.value)

    def test_logs_have_neither_key_nor_query(
        self, flavour: Flavour, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level(logging.DEBUG)
        with websocket_server(says(DELTA)) as server, flavour.client(base_url=server.url) as client:
            manager = client.realtime.connect(model="m", extra_query=HIDDEN)
            with flavour.entered(manager) as connection:
                flavour.collect(connection)
        ours = [r for r in caplog.records if not r.name.startswith("websockets.server")]
        everything = "\n".join(f"{r.getMessage()} {r.args!r}" for r in ours)
        assert KEY not in everything
        assert "hidden" not in everything
        assert "Grüß" not in everything
