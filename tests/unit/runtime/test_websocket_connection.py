"""Connections over real sockets: handshakes, messages, closes; blocking and asyncio alike."""

# ruff: noqa: SIM117 - the server, the expected error and the connection read best nested

from __future__ import annotations

import json
import logging
import socket
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response
from websockets.sync.server import ServerConnection

from runtime.encode_json import base64_text
from runtime.errors import (
    APIConnectionError,
    APIError,
    APIResponseValidationError,
    APIStatusError,
    APITimeoutError,
    AuthenticationError,
    InternalServerError,
    PermissionDeniedError,
    RateLimitError,
    WebSocketConnectionClosedError,
)
from runtime.models import is_unknown
from runtime.sentinels import omit
from tests.unit.runtime.example_sdk import (
    AsyncLiveConnection,
    FunctionCall,
    ItemAdded,
    LiveConnection,
    TextDelta,
    UnknownEvent,
)
from tests.unit.runtime.flavours import KEY, Flavour
from tests.unit.runtime.servers import refusal, websocket_server

DELTA = '{"type":"text.delta","delta":"Hi","index":0}'
TOKEN = "hidden-token"


def silent(connection: ServerConnection) -> None:
    """Say nothing, listen."""


class TestHandshake:
    def test_address_headers_and_credentials(self, flavour: Flavour) -> None:
        with (
            websocket_server(silent) as server,
            flavour.connected(
                {
                    "model": "m 1&x=2",
                    "extra_query": {"include": ["a", "b"]},
                    "extra_headers": {"X-Extra": "1", "X-Default": omit},
                },
                base_url=f"{server.url}/v1?tenant=t",
                organization="org",
                default_headers={"X-Default": "d", "X-Kept": "k"},
            ),
        ):
            pass
        [request] = server.requests
        assert request.path == "/v1/live?tenant=t&model=m%201%26x%3D2&include=a&include=b"
        assert request.headers["Authorization"] == f"Bearer {KEY}"
        assert request.headers["X-Organization"] == "org"
        assert request.headers["X-Extra"] == "1"
        assert request.headers["X-Kept"] == "k"
        assert "X-Default" not in request.headers
        assert request.headers.get_all("User-Agent") == ["Example/Python 1.2.3"]
        assert "Sec-WebSocket-Extensions" not in request.headers

    def test_an_address_of_its_own(self, flavour: Flavour) -> None:
        with (
            websocket_server(silent) as server,
            flavour.connected({}, websocket_base_url=server.url.replace("http", "ws") + "/socket/"),
        ):
            pass
        assert server.requests[0].path == "/socket/live"

    @pytest.mark.parametrize(
        ("status", "kind"),
        [
            (200, APIStatusError),
            (401, AuthenticationError),
            (403, PermissionDeniedError),
            (429, RateLimitError),
            (503, InternalServerError),
        ],
    )
    def test_a_refusal_is_a_status_error(
        self, flavour: Flavour, status: int, kind: type[APIStatusError]
    ) -> None:
        body = json.dumps({"error": {"message": f"no: {KEY}", "code": "c"}}).encode()

        def refuse(request: Request) -> Response:
            return refusal(status, body, **{"X-Request-Id": "req-1", "Retry-After": "1"})

        with websocket_server(silent, refuse) as server, pytest.raises(kind) as caught:
            with flavour.connected({"extra_query": {"token": "hidden-token"}}, base_url=server.url):
                pass
        error = caught.value
        assert str(error) == f"Error code: {status} - no: ***"
        assert (error.status_code, error.request_id, error.code) == (status, "req-1", "c")
        assert error.response.headers["retry-after"] == "1"
        assert "hidden-token" not in repr(error.request) + repr(error)

    def test_a_redirect_within_the_origin(self, flavour: Flavour) -> None:
        def refuse(request: Request) -> Response | None:
            if request.path.startswith("/live"):
                return refusal(307, Location="/moved?x=1")
            return None

        with websocket_server(silent, refuse) as server:
            with flavour.connected({}, base_url=server.url):
                pass
        assert [request.path for request in server.requests] == ["/live", "/moved?x=1"]

    @pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
    def test_another_origin_is_refused(self, flavour: Flavour, status: int) -> None:
        with websocket_server(silent) as other:

            def refuse(request: Request) -> Response:
                return refusal(status, Location=f"{other.url.replace('http', 'ws')}/steal?k=1")

            with websocket_server(silent, refuse) as server:
                with pytest.raises(APIConnectionError, match="another origin") as caught:
                    with flavour.connected({}, base_url=server.url):
                        pass
        assert "steal" not in str(caught.value)
        assert other.requests == []

    def test_a_redirect_loop_ends(self, flavour: Flavour) -> None:
        with websocket_server(silent, lambda request: refusal(302, Location="/live")) as server:
            with pytest.raises(APIStatusError, match="302"):
                with flavour.connected({}, base_url=server.url):
                    pass
        assert len(server.requests) == 6

    def test_nobody_listens(self, flavour: Flavour) -> None:
        with websocket_server(silent) as server:
            closed = server.url
        with pytest.raises(APIConnectionError, match="ConnectionRefusedError"):
            with flavour.connected({}, base_url=closed):
                pass

    def test_a_server_that_never_answers(self, flavour: Flavour) -> None:
        with (
            mute_server() as url,
            pytest.raises(APITimeoutError),
            flavour.connected(
                {"websocket_connection_options": {"open_timeout": 0.05}}, base_url=url
            ),
        ):
            pass

    def test_a_server_of_another_protocol(self, flavour: Flavour) -> None:
        with mute_server(b"SSH-2.0-OpenSSH\r\n\r\n") as url:
            with pytest.raises(APIConnectionError, match="InvalidMessage"):
                with flavour.connected({}, base_url=url):
                    pass

    def test_a_server_that_speaks_first(self, flavour: Flavour) -> None:
        with mute_server(b"SSH-2.0-OpenSSH\r\n\r\n", first=True) as url:
            with pytest.raises(APIConnectionError):
                with flavour.connected(
                    {"websocket_connection_options": {"open_timeout": 0.2}}, base_url=url
                ):
                    pass

    def test_a_header_with_a_line_break_opens_nothing(self, flavour: Flavour) -> None:
        with websocket_server(silent) as server, pytest.raises(ValueError, match="X-Bad"):
            with flavour.connected({"extra_headers": {"X-Bad": "a\nb"}}, base_url=server.url):
                pass
        assert server.requests == []


