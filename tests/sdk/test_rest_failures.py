"""What goes wrong over HTTP: statuses, broken connections, retries, and what never shows."""

# ruff: noqa: SIM117 - the server, the expected error and the client read best nested

from __future__ import annotations

import logging
import pickle
from typing import Any

import openai_realtime
import pytest
from openai_realtime import (
    APIConnectionError,
    APIError,
    APIStatusError,
    APITimeoutError,
    OpenAIError,
    Timeout,
)

from tests.sdk.flavours import KEY, Flavour
from tests.sdk.servers import (
    HTTPServer,
    Reply,
    http_server,
    json_reply,
    refusing_address,
    silent_address,
)

ERROR = {
    "message": "No such call.",
    "type": "invalid_request_error",
    "code": "call_not_found",
    "param": "call_id",
}


def hang_up(flavour: Flavour, url: str, **options: Any) -> Any:
    """Call a method that returns nothing."""
    with flavour.client(base_url=url, **options) as client:
        return flavour.wait(client.realtime.calls.hangup("rtc_1"))


def failure(flavour: Flavour, server: HTTPServer, **options: Any) -> APIStatusError:
    """Call a method that the server refuses."""
    with pytest.raises(APIStatusError) as caught:
        hang_up(flavour, server.url, max_retries=0, **options)
    return caught.value


class TestStatuses:
    @pytest.mark.parametrize(
        ("status", "name"),
        [
            (400, "BadRequestError"),
            (401, "AuthenticationError"),
            (403, "PermissionDeniedError"),
            (404, "NotFoundError"),
            (409, "ConflictError"),
            (418, "APIStatusError"),
            (422, "UnprocessableEntityError"),
            (429, "RateLimitError"),
            (500, "InternalServerError"),
            (503, "InternalServerError"),
            (599, "InternalServerError"),
        ],
    )
    def test_each_status_has_its_class(self, flavour: Flavour, status: int, name: str) -> None:
        with http_server(json_reply({"error": ERROR}, status, x_request_id="req-1")) as server:
            error = failure(flavour, server)
        assert type(error) is getattr(openai_realtime, name)
        assert isinstance(error, (APIStatusError, APIError, OpenAIError))
        assert (error.status_code, error.request_id) == (status, "req-1")
        assert (error.code, error.param, error.type) == (
            "call_not_found",
            "call_id",
            "invalid_request_error",
        )
        assert error.body == ERROR
        assert error.response.json() == {"error": ERROR}
        assert error.message == str(error) == f"Error code: {status} - No such call."
        assert error.request.method == "POST"
        assert error.request.url.path == "/realtime/calls/rtc_1/hangup"

    @pytest.mark.parametrize(
        ("body", "kept"),
        [
            (b"", None),
            (b"upstream is gone", "upstream is gone"),
            (b"null", None),
            (b'["a"]', ["a"]),
            (b'{"error": "text"}', {"error": "text"}),
            (b'{"detail": [{"loc": ["body"]}]}', {"detail": [{"loc": ["body"]}]}),
            (b"\xff\xfe", "\ufffd\ufffd"),
            (b"{" * 100_000, "{" * 65_536),
        ],
        ids=["empty", "text", "null", "list", "string", "detail", "not text", "deep"],
    )
    def test_an_error_body_of_any_shape(self, flavour: Flavour, body: bytes, kept: object) -> None:
        with http_server(Reply(404, body)) as server:
            error = failure(flavour, server)
        assert error.status_code == 404
        if isinstance(kept, str) and len(kept) > 1000:
            assert str(error.body).startswith(kept)
        else:
            assert error.body == kept
        assert len(str(error)) < 3000

    def test_what_a_server_says_is_escaped(self, flavour: Flavour) -> None:
        said = "bad\r\nERROR root: forged \x1b[31m\u202e"
        with http_server(json_reply({"error": {"message": said}}, 400)) as server:
            error = failure(flavour, server)
        assert str(error).isprintable()
        assert error.body == {"message": said}

    @pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
    def test_a_redirect_to_another_origin_is_refused(self, flavour: Flavour, status: int) -> None:
        with http_server() as other:
            target = f"{other.url}/elsewhere?token=t"
            with http_server(Reply(status, b"", {"Location": target})) as server:
                error = failure(flavour, server, default_headers={"X-Api-Key": "also-secret"})
        assert (error.status_code, other.seen) == (status, [])
        assert other.url in str(error)
        assert "elsewhere" not in str(error)
        assert "token" not in str(error)

    def test_a_redirect_within_the_origin_is_followed(self, flavour: Flavour) -> None:
        with http_server(Reply(307, b"", {"Location": "/moved"}), Reply()) as server:
            assert hang_up(flavour, server.url) is None
        assert [request.target for request in server.seen][1] == "/moved"
        assert server.seen[1].headers["Authorization"] == f"Bearer {KEY}"


