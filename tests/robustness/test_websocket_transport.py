"""R23 and R24 for sockets: proxies and TLS."""

# ruff: noqa: SIM117 - the server and the expected error read best nested

from __future__ import annotations

import ssl
from typing import Any

import pytest
import trustme

from tests.robustness.adversary import Peer, adversary, answer, replies
from tests.robustness.flavours import Flavour
from tests.robustness.sockets import TOKEN, close, opened, tick
from tests.robustness.test_transport import PROXY_VARIABLES, server_context

VARIABLES = (*PROXY_VARIABLES, "WS_PROXY", "WSS_PROXY", "SOCKS_PROXY")


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(autouse=True)
def _no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


def trusting(authority: trustme.CA) -> ssl.SSLContext:
    # Not the default one, which others may share: it verifies as that one does.
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    authority.configure_trust(context)
    return context


def collect(socket: Flavour, url: str, **options: Any) -> list[int]:
    """Take the numbers of every event of a connection."""
    with socket.client(base_url=url) as client:
        manager = client.feed.connect("a", websocket_connection_options=options)
        with socket.entered(manager) as connection:
            return [event.n for event in socket.collect(connection)]


class TestR23:
    """Proxies of the environment's, and those that a connection is given."""

    @pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
    def test_none_stands_between_the_machine_and_itself(
        self, socket: Flavour, monkeypatch: pytest.MonkeyPatch, host: str
    ) -> None:
        with (
            adversary(replies(answer(b""))) as proxy,
            adversary(opened(tick(), close()), host=host) as server,
        ):
            for name in ("HTTP_PROXY", "HTTPS_PROXY", "WS_PROXY"):
                monkeypatch.setenv(name, proxy.url)
            assert collect(socket, server.url) == [1]
        assert (proxy.opened, len(server.received)) == (0, 1)

    @pytest.mark.parametrize("given", ["environment", "option"])
    def test_its_credentials_are_for_it_alone(
        self,
        socket: Flavour,
        authority: trustme.CA,
        monkeypatch: pytest.MonkeyPatch,
        given: str,
    ) -> None:
        context = server_context(authority, "vault.invalid")

        def talk(peer: Peer) -> None:
            peer.request()
            peer.send(b"HTTP/1.1 200 Connection established\r\n\r\n")
            peer.start_tls(context)
            opened(tick(), close())(peer)

        with adversary(talk) as proxy:
            address = proxy.url.replace("http://", "http://user:proxy-secret@")
            options: dict[str, Any] = {"ssl": trusting(authority)}
            if given == "option":
                options["proxy"] = address
            else:
                monkeypatch.setenv("HTTPS_PROXY", address)
            assert collect(socket, "https://vault.invalid", **options) == [1]
        connect, request = proxy.received
        assert connect.head.startswith(b"CONNECT vault.invalid:443 HTTP/1.1\r\n")
        assert connect.headers["proxy-authorization"].startswith("Basic ")
        assert TOKEN.encode() not in connect.head
        assert "proxy-authorization" not in request.headers
        assert request.headers["authorization"] == f"Bearer {TOKEN}"
        assert request.headers["host"] == "vault.invalid"

    def test_no_error_shows_them(self, socket: Flavour) -> None:
        with adversary(replies(answer(b"", 407, ("Connection", "close")))) as proxy:
            address = proxy.url.replace("http://", "http://user:proxy-secret@")
            with pytest.raises(socket.package.APIConnectionError) as caught:
                collect(socket, "https://vault.invalid", proxy=address)
        assert "proxy-secret" not in f"{caught.value!r} {caught.value.__cause__!r}"

    @pytest.mark.parametrize("how", ["option", "NO_PROXY"])
    def test_it_can_be_switched_off(
        self, socket: Flavour, monkeypatch: pytest.MonkeyPatch, how: str
    ) -> None:
        with adversary(replies(answer(b""))) as proxy:
            monkeypatch.setenv("HTTPS_PROXY", proxy.url)
            options: dict[str, Any] = {"open_timeout": 2}
            if how == "NO_PROXY":
                monkeypatch.setenv("NO_PROXY", "vault.invalid")
            else:
                options["proxy"] = False
            with pytest.raises(socket.package.APIConnectionError):
                collect(socket, "https://vault.invalid:1", **options)
        assert proxy.opened == 0


class TestR24:
    """Certificates."""

    def test_an_authority_that_nobody_trusts(self, socket: Flavour, authority: trustme.CA) -> None:
        context = server_context(authority, "127.0.0.1")
        with adversary(opened(close()), tls=context) as server:
            with pytest.raises(socket.package.APIConnectionError) as caught:
                collect(socket, server.url)
        assert "TLS certificate refused: " in str(caught.value)
        assert str(caught.value).isprintable()
        assert (server.opened, server.received) == (1, [])

    def test_a_certificate_for_another_host(self, socket: Flavour, authority: trustme.CA) -> None:
        context = server_context(authority, "vault.example")
        with adversary(opened(close()), tls=context) as server:
            with pytest.raises(socket.package.APIConnectionError, match="certificate refused"):
                collect(socket, server.url, ssl=trusting(authority))
        assert server.received == []

    def test_a_context_of_the_users_own(self, socket: Flavour, authority: trustme.CA) -> None:
        context = server_context(authority, "127.0.0.1")
        with adversary(opened(tick(), close()), tls=context) as server:
            assert collect(socket, server.url, ssl=trusting(authority)) == [1]
        assert server.received[0].headers["authorization"] == f"Bearer {TOKEN}"

    def test_no_tls_where_it_is_wanted(self, socket: Flavour) -> None:
        heard: list[bytes] = []

        def talk(peer: Peer) -> None:
            heard.append(peer.receive())
            peer.send(b"HTTP/1.1 400 Bad Request\r\n\r\n")
            peer.hang_up()

        with adversary(talk) as server:
            with pytest.raises(socket.package.APIConnectionError):
                collect(socket, server.url.replace("http:", "https:"))
        assert TOKEN.encode() not in b"".join(heard)
