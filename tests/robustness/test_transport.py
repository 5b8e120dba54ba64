"""R23 and R24: proxies and TLS."""

from __future__ import annotations

import socket
import ssl
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import trustme

from tests.robustness.adversary import Peer, adversary, answer, replies
from tests.robustness.flavours import CREDENTIALS, Flavour

GOOD = answer(b'{"id": "good"}')
PROXY_VARIABLES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(autouse=True)
def _no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in PROXY_VARIABLES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


def server_context(authority: trustme.CA, *names: str, **options: Any) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*names, **options).configure_cert(context)
    return context


def trusting(flavour: Flavour, authority: trustme.CA, **options: Any) -> Any:
    """An HTTP client with the SDK's defaults that trusts the tests' own authority."""
    context = ssl.create_default_context()
    authority.configure_trust(context)
    return getattr(flavour.package, flavour.http_client)(verify=context, **options)


class TestR23:
    """Proxies of the environment's."""

    @pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
    def test_none_stands_between_the_machine_and_itself(
        self, flavour: Flavour, monkeypatch: pytest.MonkeyPatch, host: str
    ) -> None:
        with adversary(replies(GOOD)) as proxy, adversary(replies(GOOD), host=host) as server:
            monkeypatch.setenv("HTTP_PROXY", proxy.url)
            monkeypatch.setenv("ALL_PROXY", proxy.url)
            with flavour.client(base_url=server.url) as client:
                flavour.wait(client.items.retrieve("a"))
        assert (proxy.opened, len(server.received)) == (0, 1)

    def test_no_credential_reaches_one_in_the_clear(
        self, flavour: Flavour, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with adversary(replies(GOOD)) as proxy:
            monkeypatch.setenv("HTTP_PROXY", proxy.url)
            with flavour.client(base_url="http://vault.invalid") as client:
                with pytest.raises(flavour.package.VaultError, match="`allow_insecure=True`"):
                    flavour.wait(client.items.retrieve("a"))
                assert proxy.opened == 0
                assert flavour.wait(client.status.retrieve()).id == "good"
        [seen] = proxy.received
        assert seen.target == "http://vault.invalid/status"
        assert not [value for value in CREDENTIALS.values() if value.encode() in seen.head]

    def test_its_credentials_are_for_it_alone(
        self, flavour: Flavour, authority: trustme.CA, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        context = server_context(authority, "vault.invalid")

        def talk(peer: Peer) -> None:
            peer.request()
            peer.send(b"HTTP/1.1 200 Connection established\r\n\r\n")
            peer.start_tls(context)
            replies(GOOD)(peer)

        with adversary(talk) as proxy:
            address = proxy.url.replace("http://", "http://user:proxy-secret@")
            monkeypatch.setenv("HTTPS_PROXY", address)
            with flavour.client(
                base_url="https://vault.invalid", http_client=trusting(flavour, authority)
            ) as client:
                assert flavour.wait(client.items.retrieve("a")).id == "good"
        connect, request = proxy.received
        assert connect.head.startswith(b"CONNECT vault.invalid:443 HTTP/1.1\r\n")
        assert connect.headers["proxy-authorization"].startswith("Basic ")
        assert "authorization" not in connect.headers
        assert "x-api-key" not in connect.headers
        assert "proxy-authorization" not in request.headers
        assert request.headers["x-api-key"] == CREDENTIALS["key"]
        assert request.headers["host"] == "vault.invalid"

    @pytest.mark.parametrize("answered", [True, False], ids=["407", "refused"])
    def test_no_error_shows_them(
        self, flavour: Flavour, monkeypatch: pytest.MonkeyPatch, answered: bool
    ) -> None:
        with adversary(replies(answer(b"", 407, ("Connection", "close")))) as proxy:
            port = proxy.port
            if not answered:
                with socket.create_server(("127.0.0.1", 0)) as unused:
                    port = unused.getsockname()[1]
            monkeypatch.setenv("HTTPS_PROXY", f"http://user:proxy-secret@127.0.0.1:{port}")
            with (
                flavour.client(base_url="https://vault.invalid", max_retries=0) as client,
                pytest.raises(flavour.package.APIConnectionError) as caught,
            ):
                flavour.wait(client.items.retrieve("a"))
        assert str(caught.value) in (
            "Connection error: ProxyError.",
            "Connection error: ConnectError.",
        )
        assert "proxy-secret" not in repr(caught.value.__cause__)

    @pytest.mark.parametrize("how", ["trust_env", "NO_PROXY"])
    def test_it_can_be_switched_off(
        self, flavour: Flavour, monkeypatch: pytest.MonkeyPatch, how: str
    ) -> None:
        with adversary(replies(GOOD)) as proxy:
            monkeypatch.setenv("HTTPS_PROXY", proxy.url)
            options: dict[str, Any] = {}
            if how == "NO_PROXY":
                monkeypatch.setenv("NO_PROXY", "vault.invalid")
            else:
                make = getattr(flavour.package, flavour.http_client)
                options["http_client"] = make(trust_env=False)
            with (
                flavour.client(
                    base_url="https://vault.invalid:1", max_retries=0, timeout=2, **options
                ) as client,
                pytest.raises(flavour.package.APIConnectionError),
            ):
                flavour.wait(client.items.retrieve("a"))
        assert proxy.opened == 0


class TestR24:
    """Certificates."""

    def refused(self, flavour: Flavour, url: str, **options: Any) -> Any:
        with (
            flavour.client(base_url=url, **options) as client,
            pytest.raises(flavour.package.APIConnectionError) as caught,
        ):
            flavour.wait(client.items.retrieve("a"))
        return caught.value

    @pytest.mark.parametrize("variable", ["PYTHONHTTPSVERIFY", "SSL_VERIFY", "CURL_INSECURE"])
    def test_an_authority_that_nobody_trusts(
        self,
        flavour: Flavour,
        authority: trustme.CA,
        monkeypatch: pytest.MonkeyPatch,
        variable: str,
    ) -> None:
        monkeypatch.setenv(variable, "0" if "VERIFY" in variable else "1")
        with adversary(replies(GOOD), tls=server_context(authority, "127.0.0.1")) as server:
            error = self.refused(flavour, server.url)
        assert str(error).startswith("TLS certificate refused: ")
        assert str(error).isprintable()
        assert (server.opened, server.received) == (1, [])  # not tried again

    def test_a_certificate_for_another_host(self, flavour: Flavour, authority: trustme.CA) -> None:
        with adversary(replies(GOOD), tls=server_context(authority, "vault.example")) as server:
            error = self.refused(flavour, server.url, http_client=trusting(flavour, authority))
        assert str(error).startswith("TLS certificate refused: ")
        assert (server.opened, server.received) == (1, [])

    def test_a_certificate_that_has_expired(self, flavour: Flavour, authority: trustme.CA) -> None:
        past = datetime.now(UTC) - timedelta(days=2)
        expired = server_context(
            authority, "127.0.0.1", not_before=past - timedelta(days=1), not_after=past
        )
        with adversary(replies(GOOD), tls=expired) as server:
            error = self.refused(flavour, server.url, http_client=trusting(flavour, authority))
        assert "expired" in str(error)
        assert (server.opened, server.received) == (1, [])

    def test_no_tls_where_it_is_wanted(self, flavour: Flavour) -> None:
        heard: list[bytes] = []

        def talk(peer: Peer) -> None:
            heard.append(peer.receive())
            peer.send(b"HTTP/1.1 400 Bad Request\r\n\r\n")
            peer.hang_up()

        with adversary(talk) as server:
            url = server.url.replace("http:", "https:")
            error = self.refused(flavour, url, max_retries=0)
        assert str(error) == "Connection error: ConnectError."
        assert not [value for value in CREDENTIALS.values() if value.encode() in b"".join(heard)]

    @pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
    def test_the_host_that_is_asked_for(
        self, flavour: Flavour, authority: trustme.CA, host: str
    ) -> None:
        context = server_context(authority, host)
        named: list[str | None] = []
        context.sni_callback = lambda _, name, __: named.append(name)
        with (
            adversary(replies(GOOD), tls=context, host=host) as server,
            flavour.client(base_url=server.url, http_client=trusting(flavour, authority)) as client,
        ):
            assert flavour.wait(client.items.retrieve("a")).id == "good"
        assert server.received[0].headers["host"] == f"{host}:{server.port}"
        assert named == ([host] if host == "localhost" else [None])