class TestRetries:
    @pytest.mark.parametrize(
        "headers",
        [{"Retry-After": "0"}, {"Retry-After": "3"}, {"Retry-After-Ms": "20"}, {}],
        ids=["zero", "seconds", "milliseconds", "own choice"],
    )
    def test_too_many_requests(
        self, flavour: Flavour, pauses: list[float], headers: dict[str, str]
    ) -> None:
        busy = Reply(429, b"", headers)
        with http_server(busy, busy, Reply()) as server:
            assert hang_up(flavour, server.url) is None
        assert len(server.seen) == 3
        asked = {"3": 3.0, "20": 0.02}.get(next(iter(headers.values()), ""))
        if asked is not None:
            assert pauses == [asked, asked]
        else:
            assert 0 < pauses[0] <= 0.5 < 0.75 <= pauses[1] <= 1.0

    @pytest.mark.parametrize("status", [408, 409, 429, 500, 502, 503])
    def test_statuses_that_may_pass(
        self, flavour: Flavour, pauses: list[float], status: int
    ) -> None:
        with http_server(Reply(status)) as server, pytest.raises(APIStatusError) as caught:
            hang_up(flavour, server.url)
        assert (caught.value.status_code, len(server.seen), len(pauses)) == (status, 3, 2)

    @pytest.mark.parametrize("status", [400, 401, 403, 404, 413, 422])
    def test_statuses_that_stay(self, flavour: Flavour, pauses: list[float], status: int) -> None:
        with http_server(Reply(status)) as server, pytest.raises(APIStatusError) as caught:
            hang_up(flavour, server.url)
        assert (caught.value.status_code, len(server.seen), pauses) == (status, 1, [])

    @pytest.mark.parametrize(("retries", "attempts"), [(0, 1), (1, 2), (4, 5)])
    def test_max_retries(
        self, flavour: Flavour, pauses: list[float], retries: int, attempts: int
    ) -> None:
        with http_server(Reply(503)) as server, pytest.raises(APIStatusError):
            hang_up(flavour, server.url, max_retries=retries)
        assert (len(server.seen), len(pauses)) == (attempts, retries)

    @pytest.mark.parametrize("asked", ["86400", "1e309", "9" * 400])
    def test_a_pause_beyond_reason(self, flavour: Flavour, pauses: list[float], asked: str) -> None:
        with http_server(Reply(429, b"", {"Retry-After": asked})) as server:
            with pytest.raises(APIStatusError):
                hang_up(flavour, server.url)
        assert (len(server.seen), pauses) == (1, [])

    def test_the_server_decides(self, flavour: Flavour, pauses: list[float]) -> None:
        never = Reply(503, b"", {"X-Should-Retry": "false"})
        please = Reply(400, b"", {"X-Should-Retry": "true"})
        with http_server(please, never) as server, pytest.raises(APIStatusError) as caught:
            hang_up(flavour, server.url)
        assert (caught.value.status_code, len(server.seen)) == (503, 2)

    def test_every_attempt_is_the_same_request(self, flavour: Flavour, pauses: list[float]) -> None:
        with http_server(Reply(503), Reply(201)) as server:
            with flavour.client(base_url=server.url) as client:
                session = {"type": "realtime"}
                flavour.wait(client.realtime.calls.create(sdp="v=0", session=session))
        first, second = server.seen
        assert first.target == second.target
        assert [part.split(b"\r\n\r\n")[1:] for part in first.body.split(b"--")] == [
            part.split(b"\r\n\r\n")[1:] for part in second.body.split(b"--")
        ]


