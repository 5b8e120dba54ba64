"""The REST methods against a server that records what arrives: the request, and the result."""

from __future__ import annotations

import json
from collections.abc import Callable
from email.parser import BytesParser
from email.policy import HTTP
from pathlib import Path
from typing import Any

import openai_realtime
import pytest
from openai_realtime import (
    HttpxBinaryResponseContent,
    OpenAIError,
    omit,
)
from openai_realtime.types.realtime import ClientSecretCreateResponse

from tests.sdk.flavours import KEY, Flavour
from tests.sdk.servers import HTTPServer, Reply, Seen, http_server, json_reply

OFFER = "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=Gruß\r\n"
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


def parts_of(request: Seen) -> list[tuple[dict[str, str], bytes]]:
    """Take a multipart body apart: the headers of each part by lower-case name, and its bytes."""
    kind, _, boundary = request.headers["Content-Type"].partition("; boundary=")
    assert kind == "multipart/form-data"
    mark = b"--" + boundary.encode()
    start, *chunks, end = request.body.split(mark)
    assert (start, end) == (b"", b"--\r\n")
    parts = []
    for chunk in chunks:
        assert chunk.startswith(b"\r\n")
        assert chunk.endswith(b"\r\n")
        head, _, content = chunk[2:-2].partition(b"\r\n\r\n")
        lines = (line.split(": ", 1) for line in head.decode("ascii").split("\r\n"))
        parts.append(({name.lower(): value for name, value in lines}, content))
    return parts


class TestEveryMethod:
    """Verb, path and body of each; what they share is in the classes below."""

    @pytest.mark.parametrize(
        ("method", "path", "body"),
        [
            pytest.param(
                lambda c: c.realtime.calls.accept("rtc_1", type="realtime"),
                "/realtime/calls/rtc_1/accept",
                {"type": "realtime"},
                id="accept",
            ),
            pytest.param(
                lambda c: c.realtime.calls.accept(
                    "rtc_1",
                    type="realtime",
                    model="gpt-realtime",
                    audio={"output": {"voice": "marin"}},
                    instructions="Répondez en français.",
                    max_output_tokens="inf",
                    output_modalities=["audio"],
                    prompt=None,
                    tool_choice={"type": "function", "name": "look_up"},
                    tools=[{"type": "function", "name": "look_up", "parameters": {}}],
                    tracing=None,
                    truncation={"type": "retention_ratio", "retention_ratio": 0.5},
                    include=["item.input_audio_transcription.logprobs"],
                ),
                "/realtime/calls/rtc_1/accept",
                {
                    "type": "realtime",
                    "audio": {"output": {"voice": "marin"}},
                    "include": ["item.input_audio_transcription.logprobs"],
                    "instructions": "Répondez en français.",
                    "max_output_tokens": "inf",
                    "model": "gpt-realtime",
                    "output_modalities": ["audio"],
                    "prompt": None,
                    "tool_choice": {"type": "function", "name": "look_up"},
                    "tools": [{"type": "function", "name": "look_up", "parameters": {}}],
                    "tracing": None,
                    "truncation": {"type": "retention_ratio", "retention_ratio": 0.5},
                },
                id="accept with everything",
            ),
            pytest.param(
                lambda c: c.realtime.calls.hangup("rtc_1"),
                "/realtime/calls/rtc_1/hangup",
                None,
                id="hangup",
            ),
            pytest.param(
                lambda c: c.realtime.calls.refer("rtc_1", target_uri="tel:+14155550123"),
                "/realtime/calls/rtc_1/refer",
                {"target_uri": "tel:+14155550123"},
                id="refer",
            ),
            pytest.param(
                lambda c: c.realtime.calls.reject("rtc_1", status_code=486),
                "/realtime/calls/rtc_1/reject",
                {"status_code": 486},
                id="reject",
            ),
            pytest.param(
                lambda c: c.realtime.calls.reject("rtc_1"),
                "/realtime/calls/rtc_1/reject",
                None,
                id="reject without a body",
            ),
        ],
    )
    def test_that_returns_nothing(
        self, flavour: Flavour, method: Call, path: str, body: object
    ) -> None:
        with http_server() as server:
            assert call(flavour, server, method) is None
        [request] = server.seen
        assert (request.method, request.target) == ("POST", path)
        if body is None:
            assert request.body == b""
            assert "Content-Type" not in request.headers
        else:
            assert request.json == body
            assert request.headers["Content-Type"] == "application/json"

    @pytest.mark.parametrize(
        ("method", "body"),
        [
            pytest.param(lambda c: c.realtime.client_secrets.create(), {}, id="bare"),
            pytest.param(
                lambda c: c.realtime.client_secrets.create(
                    expires_after={"anchor": "created_at", "seconds": 600},
                    session={
                        "type": "transcription",
                        "include": [],
                    },
                ),
                {
                    "expires_after": {"anchor": "created_at", "seconds": 600},
                    "session": {
                        "type": "transcription",
                        "include": [],
                    },
                },
                id="with everything",
            ),
        ],
    )
    def test_client_secrets_create(self, flavour: Flavour, method: Call, body: object) -> None:
        with http_server(json_reply(SECRET)) as server:
            secret = call(flavour, server, method)
        [request] = server.seen
        assert (request.method, request.target) == ("POST", "/realtime/client_secrets")
        assert request.json == body
        assert request.headers["Content-Type"] == "application/json"
        assert request.headers["Accept"] == "application/json"
        assert type(secret) is ClientSecretCreateResponse
        assert (secret.value, secret.expires_at) == ("ek_1", 1756310470)


