"""Answers that come piece by piece, over a real server, blocking and asyncio."""

from __future__ import annotations

import asyncio
import inspect
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from tests.functional.conftest import GeneratedPackage, GeneratePackage
from tests.unit.runtime.servers import Reply, Seen, http_server, running

CHAT = """
openapi: 3.1.0
info: {title: Chat, version: '1'}
paths:
  /answers:
    post:
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [prompt]
              properties:
                prompt: {type: string}
                stream: {type: [boolean, 'null']}
      responses:
        '200':
          description: whole, or word by word
          content:
            application/json: {schema: {$ref: '#/components/schemas/Answer'}}
            text/event-stream: {schema: {$ref: '#/components/schemas/Piece'}}
        default:
          description: failed
          content: {application/json: {schema: {$ref: '#/components/schemas/Problem'}}}
  /speech:
    post:
      requestBody:
        required: true
        content:
          multipart/form-data:
            schema:
              type: object
              required: [stream]
              properties: {stream: {enum: [true, false]}}
      responses:
        '200':
          description: sound
          content:
            audio/wav: {}
            application/x-ndjson: {schema: {$ref: '#/components/schemas/Piece'}}
  /events:
    get:
      responses:
        '200':
          description: what happens
          content:
            text/event-stream:
              schema:
                oneOf:
                  - {$ref: '#/components/schemas/Started'}
                  - {$ref: '#/components/schemas/Ended'}
                discriminator: {propertyName: type}
        '204': {description: nothing happens}
  /whole-events:
    get:
      responses:
        '200':
          description: the events themselves
          content:
            text/event-stream:
              itemSchema:
                oneOf:
                  - {$ref: '#/components/schemas/TextEvent'}
                  - {$ref: '#/components/schemas/PieceEvent'}
  /boxes:
    get:
      responses:
        '200':
          description: an event is an object around its data
          content:
            text/event-stream:
              schema: {type: object, properties: {data: {$ref: '#/components/schemas/Piece'}}}
  /plain-events:
    get:
      responses:
        '200': {description: who knows, content: {text/event-stream: {schema: {type: string}}}}
  /lines:
    get:
      responses:
        '200':
          description: one after the other
          content:
            application/jsonl: {itemSchema: {type: object, properties: {n: {type: integer}}}}
  /texts:
    get:
      responses:
        '200':
          description: one after the other
          content:
            application/json-seq:
              schema: {type: array, items: {$ref: '#/components/schemas/Piece'}}
  /logs:
    get:
      responses:
        '200':
          description: as you like
          content:
            application/json: {schema: {type: array, items: {type: string}}}
            application/stream+json: {schema: {type: string}}
components:
  schemas:
    Answer: {type: object, required: [text], properties: {text: {type: string}}}
    Piece: {type: object, required: [word], properties: {word: {type: string}}}
    Problem: {type: object, required: [why], properties: {why: {type: string}}}
    Started: {type: object, required: [type], properties: {type: {const: started}}}
    Ended:
      type: object
      required: [type]
      properties: {type: {const: ended}, after: {type: integer}}
    TextEvent:
      type: object
      required: [event, data]
      properties: {event: {const: text}, data: {type: string}, id: {type: string}}
    PieceEvent:
      type: object
      required: [event, data]
      properties:
        event: {const: piece}
        data:
          type: string
          contentMediaType: application/json
          contentSchema: {$ref: '#/components/schemas/Piece'}
"""


@pytest.fixture(scope="module")
def chat(generate_package: GeneratePackage) -> GeneratedPackage:
    return generate_package(openapi=CHAT)


class Caller:
    """A client of one kind: calls it, and gives a stream's items as a list."""

    def __init__(self, package: GeneratedPackage, kind: str) -> None:
        self._package = package
        self.kind = kind

    def call(
        self, use: Callable[[Any], Any], reply: Reply, *, strict: bool = False
    ) -> tuple[Any, Seen]:
        with http_server(reply) as server:
            result = self.use(use, server.url, strict=strict)
            return result, server.seen[0]

    def use(self, use: Callable[[Any], Any], url: str, *, strict: bool = False) -> Any:
        options = {"base_url": url, "max_retries": 0, "_strict_response_validation": strict}
        package = self._package.module()
        if self.kind == "blocking":
            with package.Chat(**options) as client:
                result = use(client)
                return self._listed(result) if isinstance(result, package.Stream) else result

        async def main() -> Any:
            async with package.AsyncChat(**options) as client:
                result = await use(client)
                if isinstance(result, package.AsyncStream):
                    return [item async for item in result]
                return result

        return asyncio.run(main())

    def _listed(self, stream: Any) -> list[Any]:
        return list(stream)


