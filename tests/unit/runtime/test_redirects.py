"""Where redirects lead."""

from __future__ import annotations

import pytest

from runtime.redirects import RedirectRefusedError, redirected
from runtime.request import PreparedRequest

URL = "https://api.example/v1/things?a=1"


def prepared(method: str = "POST") -> PreparedRequest:
    return PreparedRequest(
        method=method,
        url=URL,
        headers=[("Authorization", "Bearer t"), ("Content-Type", "text/plain"), ("Cookie", "s=1")],
        content=b"body",
        route=f"{method} /things",
        secrets=(),
        repeatable=False,
    )


@pytest.mark.parametrize(
    ("location", "target"),
    [
        ("/v2/things", "https://api.example/v2/things"),
        ("other?b=2#part", "https://api.example/v1/other?b=2"),
        ("?b=2", "https://api.example/v1/things?b=2"),
        ("//api.example/x", "https://api.example/x"),
        ("https://API.example:443/x", "https://API.example:443/x"),
    ],
)
def test_within_the_origin(location: str, target: str) -> None:
    following = redirected(prepared(), 307, location)
    assert following is not None
    assert (following.url, following.method, following.content) == (target, "POST", b"body")
    assert following.headers == prepared().headers


@pytest.mark.parametrize(
    ("location", "shown"),
    [
        ("https://evil.example/?key=1", "https://evil.example"),
        ("//evil.example/x", "https://evil.example"),
        ("http://api.example/v1/things", "http://api.example"),
        ("https://api.example:8443/", "https://api.example:8443"),
        ("https://user:secret@api.example/", "https://api.example"),
        ("https://api.example@evil.example/", "https://evil.example"),
        ("file:///etc/passwd", "file://"),
        ("javascript:alert(1)", "javascript://"),
        ("data:text/plain,secret", "data://"),
        ("https://evil.ex\x1bample/", "https://evil.ex\\x1bample"),
    ],
)
def test_anywhere_else_is_refused(location: str, shown: str) -> None:
    with pytest.raises(RedirectRefusedError) as caught:
        redirected(prepared(), 307, location)
    assert str(caught.value) == f"redirect to another origin refused: {shown}"


@pytest.mark.parametrize("location", ["https://[", "https://api.example:99999999/", "//[::1"])
def test_no_url(location: str) -> None:
    with pytest.raises(RedirectRefusedError, match=r"^redirect to an invalid URL refused$"):
        redirected(prepared(), 307, location)


@pytest.mark.parametrize(("status", "location"), [(307, None), (307, ""), (304, "/x"), (200, "/x")])
def test_no_redirect(status: int, location: str | None) -> None:
    assert redirected(prepared(), status, location) is None


@pytest.mark.parametrize(
    ("status", "method", "following"),
    [
        (301, "POST", "GET"),
        (301, "PUT", "PUT"),
        (302, "POST", "GET"),
        (302, "HEAD", "HEAD"),
        (303, "DELETE", "GET"),
        (303, "HEAD", "HEAD"),
        (307, "POST", "POST"),
        (308, "PATCH", "PATCH"),
    ],
)
def test_the_method_and_the_body(status: int, method: str, following: str) -> None:
    request = redirected(prepared(method), status, "/x")
    assert request is not None
    assert request.method == following
    if following == method:
        assert request.content == b"body"
    else:
        assert request.content is None
        assert dict(request.headers) == {"Authorization": "Bearer t", "Cookie": "s=1"}