class TestCallsCreate:
    def test_a_bare_offer(self, flavour: Flavour) -> None:
        with http_server(SDP) as server:
            call(flavour, server, lambda c: c.realtime.calls.create(sdp=OFFER))
        [request] = server.seen
        assert (request.method, request.target) == ("POST", "/realtime/calls")
        assert request.body == OFFER.encode("utf-8")
        assert request.headers["Content-Type"] == "application/sdp"
        assert request.headers["Accept"] == "application/sdp"

    def test_an_offer_with_a_session(self, flavour: Flavour) -> None:
        session = {"type": "realtime", "model": "gpt-realtime", "instructions": 'Sag "Grüß\r\n--"'}
        with http_server(SDP) as server:
            call(flavour, server, lambda c: c.realtime.calls.create(sdp=OFFER, session=session))
        [request] = server.seen
        assert request.headers["Accept"] == "application/sdp"
        (offer_head, offer), (session_head, encoded) = parts_of(request)
        assert offer_head == {
            "content-disposition": 'form-data; name="sdp"',
            "content-type": "application/sdp",
        }
        assert session_head == {
            "content-disposition": 'form-data; name="session"',
            "content-type": "application/json",
        }
        assert offer == OFFER.encode("utf-8")
        assert json.loads(encoded) == session
        # A parser that others wrote reads the same.
        head = f"Content-Type: {request.headers['Content-Type']}\r\n\r\n".encode()
        message = BytesParser(policy=HTTP).parsebytes(head + request.body)
        assert [part.get_content_type() for part in message.iter_parts()] == [
            "application/sdp",
            "application/json",
        ]

    def test_the_boundary_is_drawn_anew(self, flavour: Flavour) -> None:
        def create(client: Any) -> Any:
            return client.realtime.calls.create(sdp=OFFER, session={"type": "realtime"})

        with http_server(SDP) as server:
            call(flavour, server, create)
            call(flavour, server, create)
        first, second = (request.headers["Content-Type"] for request in server.seen)
        assert first != second

    def test_the_answer(self, flavour: Flavour, tmp_path: Path) -> None:
        with http_server(SDP) as server:
            answer = call(flavour, server, lambda c: c.realtime.calls.create(sdp=OFFER))
        assert type(answer) is HttpxBinaryResponseContent
        assert answer.content == answer.read() == ANSWER.encode()
        assert answer.text == ANSWER
        assert b"".join(answer.iter_bytes(7)) == ANSWER.encode()
        assert list(answer.iter_lines()) == ANSWER.splitlines()
        answer.write_to_file(tmp_path / "answer.sdp")
        assert (tmp_path / "answer.sdp").read_bytes() == ANSWER.encode()
        assert answer.response.headers["Location"] == "/calls/rtc_1"