@pytest.fixture(params=["blocking", "asyncio"])
def caller(chat: GeneratedPackage, request: pytest.FixtureRequest) -> Caller:
    return Caller(chat, request.param)


def stream(text: str | bytes, kind: str = "text/event-stream; charset=utf-8") -> Reply:
    body = text.encode() if isinstance(text, str) else text
    return Reply(200, body, {"Content-Type": kind})


def returned(chat: GeneratedPackage, resource: str, method: str, prefix: str = "") -> str:
    cls = getattr(chat.module(f"resources.{resource}"), prefix + resource.title().replace("_", ""))
    return str(inspect.signature(getattr(cls, method)).return_annotation)


class TestSwitch:
    def test_without_it_the_answer_is_whole(self, caller: Caller) -> None:
        answer, seen = caller.call(
            lambda c: c.answers.create(prompt="p"), Reply(200, b'{"text": "t"}')
        )
        assert answer.text == "t"
        assert json.loads(seen.body) == {"prompt": "p"}
        assert seen.headers["accept"] == "application/json"

    @pytest.mark.parametrize("value", [False, None])
    def test_when_it_is_off(self, caller: Caller, value: bool | None) -> None:
        answer, seen = caller.call(
            lambda c: c.answers.create(prompt="p", stream=value), Reply(200, b'{"text": "t"}')
        )
        assert answer.text == "t"
        assert json.loads(seen.body) == {"prompt": "p", "stream": value}

    def test_when_it_is_on(self, caller: Caller) -> None:
        pieces, seen = caller.call(
            lambda c: c.answers.create(prompt="p", stream=True),
            stream('data: {"word": "ä"}\n\n: hm\n\ndata: {"word":\ndata: "b"}\n\ndata: [DONE]\n\n'),
        )
        assert [(type(piece).__name__, piece.word) for piece in pieces] == [
            ("Piece", "ä"),
            ("Piece", "b"),
        ]
        assert json.loads(seen.body) == {"prompt": "p", "stream": True}
        assert seen.headers["accept"] == "text/event-stream"

    def test_beside_a_file(self, caller: Caller) -> None:
        sound, _ = caller.call(lambda c: c.speech.create(stream=False), Reply(200, b"\0"))
        assert sound.content == b"\0"
        lines = stream('{"word": "a"}\n{"word": "b"}', "application/x-ndjson")
        pieces, seen = caller.call(lambda c: c.speech.create(stream=True), lines)
        assert [piece.word for piece in pieces] == ["a", "b"]
        assert seen.headers["accept"] == "application/x-ndjson"

    def test_overloads(self, chat: GeneratedPackage) -> None:
        text = chat.text("resources/answers.py")
        assert text.count("@overload") == 6
        assert returned(chat, "answers", "create") == "Answer | Stream[Piece]"
        assert returned(chat, "answers", "create", "Async") == "Answer | AsyncStream[Piece]"

    def test_a_failure_is_raised_before_the_stream(
        self, caller: Caller, chat: GeneratedPackage
    ) -> None:
        with pytest.raises(chat.module().RateLimitError) as caught:
            caller.call(
                lambda c: c.answers.create(prompt="p", stream=True), Reply(429, b'{"why": "w"}')
            )
        assert caught.value.parsed.why == "w"

    def test_json_in_place_of_a_stream(self, caller: Caller, chat: GeneratedPackage) -> None:
        with pytest.raises(chat.module().APIResponseValidationError, match="application/json"):
            caller.call(
                lambda c: c.answers.create(prompt="p", stream=True), Reply(200, b'{"text": "t"}')
            )


class TestWithoutSwitch:
    def test_the_method_gives_the_whole(self, caller: Caller) -> None:
        lines, seen = caller.call(lambda c: c.logs.list(), Reply(200, b'["a"]'))
        assert lines == ["a"]
        assert seen.headers["accept"] == "application/json"


