"""What REST methods give back: typed results, raw and streamed answers."""

# ruff: noqa: SIM117 - the server, the expected error and the client read best nested

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from openai_realtime import APIResponseValidationError, NotGiven, is_unknown
from openai_realtime.types.realtime import (
    ClientSecretCreateResponse,
    RealtimeSessionCreateResponse,
    RealtimeTranscriptionSessionCreateResponse,
)

from tests.sdk.flavours import Flavour
from tests.sdk.servers import HTTPServer, Reply, http_server, json_reply

OFFER = "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\n"
ANSWER = "v=0\r\no=- 3 4 IN IP4 127.0.0.1\r\n"
SDP = Reply(201, ANSWER.encode(), {"Content-Type": "application/sdp", "Location": "/calls/rtc_1"})
SECRET = {
    "value": "ek_1",
    "expires_at": 1756310470,
    "session": {"type": "realtime", "object": "realtime.session", "id": "sess_1"},
}

Call = Callable[[Any], Any]


def call(flavour: Flavour, server: HTTPServer, method: Call, **options: Any) -> Any:
    """Make a client, call a method of it, close it."""
    with flavour.client(base_url=server.url, **options) as client:
        return flavour.wait(method(client))


class TestResults:
    @pytest.mark.parametrize(
        "reply",
        [
            pytest.param(Reply(), id="empty 200"),
            pytest.param(Reply(204), id="204"),
            pytest.param(Reply(200, b"OK", {"Content-Type": "text/plain"}), id="text"),
            pytest.param(json_reply({"id": "rtc_1"}), id="json"),
            pytest.param(
                Reply(200, b"<html>", {"Content-Type": "application/json"}), id="not json"
            ),
        ],
    )
    def test_nothing_is_nothing(self, flavour: Flavour, reply: Reply) -> None:
        with http_server(reply) as server:
            assert call(flavour, server, lambda c: c.realtime.calls.hangup("rtc_1")) is None

    @pytest.mark.parametrize(
        ("session", "expected"),
        [
            ({"type": "realtime", "id": "s"}, RealtimeSessionCreateResponse),
            (
                {"type": "transcription", "id": "s", "object": "realtime.transcription_session"},
                RealtimeTranscriptionSessionCreateResponse,
            ),
            # Without a field that the document requires.
            ({"type": "transcription"}, RealtimeTranscriptionSessionCreateResponse),
            # With a field of another type than declared.
            ({"type": "realtime", "expires_at": "soon"}, RealtimeSessionCreateResponse),
        ],
    )
    def test_the_class_that_the_tag_names(
        self, flavour: Flavour, session: dict[str, Any], expected: type
    ) -> None:
        body = {**SECRET, "session": session}
        with http_server(json_reply(body, x_request_id="req-1")) as server:
            secret = call(flavour, server, lambda c: c.realtime.client_secrets.create())
        assert type(secret) is ClientSecretCreateResponse
        assert type(secret.session) is expected
        assert secret.to_dict() == body
        assert secret._request_id == "req-1"

    def test_a_kind_of_session_that_is_not_known(self, flavour: Flavour) -> None:
        body = {**SECRET, "session": {"type": "translation", "to": ["fr"]}}
        with http_server(json_reply(body)) as server:
            secret = call(flavour, server, lambda c: c.realtime.client_secrets.create())
        assert is_unknown(secret.session)
        assert secret.session.raw == body["session"]
        assert secret.to_dict() == body

    def test_a_missing_field(self, flavour: Flavour) -> None:
        body = {"value": "ek_1", "session": {"type": "realtime"}, "added_later": [1]}
        with http_server(json_reply(body)) as server:
            secret = call(flavour, server, lambda c: c.realtime.client_secrets.create())
        assert type(secret) is ClientSecretCreateResponse
        assert secret.expires_at is None
        assert secret.added_later == [1]
        assert secret.to_dict() == body

    @pytest.mark.parametrize(
        "body",
        [b"", b"null", b"[]", b"<html>", b"{", b"\xff", b"[" * 100_000],
        ids=["empty", "null", "list", "html", "cut", "not text", "deep"],
    )
    def test_an_answer_of_another_shape(self, flavour: Flavour, body: bytes) -> None:
        reply = Reply(200, body, {"Content-Type": "text/html", "x-request-id": "req-1"})
        with http_server(reply) as server:
            with pytest.raises(APIResponseValidationError) as caught:
                call(flavour, server, lambda c: c.realtime.client_secrets.create())
        assert caught.value.status_code == 200
        assert caught.value.response.content == body
        assert "text/html" in str(caught.value)

    def test_a_strict_client_refuses_what_a_lenient_one_keeps(self, flavour: Flavour) -> None:
        with http_server(json_reply({"value": "ek_1"})) as server:
            with pytest.raises(APIResponseValidationError, match="expires_at"):
                call(
                    flavour,
                    server,
                    lambda c: c.realtime.client_secrets.create(),
                    _strict_response_validation=True,
                )


class TestRawAndStreamed:
    def test_raw(self, flavour: Flavour) -> None:
        with http_server(json_reply(SECRET, x_request_id="req-1")) as server:
            raw = call(
                flavour,
                server,
                lambda c: c.realtime.with_raw_response.client_secrets.create(),
            )
        assert (raw.status_code, raw.request_id) == (200, "req-1")
        assert raw.headers["content-type"] == "application/json"
        assert raw.json() == SECRET
        secret = raw.parse()
        assert type(secret) is ClientSecretCreateResponse
        assert secret.to_dict() == SECRET

    def test_raw_of_each_call(self, flavour: Flavour) -> None:
        with http_server(SDP) as server, flavour.client(base_url=server.url) as client:
            calls = client.realtime.calls.with_raw_response
            created = flavour.wait(calls.create(sdp=OFFER))
            assert created.headers["location"] == "/calls/rtc_1"
            assert created.parse().text == ANSWER
            for answer in (
                calls.accept("rtc_1", type="realtime"),
                calls.hangup("rtc_1"),
                calls.refer("rtc_1", target_uri="tel:+1"),
                calls.reject("rtc_1"),
            ):
                raw = flavour.wait(answer)
                assert (raw.status_code, raw.parse()) == (201, None)
        actions = [request.path.rpartition("/")[2] for request in server.seen]
        assert actions == ["calls", "accept", "hangup", "refer", "reject"]

    def test_streamed(self, flavour: Flavour) -> None:
        with http_server(SDP) as server, flavour.client(base_url=server.url) as client:
            streaming = client.realtime.with_streaming_response.calls
            manager = streaming.create(sdp=OFFER)
            assert server.seen == []
            with flavour.entered(manager) as response:
                assert not response.is_closed
                assert b"".join(flavour.collect(response.iter_bytes(5))) == ANSWER.encode()
            assert response.is_closed
            with flavour.entered(streaming.create(sdp=OFFER)) as response:
                assert flavour.wait(response.parse()).text == ANSWER
            with flavour.entered(streaming.create(sdp=OFFER)) as response:
                pass
            assert response.is_closed

    def test_not_given_is_the_client_s_own_timeout(self, flavour: Flavour) -> None:
        """Nothing else than an option that is absent stands for the client's setting."""
        with flavour.client(timeout=7.5) as client:
            assert client.timeout == 7.5
            assert client.with_options(timeout=NotGiven()).timeout == 7.5
            assert client.with_options(timeout=None).timeout is None