class TestConnections:
    def test_nobody_listens(self, flavour: Flavour, pauses: list[float]) -> None:
        with refusing_address() as url, pytest.raises(APIConnectionError) as caught:
            hang_up(flavour, url)
        assert type(caught.value) is APIConnectionError
        # The server never saw it: another attempt cannot do the work twice.
        assert len(pauses) == 2

    @pytest.mark.parametrize("timeout", [0.05, Timeout(None, read=0.05)], ids=["number", "Timeout"])
    def test_no_answer_in_time(self, flavour: Flavour, timeout: Any) -> None:
        with silent_address() as url, pytest.raises(APITimeoutError) as caught:
            hang_up(flavour, url, timeout=timeout, max_retries=0)
        assert isinstance(caught.value, APIConnectionError)
        assert str(caught.value) == "Request timed out."

    def test_work_is_not_done_twice(self, flavour: Flavour, pauses: list[float]) -> None:
        """The server may have hung up the call before it fell silent: it is not asked again."""
        with silent_address() as url, pytest.raises(APITimeoutError):
            hang_up(flavour, url, timeout=Timeout(None, read=0.05))
        assert pauses == []

    def test_a_timeout_of_one_call(self, flavour: Flavour) -> None:
        with silent_address() as url, flavour.client(base_url=url, max_retries=0) as client:
            with pytest.raises(APITimeoutError):
                flavour.wait(client.realtime.calls.hangup("rtc_1", timeout=0.05))

    @pytest.mark.parametrize(
        "reply",
        [
            Reply(200, b"not gzip", {"Content-Encoding": "gzip"}),
            Reply(raw=b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf"),
            Reply(raw=b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx"),
            Reply(raw=b"SSH-2.0-server\r\n"),
            Reply(raw=b""),
        ],
        ids=["not gzip", "half a body", "two lengths", "not HTTP", "nothing"],
    )
    def test_an_answer_that_breaks_the_protocol(
        self, flavour: Flavour, pauses: list[float], reply: Reply
    ) -> None:
        with http_server(reply) as server, pytest.raises(APIConnectionError):
            hang_up(flavour, server.url)
        # Whatever the server did, it may have done: it is not asked again.
        assert len(server.seen) == 1


class TestSecrets:
    """Neither key nor query is seen where a person or a log would."""

    def test_in_representations(self, flavour: Flavour) -> None:
        secrets = {"webhook_secret": "whsec-hidden", "default_headers": {"X-Api-Key": "hidden-2"}}
        url = "http://127.0.0.1:1/v1?token=hidden-3"
        with flavour.client(base_url=url, **secrets) as client:
            for shown in (
                client,
                client.realtime,
                client.realtime.calls,
                client.realtime.connect(model="m"),
            ):
                text = repr(shown) + str(shown)
                assert KEY not in text
                assert "hidden" not in text

    @pytest.mark.parametrize("status", [400, 401, 429, 500])
    def test_in_exceptions(self, flavour: Flavour, status: int) -> None:
        said = {"error": {"message": f"Incorrect API key provided: {KEY}", "code": "c"}}
        with http_server(json_reply(said, status)) as server:
            with pytest.raises(APIStatusError) as caught:
                hang_up(
                    flavour,
                    f"{server.url}/v1?token=hidden-token",
                    max_retries=0,
                    default_query={"sig": "hidden-sig"},
                )
        error = caught.value
        text = f"{error} {error!r} {error.args}"
        assert KEY not in text
        assert "hidden" not in text
        copied = pickle.loads(pickle.dumps(error))
        assert type(copied) is type(error)
        assert (copied.status_code, copied.code, str(copied)) == (status, "c", str(error))
        assert KEY not in str(copied.request.headers)
        assert "hidden" not in f"{copied.request!r} {copied.request.url}"

    def test_in_connection_errors(self, flavour: Flavour) -> None:
        with refusing_address() as url, pytest.raises(APIConnectionError) as caught:
            hang_up(flavour, f"{url}/v1?token=hidden-token", max_retries=0)
        error = caught.value
        text = f"{error} {error!r} {error.request!r} {error.request.url} {error.__cause__}"
        assert KEY not in text
        assert "hidden" not in text

    def test_in_logs(
        self, flavour: Flavour, caplog: pytest.LogCaptureFixture, pauses: list[float]
    ) -> None:
        caplog.set_level(logging.DEBUG)
        caplog.set_level(logging.DEBUG, "openai_realtime")
        with http_server(Reply(503), json_reply({"value": "ek_hidden"})) as server:
            with flavour.client(base_url=server.url, webhook_secret="whsec-hidden") as client:
                flavour.wait(
                    client.realtime.client_secrets.create(
                        session={"type": "realtime", "instructions": "hidden instructions"},
                        extra_headers={"X-Api-Key": "hidden-key"},
                    )
                )
        records = [r for r in caplog.records if r.name.startswith("openai_realtime")]
        texts = [f"{r.getMessage()} {r.args!r}" for r in records]
        assert any("POST /realtime/client_secrets" in text for text in texts)
        assert any("retrying" in text for text in texts)
        everything = "\n".join(f"{r.getMessage()} {r.args!r}" for r in caplog.records)
        assert KEY not in everything
        assert "hidden" not in everything

    @pytest.mark.parametrize(("value", "level"), [("debug", 10), ("info", 20), ("nonsense", 0)])
    def test_the_level_comes_from_the_environment(
        self, flavour: Flavour, monkeypatch: pytest.MonkeyPatch, value: str, level: int
    ) -> None:
        logger = logging.getLogger("openai_realtime")
        before = logger.level
        try:
            logger.setLevel(logging.NOTSET)
            monkeypatch.setenv("OPENAI_LOG", value)
            with flavour.client():
                assert logger.level == level
        finally:
            logger.setLevel(before)
