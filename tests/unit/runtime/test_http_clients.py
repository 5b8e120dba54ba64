"""The library's requests: ours as they were prepared, the user's with what their client adds."""

from __future__ import annotations

import httpx
import pytest

from runtime.http_clients import build_request, make_async_client, make_client
from runtime.request import PreparedRequest

URL = "http://127.0.0.1:9/things?a=%2Fb"


def prepared(*headers: tuple[str, str], method: str = "POST") -> PreparedRequest:
    return PreparedRequest(
        method=method,
        url=URL,
        headers=list(headers),
        content=None,
        route="POST /things",
        secrets=(),
        repeatable=False,
    )


@pytest.mark.parametrize("make", [make_client, make_async_client])
class TestOwnClients:
    def test_a_request_is_what_was_prepared(self, make: type[httpx.Client]) -> None:
        request = build_request(make(), prepared(("Accept", "text/plain")), b"{}", 3.5)
        assert str(request.url) == URL
        assert request.read() == b"{}"
        assert dict(request.headers) == {
            "host": "127.0.0.1:9",
            "accept": "text/plain",
            "content-length": "2",
        }
        assert request.extensions["timeout"] == {
            "connect": 3.5,
            "read": 3.5,
            "write": 3.5,
            "pool": 3.5,
        }

    def test_a_method_keeps_its_case(self, make: type[httpx.Client]) -> None:
        assert build_request(make(), prepared(method="Probe"), b"{}", None).method == "Probe"

    def test_cookies_are_neither_kept_nor_set(self, make: type[httpx.Client]) -> None:
        client = make()
        request = build_request(client, prepared(), b"{}", None)
        answer = httpx.Response(200, headers={"Set-Cookie": "session=1"}, request=request)
        client.cookies.extract_cookies(answer)
        assert not client.cookies
        with pytest.raises(AttributeError, match="keeps no cookies"):
            client.cookies = httpx.Cookies({"session": "1"})


@pytest.mark.parametrize("make", [httpx.Client, httpx.AsyncClient])
def test_a_client_of_the_users_adds_what_it_is_set_to_add(make: type[httpx.Client]) -> None:
    client = make(headers={"X-Team": "red"}, cookies={"session": "1"}, params={"b": "2"})
    request = build_request(client, prepared(("Accept", "text/plain")), b"{}", 1.0)
    assert request.headers["x-team"] == "red"
    assert request.headers["cookie"] == "session=1"
    assert request.headers["accept"] == "text/plain"
    assert request.url.params["b"] == "2"
