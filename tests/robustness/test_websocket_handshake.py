"""Servers that break the opening handshake, and callers who try to."""

# ruff: noqa: SIM117 - the server, the expected error and the client read best nested

from __future__ import annotations

import logging
from typing import Any

import pytest

from tests.robustness.adversary import (
    PATIENCE,
    Adversary,
    Peer,
    Script,
    adversary,
    answer,
    dripping,
    for_ever,
    replies,
    then,
)
from tests.robustness.flavours import Flavour
from tests.robustness.sockets import TOKEN, UPGRADE, accept_key, close, opened, switching, tick
from tests.robustness.test_limits import ends_within, memory_within

MB = 1_000_000
SOON = {"open_timeout": 1.0, "close_timeout": 0.5}
TICKET = "hidden-ticket-0123456789"


def connect(socket: Flavour, server: Adversary, **arguments: Any) -> list[Any]:
    """Connect with a secret in the query as well, and take every event."""
    with socket.client(base_url=server.url) as client:
        manager = client.feed.connect("a", ticket=TICKET, **arguments)
        with socket.entered(manager) as connection:
            return socket.collect(connection)


def check_nothing_shows(error: BaseException) -> None:
    """No credential is seen where a person or a log would look."""
    each: BaseException | None = error
    while each is not None:
        text = f"{each} {each!r} {each.args}"
        assert TOKEN not in text
        assert TICKET not in text
        assert str(each).isprintable()
        each = each.__cause__ or (None if each.__suppress_context__ else each.__context__)
    request = getattr(error, "request", None)
    if request is not None:
        assert TICKET not in f"{request!r} {request.url}"
        assert TOKEN not in f"{request.headers}"


def accepting(*lines: str, proof: bool = True) -> Script:
    """Answer with 101 and these headers, the right proof among them or not, then an event."""

    def talk(peer: Peer) -> None:
        accept = f"Sec-WebSocket-Accept: {accept_key(peer)}"
        peer.send(switching(*lines, *([accept] if proof else [])) + tick())

    return talk


DEFLATE = "Sec-WebSocket-Extensions: permessage-deflate"

BAD_101: dict[str, Script] = {
    "no accept": accepting(*UPGRADE, proof=False),
    "wrong accept": accepting(*UPGRADE, "Sec-WebSocket-Accept: AAAA", proof=False),
    "two accepts": accepting(*UPGRADE, "Sec-WebSocket-Accept: AAAA"),
    "no upgrade": accepting(),
    "another upgrade": accepting("Upgrade: h2c", "Connection: Upgrade"),
    "unoffered subprotocol": accepting(*UPGRADE, "Sec-WebSocket-Protocol: other"),
    "unoffered extension": accepting(*UPGRADE, "Sec-WebSocket-Extensions: x-webkit"),
    "unoffered deflate": accepting(*UPGRADE, DEFLATE),
    "not HTTP": lambda peer: peer.send(b"\x00\x01SSH-2.0\r\n\r\n"),
    "nothing": then(lambda peer: peer.hang_up()),
}


class TestW01:
    """Answers that say 101 and mean something else."""

    @pytest.mark.parametrize("name", BAD_101)
    def test_no_connection_comes_about(self, socket: Flavour, name: str) -> None:
        with adversary(BAD_101[name]) as server, ends_within(PATIENCE / 2):
            with pytest.raises(socket.package.APIConnectionError) as caught:
                connect(socket, server)
            assert server.wait_until_closed()
        check_nothing_shows(caught.value)
        assert str(caught.value).startswith("WebSocket connection failed")

    def test_bad_parameters_of_deflate(self, socket: Flavour) -> None:
        script = accepting(*UPGRADE, f"{DEFLATE}; server_max_window_bits=99")
        with adversary(script) as server, pytest.raises(socket.package.APIConnectionError):
            connect(socket, server, websocket_connection_options={"compression": "deflate"})

    def test_a_subprotocol_that_was_offered(self, socket: Flavour) -> None:
        script = opened(tick(), close(), headers=("Sec-WebSocket-Protocol: v2",))
        with adversary(script) as server:
            events = connect(
                socket, server, websocket_connection_options={"subprotocols": ["v1", "v2"]}
            )
        assert [event.n for event in events] == [1]


