"""Requests over real HTTP: what is sent, what comes back, what is tried again."""

# ruff: noqa: SIM117 - the server, the expected error and the call read best nested

from __future__ import annotations

import asyncio
import json
import logging
from typing import Any

import httpx
import pytest

from runtime.errors import (
    APIConnectionError,
    APIResponseValidationError,
    APIStatusError,
    APITimeoutError,
    AuthenticationError,
    InternalServerError,
    RateLimitError,
    SDKError,
)
from runtime.sentinels import omit
from runtime.settings import SDKSettings
from tests.unit.runtime.example_sdk import AsyncExample, Example, Thing
from tests.unit.runtime.flavours import KEY, Flavour
from tests.unit.runtime.servers import Reply, http_server

THING = Reply(body=b'{"id": "t1", "size": 3, "the-kind": "big", "new": [1]}')


class TestSending:
    def test_a_json_call(self, flavour: Flavour) -> None:
        with http_server(THING) as server:
            thing = flavour.run(
                lambda client: client.things.create(name="a"),
                base_url=f"{server.url}/v1/",
                organization="org",
            )
        [seen] = server.seen
        assert (seen.method, seen.target) == ("POST", "/v1/things")
        assert json.loads(seen.body) == {"name": "a"}
        assert seen.headers["authorization"] == f"Bearer {KEY}"
        assert seen.headers["content-type"] == "application/json"
        assert seen.headers["accept"] == "application/json"
        assert seen.headers["user-agent"] == "Example/Python 1.2.3"
        assert seen.headers["x-organization"] == "org"
        assert thing == Thing.model_validate_json(THING.body)
        assert thing.to_dict() == json.loads(THING.body)

    def test_extra_arguments_are_the_strongest(self, flavour: Flavour) -> None:
        with http_server(THING) as server:
            flavour.run(
                lambda client: client.things.create(
                    name="a",
                    extra_headers={"X-Extra": "1", "user-agent": omit, "X-Default": "mine"},
                    extra_query={"include": ["x", "y"], "q": omit, "deep": {"a": True}},
                    extra_body={"name": "b", "more": None},
                ),
                base_url=f"{server.url}?tenant=1",
                default_headers={"X-Default": "default"},
                default_query={"include": "z"},
            )
        [seen] = server.seen
        assert seen.target == "/things?tenant=1&include=x&include=y&deep%5Ba%5D=true"
        assert json.loads(seen.body) == {"name": "b", "more": None}
        assert seen.headers["x-extra"] == "1"
        assert seen.headers["x-default"] == "mine"
        assert "Example" not in seen.headers.get("user-agent", "")

    def test_the_body_that_fits_the_arguments(self, flavour: Flavour) -> None:
        with http_server(Reply(body=b"v=0", headers={"Content-Type": "application/sdp"})) as server:
            plain = flavour.run(
                lambda client: client.things.exchange(sdp="v=1\r\n"), base_url=server.url
            )
            flavour.run(
                lambda client: client.things.exchange(sdp="v=1\r\n", session={"model": "m"}),
                base_url=server.url,
            )
        assert plain.content == b"v=0"
        assert plain.text == "v=0"
        first, second = server.seen
        assert first.headers["content-type"] == "application/sdp"
        assert first.headers["accept"] == "application/sdp"
        assert first.body == b"v=1\r\n"
        assert second.headers["content-type"].startswith("multipart/form-data; boundary=")
        assert b'name="sdp"\r\nContent-Type: application/sdp\r\n\r\nv=1\r\n' in second.body
        assert b'name="session"\r\nContent-Type: application/json\r\n' in second.body
        assert b"filename" not in second.body

    @pytest.mark.parametrize("thing_id", ["", "..", ".", "%2e%2E"])
    def test_a_path_parameter_that_leads_elsewhere_sends_nothing(
        self, flavour: Flavour, thing_id: str
    ) -> None:
        with http_server(THING) as server, pytest.raises(ValueError, match="thing_id"):
            flavour.run(lambda client: client.things.get(thing_id), base_url=server.url)
        assert server.seen == []

    def test_a_slash_stays_in_its_segment(self, flavour: Flavour) -> None:
        with http_server(THING) as server:
            flavour.run(lambda client: client.things.get("a/../b?c#d"), base_url=server.url)
        assert server.seen[0].target == "/things/a%2F..%2Fb%3Fc%23d"

    def test_a_header_with_a_line_break_sends_nothing(self, flavour: Flavour) -> None:
        with http_server(THING) as server, pytest.raises(ValueError, match="X-Bad") as caught:
            flavour.run(
                lambda client: client.things.create(
                    name="a", extra_headers={"X-Bad": "tail\r\nX-Injected: 1"}
                ),
                base_url=server.url,
            )
        assert "Injected" not in str(caught.value)
        assert server.seen == []

    def test_nothing_is_returned_for_an_empty_answer(self, flavour: Flavour) -> None:
        with http_server(Reply(204, b"")) as server:
            assert (
                flavour.run(lambda client: client.things.delete("t1"), base_url=server.url) is None
            )
        assert server.seen[0].method == "DELETE"

    def test_cookies_are_not_kept(self, flavour: Flavour) -> None:
        cookie = Reply(200, THING.body, {"Set-Cookie": "session=1; Path=/"})

        def twice(client: Any) -> Any:
            if isinstance(client, Example):
                client.things.get("a")
                return client.things.get("b")

            async def calls() -> None:
                await client.things.get("a")
                await client.things.get("b")

            return calls()

        with http_server(cookie) as server:
            flavour.run(twice, base_url=server.url)
        assert "cookie" not in server.seen[1].headers


