"""The exceptions: what they carry, and what they never carry."""

from __future__ import annotations

import pickle

import httpx
import pytest

from runtime import errors

REQUEST = httpx.Request(
    "POST",
    "https://api.example.com/v1/x?api_key=hidden",
    headers={"Authorization": "Bearer hidden"},
)


def answer(status: int = 400, content: bytes = b'{"a":1}') -> httpx.Response:
    return httpx.Response(
        status,
        headers={"X-Request-Id": "req-1", "Set-Cookie": "hidden"},
        content=content,
        request=REQUEST,
    )


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, errors.BadRequestError),
        (401, errors.AuthenticationError),
        (403, errors.PermissionDeniedError),
        (404, errors.NotFoundError),
        (409, errors.ConflictError),
        (418, errors.APIStatusError),
        (422, errors.UnprocessableEntityError),
        (429, errors.RateLimitError),
        (500, errors.InternalServerError),
        (599, errors.InternalServerError),
        (600, errors.APIStatusError),
        (999, errors.APIStatusError),
    ],
)
def test_the_class_of_a_status(status: int, kind: type[errors.APIStatusError]) -> None:
    error = errors.status_error(answer(status), None)
    assert type(error) is kind
    assert error.status_code == status
    assert str(error) == f"Error code: {status}"


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({"error": {"message": "m", "code": 7, "param": "p", "type": None}}, "m"),
        ({"message": "m"}, "m"),
        ({"detail": "d"}, "d"),
        ({"error": "e"}, "e"),
        ({"error": []}, "{'error': []}"),
        (["x"], "['x']"),
        ("<html>\x1b", "<html>\\x1b"),
    ],
)
def test_the_message_of_a_body(body: object, message: str) -> None:
    assert str(errors.status_error(answer(), body)) == f"Error code: 400 - {message}"


def test_details_of_the_error_object() -> None:
    error = errors.status_error(answer(), {"error": {"code": 7, "param": "p"}, "other": 1})
    assert (error.code, error.param, error.type) == ("7", "p", None)
    assert error.body == {"code": 7, "param": "p"}
    assert error.request_id == "req-1"


@pytest.mark.parametrize(
    "error",
    [
        errors.SDKError("plain"),
        errors.APIConnectionError(request=REQUEST),
        errors.APITimeoutError(REQUEST),
        errors.WebSocketConnectionClosedError(code=1011, reason="r\n", request=REQUEST),
        errors.status_error(answer(429), {"error": {"message": "m", "code": "c"}}),
        errors.APIResponseValidationError(answer(200), {"a": 1}),
    ],
)
def test_a_pickled_error_keeps_what_matters_and_no_secret(error: errors.SDKError) -> None:
    data = pickle.dumps(error)
    assert b"hidden" not in data
    again = pickle.loads(data)
    assert repr(type(again)) == repr(type(error))
    assert str(again) == str(error)
    for name in ("code", "reason", "status_code", "body", "message"):
        assert getattr(again, name, None) == getattr(error, name, None)
    if isinstance(error, errors.APIStatusError):
        assert isinstance(again, errors.APIStatusError)
        assert again.response.content == error.response.content
        assert again.request.method == "POST"


def test_an_unread_answer_can_be_pickled() -> None:
    response = httpx.Response(500, stream=httpx.ByteStream(b"x"), request=REQUEST)
    error = pickle.loads(pickle.dumps(errors.status_error(response, None)))
    assert error.response.content == b""


def test_a_close_reason_is_escaped_in_the_message_alone() -> None:
    error = errors.WebSocketConnectionClosedError(code=4000, reason="a\x1b", request=REQUEST)
    assert str(error) == "WebSocket connection closed with code 4000: a\\x1b"
    assert (error.code, error.reason) == (4000, "a\x1b")