STATUSES = {
    200: "APIStatusError",
    401: "AuthenticationError",
    403: "PermissionDeniedError",
    429: "RateLimitError",
    500: "InternalServerError",
    503: "InternalServerError",
}


class TestW02:
    """Handshakes that are refused."""

    @pytest.mark.parametrize("status", STATUSES)
    def test_the_class_of_the_status(self, socket: Flavour, status: int) -> None:
        body = f'{{"error": {{"message": "no \\u001b[31m {TOKEN}"}}}}'.encode()
        refusal = answer(body, status, ("x-request-id", "req-1"), ("Retry-After", "1e309"))
        with adversary(replies(refusal)) as server:
            with pytest.raises(socket.package.APIStatusError) as caught:
                connect(socket, server)
            assert server.wait_until_closed()
        assert type(caught.value).__name__ == STATUSES[status]
        assert (caught.value.status_code, caught.value.request_id) == (status, "req-1")
        assert len(server.received) == 1
        check_nothing_shows(caught.value)

    def test_a_body_of_which_the_beginning_is_enough(self, socket: Flavour) -> None:
        refusal = answer(b"x" * 500_000, 403, ("Content-Type", "text/plain"))
        with adversary(replies(refusal)) as server:
            with pytest.raises(socket.package.PermissionDeniedError) as caught:
                connect(socket, server)
        assert caught.value.body == "x" * 65536
        assert len(str(caught.value)) < 3000

    def test_a_body_without_end(self, socket: Flavour) -> None:
        head = b"HTTP/1.1 401 Unauthorized\r\n\r\n"
        with (
            adversary(then(head, for_ever(b"x" * 65536))) as server,
            memory_within(10 * MB),
            ends_within(PATIENCE / 2),
        ):
            with pytest.raises(socket.package.APIConnectionError) as caught:
                connect(socket, server, websocket_connection_options=SOON)
            assert server.wait_until_closed()
        check_nothing_shows(caught.value)


def moved(location: str, status: int = 307) -> Script:
    return replies(answer(b"", status, ("Location", location)))


class TestW03:
    """Redirects."""

    @pytest.mark.parametrize("scheme", ["ws", "http", ""])
    @pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
    def test_nothing_reaches_another_origin(
        self, socket: Flavour, scheme: str, status: int
    ) -> None:
        with adversary(opened(tick(), close())) as other:
            address = other.url.removeprefix("http:")
            location = f"{scheme}:{address}/x" if scheme else f"{address}/x"
            with adversary(moved(location, status)) as server:
                with pytest.raises(socket.package.APIConnectionError) as caught:
                    connect(socket, server)
        assert (other.opened, len(server.received)) == (0, 1)
        check_nothing_shows(caught.value)

    @pytest.mark.parametrize(
        "location",
        ["file:///etc/passwd", "javascript:1", "http://[", "ws://user:pw@127.0.0.1/", "//\x7f"],
    )
    def test_no_origin_at_all(self, socket: Flavour, location: str) -> None:
        with (
            adversary(moved(location)) as server,
            pytest.raises(socket.package.APIConnectionError) as caught,
        ):
            connect(socket, server)
        assert "user:pw" not in str(caught.value)
        check_nothing_shows(caught.value)

    def test_a_loop_stops(self, socket: Flavour) -> None:
        with (
            adversary(moved("/feed/a")) as server,
            pytest.raises(socket.package.APIStatusError) as caught,
        ):
            connect(socket, server)
        assert caught.value.status_code == 307
        assert len(server.received) == 6

    def test_within_the_origin(self, socket: Flavour) -> None:
        with adversary(moved("/moved?x=1"), opened(tick(), close())) as server:
            assert len(connect(socket, server)) == 1
        assert server.received[1].target == "/moved?x=1"
        assert server.received[1].headers["authorization"] == f"Bearer {TOKEN}"


HEAD = b"HTTP/1.1 101 Switching Protocols\r\n"

SLOW: dict[str, Script] = {
    "silence": then(lambda peer: peer.until_gone()),
    "drip": then(HEAD + b"X-A: ", dripping(b"a")),
    "redirects": then(lambda peer: peer.pause(0.15), answer(b"", 307, ("Location", "/x"))),
    "no TLS": lambda peer: peer.until_gone(),
}


