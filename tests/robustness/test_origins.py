"""R12 to R15: servers that try to have credentials sent elsewhere."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.robustness.adversary import Received, adversary, answer, replies
from tests.robustness.flavours import CREDENTIALS, Flavour

GOOD = answer(b'{"id": "good"}')
REDIRECTS = [301, 302, 303, 307, 308]


def redirect(status: int, location: str, *headers: tuple[str, str]) -> bytes:
    return answer(b"", status, ("Location", location), *headers)


def shows_no_secret(text: str) -> bool:
    return not any(secret in text for secret in CREDENTIALS.values())


def has_all_credentials(seen: Received) -> bool:
    headers = seen.headers
    return (
        headers.get("authorization") == f"Bearer {CREDENTIALS['token']}"
        and headers.get("x-api-key") == CREDENTIALS["key"]
        and headers.get("cookie") == f"sid={CREDENTIALS['session']}"
    )


class TestR12:
    """Redirects to another origin."""

    @pytest.mark.parametrize("status", REDIRECTS)
    @pytest.mark.parametrize(
        "target",
        ["{url}/x?key=1", "//127.0.0.1:{port}/x", "http://user:pass@127.0.0.1:{port}/x"],
        ids=["absolute", "without scheme", "user name"],
    )
    def test_nothing_follows(self, flavour: Flavour, status: int, target: str) -> None:
        with adversary(replies(GOOD)) as other:
            location = target.format(url=other.url, port=other.port)
            with (
                adversary(replies(redirect(status, location))) as server,
                flavour.client(base_url=server.url) as client,
                pytest.raises(flavour.package.APIStatusError) as caught,
            ):
                flavour.wait(client.items.create(id="a"))
            assert server.wait_until_closed()
        assert (other.opened, len(server.received)) == (0, 1)
        message = str(caught.value)
        assert message.endswith(f"redirect to another origin refused: {other.url}")
        assert caught.value.status_code == status
        assert shows_no_secret(message)

    @pytest.mark.parametrize("status", REDIRECTS)
    def test_a_user_name_on_the_own_origin(self, flavour: Flavour, status: int) -> None:
        def talk(peer: Any) -> None:
            peer.request()
            host = server.url.removeprefix("http://")
            peer.send(redirect(status, f"http://user:pass@{host}/x"))

        with (
            adversary(talk) as server,
            flavour.client(base_url=server.url) as client,
            pytest.raises(flavour.package.APIStatusError, match="refused"),
        ):
            flavour.wait(client.items.retrieve("a"))

    @pytest.mark.parametrize("status", REDIRECTS)
    def test_within_the_origin_all_goes_along(self, flavour: Flavour, status: int) -> None:
        with (
            adversary(replies(redirect(status, "/moved?x=1"), GOOD)) as server,
            flavour.client(base_url=server.url) as client,
        ):
            assert flavour.wait(client.items.create(id="a")).id == "good"
        first, second = server.received
        assert has_all_credentials(first)
        assert has_all_credentials(second)
        assert second.target == "/moved?x=1"
        if status in (307, 308):
            assert (second.method, second.body) == ("POST", first.body)
        else:
            assert (second.method, second.body) == ("GET", b"")
            assert "content-type" not in second.headers


class TestR13:
    """Redirects that lead nowhere."""

    @pytest.mark.parametrize(
        "location",
        ["file:///etc/passwd", "ftp://127.0.0.1/x", "https://127.0.0.1/x"],
    )
    def test_other_schemes_are_refused(self, flavour: Flavour, location: str) -> None:
        with (
            adversary(replies(redirect(302, location))) as server,
            flavour.client(base_url=server.url) as client,
            pytest.raises(flavour.package.APIStatusError, match="redirect to another origin"),
        ):
            flavour.wait(client.items.retrieve("a"))
        assert len(server.received) == 1

    @pytest.mark.parametrize(
        "location",
        [
            "javascript:alert(1)",
            "data:text/plain,x",
            "http://[::1",
            "http://127.0.0.1:99999999/",
            "http:///",
            "//",
        ],
    )
    def test_malformed_addresses_are_an_error_of_the_sdk(
        self, flavour: Flavour, location: str
    ) -> None:
        with (
            adversary(replies(redirect(302, location))) as server,
            flavour.client(base_url=server.url) as client,
            pytest.raises(flavour.package.APIError) as caught,
        ):
            flavour.wait(client.with_options(max_retries=0).items.retrieve("a"))
        assert isinstance(caught.value, flavour.package.VaultError)
        assert str(caught.value).isprintable()
        assert server.wait_until_closed()

    def test_a_loop_ends(self, flavour: Flavour) -> None:
        with (
            adversary(replies(redirect(307, "/again"))) as server,
            flavour.client(base_url=server.url) as client,
            pytest.raises(flavour.package.APIStatusError, match="too many redirects"),
        ):
            flavour.wait(client.items.retrieve("a"))
        assert len(server.received) == 6

    @pytest.mark.parametrize("raw", [answer(b"", 302), answer(b"", 304, length=False)])
    def test_no_address_is_a_status_error(self, flavour: Flavour, raw: bytes) -> None:
        with (
            adversary(replies(raw)) as server,
            flavour.client(base_url=server.url) as client,
            pytest.raises(flavour.package.APIStatusError, match="Error code: 30"),
        ):
            flavour.wait(client.items.retrieve("a"))


class TestR14:
    """Addresses and cursors in answers."""

    def test_the_next_page_on_another_origin(self, flavour: Flavour) -> None:
        with adversary(replies(GOOD)) as other:
            page = {"data": [{"id": "a"}], "next": f"{other.url}/linked?page=2"}
            with (
                adversary(replies(answer(json.dumps(page).encode()))) as server,
                flavour.client(base_url=server.url) as client,
                pytest.raises(flavour.package.APIResponseValidationError) as caught,
            ):
                flavour.collect(client.linked.retrieve())
        assert other.opened == 0
        assert other.url in str(caught.value)

    def test_the_same_cursor_twice(self, flavour: Flavour) -> None:
        page = answer(b'{"data": [{"id": "a"}], "next_cursor": "again"}')
        with (
            adversary(replies(page)) as server,
            flavour.client(base_url=server.url) as client,
            pytest.raises(flavour.package.APIResponseValidationError, match="already"),
        ):
            flavour.collect(client.items.list())
        assert len(server.received) == 2

    def test_cursors_in_a_circle(self, flavour: Flavour) -> None:
        pages = [
            answer(json.dumps({"data": [{"id": "a"}], "next_cursor": cursor}).encode())
            for cursor in "abcabc"
        ]
        with (
            adversary(replies(*pages)) as server,
            flavour.client(base_url=server.url) as client,
            pytest.raises(flavour.package.APIResponseValidationError, match="already"),
        ):
            flavour.collect(client.items.list())
        assert len(server.received) == 4

    @pytest.mark.parametrize("cursor", [{"a": 1}, ["a"], "x" * 20_000])
    def test_a_cursor_of_another_shape(self, flavour: Flavour, cursor: Any) -> None:
        page = answer(json.dumps({"data": [{"id": "a"}], "next_cursor": cursor}).encode())
        with (
            adversary(replies(page)) as server,
            flavour.client(base_url=server.url) as client,
            pytest.raises(flavour.package.APIResponseValidationError),
        ):
            flavour.collect(client.items.list())
        assert len(server.received) == 1


class TestR15:
    """Cookies of the server's."""

    def test_none_is_kept(self, flavour: Flavour) -> None:
        cookies = [("Set-Cookie", "tenant=a; Path=/"), ("Set-Cookie", "sid=forged; Path=/")]
        with (
            adversary(replies(answer(b'{"id": "good"}', 200, *cookies))) as server,
            flavour.client(base_url=server.url) as client,
        ):
            flavour.wait(client.items.retrieve("a"))
            flavour.wait(client.with_options(session="another-session").items.retrieve("a"))
            flavour.wait(client.status.retrieve())
        sent = [seen.headers.get("cookie") for seen in server.received]
        assert sent == [f"sid={CREDENTIALS['session']}", "sid=another-session", None]

    def test_none_is_kept_on_the_way(self, flavour: Flavour) -> None:
        moved = redirect(307, "/moved", ("Set-Cookie", "sid=forged; Path=/"))
        with (
            adversary(replies(moved, GOOD)) as server,
            flavour.client(base_url=server.url) as client,
        ):
            flavour.wait(client.items.retrieve("a"))
        assert server.received[1].headers["cookie"] == f"sid={CREDENTIALS['session']}"