class TestEvents:
    def test_the_tag_names_the_class(self, caller: Caller, chat: GeneratedPackage) -> None:
        found, _ = caller.call(
            lambda c: c.events.retrieve(),
            stream('data: {"type": "started"}\n\ndata: {"type": "ended", "after": 3}\n\n'),
        )
        assert [type(event).__name__ for event in found] == ["Started", "Ended"]
        assert found[1].after == 3
        assert "Stream[" in returned(chat, "events", "retrieve")

    def test_one_of_an_unknown_kind_is_kept(self, caller: Caller, chat: GeneratedPackage) -> None:
        [event, other], _ = caller.call(
            lambda c: c.events.retrieve(),
            stream('data: {"type": "new", "x": 1}\n\ndata: hello\n\n'),
        )
        is_unknown = chat.module().is_unknown
        assert is_unknown(event)
        assert (event.raw, event.error) == ({"type": "new", "x": 1}, None)
        assert is_unknown(other)
        assert other.raw == "hello"

    def test_with_strict_validation_it_is_an_error(
        self, caller: Caller, chat: GeneratedPackage
    ) -> None:
        with pytest.raises(chat.module().APIResponseValidationError):
            caller.call(
                lambda c: c.events.retrieve(), stream('data: {"type": "new"}\n\n'), strict=True
            )

    def test_no_content_is_no_event(self, caller: Caller) -> None:
        nothing = Reply(raw=b"HTTP/1.1 204 No Content\r\n\r\n")
        assert caller.call(lambda c: c.events.retrieve(), nothing)[0] == []

    def test_without_data_it_keeps_the_connection_open(self, caller: Caller) -> None:
        [event], _ = caller.call(
            lambda c: c.events.retrieve(),
            stream('event: ping\ndata\n\ndata: {"type": "started"}\n\n'),
        )
        assert event.type == "started"

    def test_whole_events(self, caller: Caller) -> None:
        text, piece = caller.call(
            lambda c: c.whole_events.retrieve(),
            stream(
                'event: text\nid: 7\ndata: {"word": "w"}\n\nevent: piece\ndata: {"word": "w"}\n\n'
            ),
        )[0]
        assert (type(text).__name__, text.data, text.id) == ("TextEvent", '{"word": "w"}', "7")
        assert (piece.event, piece.data.word) == ("piece", "w")

    def test_an_object_around_the_data(self, caller: Caller) -> None:
        [box, *_], _ = caller.call(
            lambda c: c.boxes.retrieve(), stream('data: {"word": "w"}\n\ndata: [DONE]\n\n')
        )
        assert box.data.word == "w"

    def test_as_they_come(self, caller: Caller, chat: GeneratedPackage) -> None:
        found, _ = caller.call(
            lambda c: c.plain_events.retrieve(), stream("event: e\nid: 1\ndata: a\ndata: b\n\n")
        )
        assert found == [chat.module().ServerSentEvent("a\nb", "e", "1")]
        assert returned(chat, "plain_events", "retrieve") == "Stream[ServerSentEvent]"

    def test_a_body_that_breaks_off(self, caller: Caller, chat: GeneratedPackage) -> None:
        raw = (
            b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: 99\r\n\r\n"
            b'data: {"type": "started"}\n\n'
        )
        with pytest.raises(chat.module().APIConnectionError):
            caller.call(lambda c: c.events.retrieve(), Reply(raw=raw))


class TestLines:
    def test_of_json(self, caller: Caller) -> None:
        items, seen = caller.call(
            lambda c: c.lines.retrieve(),
            stream('{"n": 1}\n\nnot JSON\n{"n": 3}', "application/jsonl"),
        )
        assert [items[0].n, items[1].raw, items[2].n] == [1, "not JSON", 3]
        assert type(items[0]).__name__ == "LineRetrieveItem"
        assert seen.headers["accept"] == "application/jsonl"

    def test_a_sequence(self, caller: Caller, chat: GeneratedPackage) -> None:
        items, _ = caller.call(
            lambda c: c.texts.retrieve(),
            stream(b'\x1e{"word":\n"a"}\n\x1e{"word": "b"}\n', "application/json-seq"),
        )
        assert [item.word for item in items] == ["a", "b"]
        assert returned(chat, "texts", "retrieve") == "Stream[Piece]"


class TestRawResponses:
    def test_raw(self, caller: Caller) -> None:
        if caller.kind == "blocking":

            def use(client: Any) -> Any:
                response = client.events.with_raw_response.retrieve()
                return response.status_code, list(response.parse())
        else:

            async def use(client: Any) -> Any:
                response = await client.events.with_raw_response.retrieve()
                return response.status_code, [event async for event in response.parse()]

        (status, found), _ = caller.call(use, stream('data: {"type": "started"}\n\n'))
        assert (status, [event.type for event in found]) == (200, ["started"])

    def test_streamed(self, caller: Caller) -> None:
        if caller.kind == "blocking":

            def use(client: Any) -> Any:
                with client.answers.with_streaming_response.create(
                    prompt="p", stream=True
                ) as response:
                    return [piece.word for piece in response.parse()]
        else:

            async def use(client: Any) -> Any:
                async with client.answers.with_streaming_response.create(
                    prompt="p", stream=True
                ) as response:
                    return [piece.word async for piece in await response.parse()]

        assert caller.call(use, stream('data: {"word": "w"}\n\n'))[0] == ["w"]


