"""R16, R17 and R21: what errors and logs say, and what they keep to themselves."""

from __future__ import annotations

import json
import logging
import pickle
import traceback
from typing import Any

import pytest

from tests.robustness.adversary import adversary, answer, hang_up, replies, then
from tests.robustness.flavours import CREDENTIALS, Flavour

HOSTILE = "bad\r\nERROR root: forged\x1b[31m\x9b31m\u202e\u2028\x00\x07"


def failure(flavour: Flavour, raw: bytes, **options: Any) -> Any:
    """The exception that a call ends in."""
    with (
        adversary(replies(raw)) as server,
        flavour.client(base_url=server.url, **{"max_retries": 0, **options}) as client,
        pytest.raises(flavour.package.APIError) as caught,
    ):
        flavour.wait(client.items.retrieve("a"))
    return caught.value


class TestR16:
    """Odd statuses and odd error bodies."""

    @pytest.mark.parametrize("status", [300, 304, 399, 418, 451, 499, 599, 600, 777, 999])
    def test_every_status_has_an_error(self, flavour: Flavour, status: int) -> None:
        error = failure(flavour, answer(b"", status))
        assert isinstance(error, flavour.package.APIStatusError)
        assert error.status_code == status
        assert str(error) == f"Error code: {status}"
        expected = "InternalServerError" if status == 599 else "APIStatusError"
        assert type(error).__name__ == expected

    @pytest.mark.parametrize("status", [600, 999])
    def test_no_server_error_is_beyond_599(
        self, flavour: Flavour, status: int, pauses: list[float]
    ) -> None:
        failure(flavour, answer(b"", status), max_retries=2)
        assert pauses == []

    def test_a_status_of_two_digits(self, flavour: Flavour) -> None:
        error = failure(flavour, answer(b"", 99))
        assert isinstance(error, flavour.package.APIConnectionError)

    @pytest.mark.parametrize(
        "body",
        [
            [],
            [1],
            "text",
            0,
            None,
            True,
            {},
            {"error": None},
            {"error": []},
            {"error": {"message": None}},
            {"error": {"message": {"a": 1}, "code": 7, "param": [], "type": {}}},
            {"message": ["a"], "detail": {"loc": []}},
            {"error": {"error": {"error": {}}}},
        ],
        ids=json.dumps,
    )
    def test_a_body_of_any_shape(self, flavour: Flavour, body: object) -> None:
        error = failure(flavour, answer(json.dumps(body).encode(), 400))
        assert isinstance(error, flavour.package.BadRequestError)
        assert error.response.json() == body
        assert str(error).startswith("Error code: 400")
        for name in ("code", "param", "type"):
            assert isinstance(getattr(error, name), str | None)
        assert str(pickle.loads(pickle.dumps(error))) == str(error)

    def test_a_page_for_people(self, flavour: Flavour) -> None:
        page = answer(b"<html>Bad gateway</html>", 502, ("Content-Type", "text/html"))
        error = failure(flavour, page)
        assert isinstance(error, flavour.package.InternalServerError)
        assert error.body == "<html>Bad gateway</html>"

    @pytest.mark.parametrize("body", [b"\xff\xfe\x00", b"[" * 50_000, b'{"message": "\\ud800"}'])
    def test_a_body_that_cannot_be_read(self, flavour: Flavour, body: bytes) -> None:
        error = failure(flavour, answer(body, 400))
        assert isinstance(error, flavour.package.BadRequestError)
        assert error.response.content == body
        assert str(error).isprintable()

    def test_a_body_that_breaks_off(self, flavour: Flavour) -> None:
        head = b"HTTP/1.1 404 Not Found\r\nContent-Length: 99\r\n\r\npart"
        with (
            adversary(then(head, hang_up)) as server,
            flavour.client(base_url=server.url) as client,
            pytest.raises(flavour.package.NotFoundError) as caught,
        ):
            flavour.wait(client.items.retrieve("a"))
        assert caught.value.body == "part"
        assert server.wait_until_closed()


class TestR17:
    """Text that is meant for a terminal or a log."""

    @pytest.mark.parametrize("place", ["message", "detail", "body", "text"])
    def test_messages_are_escaped(self, flavour: Flavour, place: str) -> None:
        said: dict[str, object] = {
            "message": {"error": {"message": HOSTILE}},
            "detail": {"detail": HOSTILE},
            "body": {"other": HOSTILE},
            "text": HOSTILE,
        }
        error = failure(flavour, answer(json.dumps(said[place]).encode(), 400))
        assert str(error).isprintable()
        assert error.message == str(error)
        assert error.response.json() == said[place]

    def test_so_is_what_goes_to_the_log(
        self, flavour: Flavour, caplog: pytest.LogCaptureFixture
    ) -> None:
        name = flavour.package.__name__
        raw = answer(b"{}", 429, ("X-Request-Id", "\x9b31m\u0085forged"), ("Retry-After", "1e309"))
        with caplog.at_level(logging.DEBUG, logger=name):
            failure(flavour, raw, max_retries=2)
        lines = [record.getMessage() for record in caplog.records if record.name == name]
        assert lines
        assert all(line.isprintable() for line in lines)

    def test_so_is_what_cannot_be_decoded(self, flavour: Flavour) -> None:
        kind = ("Content-Type", "text/\x9b31m")
        error = failure(flavour, answer(HOSTILE.encode(), 200, kind))
        assert isinstance(error, flavour.package.APIResponseValidationError)
        assert str(error).isprintable()


class TestR21:
    """Credentials in what is shown."""

    @pytest.mark.parametrize(
        "raw",
        [
            answer(b'{"id": "good"}'),
            answer(json.dumps({"error": {"message": str(CREDENTIALS)}}).encode(), 401),
            answer(json.dumps(CREDENTIALS).encode(), 400),
            answer(b"no JSON", 200),
            b"no HTTP\r\n\r\n",
            answer(b"", 302, ("Location", f"http://{CREDENTIALS['key']}@evil.example/")),
        ],
        ids=["success", "quoted", "body", "not JSON", "not HTTP", "redirect"],
    )
    def test_nothing_shows_them(
        self, flavour: Flavour, raw: bytes, caplog: pytest.LogCaptureFixture
    ) -> None:
        shown: list[str] = []
        with (
            caplog.at_level(logging.DEBUG, logger=flavour.package.__name__),
            caplog.at_level(logging.INFO),
            adversary(replies(raw)) as server,
            flavour.client(base_url=server.url, max_retries=0) as client,
        ):
            shown += [repr(client), repr(client.with_options(max_retries=1)), str(vars(client))]
            try:
                flavour.wait(client.items.retrieve("a"))
            except flavour.package.APIError as error:
                shown += [str(error), repr(error), *traceback.format_exception(error)]
                shown += [
                    repr(error.request),
                    repr(error.response) if "response" in vars(error) else "",
                ]
                if CREDENTIALS["key"].encode() not in raw:  # else it is what the server said
                    shown.append(pickle.dumps(error).decode("latin-1"))
        for record in caplog.records:
            shown += [record.getMessage(), repr(record.args), repr(vars(record))]
        assert any("retrieve" in text or "items" in text for text in shown)
        for secret in CREDENTIALS.values():
            assert not [text for text in shown if secret in text]
