"""What exceptions show of a request."""

from __future__ import annotations

import httpx

from runtime.answer_notes import hide_credentials, note, request_id_of, shown_request

SECRET = "secret/0123+456"


def request() -> httpx.Request:
    return httpx.Request(
        "POST",
        "https://api.example/things?key=secret%2F0123%2B456&a=%2Fb&flag",
        headers={
            "Authorization": f"Bearer {SECRET}",
            "Cookie": "sid=x",
            "X-Key": SECRET,
            "X-Short": "k",
            "X-Signed": f"key={SECRET}; v=1",
            "X-Note": "kept",
        },
        content=b"body",
    )


def test_credentials_are_replaced_and_all_else_stays() -> None:
    shown = shown_request(request(), (SECRET, "k"))
    assert (shown.method, str(shown.url)) == (
        "POST",
        "https://api.example/things?key=***&a=%2Fb&flag",
    )
    assert shown.headers["authorization"] == shown.headers["cookie"] == "***"
    assert shown.headers["x-key"] == shown.headers["x-short"] == "***"
    assert shown.headers["x-signed"] == "***"
    assert shown.headers["x-note"] == "kept"
    assert shown.headers["host"] == "api.example"


def test_an_answer_remembers() -> None:
    response = httpx.Response(200, headers={"X-Id": "7", "X-Request-Id": "8"}, request=request())
    assert request_id_of(response) == "8"
    note(response, "x-id", (SECRET,))
    assert request_id_of(response) == "7"
    for _ in range(2):
        hide_credentials(response)
        assert response.request.headers["x-key"] == "***"


def test_what_was_not_sent_by_the_sdk_is_left_alone() -> None:
    sent = request()
    response = httpx.Response(200, request=sent)
    hide_credentials(response)
    assert response.request is sent