class TestClosing:
    """The server goes on until the client hangs up; a test that leaves it waiting fails."""

    @pytest.fixture
    def endless(self) -> Iterator[tuple[str, threading.Event]]:
        with endless_server() as found:
            yield found

    def test_at_a_break(self, caller: Caller, endless: tuple[str, threading.Event]) -> None:
        url, hung_up = endless
        if caller.kind == "blocking":

            def use(client: Any) -> Any:
                events = client.events.retrieve()
                for event in events:
                    assert event.type == "started"
                    break
                return events.response.is_closed
        else:

            async def use(client: Any) -> Any:
                events = await client.events.retrieve()
                async for event in events:
                    assert event.type == "started"
                    break
                await asyncio.wait_for(asyncio.to_thread(hung_up.wait), 30)
                return events.response.is_closed

        assert caller.use(use, url) is True
        assert hung_up.wait(30)

    def test_at_the_end_of_a_with_statement(
        self, caller: Caller, endless: tuple[str, threading.Event]
    ) -> None:
        url, hung_up = endless
        if caller.kind == "blocking":

            def use(client: Any) -> Any:
                with client.events.retrieve() as events:
                    first = next(events)
                return first.type, events.last_event.event, events.response.is_closed
        else:

            async def use(client: Any) -> Any:
                async with await client.events.retrieve() as events:
                    first = await anext(events)
                return first.type, events.last_event.event, events.response.is_closed

        assert caller.use(use, url) == ("started", "hello", True)
        assert hung_up.wait(30)

    def test_at_an_exception(self, caller: Caller, endless: tuple[str, threading.Event]) -> None:
        url, hung_up = endless
        if caller.kind == "blocking":

            def use(client: Any) -> Any:
                for _ in client.events.retrieve():
                    raise KeyError
        else:

            async def use(client: Any) -> Any:
                async with await client.events.retrieve() as events:
                    async for _ in events:
                        raise KeyError

        with pytest.raises(KeyError):
            caller.use(use, url)
        assert hung_up.wait(30)

    def test_when_the_task_is_cancelled(
        self, chat: GeneratedPackage, endless: tuple[str, threading.Event]
    ) -> None:
        url, hung_up = endless

        async def main() -> None:
            started = asyncio.Event()

            async def read(client: Any) -> None:
                async for _ in await client.events.retrieve():
                    started.set()

            async with chat.module().AsyncChat(base_url=url) as client:
                task = asyncio.create_task(read(client))
                waiting = asyncio.create_task(started.wait())
                await asyncio.wait({task, waiting}, return_when=asyncio.FIRST_COMPLETED)
                assert waiting.done()
                task.cancel()
                with pytest.raises(asyncio.CancelledError):
                    await task
                assert await asyncio.to_thread(hung_up.wait, 30)

        asyncio.run(main())

    def test_at_the_end_marker(self, caller: Caller) -> None:
        with endless_server(b"data: [DONE]\n\n") as (url, hung_up):
            assert [event.type for event in caller.use(lambda c: c.events.retrieve(), url)] == [
                "started"
            ]
            assert hung_up.wait(30)

    def test_at_a_line_without_an_end(self, caller: Caller, chat: GeneratedPackage) -> None:
        splitting = chat.module("_runtime.event_stream")
        limit = splitting.MAX_STREAM_PIECE
        with endless_server(b"data: " + b"x" * limit) as (url, hung_up):
            with pytest.raises(chat.module().APIResponseValidationError, match="longer than"):
                caller.use(lambda c: c.events.retrieve(), url)
            assert hung_up.wait(30)


@contextmanager
def endless_server(more: bytes = b"") -> Iterator[tuple[str, threading.Event]]:
    """Serve one event, `more`, and no end; the event tells when the client has hung up."""
    hung_up = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self.send_response_only(200)
            self.send_header("Content-Type", "text/event-stream")
            self.end_headers()
            try:
                self.wfile.write(b'event: hello\ndata: {"type": "started"}\n\n' + more)
                self.connection.recv(1)
            except OSError:
                pass  # the client hung up while this was writing
            hung_up.set()
            self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:
            """Stay silent."""

    with running(ThreadingHTTPServer(("127.0.0.1", 0), Handler)) as url:
        yield url, hung_up