class TestMessages:
    def test_events_get_their_class(self, flavour: Flavour) -> None:
        def talk(connection: ServerConnection) -> None:
            connection.send(DELTA)
            connection.send(b'{"type":"item.added","item":{"type":"function_call","name":"f"}}')
            connection.send('{"type":"brand.new","close":1}')
            connection.send("not json")
            connection.send(b"\xff\x00")
            connection.close()

        with websocket_server(talk) as server:
            with flavour.connected({}, base_url=server.url) as connection:
                delta, added, new, text, binary = connection.events()
        assert delta == TextDelta(type="text.delta", delta="Hi", index=0)
        assert isinstance(added, ItemAdded)
        assert isinstance(added.item, FunctionCall)
        for unknown in (new, text, binary):
            assert isinstance(unknown, UnknownEvent)
            assert is_unknown(unknown)
        assert new.raw == {"type": "brand.new", "close": 1}
        assert new.error is None
        assert text.raw == "not json"
        assert binary.raw == b"\xff\x00"
        assert "not readable as JSON" in text.error

    def test_one_bad_event_does_not_end_the_session(self, flavour: Flavour) -> None:
        def talk(connection: ServerConnection) -> None:
            connection.send('{"type":"text.delta","delta":5}')
            connection.send('{"type":"text.delta","delta":"\\ud800","index":1}')
            connection.send("[" * 100_000)
            connection.send("1" * 10_000)
            connection.send(DELTA)

        with websocket_server(talk) as server:
            with flavour.connected({}, base_url=server.url) as connection:
                events = [connection.recv() for _ in range(5)]
        assert isinstance(events[0], TextDelta)
        assert events[0].to_dict() == {"type": "text.delta", "delta": 5}
        assert [is_unknown(event) for event in events] == [False, True, True, True, False]

    def test_strict(self, flavour: Flavour) -> None:
        def talk(connection: ServerConnection) -> None:
            connection.send('{"type":"text.delta","delta":5}')
            connection.send(DELTA)

        with (
            websocket_server(talk) as server,
            flavour.connected(
                {}, base_url=server.url, _strict_response_validation=True
            ) as connection,
        ):
            with pytest.raises(APIResponseValidationError, match="delta") as caught:
                connection.recv()
            assert isinstance(connection.recv(), TextDelta)
        assert caught.value.body == {"type": "text.delta", "delta": 5}

    def test_raw_bytes_of_any_frame(self, flavour: Flavour) -> None:
        def talk(connection: ServerConnection) -> None:
            connection.send(DELTA)
            connection.send(b"\x01\x02")

        with websocket_server(talk) as server:
            with flavour.connected({}, base_url=server.url) as connection:
                assert connection.recv_bytes() == DELTA.encode()
                assert connection.recv_bytes() == b"\x01\x02"

    def test_sending(self, flavour: Flavour) -> None:
        with websocket_server(silent) as server:
            with flavour.connected({}, base_url=server.url) as connection:
                connection.send_message(
                    {"type": "append", "audio": base64_text(b"\x00\xff"), "event_id": omit}
                )
                connection.send_message({"type": "create", "item": {"a": omit, "b": "é"}})
                connection.send(TextDelta(type="text.delta", delta="x", index=1))
                connection.send({"type": "plain"})
                connection.send_raw("text")
                connection.send_raw(b"bytes")
        assert server.messages == [
            '{"type":"append","audio":"AP8="}',
            '{"type":"create","item":{"b":"é"}}',
            '{"type":"text.delta","delta":"x","index":1}',
            '{"type":"plain"}',
            "text",
            b"bytes",
        ]

    def test_a_message_over_the_limit(self, flavour: Flavour) -> None:
        def talk(connection: ServerConnection) -> None:
            connection.send("x" * 2000)

        with (
            websocket_server(talk) as server,
            flavour.connected(
                {"websocket_connection_options": {"max_size": 1000}}, base_url=server.url
            ) as connection,
            pytest.raises(WebSocketConnectionClosedError) as caught,
        ):
            connection.recv()
        assert caught.value.code == 1009


