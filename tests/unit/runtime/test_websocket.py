"""Handshakes and closes as plain decisions."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from websockets.exceptions import ConnectionClosedError
from websockets.frames import Close

from runtime.auth import AuthParts
from runtime.deadline import Deadline
from runtime.errors import APIConnectionError, SDKError
from runtime.handshake import Handshake, connect_options, handshake
from runtime.request import ClientDefaults
from runtime.url import parse_base_url
from runtime.websocket import HandshakeArguments, checked_close, closed_error, encode_event
from tests.unit.runtime.example_sdk import CONNECT, SETTINGS, TextDelta

HERE = Handshake(SETTINGS, "wss://h.example/live?token=hidden", [], ())


def test_building_a_handshake() -> None:
    built = handshake(
        CONNECT,
        HandshakeArguments({}, {"model": "m"}, {"X-Declared": True}, {"model": "n"}, {"X-B": "2"}),
        ClientDefaults(
            settings=SETTINGS,
            base_url=parse_base_url("u", "https://h.example/v1?a=1").for_websocket(),
            options={"organization": "org"},
            headers={"X-B": "1"},
            query={"a": "2"},
        ),
        AuthParts({"Authorization": "Bearer k"}, [("key", "q")], ("k",)),
    )
    assert built.url == "wss://h.example/v1/live?a=2&key=q&model=n"
    assert built.headers == [
        ("User-Agent", "Example/Python 1.2.3"),
        ("Authorization", "Bearer k"),
        ("X-Organization", "org"),
        ("X-B", "2"),
        ("X-Declared", "true"),
    ]
    assert repr(built) == "Handshake('wss://h.example')"


@pytest.mark.parametrize(
    ("url", "allowed", "is_refused"),
    [
        ("http://h.example", False, True),
        ("http://h.example", True, False),
        ("http://127.0.0.1:9", False, False),
        ("http://[::1]:9", False, False),
        ("http://app.localhost", False, False),
        ("https://h.example", False, False),
    ],
)
def test_no_credential_without_tls(url: str, allowed: bool, is_refused: bool) -> None:
    defaults = ClientDefaults(
        settings=SETTINGS,
        base_url=parse_base_url("u", url).for_websocket(),
        options={},
        headers={},
        query={},
        allow_insecure=allowed,
    )
    auth = AuthParts({}, [("key", "secret-key")], ("secret-key",))
    arguments = HandshakeArguments({}, {"model": "m"}, {}, {}, {})
    if is_refused:
        with pytest.raises(SDKError, match=r"to ws://h\.example: use https") as caught:
            handshake(CONNECT, arguments, defaults, auth)
        assert "secret-key" not in str(caught.value)
    else:
        assert "secret-key" in handshake(CONNECT, arguments, defaults, auth).url


class TestRedirects:
    @pytest.mark.parametrize(
        ("location", "url"),
        [
            ("/moved", "wss://h.example/moved"),
            ("wss://h.example:443/moved", "wss://h.example:443/moved"),
            ("https://h.example/moved?x=1", "wss://h.example/moved?x=1"),
            ("moved", "wss://h.example/moved"),
        ],
    )
    def test_within_the_origin(self, location: str, url: str) -> None:
        following = HERE.redirected(307, location)
        assert following is not None
        assert following.url == url

    @pytest.mark.parametrize(
        "location",
        [
            "ws://h.example/moved",
            "http://h.example/moved",
            "wss://h.example:8443/moved",
            "//evil.example/moved",
            "wss://h.example@evil.example/",
            "file:///etc/passwd",
            "javascript:alert(1)",
            "wss://h.example:port/",
            "wss://[",
        ],
    )
    def test_elsewhere(self, location: str) -> None:
        with pytest.raises(APIConnectionError, match="another origin") as caught:
            HERE.redirected(307, location)
        assert "moved" not in str(caught.value)
        assert "hidden" not in f"{caught.value} {caught.value.request!r}"

    def test_what_is_no_redirect(self) -> None:
        assert HERE.redirected(401, "/moved") is None
        assert HERE.redirected(302, None) is None


class TestClosing:
    @pytest.mark.parametrize(
        ("received", "sent", "code", "reason"),
        [
            (Close(1011, "theirs"), Close(1011, ""), 1011, "theirs"),
            (None, Close(1009, "ours"), 1009, "ours"),
            (None, None, 1006, ""),
        ],
    )
    def test_whose_code_counts(
        self, received: Close | None, sent: Close | None, code: int, reason: str
    ) -> None:
        closed = ConnectionClosedError(received, sent, True if received else None)
        error = closed_error(closed, "wss://h.example/live?token=hidden")
        assert (error.code, error.reason) == (code, reason)
        assert str(error.request.url) == "https://h.example/live"

    @pytest.mark.parametrize("code", [1000, 1001, 1011, 3000, 4999])
    def test_codes_that_can_be_sent(self, code: int) -> None:
        assert checked_close(code, "é" * 61) == (code, "é" * 61)

    @pytest.mark.parametrize("code", [0, 999, 1004, 1005, 1006, 1015, 2999, 5000])
    def test_codes_that_cannot(self, code: int) -> None:
        with pytest.raises(ValueError, match="close code"):
            checked_close(code, "")


def test_options() -> None:
    url = "wss://a.example/feed"
    assert connect_options({}, url, asynchronous=True) == {
        "compression": None,
        "max_size": 16 * 1024 * 1024,
        "open_timeout": 10.0,
    }
    given = connect_options(
        {"max_size": None, "write_limit": 1, "proxy": False, "ssl": None}, url, asynchronous=False
    )
    assert given == {"compression": None, "max_size": None, "open_timeout": 10.0, "proxy": None}
    assert "write_limit" in connect_options({"write_limit": 1}, url, asynchronous=True)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8080", "[::1]"])
def test_the_machine_itself_needs_no_proxy(host: str) -> None:
    assert connect_options({}, f"ws://{host}/", asynchronous=True)["proxy"] is None
    given = connect_options({"proxy": "http://p"}, f"ws://{host}/", asynchronous=True)
    assert given["proxy"] == "http://p"


def test_a_deadline_is_shared_by_attempts() -> None:
    clock: Iterator[float] = iter([100.0, 101.0, 200.0])
    deadline = Deadline(10, lambda: next(clock))
    assert deadline.remaining() == 9
    assert deadline.remaining() == 0.001
    assert Deadline(None).remaining() is None


def test_events_as_models_and_mappings() -> None:
    assert encode_event(b"\0") == encode_event(bytearray(b"\0")) == b"\0"
    assert encode_event({"type": "x", "n": None}) == '{"type":"x","n":null}'
    assert encode_event(TextDelta(type="text.delta", delta="d", index=0)) == (
        '{"type":"text.delta","delta":"d","index":0}'
    )
