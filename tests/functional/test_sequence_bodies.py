"""Bodies of items that are sent one after the other: JSON lines, JSON sequences, events."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from operator import attrgetter
from pathlib import Path
from typing import Any

import pytest

from tests.functional.conftest import GeneratedPackage, GeneratePackage
from tests.unit.runtime.servers import Reply, Seen, http_server

FEED = """
openapi: 3.2.0
info: {title: Feed, version: '1'}
servers: [{url: 'https://feed.example'}]
components:
  schemas:
    Row:
      type: object
      required: [id]
      properties: {id: {type: integer}, at: {type: string, format: date-time}}
    Tick:
      type: object
      required: [data]
      properties:
        event: {type: string}
        id: {type: string}
        retry: {type: integer}
        data: {type: string}
paths:
  /rows:
    post:
      requestBody:
        required: true
        content: {application/jsonl: {itemSchema: {$ref: '#/components/schemas/Row'}}}
      responses: {'204': {description: ok}}
  /lines:
    post:
      requestBody: {content: {application/x-ndjson: {}}}
      responses: {'204': {description: ok}}
  /arrays:
    post:
      requestBody:
        required: true
        content:
          application/x-ndjson:
            schema: {type: array, items: {$ref: '#/components/schemas/Row'}}
      responses: {'204': {description: ok}}
  /scripts:
    post:
      requestBody:
        required: true
        content: {application/x-ndjson: {schema: {type: string}}}
      responses: {'204': {description: ok}}
  /records:
    post:
      requestBody:
        required: true
        content: {application/json-seq: {itemSchema: {type: string}}}
      responses: {'204': {description: ok}}
  /events:
    post:
      requestBody:
        required: true
        content: {text/event-stream: {itemSchema: {$ref: '#/components/schemas/Tick'}}}
      responses: {'204': {description: ok}}
  /texts:
    post:
      requestBody: {required: true, content: {text/event-stream: {}}}
      responses: {'204': {description: ok}}
  /data:
    post:
      requestBody:
        required: true
        content: {text/event-stream: {itemSchema: {$ref: '#/components/schemas/Row'}}}
      responses: {'204': {description: ok}}
  /either:
    post:
      requestBody:
        required: true
        content:
          application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Row'}}}
          application/x-ndjson: {itemSchema: {$ref: '#/components/schemas/Row'}}
      responses: {'204': {description: ok}}