class TestClosing:
    @pytest.mark.parametrize("code", [1000, 1001])
    def test_quiet_codes_end_the_iteration(self, flavour: Flavour, code: int) -> None:
        def talk(connection: ServerConnection) -> None:
            connection.send(DELTA)
            connection.close(code)

        with websocket_server(talk) as server:
            with flavour.connected({}, base_url=server.url) as connection:
                assert len(connection.events()) == 1
                with pytest.raises(WebSocketConnectionClosedError):
                    connection.recv()

    @pytest.mark.parametrize("code", [1008, 1011, 1012, 3000, 4401])
    def test_other_codes_raise(self, flavour: Flavour, code: int) -> None:
        def talk(connection: ServerConnection) -> None:
            connection.close(code, "because\x1b[2J")

        with (
            websocket_server(talk) as server,
            flavour.connected(
                {"extra_query": {"token": "hidden-token"}}, base_url=server.url
            ) as connection,
            pytest.raises(WebSocketConnectionClosedError) as caught,
        ):
            connection.events()
        assert caught.value.code == code
        assert caught.value.reason == "because\x1b[2J"
        assert str(caught.value) == f"WebSocket connection closed with code {code}: because\\x1b[2J"
        assert "hidden-token" not in repr(caught.value.request)

    def test_a_close_without_a_code(self, flavour: Flavour) -> None:
        def talk(connection: ServerConnection) -> None:
            connection.protocol.send_close()
            connection.socket.sendall(b"".join(connection.protocol.data_to_send()))

        with websocket_server(talk) as server:
            with flavour.connected({}, base_url=server.url) as connection:
                with pytest.raises(WebSocketConnectionClosedError) as caught:
                    connection.events()
        assert caught.value.code == 1005

    def test_a_dropped_connection(self, flavour: Flavour) -> None:
        def talk(connection: ServerConnection) -> None:
            connection.socket.shutdown(socket.SHUT_RDWR)

        with websocket_server(talk) as server:
            with flavour.connected({}, base_url=server.url) as connection:
                with pytest.raises(WebSocketConnectionClosedError) as caught:
                    connection.events()
                assert caught.value.code == 1006
                with pytest.raises(WebSocketConnectionClosedError):
                    connection.send_raw("late")

    def test_our_close_reaches_the_server(self, flavour: Flavour) -> None:
        codes: list[Any] = []

        def talk(connection: ServerConnection) -> None:
            try:
                list(connection)
            except ConnectionClosed:
                codes.append((connection.close_code, connection.close_reason))

        with websocket_server(talk) as server:
            with flavour.connected({}, base_url=server.url) as connection:
                connection.close(code=4000, reason="bye")
        assert codes == [(4000, "bye")]

    @pytest.mark.parametrize(("code", "reason"), [(1005, ""), (999, ""), (1000, "x" * 124)])
    def test_a_close_that_cannot_be_sent(self, flavour: Flavour, code: int, reason: str) -> None:
        with websocket_server(silent) as server:
            with flavour.connected({}, base_url=server.url) as connection:
                with pytest.raises(ValueError, match="close"):
                    connection.close(code=code, reason=reason)