class TestW04:
    """Handshakes that take too long, or too much."""

    @pytest.mark.parametrize("name", SLOW)
    def test_the_time_is_limited_as_a_whole(self, socket: Flavour, name: str) -> None:
        with adversary(SLOW[name]) as server, ends_within(PATIENCE / 2):
            with pytest.raises(socket.package.APITimeoutError) as caught:
                connect(socket, server, websocket_connection_options={"open_timeout": 0.4})
            assert server.wait_until_closed()
        check_nothing_shows(caught.value)

    @pytest.mark.parametrize(
        "data", [b"X-A: " + b"a" * MB, b"X-A: b\r\n" * 10_000], ids=["one", "many"]
    )
    def test_headers_without_end(self, socket: Flavour, data: bytes) -> None:
        with adversary(then(HEAD, for_ever(data))) as server, memory_within(20 * MB):
            with pytest.raises(socket.package.APIConnectionError) as caught:
                connect(socket, server, websocket_connection_options=SOON)
            assert server.wait_until_closed()
        check_nothing_shows(caught.value)


class TestW19:
    """Secrets in addresses, logs and representations."""

    def test_objects_and_logs(self, socket: Flavour, caplog: pytest.LogCaptureFixture) -> None:
        caplog.set_level(logging.DEBUG)
        with (
            adversary(opened(tick(), close(1011, b"gone"))) as server,
            socket.client(base_url=server.url) as client,
        ):
            manager = client.feed.connect("a", ticket=TICKET)
            with socket.entered(manager) as connection:
                shown = f"{manager!r} {connection!r} {client!r}"
                with pytest.raises(socket.package.WebSocketConnectionClosedError) as caught:
                    socket.collect(connection)
        check_nothing_shows(caught.value)
        for text in (shown, *(f"{r.getMessage()} {r.args!r}" for r in caplog.records)):
            assert TOKEN not in text
            assert TICKET not in text

    def test_nobody_listens(self, socket: Flavour) -> None:
        with adversary(opened()) as server:
            pass
        with pytest.raises(socket.package.APIConnectionError) as caught:
            connect(socket, server)
        check_nothing_shows(caught.value)


class TestW20:
    """Arguments that would add to the handshake."""

    @pytest.mark.parametrize("value", ["a&b=c", "a#b", "a\r\nX-A: 1", "a b", "Grüße", "100%"])
    def test_a_query_is_one_value(self, socket: Flavour, value: str) -> None:
        with adversary(opened(close())) as server, socket.client(base_url=server.url) as client:
            with socket.entered(client.feed.connect("a", ticket=value)):
                pass
        [received] = server.received
        assert received.query == [("ticket", value)]
        assert "x-a" not in received.headers

    @pytest.mark.parametrize("value", ["a/b", "a?b=c", "a#b", "a\r\nX-A: 1", "Grüße", "%2f"])
    def test_a_path_parameter_is_one_segment(self, socket: Flavour, value: str) -> None:
        with adversary(opened(close())) as server, socket.client(base_url=server.url) as client:
            with socket.entered(client.feed.connect(value)):
                pass
        [received] = server.received
        assert received.path.count("/") == 2
        assert received.query == []
        assert "x-a" not in received.headers

    @pytest.mark.parametrize("value", ["", ".", "..", "%2e"])
    def test_a_path_parameter_that_climbs(self, socket: Flavour, value: str) -> None:
        with adversary(opened(close())) as server, socket.client(base_url=server.url) as client:
            with (
                pytest.raises(ValueError, match="room"),
                socket.entered(client.feed.connect(value)),
            ):
                pass
        assert server.opened == 0

    @pytest.mark.parametrize("value", [f"a\r\nX-A: {TICKET}", f"{TICKET}\0", f"{TICKET}☎"])
    def test_a_header_that_breaks_the_line(self, socket: Flavour, value: str) -> None:
        with adversary(opened(close())) as server, socket.client(base_url=server.url) as client:
            with (
                pytest.raises(ValueError, match="header") as caught,
                socket.entered(client.feed.connect("a", x_note=value)),
            ):
                pass
        assert server.opened == 0
        check_nothing_shows(caught.value)