"""


@pytest.fixture(scope="module")
def feed(generate_package: GeneratePackage) -> GeneratedPackage:
    return generate_package(openapi=FEED)


def sent(package: GeneratedPackage, method: str, **arguments: Any) -> Seen:
    with (
        http_server(Reply(204, b"")) as server,
        package.module().Feed(base_url=server.url) as client,
    ):
        attrgetter(method)(client)(**arguments)
    return server.seen[0]


class TestJsonLines:
    def test_from_a_generator(self, feed: GeneratedPackage) -> None:
        def rows() -> Iterator[dict[str, object]]:
            yield {"id": 1, "at": datetime(2020, 1, 2, tzinfo=UTC)}
            yield {"id": 2}

        seen = sent(feed, "rows.create", body=rows())
        assert seen.headers["content-type"] == "application/jsonl"
        assert seen.headers["transfer-encoding"] == "chunked"
        assert seen.body == b'{"id":1,"at":"2020-01-02T00:00:00Z"}\n{"id":2}\n'

    def test_items_are_sent_as_they_come(self, feed: GeneratedPackage) -> None:
        taken: list[int] = []

        def rows() -> Iterator[dict[str, int]]:
            for number in range(3):
                taken.append(number)
                yield {"id": number}

        items = rows()
        with (
            feed.module().Feed(base_url="http://127.0.0.1:9", max_retries=0) as client,
            pytest.raises(feed.module().APIConnectionError),
        ):
            client.rows.create(body=items)
        assert taken == [], "nothing is taken before there is a connection"

    def test_models_and_lists(self, feed: GeneratedPackage) -> None:
        row = feed.type("Row")
        seen = sent(feed, "arrays.create", body=[row(id=3), {"id": 4}])
        assert seen.body == b'{"id":3}\n{"id":4}\n'

    def test_with_asyncio(self, feed: GeneratedPackage) -> None:
        async def rows() -> AsyncIterator[dict[str, int]]:
            for number in range(2):
                await asyncio.sleep(0)
                yield {"id": number}

        async def main(url: str) -> None:
            async with feed.module().AsyncFeed(base_url=url) as client:
                await client.rows.create(body=rows())
                await client.rows.create(body=({"id": n} for n in (7, 8)))

        with http_server(Reply(204, b"")) as server:
            asyncio.run(main(server.url))
        assert [seen.body for seen in server.seen] == [
            b'{"id":0}\n{"id":1}\n',
            b'{"id":7}\n{"id":8}\n',
        ]

    def test_an_async_iterable_needs_asyncio(self, feed: GeneratedPackage) -> None:
        async def rows() -> AsyncIterator[dict[str, int]]:
            yield {"id": 1}

        with http_server(Reply(204, b"")) as server:
            client = feed.module().Feed(base_url=server.url)
            with pytest.raises(TypeError, match="the body is an async iterable"):
                client.rows.create(body=rows())
            client.close()
        assert server.seen == []

    def test_lines_that_are_written_already(self, feed: GeneratedPackage, tmp_path: Path) -> None:
        path = tmp_path / "rows.jsonl"
        path.write_bytes(b'{"id":1}\n')
        for body in (path, io.BytesIO(b'{"id":1}\n'), b'{"id":1}\n', [b'{"id"', b":1}\n"]):
            assert sent(feed, "rows.create", body=body).body == b'{"id":1}\n'

    def test_without_a_schema(self, feed: GeneratedPackage) -> None:
        assert sent(feed, "lines.create", body=["a", None, 1]).body == b'"a"\nnull\n1\n'
        assert sent(feed, "lines.create").body == b""
        text = feed.text("resources/lines.py")
        assert "body: Iterable[object] | FileContent | Omit = omit," in text

    def test_types(self, feed: GeneratedPackage) -> None:
        text = feed.text("resources/rows.py")
        both = "Row | RowParam"
        assert f"body: Iterable[{both}] | FileContent," in text
        assert f"body: Iterable[{both}] | AsyncIterable[{both}] | FileContent," in text
        assert "body: str," in feed.text("resources/scripts.py")
        assert f"body: Iterable[{both}]," in feed.text("resources/either.py")

    def test_a_single_item_is_no_sequence(self, feed: GeneratedPackage) -> None:
        client = feed.module().Feed(base_url="http://127.0.0.1:9")
        for body in ({"id": 1}, feed.type("Row")(id=1), 5):
            with pytest.raises(TypeError, match="`body` must be an iterable, not"):
                client.rows.create(body=body)

    def test_beside_json(self, feed: GeneratedPackage) -> None:
        assert sent(feed, "either.create", body=[{"id": 1}]).body == b'[{"id":1}]'
        headers = {"Content-Type": "application/x-ndjson"}
        seen = sent(feed, "either.create", body=iter([{"id": 1}]), extra_headers=headers)
        assert (seen.headers["content-type"], seen.body) == (
            "application/x-ndjson",
            b'{"id":1}\n',
        )


class TestOtherSequences:
    def test_json_text_sequences(self, feed: GeneratedPackage) -> None:
        assert sent(feed, "records.create", body=["a", "b"]).body == b'\x1e"a"\n\x1e"b"\n'

    def test_whole_events(self, feed: GeneratedPackage) -> None:
        events = [{"event": "tick", "id": "1", "retry": 5, "data": "a\r\nb"}, {"data": ""}]
        seen = sent(feed, "events.create", body=events)
        assert seen.headers["content-type"] == "text/event-stream"
        assert seen.body == b"event: tick\nid: 1\nretry: 5\ndata: a\ndata: b\n\ndata: \n\n"

    def test_an_event_that_forges_another(self, feed: GeneratedPackage) -> None:
        with pytest.raises(ValueError, match="`id` of a server-sent event contains a line break"):
            sent(feed, "events.create", body=[{"id": "1\ndata: x", "data": ""}])

    def test_events_of_text_and_of_json(self, feed: GeneratedPackage) -> None:
        assert sent(feed, "texts.create", body=["a\nb"]).body == b"data: a\ndata: b\n\n"
        assert sent(feed, "data.create", body=[{"id": 1}]).body == b'data: {"id":1}\n\n'


class TestRetries:
    REPLIES = (Reply(503, b"", {"retry-after-ms": "1"}), Reply(204, b""))

    def test_a_list_is_sent_again(self, feed: GeneratedPackage) -> None:
        with (
            http_server(*self.REPLIES) as server,
            feed.module().Feed(base_url=server.url) as client,
        ):
            client.rows.create(body=[{"id": 1}])
        assert [seen.body for seen in server.seen] == [b'{"id":1}\n'] * 2

    def test_a_generator_is_not(self, feed: GeneratedPackage) -> None:
        with (
            http_server(*self.REPLIES) as server,
            feed.module().Feed(base_url=server.url) as client,
            pytest.raises(feed.module().InternalServerError) as caught,
        ):
            client.rows.create(body=iter([{"id": 1}]))
        assert len(server.seen) == 1
        assert caught.value.__notes__ == [
            "The request was not tried again: its body can be read only once."
        ]