class TestTracebacks:
    """A printed traceback shows the chained exceptions of the libraries too.

    It also shows lines of this file, so the token is not written where it is used.
    """

    def test_of_a_close(self, flavour: Flavour) -> None:
        def talk(connection: ServerConnection) -> None:
            connection.close(4000, "\x1b[2J")

        with websocket_server(talk) as server:
            with flavour.connected(
                {"extra_query": {"token": TOKEN}}, base_url=server.url
            ) as connection:
                with pytest.raises(WebSocketConnectionClosedError) as caught:
                    connection.recv()
        printed = "".join(traceback.format_exception(caught.value))
        assert "\x1b" not in printed
        assert TOKEN not in printed

    def test_of_a_refusal(self, flavour: Flavour) -> None:
        with websocket_server(silent, lambda request: refusal(401, b"\x1b")) as server:
            with pytest.raises(AuthenticationError) as caught:
                with flavour.connected({"extra_query": {"token": TOKEN}}, base_url=server.url):
                    pass
        printed = "".join(traceback.format_exception(caught.value))
        assert "\x1b" not in printed
        assert TOKEN not in printed
        assert KEY not in printed


class TestWithoutAServer:
    @pytest.mark.parametrize("kind", [LiveConnection, AsyncLiveConnection])
    def test_a_connection_is_made_of_one_argument(self, kind: Any) -> None:
        event = kind(None).parse_event(DELTA)
        assert isinstance(event, TextDelta)

    def test_debug_logs_have_no_credentials(
        self, flavour: Flavour, caplog: pytest.LogCaptureFixture
    ) -> None:
        with caplog.at_level(logging.DEBUG), websocket_server(silent) as server:
            with flavour.connected(
                {"extra_query": {"token": "hidden-token"}}, base_url=server.url
            ) as connection:
                connection.send_raw("private")
        ours = [record for record in caplog.records if record.name.startswith("example_sdk")]
        text = "\n".join(f"{record.getMessage()} {record.args}" for record in ours)
        assert not any(secret in text for secret in (KEY, "hidden-token", "private"))


@contextmanager
def mute_server(answer: bytes = b"", *, first: bool = False) -> Iterator[str]:
    """Accept one connection; stay silent, or send `answer` and hang up."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        done = threading.Event()

        def serve() -> None:
            connection, _ = listener.accept()
            with connection:
                if not first:
                    connection.recv(65536)
                connection.sendall(answer)
                if not answer:
                    done.wait()

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            done.set()
            thread.join()


def test_errors_share_one_base() -> None:
    assert issubclass(WebSocketConnectionClosedError, APIError)
