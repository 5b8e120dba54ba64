"""Streams of events that go on after a break, over a server that breaks them off."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest

from codegen.diagnostics import SpecError
from tests.functional.conftest import GeneratedPackage, GeneratePackage
from tests.robustness.adversary import Script, adversary, answer
from tests.robustness.conftest import pauses
from tests.robustness.flavours import CREDENTIALS, Flavour, flavours

__all__ = ["pauses"]

FEEDS = """
openapi: 3.1.0
info: {title: Vault, version: '1'}
security: [{Token: []}]
paths:
  /feed:
    get:
      operationId: readFeed
      parameters: [{name: last-event-id, in: header, schema: {type: string}}]
      responses:
        '200':
          description: what happens
          content: {text/event-stream: {schema: {$ref: '#/components/schemas/Item'}}}
        '204': {description: nothing happens any more}
  /raw:
    get:
      parameters: [{name: Last-Event-ID, in: header, schema: {type: string}}]
      responses: {'200': {description: all, content: {text/event-stream: {}}}}
  /plain:
    get:
      responses:
        '200':
          description: no word of ids
          content: {text/event-stream: {schema: {$ref: '#/components/schemas/Item'}}}
  /chat:
    post:
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [prompt]
              properties: {prompt: {type: string}, stream: {type: boolean}}
      responses:
        '200':
          description: whole or not
          content:
            application/json: {schema: {$ref: '#/components/schemas/Item'}}
            text/event-stream: {schema: {$ref: '#/components/schemas/Item'}}
  /lines:
    get:
      responses:
        '200':
          description: ok
          content: {application/x-ndjson: {schema: {$ref: '#/components/schemas/Item'}}}
components:
  securitySchemes: {Token: {type: http, scheme: bearer}}
  schemas: {Item: {type: object, required: [id], properties: {id: {type: string}}}}
"""
NOTHING = b"HTTP/1.1 204 No Content\r\n\r\n"
HEAD = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n"
    b"X-Request-Id: r\r\n\r\n"
)


def event(number: int, *, own_id: bool = True) -> bytes:
    text = f'data: {{"id": "{number}"}}\n\n'
    return (f"id: {number}\n{text}" if own_id else text).encode()


def chunk(data: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(data), data)


def answers(*script: tuple[bytes, bool]) -> Script:
    """Answer each connection's one request; the flag says whether the answer breaks off."""
    numbers = iter(range(1000))

    def talk(peer: Any) -> None:
        peer.request()
        data, breaks = script[min(next(numbers), len(script) - 1)]
        if data.startswith(b"HTTP/"):
            peer.send(data)
        else:
            peer.send(HEAD + (chunk(data) if data else b"") + (b"" if breaks else b"0\r\n\r\n"))
        peer.hang_up()

    return talk


@pytest.fixture(scope="module")
def feeds(generate_package: GeneratePackage) -> GeneratedPackage:
    return generate_package(openapi=FEEDS)


@pytest.fixture(params=["blocking", "asyncio"])
def flavour(request: pytest.FixtureRequest, feeds: GeneratedPackage) -> Iterator[Flavour]:
    yield from flavours(feeds, request.param)


class Outcome:
    """What a caller got of a stream, and what the server saw."""

    def __init__(self, ids: list[str], error: str | None, asked: list[str | None]) -> None:
        self.ids = ids
        self.error = error
        self.asked = asked


def collect(flavour: Flavour, script: Script, path: str = "feed", **options: Any) -> Outcome:
    ids: list[str] = []
    arguments = options.pop("arguments", {})
    options = {"token": CREDENTIALS["token"], **options}

    def keep(item: Any) -> None:
        ids.append(item.id or item.data)

    with adversary(script) as server:
        with only(flavour, options, server.url) as client:
            method = client.feed.retrieve if path == "feed" else getattr(client, path).retrieve
            error = run(flavour, method(**arguments), keep)
        assert server.wait_until_closed()
        asked = [received.headers.get("last-event-id") for received in server.received]
    return Outcome(ids, error, asked)


