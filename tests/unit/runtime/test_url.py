"""Addresses and path templates."""

from __future__ import annotations

import pytest

from runtime.errors import SDKError
from runtime.url import (
    expand_path,
    http_twin,
    origin,
    parse_base_url,
    shown_origin,
    websocket_twin,
    without_query,
)


class TestBaseURL:
    @pytest.mark.parametrize(
        ("base", "joined"),
        [
            ("https://h.example/v1", "https://h.example/v1/x?q=1"),
            ("https://h.example/v1/", "https://h.example/v1/x?q=1"),
            ("HTTPS://h.example", "https://h.example/x?q=1"),
            ("http://[::1]:8080/a/b", "http://[::1]:8080/a/b/x?q=1"),
            ("https://h.example/v1?tenant=t&q=0", "https://h.example/v1/x?tenant=t&q=1"),
        ],
    )
    def test_joining_drops_nothing(self, base: str, joined: str) -> None:
        assert parse_base_url("base_url", base).join("/x", [("q", "1")]) == joined

    @pytest.mark.parametrize(
        "base",
        [
            "",
            "h.example/v1",
            "file:///etc/passwd",
            "ftp://h.example",
            "wss://h.example",
            "https://",
            "https://user:password@h.example",
            "https://h.example/v1#part",
            "https://h.example/v1/../admin",
            "https://h.example/%2e%2e/admin",
            "https://h.example/v1/..%2Fadmin",
            "https://h.example:port/",
            "https://h.example:99999/",
            "https://h.ex ample/",
            "https://h.example/\x00",
            "https://[::1/",
        ],
    )
    def test_what_is_no_base_address(self, base: str) -> None:
        with pytest.raises(SDKError, match="`base_url`") as caught:
            parse_base_url("base_url", base)
        assert "password" not in str(caught.value).replace("user name or password", "")

    @pytest.mark.parametrize(
        ("base", "twin"),
        [
            ("https://h.example/v1?a=1", "wss://h.example/v1?a=1"),
            ("http://h.example:81", "ws://h.example:81"),
            ("wss://h.example", "wss://h.example"),
        ],
    )
    def test_the_websocket_twin(self, base: str, twin: str) -> None:
        assert str(parse_base_url("u", base, websocket=True).for_websocket()) == twin


class TestPaths:
    @pytest.mark.parametrize(
        ("value", "segment"),
        [
            ("a b", "a%20b"),
            ("a/b", "a%2Fb"),
            ("../x", "..%2Fx"),
            ("?#&=", "%3F%23%26%3D"),
            ("\r\n\x00\\", "%0D%0A%00%5C"),
            ("é", "%C3%A9"),
            ("...", "..."),
            (7, "7"),
            (True, "true"),
        ],
    )
    def test_values_are_encoded(self, value: object, segment: str) -> None:
        assert expand_path("/calls/{call_id}/x", {"call_id": value}) == f"/calls/{segment}/x"

    @pytest.mark.parametrize("value", [".", "..", "%2e", "%2E%2e", ".%2E"])
    def test_dot_segments_are_refused(self, value: str) -> None:
        with pytest.raises(ValueError, match="`call_id` would make"):
            expand_path("/calls/{call_id}", {"call_id": value})

    def test_neighbours_cannot_form_one(self) -> None:
        with pytest.raises(ValueError, match="`a`, `b` would make"):
            expand_path("/{a}{b}", {"a": ".", "b": "."})

    @pytest.mark.parametrize(("value", "shown"), [("", "''"), (None, "None")])
    def test_empty_values_are_refused(self, value: object, shown: str) -> None:
        with pytest.raises(
            ValueError, match=f"Expected a non-empty value for `call_id` but received {shown}"
        ):
            expand_path("/calls/{call_id}", {"call_id": value})

    def test_braces_in_a_value_are_no_template(self) -> None:
        assert expand_path("/{a}/{b}", {"a": "{b}", "b": "x"}) == "/%7Bb%7D/x"


class TestOrigins:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("https://h.example/a", "https://H.example:443/b?c"),
            ("wss://h.example", "https://h.example"),
            ("http://h.example", "http://h.example:80"),
        ],
    )
    def test_same(self, one: str, other: str) -> None:
        assert origin(one) == origin(other)

    @pytest.mark.parametrize(
        "other",
        [
            "http://h.example",
            "https://h.example:8443",
            "https://evil.example",
            "https://h.example.evil.example",
            "https://h.example@evil.example",
        ],
    )
    def test_different(self, other: str) -> None:
        assert origin("https://h.example") != origin(other)

    def test_shown_without_anything_secret(self) -> None:
        assert shown_origin("https://u:p@h.example:81/path?key=1#f") == "https://h.example:81"
        assert shown_origin("https://[::1]:81/") == "https://[::1]:81"
        assert shown_origin("https://[") == "an invalid URL"
        assert without_query("wss://u:p@h.example/p?token=1#f") == "wss://h.example/p"

    def test_twins(self) -> None:
        assert http_twin("wss://h.example/x?y") == "https://h.example/x?y"
        assert websocket_twin("http://h.example/x?y") == "ws://h.example/x?y"
        assert websocket_twin("/x") == "/x"


@pytest.mark.parametrize(
    ("relative", "path"),
    [
        ("more", "/v1/api/more"),
        ("/other/", "/other"),
        ("../v2", "/v1/v2"),
        ("/a/b/c/../../d", "/a/d"),
        ("../../../..", ""),
        ("./a//b", "/v1/api/a/b"),
    ],
)
def test_a_relative_server(relative: str, path: str) -> None:
    base = parse_base_url("base_url", "https://api.example/v1/api?tenant=a")
    assert str(base.resolve(relative)) == f"https://api.example{path}?tenant=a"


@pytest.mark.parametrize(
    ("url", "exposed"),
    [
        ("https://api.example", False),
        ("http://api.example", True),
        ("http://localhost:80", False),
        ("http://api.localhost", False),
        ("http://localhost.example", True),
        ("http://127.8.0.1", False),
        ("http://0.0.0.0:8080", False),
        ("http://[::1]", False),
        ("http://10.0.0.1", True),
    ],
)
def test_what_others_can_read(url: str, *, exposed: bool) -> None:
    assert parse_base_url("base_url", url).is_exposed is exposed