class TestHeaders:
    def test_what_every_request_carries(self, flavour: Flavour) -> None:
        with http_server() as server:
            call(flavour, server, lambda c: c.realtime.calls.hangup("rtc_1"))
        headers = server.seen[0].headers
        assert headers.get_all("Authorization") == [f"Bearer {KEY}"]
        assert headers.get_all("User-Agent") == [f"OpenAI/Python {openai_realtime.__version__}"]
        assert headers.get_all("Accept") == ["*/*"]
        assert "OpenAI-Organization" not in headers
        assert "OpenAI-Project" not in headers
        assert "Cookie" not in headers

    def test_organization_and_project(self, flavour: Flavour) -> None:
        with http_server() as server:
            call(
                flavour,
                server,
                lambda c: c.realtime.calls.hangup("rtc_1"),
                organization="org-1",
                project="proj-1",
            )
        headers = server.seen[0].headers
        assert headers["OpenAI-Organization"] == "org-1"
        assert headers["OpenAI-Project"] == "proj-1"

    def test_the_environment(self, flavour: Flavour, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("OPENAI_API_KEY", "sk-from-environment\n")
        monkeypatch.setenv("OPENAI_ORG_ID", "org-2")
        monkeypatch.setenv("OPENAI_PROJECT_ID", "proj-2")
        monkeypatch.setenv("OPENAI_WEBHOOK_SECRET", "whsec-2")
        with http_server() as server:
            monkeypatch.setenv("OPENAI_BASE_URL", f"{server.url}/v2/")
            with flavour.client(api_key=None) as client:
                flavour.wait(client.realtime.calls.hangup("rtc_1"))
                assert client.webhook_secret == "whsec-2"
        [request] = server.seen
        assert request.target == "/v2/realtime/calls/rtc_1/hangup"
        assert request.headers["Authorization"] == "Bearer sk-from-environment"
        assert request.headers["OpenAI-Organization"] == "org-2"
        assert request.headers["OpenAI-Project"] == "proj-2"

    def test_arguments_win_over_the_environment(
        self, flavour: Flavour, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("OPENAI_API_KEY", "sk-from-environment")
        monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:1")
        monkeypatch.setenv("OPENAI_ORG_ID", "org-2")
        with http_server() as server:
            hang_up: Call = lambda c: c.realtime.calls.hangup("rtc_1")  # noqa: E731
            call(flavour, server, hang_up, organization="org-1")
        headers = server.seen[0].headers
        assert headers["Authorization"] == f"Bearer {KEY}"
        assert headers["OpenAI-Organization"] == "org-1"

    def test_a_missing_key(self, flavour: Flavour) -> None:
        with pytest.raises(OpenAIError) as caught:
            flavour.client_class()
        assert "api_key" in str(caught.value)
        assert "OPENAI_API_KEY" in str(caught.value)

    @pytest.mark.parametrize("key", ["", " \n", "sk\nX-Injected: 1", "sk-ключ", "sk\0"])
    def test_a_key_that_no_header_carries(self, flavour: Flavour, key: str) -> None:
        with pytest.raises(OpenAIError, match="api_key") as caught:
            flavour.client_class(api_key=key)
        assert "Injected" not in str(caught.value)

    def test_a_key_that_is_asked_for(self, flavour: Flavour, pauses: list[float]) -> None:
        keys = flavour.key_function(iter(["first-key", "second-key", "third-key"]))
        with http_server(Reply(503), Reply(429), Reply()) as server:
            call(flavour, server, lambda c: c.realtime.calls.hangup("rtc_1"), api_key=keys)
        sent = [request.headers["Authorization"] for request in server.seen]
        assert sent == ["Bearer first-key", "Bearer second-key", "Bearer third-key"]
        assert len(pauses) == 2


class TestArguments:
    @pytest.mark.parametrize("path", ["accept", "hangup", "refer", "reject"])
    def test_an_empty_call_id_sends_nothing(self, flavour: Flavour, path: str) -> None:
        needed = {"accept": {"type": "realtime"}, "refer": {"target_uri": "tel:+1"}}.get(path, {})
        with http_server() as server, pytest.raises(ValueError, match="call_id"):
            call(flavour, server, lambda c: getattr(c.realtime.calls, path)("", **needed))
        assert (server.seen, server.peers) == ([], [])

    @pytest.mark.parametrize("call_id", [".", "..", "%2e%2e", "%2E.", ".%2e", "%2e"])
    def test_a_call_id_that_leads_elsewhere_sends_nothing(
        self, flavour: Flavour, call_id: str
    ) -> None:
        with http_server() as server, pytest.raises(ValueError, match="call_id"):
            call(flavour, server, lambda c: c.realtime.calls.hangup(call_id))
        assert (server.seen, server.peers) == ([], [])

    @pytest.mark.parametrize(
        ("call_id", "segment"),
        [
            ("rtc_1", "rtc_1"),
            ("a/b", "a%2Fb"),
            ("../client_secrets", "..%2Fclient_secrets"),
            ("a\\..\\b", "a%5C..%5Cb"),
            ("%2e%2e/x", "%252e%252e%2Fx"),
            ("a?b=c", "a%3Fb%3Dc"),
            ("a#b", "a%23b"),
            ("a b", "a%20b"),
            ("a;b:c@d", "a%3Bb%3Ac%40d"),
            ("é☎", "%C3%A9%E2%98%8E"),
            ("a\r\nb", "a%0D%0Ab"),
        ],
    )
    def test_a_call_id_is_one_segment(self, flavour: Flavour, call_id: str, segment: str) -> None:
        with http_server() as server:
            call(flavour, server, lambda c: c.realtime.calls.hangup(call_id))
        assert server.seen[0].target == f"/realtime/calls/{segment}/hangup"

    def test_omit_and_none_differ(self, flavour: Flavour) -> None:
        def accept(client: Any) -> Any:
            return client.realtime.calls.accept(
                "rtc_1", type="realtime", tracing=None, prompt=omit, instructions=omit
            )

        with http_server() as server:
            call(flavour, server, accept)
        assert server.seen[0].json == {"type": "realtime", "tracing": None}

    def test_what_the_caller_adds_is_the_strongest(self, flavour: Flavour) -> None:
        def accept(client: Any) -> Any:
            return client.realtime.calls.accept(
                "rtc_1",
                type="realtime",
                instructions="mild",
                extra_headers={"X-Extra": "e", "X-Default": omit, "authorization": "Bearer other"},
                extra_query={"a": "call", "list": [1, 2], "flag": True, "gone": None},
                extra_body={"instructions": "wild", "new": {"x": 1}},
            )

        with http_server() as server:
            call(
                flavour,
                server,
                accept,
                default_headers={"X-Default": "d", "X-Kept": "k", "User-Agent": "mine"},
                default_query={"a": "client", "b": "client"},
            )
        [request] = server.seen
        assert request.headers["X-Extra"] == "e"
        assert request.headers["X-Kept"] == "k"
        assert request.headers["User-Agent"] == "mine"
        assert "X-Default" not in request.headers
        assert request.headers.get_all("Authorization") == ["Bearer other"]
        assert sorted(request.query) == [
            ("a", "call"),
            ("b", "client"),
            ("flag", "true"),
            ("list", "1"),
            ("list", "2"),
        ]
        assert request.json == {"type": "realtime", "instructions": "wild", "new": {"x": 1}}

    @pytest.mark.parametrize(
        ("base", "target"),
        [
            ("", "/realtime/calls/rtc_1/hangup"),
            ("/", "/realtime/calls/rtc_1/hangup"),
            ("/v1", "/v1/realtime/calls/rtc_1/hangup"),
            ("/v1/", "/v1/realtime/calls/rtc_1/hangup"),
            ("/a%2Fb/v1?tenant=t%201&x=", "/a%2Fb/v1/realtime/calls/rtc_1/hangup?tenant=t%201&x="),
            ("/v1/?tenant=t", "/v1/realtime/calls/rtc_1/hangup?tenant=t"),
        ],
    )
    def test_the_base_url(self, flavour: Flavour, base: str, target: str) -> None:
        with http_server() as server, flavour.client(base_url=server.url + base) as client:
            flavour.wait(client.realtime.calls.hangup("rtc_1"))
        assert server.seen[0].target == target

    @pytest.mark.parametrize(
        "headers", [{"X-A": "1\r\nX-B: 2"}, {"X-A\r\nX-B": "2"}, {"X-A": "☎"}, {"": "1"}]
    )
    def test_a_header_that_would_break_the_message_sends_nothing(
        self, flavour: Flavour, headers: dict[str, str]
    ) -> None:
        with http_server() as server, pytest.raises(ValueError, match="header") as caught:
            call(
                flavour,
                server,
                lambda c: c.realtime.calls.hangup("rtc_1", extra_headers=headers),
            )
        assert (server.seen, server.peers) == ([], [])
        assert "1\r\n" not in str(caught.value)