def only(flavour: Flavour, options: dict[str, Any], url: str) -> Any:
    none = dict.fromkeys(CREDENTIALS)
    del none["token"]
    kept = {name: value for name, value in {**none, **options}.items() if value is not None}
    kind = flavour.package.AsyncVault if flavour.is_async else flavour.package.Vault
    return Managed(flavour, kind(base_url=url, **kept))


class Managed:
    """A client that is closed in the way of its kind."""

    def __init__(self, flavour: Flavour, client: Any) -> None:
        self._flavour = flavour
        self._client = client

    def __enter__(self) -> Any:
        return self._client

    def __exit__(self, *_: object) -> None:
        self._flavour.wait(self._client.close())


def run(flavour: Flavour, stream: Any, keep: Any) -> str | None:
    """Read a stream to its end; give the name of the error that it ended with."""
    stream = flavour.wait(stream)
    try:
        if flavour.is_async:

            async def main() -> None:
                async for item in stream:
                    keep(item)

            flavour.wait(main())
        else:
            for item in stream:
                keep(item)
    except flavour.package.APIError as error:
        assert stream.response.is_closed
        return type(error).__name__
    assert stream.response.is_closed
    return None


class TestResumption:
    def test_after_a_break_and_to_the_end(self, flavour: Flavour, pauses: list[float]) -> None:
        found = collect(
            flavour,
            answers((event(1) + event(2), True), (event(3), True), (NOTHING, False)),
        )
        assert (found.ids, found.error) == (["1", "2", "3"], None)
        assert found.asked == [None, "2", "3"]
        assert pauses == [0.5, 0.5]

    def test_an_unfinished_event_comes_whole(self, flavour: Flavour, pauses: list[float]) -> None:
        half = b'id: 2\ndata: {"id": '
        found = collect(
            flavour, answers((event(1) + half, True), (event(2), False), (NOTHING, False))
        )
        assert (found.ids, found.asked) == (["1", "2"], [None, "1", "2"])

    def test_after_a_proper_end_as_well(self, flavour: Flavour, pauses: list[float]) -> None:
        found = collect(flavour, answers((event(1), False), (event(2), False), (b"", False)))
        assert (found.ids, found.error, found.asked) == (["1", "2"], None, [None, "1", "2"])

    @pytest.mark.parametrize(
        ("script", "ids", "asked"),
        [
            pytest.param(
                [event(1) + event(2), event(2) + event(3)],
                ["1", "2", "3"],
                [None, "2", "3", "3"],
                id="the last one",
            ),
            pytest.param(
                [event(1) + event(2), event(1) + event(2) + event(3)],
                ["1", "2", "3"],
                [None, "2", "3", "3"],
                id="all of them",
            ),
            pytest.param(
                [
                    event(1) + 2 * event(8, own_id=False),
                    3 * event(8, own_id=False) + event(9, own_id=False),
                ],
                ["1", "8", "8", "8", "9"],
                [None, "1", "1", "1"],
                id="those without an id",
            ),
        ],
    )
    def test_no_event_twice(
        self,
        flavour: Flavour,
        pauses: list[float],
        script: list[bytes],
        ids: list[str],
        asked: list[str | None],
    ) -> None:
        broken = [(data, True) for data in script]
        found = collect(flavour, answers(*broken, (script[-1], True), (NOTHING, False)))
        assert (found.ids, found.asked) == (ids, asked)

    def test_as_long_as_there_is_progress(self, flavour: Flavour, pauses: list[float]) -> None:
        script = [(event(number), True) for number in range(20)]
        found = collect(flavour, answers(*script, (NOTHING, False)), max_retries=1)
        assert found.ids == [str(number) for number in range(20)]

    def test_not_without_it(self, flavour: Flavour, pauses: list[float]) -> None:
        found = collect(flavour, answers((event(1), True), (b"", True)))
        assert (found.ids, found.error) == (["1"], "APIConnectionError")
        assert found.asked == [None, "1", "1", "1"]  # two retries without anything new

    def test_a_failure_of_the_new_request(self, flavour: Flavour, pauses: list[float]) -> None:
        gone = answer(b'{"error": {"message": "gone"}}', 404)
        found = collect(flavour, answers((event(1), True), (gone, False)))
        assert (found.ids, found.error) == (["1"], "NotFoundError")

    def test_a_new_request_is_tried_again(self, flavour: Flavour, pauses: list[float]) -> None:
        busy = answer(b"{}", 503)
        found = collect(
            flavour, answers((event(1), True), (busy, False), (event(2), True), (NOTHING, False))
        )
        assert (found.ids, found.asked) == (["1", "2"], [None, "1", "1", "2"])

    @pytest.mark.parametrize(
        ("retry", "pause"),
        [("20", 0.02), ("0", 0.0), ("99999999999999999999999999", 60.0), ("1e309", 0.5)],
    )
    def test_the_pause_is_the_server_s(
        self, flavour: Flavour, pauses: list[float], retry: str, pause: float
    ) -> None:
        told = f"retry: {retry}\n".encode()
        collect(flavour, answers((told + event(1), True), (NOTHING, False)))
        assert pauses == [pause]

    def test_a_fresh_credential_each_time(self, flavour: Flavour, pauses: list[float]) -> None:
        tokens = iter(f"token-{n}" for n in range(9))
        with adversary(answers((event(1), True), (event(2), True), (NOTHING, False))) as server:
            options = {"token": lambda: next(tokens)}
            with only(flavour, options, server.url) as client:
                run(flavour, client.feed.retrieve(), lambda item: None)
            seen = [received.headers["authorization"] for received in server.received]
        assert seen == ["Bearer token-0", "Bearer token-1", "Bearer token-2"]

    def test_the_user_s_own_id_is_where_it_begins(
        self, flavour: Flavour, pauses: list[float]
    ) -> None:
        script = answers((event(6), True), (NOTHING, False))
        found = collect(flavour, script, arguments={"last_event_id": "5"})
        assert found.asked == ["5", "6"]
        script = answers((event(6), True), (NOTHING, False))
        extra = {"extra_headers": {"LAST-EVENT-ID": "4"}}
        assert collect(flavour, script, arguments=extra).asked == ["4", "6"]

    def test_the_end_marker_ends_it(self, flavour: Flavour, pauses: list[float]) -> None:
        found = collect(flavour, answers((event(1) + b"data: [DONE]\n\n", True)))
        assert (found.ids, found.asked) == (["1"], [None])

    def test_events_as_they_come(self, flavour: Flavour, pauses: list[float]) -> None:
        script = answers((b"id: a\ndata: 1\n\n", True), (NOTHING, False))
        assert collect(flavour, script, "raw").asked == [None, "a"]

    def test_with_the_raw_answer(self, flavour: Flavour, pauses: list[float]) -> None:
        with (
            adversary(answers((event(1), True), (event(2), True), (NOTHING, False))) as server,
            only(flavour, {"token": "t"}, server.url) as client,
        ):
            raw = flavour.wait(client.feed.with_raw_response.retrieve())
            assert raw.request_id == "r"
            assert [item.id for item in flavour.collect(raw.parse())] == ["1", "2"]

    def test_a_cancelled_task_waits_no_longer(
        self, feeds: GeneratedPackage, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async def main() -> None:
            pausing = asyncio.Event()

            async def sleep(seconds: float) -> None:
                pausing.set()
                await asyncio.Event().wait()

            monkeypatch.setattr(asyncio, "sleep", sleep)
            async with feeds.module().AsyncVault(base_url=server.url, token="t") as client:
                stream = await client.feed.retrieve()
                assert (await anext(stream)).id == "1"
                task = asyncio.ensure_future(anext(stream))
                await asyncio.wait_for(pausing.wait(), 20)
                task.cancel()
                with pytest.raises(asyncio.CancelledError):
                    await task
                assert stream.response.is_closed

        with adversary(answers((event(1), True))) as server:
            asyncio.run(main())
            assert server.wait_until_closed()
        assert len(server.received) == 1


class TestNoResumption:
    @pytest.mark.parametrize(
        "first",
        [
            pytest.param(event(1, own_id=False), id="no ids"),
            pytest.param(event(1) + b"id\n" + event(2, own_id=False), id="an id taken back"),
            pytest.param(b"id: \xe4\n" + event(1, own_id=False), id="no ASCII"),
            pytest.param(b"id: " + b"x" * 5000 + b"\n" + event(1, own_id=False), id="too long"),
        ],
    )
    def test_without_an_id_to_go_on_from(
        self, flavour: Flavour, pauses: list[float], first: bytes
    ) -> None:
        found = collect(flavour, answers((first, True)))
        assert (found.error, found.asked) == ("APIConnectionError", [None])

    def test_without_retries(self, flavour: Flavour, pauses: list[float]) -> None:
        found = collect(flavour, answers((event(1), True)), max_retries=0)
        assert (found.error, found.asked) == ("APIConnectionError", [None])

    def test_where_the_document_says_nothing_of_it(
        self, flavour: Flavour, pauses: list[float]
    ) -> None:
        found = collect(flavour, answers((event(1), True)), "plain")
        assert (found.error, found.asked) == ("APIConnectionError", [None])

    def test_when_it_is_closed_within(self, flavour: Flavour, pauses: list[float]) -> None:
        with (
            adversary(answers((event(1) + event(2), True))) as server,
            only(flavour, {"token": "t"}, server.url) as client,
        ):
            stream = flavour.wait(client.feed.retrieve())
            first = flavour.wait(anext(stream)) if flavour.is_async else next(stream)
            assert first.id == "1"
            flavour.wait(stream.close())
            with suppress(flavour.package.APIConnectionError):
                flavour.collect(stream)
            assert server.wait_until_closed()
        assert (len(server.received), pauses) == (1, [])

    def test_once_it_has_been_closed(self, flavour: Flavour, pauses: list[float]) -> None:
        with (
            adversary(answers((event(1) + event(2), True))) as server,
            only(flavour, {"token": "t"}, server.url) as client,
        ):
            stream = flavour.wait(client.feed.retrieve())
            assert flavour.first(stream).id == "1"
            flavour.wait(stream.close())
            assert server.wait_until_closed()
        assert len(server.received) == 1


class TestSettings:
    @staticmethod
    def resumed(generate_package: GeneratePackage, value: object) -> set[str]:
        package = generate_package(openapi=FEEDS, config={"streams": {"resume": value}})
        names = ("feed", "raw", "plain", "chat", "lines")
        texts = {name: package.text(f"resources/{name}.py") for name in names}
        return {name for name, text in texts.items() if "resumes=True" in text}

    def test_every_get(self, generate_package: GeneratePackage) -> None:
        assert self.resumed(generate_package, True) == {"feed", "raw", "plain"}

    def test_none(self, generate_package: GeneratePackage) -> None:
        assert self.resumed(generate_package, False) == set()

    def test_listed(self, generate_package: GeneratePackage, pauses: list[float]) -> None:
        config = {"streams": {"resume": ["readFeed", "post /chat"]}}
        package = generate_package(openapi=FEEDS, config=config)
        assert "resumes=True" in package.text("resources/feed.py")
        assert "resumes=True" not in package.text("resources/raw.py")
        assert package.text("resources/chat.py").count("resumes=True") == 1
        with adversary(answers((event(1), True), (NOTHING, False))) as server:
            client = package.module().Vault(base_url=server.url, token="t")
            with client:
                stream = client.chat.create(prompt="p", stream=True)
                assert [item.id for item in stream] == ["1"]
            bodies = [received.body for received in server.received]
        assert len(bodies) == 2
        assert bodies[0] == bodies[1]

    @pytest.mark.parametrize(
        ("name", "message"),
        [
            ("get /feeds", "`streams.resume` names 'get /feeds', which the documents do not have"),
            ("get /lines", "names 'get /lines', whose answer is no stream of events"),
        ],
    )
    def test_what_cannot_be(
        self, generate_package: GeneratePackage, name: str, message: str
    ) -> None:
        with pytest.raises(SpecError) as caught:
            generate_package(openapi=FEEDS, config={"streams": {"resume": [name]}})
        assert message in str(caught.value)