class TestCredentials:
    def test_a_callable_is_asked_for_every_attempt(self, no_pauses: list[float]) -> None:
        keys = iter(["key-one", "key-two"])
        with http_server(Reply(503), THING) as server:
            with Example(api_key=lambda: next(keys), base_url=server.url) as client:
                client.things.get("a")
                assert client.api_key == ""
        assert [seen.headers["authorization"] for seen in server.seen] == [
            "Bearer key-one",
            "Bearer key-two",
        ]

    def test_an_async_callable(self) -> None:
        async def key() -> str:
            return "key-async\n"

        async def main(url: str) -> None:
            async with AsyncExample(api_key=key, base_url=url) as client:
                await client.things.get("a")

        with http_server(THING) as server:
            asyncio.run(main(server.url))
        assert server.seen[0].headers["authorization"] == "Bearer key-async"

    def test_a_missing_key_is_refused_at_construction(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.delenv("EXAMPLE_API_KEY", raising=False)
        with pytest.raises(SDKError, match=r"`api_key`.*EXAMPLE_API_KEY"):
            Example()

    def test_the_environment(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("EXAMPLE_API_KEY", "from-environment\n")
        monkeypatch.setenv("EXAMPLE_BASE_URL", "https://proxy.example.com/x/")
        client = Example()
        assert client.api_key == "from-environment"
        assert str(client.base_url) == "https://proxy.example.com/x/"

    @pytest.mark.parametrize("key", ["sk-abc\r\nX: 1", "sk-\x00abc", "sk-\u20ac", "  "])
    def test_a_key_that_no_header_can_carry(self, key: str) -> None:
        with pytest.raises(SDKError, match="`api_key`") as caught:
            Example(api_key=key)
        assert "sk-" not in str(caught.value)

    def test_the_key_does_not_show(self) -> None:
        client = Example(api_key=KEY, base_url="https://example.com/v1?token=hidden")
        assert repr(client) == "Example(base_url='https://example.com/v1')"
        assert KEY not in repr(vars(client))


class TestRetries:
    def test_an_unavailable_server_is_asked_again(
        self, flavour: Flavour, no_pauses: list[float]
    ) -> None:
        busy = Reply(429, b"{}", {"Retry-After": "3"})
        with http_server(busy, Reply(500), THING) as server:
            flavour.run(lambda client: client.things.create(name="a"), base_url=server.url)
        assert len({seen.body for seen in server.seen}) == 1
        assert len(server.seen) == 3
        assert no_pauses[0] == 3
        assert 0.75 <= no_pauses[1] <= 1

    def test_at_most_max_retries(self, flavour: Flavour, no_pauses: list[float]) -> None:
        with http_server(Reply(503)) as server, pytest.raises(InternalServerError):
            flavour.run(lambda client: client.things.get("a"), base_url=server.url, max_retries=1)
        assert len(server.seen) == 2

    def test_a_pause_beyond_reason_is_not_waited_for(
        self, flavour: Flavour, no_pauses: list[float]
    ) -> None:
        with http_server(Reply(429, b"{}", {"Retry-After": "86400"})) as server:
            with pytest.raises(RateLimitError):
                flavour.run(lambda client: client.things.get("a"), base_url=server.url)
        assert len(server.seen) == 1

    def test_a_broken_connection(self, flavour: Flavour, no_pauses: list[float]) -> None:
        with http_server(Reply(raw=b""), THING) as server:
            flavour.run(lambda client: client.things.get("a"), base_url=server.url)
        assert len(server.seen) == 2

    def test_work_is_not_done_twice(self, flavour: Flavour, no_pauses: list[float]) -> None:
        with http_server(Reply(raw=b""), THING) as server:
            with pytest.raises(APIConnectionError):
                flavour.run(lambda client: client.things.create(name="a"), base_url=server.url)
        assert len(server.seen) == 1

    def test_an_idempotency_key_makes_it_safe(
        self, flavour: Flavour, no_pauses: list[float]
    ) -> None:
        settings = with_settings(idempotency_header="Idempotency-Key")
        with http_server(Reply(raw=b""), THING) as server:
            flavour.run(
                lambda client: client.things.create(name="a"),
                base_url=server.url,
                settings=settings,
            )
        first, second = server.seen
        assert first.headers["idempotency-key"] == second.headers["idempotency-key"]

    def test_nobody_listens(self, flavour: Flavour, no_pauses: list[float]) -> None:
        with http_server(THING) as server:
            closed = server.url
        with pytest.raises(APIConnectionError, match="ConnectError"):
            flavour.run(lambda client: client.things.create(name="a"), base_url=closed)
        assert len(no_pauses) == 2

    def test_a_timeout(self, flavour: Flavour) -> None:
        def stall(request: httpx.Request) -> httpx.Response:
            raise httpx.ReadTimeout("stalled", request=request)

        transport = httpx.MockTransport(stall)
        clients = {"Blocking": httpx.Client, "Asyncio": httpx.AsyncClient}
        with pytest.raises(APITimeoutError, match=r"Request timed out\."):
            flavour.run(
                lambda client: client.things.create(name="a"),
                base_url="https://example.test",
                http_client=clients[type(flavour).__name__](transport=transport),
            )


class TestFailures:
    def test_a_status_becomes_its_class(self, flavour: Flavour) -> None:
        body = {"error": {"message": f"bad key {KEY}\x1b[2J\r\n", "code": "c", "type": "t"}}
        reply = Reply(401, json.dumps(body).encode(), {"X-Request-Id": "req-1"})
        with http_server(reply) as server, pytest.raises(AuthenticationError) as caught:
            flavour.run(lambda client: client.things.get("a"), base_url=server.url)
        error = caught.value
        assert str(error) == "Error code: 401 - bad key ***\\x1b[2J\\r\\n"
        assert error.body == body["error"]
        assert (error.code, error.type, error.param) == ("c", "t", None)
        assert (error.status_code, error.request_id) == (401, "req-1")
        assert error.response.json() == body

    @pytest.mark.parametrize("body", [b"<html>no</html>", b"", b"\xff\xfe", b"[1]", b'{"error":7}'])
    def test_an_error_body_of_any_shape(self, flavour: Flavour, body: bytes) -> None:
        with http_server(Reply(400, body)) as server, pytest.raises(APIStatusError) as caught:
            flavour.run(lambda client: client.things.get("a"), base_url=server.url)
        assert str(caught.value).startswith("Error code: 400")

    def test_a_giant_error_body_is_not_read(self, flavour: Flavour) -> None:
        with http_server(Reply(400, b"x" * 5_000_000)) as server:
            with pytest.raises(APIStatusError) as caught:
                flavour.run(lambda client: client.things.get("a"), base_url=server.url)
        assert len(str(caught.value)) < 3000
        assert len(caught.value.response.content) < 1_000_000

    @pytest.mark.parametrize("body", [b"<html>", b"", b"null", b"[1]", b"\xff", b"[" * 1000])
    def test_an_answer_that_is_not_the_promised_one(self, flavour: Flavour, body: bytes) -> None:
        with http_server(Reply(200, body)) as server:
            with pytest.raises(APIResponseValidationError) as caught:
                flavour.run(lambda client: client.things.get("a"), base_url=server.url)
        assert caught.value.status_code == 200
        assert "application/json" in str(caught.value)
        assert caught.value.response.content == body

    def test_a_field_of_the_wrong_type_is_kept_raw(self, flavour: Flavour) -> None:
        with http_server(Reply(200, b'{"id": 7, "size": "big"}')) as server:
            thing = flavour.run(lambda client: client.things.get("a"), base_url=server.url)
            with pytest.raises(APIResponseValidationError, match="size"):
                flavour.run(
                    lambda client: client.things.get("a"),
                    base_url=server.url,
                    _strict_response_validation=True,
                )
        assert isinstance(thing, Thing)
        assert thing.to_dict() == {"id": 7, "size": "big"}

    def test_the_request_id_of_a_result(self, flavour: Flavour) -> None:
        with http_server(Reply(200, THING.body, {"X-Request-Id": "req-9"})) as server:
            thing = flavour.run(lambda client: client.things.get("a"), base_url=server.url)
        assert thing._request_id == "req-9"


class TestRedirects:
    def test_within_the_origin(self, flavour: Flavour) -> None:
        there = Reply(307, b"", {"Location": "/elsewhere"})
        with http_server(there, THING) as server:
            flavour.run(lambda client: client.things.create(name="a"), base_url=server.url)
        assert [seen.target for seen in server.seen] == ["/things", "/elsewhere"]
        assert server.seen[1].body == server.seen[0].body
        assert server.seen[1].headers["authorization"] == f"Bearer {KEY}"

    @pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
    def test_another_origin_is_refused(self, flavour: Flavour, status: int) -> None:
        with http_server(THING) as other:
            there = Reply(status, b"", {"Location": f"{other.url}/steal?x=1"})
            with http_server(there) as server, pytest.raises(APIStatusError) as caught:
                flavour.run(lambda client: client.things.get("a"), base_url=server.url)
        assert str(caught.value).endswith(f"redirect to another origin refused: {other.url}")
        assert other.seen == []

    def test_a_loop_ends(self, flavour: Flavour) -> None:
        with http_server(Reply(302, b"", {"Location": "/things/a"})) as server:
            with pytest.raises(APIStatusError, match="302"):
                flavour.run(lambda client: client.things.get("a"), base_url=server.url)
        assert len(server.seen) == 6

    @pytest.mark.parametrize("location", ["javascript:alert(1)", "file:///etc/passwd", "http://["])
    def test_a_target_that_is_no_address(
        self, flavour: Flavour, location: str, no_pauses: list[float]
    ) -> None:
        with http_server(Reply(302, b"", {"Location": location})) as server:
            with pytest.raises((APIStatusError, APIConnectionError)):
                flavour.run(lambda client: client.things.get("a"), base_url=server.url)


class TestRawAndStreamed:
    def test_raw(self, flavour: Flavour) -> None:
        with http_server(Reply(200, THING.body, {"X-Limit": "7"})) as server:
            answer = flavour.run(
                lambda client: client.things.with_raw_response.create(name="a"),
                base_url=server.url,
            )
        assert answer.headers["x-limit"] == "7"
        assert answer.status_code == 200
        assert answer.parse().id == "t1"
        assert answer.json()["id"] == "t1"
        assert answer.content == THING.body

    def test_streamed(self) -> None:
        with http_server(THING) as server, Example(api_key=KEY, base_url=server.url) as client:
            manager = client.things.with_streaming_response.create(name="a")
            assert server.seen == []
            with manager as answer:
                assert b"".join(answer.iter_bytes()) == THING.body
            assert answer.is_closed

    def test_streamed_async(self) -> None:
        async def main(url: str) -> str:
            async with AsyncExample(api_key=KEY, base_url=url) as client:
                async with client.things.with_streaming_response.create(name="a") as answer:
                    return (await answer.parse()).id

        with http_server(THING) as server:
            assert asyncio.run(main(server.url)) == "t1"


class TestLife:
    def test_construction_opens_nothing(self) -> None:
        client = Example(api_key=KEY)
        assert client._pool._client is None
        client.close()
        assert client.is_closed()
        with pytest.raises(SDKError, match="closed"):
            client.things.get("a")

    def test_a_copy_shares_the_pool(self) -> None:
        with http_server(THING) as server:
            client = Example(
                api_key=KEY, base_url=server.url, default_headers={"A": "1"}, timeout=7
            )
            copy = client.copy(api_key="other-key", default_headers={"B": "2"}, max_retries=0)
            copy.things.get("a")
            client.things.get("a")
            assert copy._pool is client._pool
            client.close()
        first, second = server.seen
        assert first.headers["authorization"] == "Bearer other-key"
        assert (first.headers["a"], first.headers["b"]) == ("1", "2")
        assert second.headers["authorization"] == f"Bearer {KEY}"
        assert copy.timeout == 7
        assert copy.max_retries == 0

    def test_a_copy_with_an_http_client_of_its_own(self) -> None:
        with httpx.Client() as own, Example(api_key=KEY) as client:
            assert client.copy(http_client=own)._pool.get() is own
            assert client._pool.get() is not own

    def test_a_copy_keeps_the_default_address(self) -> None:
        copy = Example(api_key=KEY).copy()
        assert copy._websocket_defaults().base_url.authority == "socket.example.com"
        moved = copy.copy(base_url="https://other.example.com")
        assert moved._websocket_defaults().base_url.authority == "other.example.com"

    def test_both_forms_of_headers_are_refused(self) -> None:
        client = Example(api_key=KEY)
        with pytest.raises(ValueError, match="exclude"):
            client.copy(default_headers={}, set_default_headers={})

    @pytest.mark.parametrize(
        ("value", "error"), [(None, TypeError), (True, TypeError), (-1, ValueError)]
    )
    def test_max_retries_is_checked(self, value: Any, error: type[Exception]) -> None:
        with pytest.raises(error, match="max_retries"):
            Example(api_key=KEY, max_retries=value)

    def test_the_wrong_kind_of_http_client(self) -> None:
        client: Any = httpx.AsyncClient()
        with pytest.raises(TypeError, match="blocking"):
            Example(api_key=KEY, http_client=client)

    def test_cancellation_is_not_swallowed(self) -> None:
        async def main() -> None:
            started = asyncio.Event()

            async def hang(request: httpx.Request) -> httpx.Response:
                started.set()
                await asyncio.Event().wait()
                raise AssertionError

            http_client = httpx.AsyncClient(transport=httpx.MockTransport(hang))
            async with AsyncExample(api_key=KEY, http_client=http_client) as client:
                task = asyncio.create_task(client.things.get("a"))
                await started.wait()
                task.cancel()
                with pytest.raises(asyncio.CancelledError):
                    await task

        asyncio.run(main())


def test_logs_have_no_secrets(
    flavour: Flavour, caplog: pytest.LogCaptureFixture, no_pauses: list[float]
) -> None:
    caplog.set_level(logging.DEBUG, logger="example_sdk")
    with http_server(Reply(503), THING) as server:
        flavour.run(
            lambda client: client.things.create(name="private-name"),
            base_url=f"{server.url}/?token=hidden-token",
        )
    records = [record for record in caplog.records if record.name.startswith("example_sdk")]
    text = "\n".join(record.getMessage() for record in records)
    assert "POST /things: 200" in text
    for secret in (KEY, "private-name", "hidden-token"):
        assert secret not in text


def with_settings(**changes: Any) -> SDKSettings:
    from dataclasses import replace

    from tests.unit.runtime.example_sdk import SETTINGS

    return replace(SETTINGS, **changes)


class TestOptions:
    def test_addresses_can_be_changed(self) -> None:
        client = Example(api_key=KEY)
        client.base_url = "https://other.example.com/v2?tenant=1"
        client.websocket_base_url = "wss://live.example.com/v2"
        assert str(client.base_url) == "https://other.example.com/v2/?tenant=1"
        assert str(client.websocket_base_url) == "wss://live.example.com/v2"
        assert client._websocket_defaults().base_url.scheme == "wss"
        with pytest.raises(SDKError, match="`base_url`"):
            client.base_url = "ftp://other.example.com"

    def test_a_key_can_be_changed(self) -> None:
        client = Example(api_key=KEY, organization="org")
        client._set_option("api_key", "another-key")
        assert (client.api_key, client.organization) == ("another-key", "org")
        with pytest.raises(SDKError, match="`api_key`"):
            client._set_option("api_key", "bad\nkey")
        assert client.api_key == "another-key"

    def test_the_timeout_of_the_user_s_http_client_counts(self) -> None:
        chosen = httpx.Client(timeout=7)
        untouched = httpx.Client()
        assert Example(api_key=KEY, http_client=chosen).timeout == httpx.Timeout(7)
        assert Example(api_key=KEY, http_client=untouched).timeout == httpx.Timeout(600, connect=5)
        assert Example(api_key=KEY, http_client=chosen, timeout=3).timeout == 3
        chosen.close()
        untouched.close()
