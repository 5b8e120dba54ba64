"""Bodies of parts without names, in the order of their items (OpenAPI 3.2)."""

from __future__ import annotations

import asyncio
import email
import email.policy
from collections.abc import AsyncIterator, Iterator
from email.message import EmailMessage
from operator import attrgetter
from pathlib import Path
from typing import Any

import pytest

from tests.functional.conftest import GeneratedPackage, GeneratePackage
from tests.unit.runtime.servers import Reply, Seen, http_server

BATCH = """
openapi: 3.2.0
info: {title: Batch, version: '1'}
servers: [{url: 'https://batch.example'}]
components:
  schemas:
    Note: {type: object, required: [text], properties: {text: {type: string}}}
paths:
  /pairs:
    post:
      requestBody:
        required: true
        content:
          multipart/related:
            schema:
              type: array
              minItems: 2
              maxItems: 2
              prefixItems:
                - {$ref: '#/components/schemas/Note'}
                - {contentMediaType: image/png}
            prefixEncoding:
              - {headers: {Content-Id: {schema: {const: root}}}}
              - {contentType: image/png}
      responses: {'204': {description: ok}}
  /streams:
    post:
      requestBody:
        required: true
        content:
          multipart/mixed:
            itemSchema: {$ref: '#/components/schemas/Note'}
            itemEncoding: {contentType: application/note+json}
      responses: {'204': {description: ok}}
  /files:
    post:
      requestBody:
        required: true
        content:
          multipart/mixed: {schema: {type: array, items: {type: string, format: binary}}}
      responses: {'204': {description: ok}}
  /texts:
    post:
      requestBody:
        content: {multipart/mixed: {schema: {type: array, items: {type: string}}}}
      responses: {'204': {description: ok}}
"""


@pytest.fixture(scope="module")
def batch(generate_package: GeneratePackage) -> GeneratedPackage:
    return generate_package(openapi=BATCH)


def sent(package: GeneratedPackage, method: str, **arguments: Any) -> Seen:
    with (
        http_server(Reply(204, b"")) as server,
        package.module().Batch(base_url=server.url) as client,
    ):
        attrgetter(method)(client)(**arguments)
    return server.seen[0]


def parts_of(seen: Seen) -> list[tuple[dict[str, str], bytes]]:
    """The headers and the content of the parts."""
    data = b"Content-Type: " + seen.headers["content-type"].encode() + b"\r\n\r\n" + seen.body
    message = email.message_from_bytes(data, policy=email.policy.HTTP)
    return [
        (dict(part.items()), bytes(part.get_payload(decode=True)))  # type: ignore[arg-type]
        for part in message.iter_parts()
        if isinstance(part, EmailMessage)
    ]


def test_each_has_its_encoding(batch: GeneratedPackage) -> None:
    seen = sent(batch, "pairs.create", body=({"text": "é"}, b"PNG"))
    assert seen.headers["content-type"].startswith("multipart/related; boundary=")
    assert seen.headers["content-length"] == str(len(seen.body))
    assert parts_of(seen) == [
        ({"Content-Type": "application/json", "Content-Id": "root"}, '{"text":"é"}'.encode()),
        ({"Content-Type": "image/png"}, b"PNG"),
    ]


def test_files(batch: GeneratedPackage, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"1")
    body = [path, ("b.csv", b"2", "text/x", {"X-Part": "p"}), b"3"]
    seen = sent(batch, "files.create", body=body)
    named = {"Content-Disposition": 'attachment; filename="a.txt"', "Content-Type": "text/plain"}
    assert parts_of(seen) == [
        (named, b"1"),
        (
            {
                "Content-Disposition": 'attachment; filename="b.csv"',
                "Content-Type": "text/x",
                "X-Part": "p",
            },
            b"2",
        ),
        ({"Content-Type": "application/octet-stream"}, b"3"),
    ]
    assert seen.headers["content-length"] == str(len(seen.body))


def test_as_they_come(batch: GeneratedPackage) -> None:
    def notes() -> Iterator[dict[str, str]]:
        yield {"text": "a"}
        yield {"text": "b"}

    async def notes_of_asyncio() -> AsyncIterator[object]:
        for note in notes():
            await asyncio.sleep(0)
            yield note

    async def main(url: str) -> None:
        async with batch.module().AsyncBatch(base_url=url) as client:
            await client.streams.create(body=notes_of_asyncio())

    with http_server(Reply(204, b"")) as server:
        asyncio.run(main(server.url))
    for seen in (sent(batch, "streams.create", body=notes()), server.seen[0]):
        assert seen.headers["transfer-encoding"] == "chunked"
        assert parts_of(seen) == [
            ({"Content-Type": "application/note+json"}, b'{"text":"a"}'),
            ({"Content-Type": "application/note+json"}, b'{"text":"b"}'),
        ]


def test_files_as_they_come(batch: GeneratedPackage, tmp_path: Path) -> None:
    def paths() -> Iterator[Path]:
        for number in range(2):
            path = tmp_path / f"{number}.bin"
            path.write_bytes(bytes([number]))
            yield path

    async def main(url: str) -> None:
        async with batch.module().AsyncBatch(base_url=url) as client:
            await client.files.create(body=paths())

    with http_server(Reply(204, b"")) as server:
        asyncio.run(main(server.url))
    for seen in (sent(batch, "files.create", body=paths()), server.seen[0]):
        assert [content for _, content in parts_of(seen)] == [b"\0", b"\1"]


def test_text(batch: GeneratedPackage) -> None:
    seen = sent(batch, "texts.create", body=["a", "--b"])
    assert parts_of(seen) == [
        ({"Content-Type": "text/plain"}, b"a"),
        ({"Content-Type": "text/plain"}, b"--b"),
    ]
    assert sent(batch, "texts.create").body == b""


@pytest.mark.parametrize("body", [b"", {"a": 1}, "text", 5])
def test_what_has_no_parts(batch: GeneratedPackage, body: object) -> None:
    with pytest.raises(TypeError, match="`body` must be an iterable, not"):
        sent(batch, "files.create", body=body)


def test_types(batch: GeneratedPackage) -> None:
    both = "Note | NoteParam"
    text = batch.text("resources/pairs.py")
    assert f"body: tuple[{both}, FileTypes] | Iterable[{both} | FileTypes]," in text
    text = batch.text("resources/streams.py")
    assert f"body: Iterable[{both}]," in text
    assert f"body: Iterable[{both}] | AsyncIterable[{both}]," in text
    assert "body: Iterable[FileTypes]," in batch.text("resources/files.py")
