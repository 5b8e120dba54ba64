"""Content that comes and goes piece by piece: files, streams of events, webhooks."""

from __future__ import annotations

import asyncio
import io
import json
import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from workshop import (
    AsyncStream,
    AsyncWorkshop,
    InvalidWebhookSignatureError,
    Stream,
    Workshop,
    is_unknown,
)
from workshop.types import OrderDoneWebhookEvent
from workshop.types.orders import OrderWatchEvent
from workshop.types.shared import Started

DATA = b"0123456789"


def uploads(client: Workshop, path: Path) -> None:
    upload = client.orders.drawing.upload
    assert upload("a", file=path).size == 10
    assert upload("a", file=b"012", note="short").size == 3
    assert upload("a", file=("name.bin", b"01", "application/octet-stream")).size == 2
    assert upload("a", file=("name.bin", path, None, {"X-Sheet": "1"})).size == 10
    with path.open("rb") as stream:
        assert upload("a", file=stream).size == 10


def bodies(client: Workshop, path: Path) -> None:
    def pieces() -> Iterator[bytes]:
        yield b"012"
        yield b"3456789"

    send = client.orders.photo.send
    assert send("a", body=DATA).size == 10
    assert send("a", body=path).size == 10
    assert send("a", body=io.BytesIO(DATA)).size == 10
    assert send("a", body=pieces()).size == 10


def downloads(client: Workshop, folder: Path) -> None:
    content = client.orders.drawing.download("a")
    assert content.read() == DATA and content.content == DATA
    assert b"".join(content.iter_bytes(3)) == DATA
    content.stream_to_file(folder / "copy.bin")
    assert (folder / "copy.bin").read_bytes() == DATA
    with client.orders.drawing.with_streaming_response.download("a") as streamed:
        assert sum(len(chunk) for chunk in streamed.iter_bytes(3)) == 10


def streams(client: Workshop) -> None:
    """The server breaks off after the first event; it is asked for what follows."""
    events: Stream[OrderWatchEvent]
    with client.orders.watch("a") as events:
        assert events.response.status_code == 200
        for event in events:
            progress = event.data
            assert events.last_event is not None
            if isinstance(progress, Started):
                assert progress.by == "Ann" and events.last_event.id == "1"
            else:
                seconds: float = progress.seconds
                assert seconds == 1.5 and events.last_event.id == "2"
    (rest,) = client.orders.watch("a", last_event_id="1")
    assert not isinstance(rest.data, Started)
    kinds = [line.kind for line in client.log.read()]
    assert kinds == ["Started", "Finished"]


def webhooks(client: Workshop, payload: bytes, headers: dict[str, str], secret: str) -> None:
    event = client.webhooks.unwrap(payload, headers, secret=secret)
    if isinstance(event, OrderDoneWebhookEvent):
        assert event.order.item == "table"
    else:
        raise AssertionError("unknown" if is_unknown(event) else event.reason)
    try:
        client.webhooks.unwrap(payload + b" ", headers, secret=secret)
    except InvalidWebhookSignatureError:
        return
    raise AssertionError("a changed body was taken")


async def webhooks_with_asyncio(payload: bytes, headers: dict[str, str], secret: str) -> None:
    async with AsyncWorkshop(token="t", webhook_secret=secret) as client:
        event = client.webhooks.unwrap(payload, headers)
        assert event.type == "order.done"


async def with_asyncio(url: str, path: Path) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        yield b"0123"
        yield b"456789"

    async with AsyncWorkshop(token="t", base_url=url) as client:
        events: AsyncStream[OrderWatchEvent]
        async with await client.orders.watch("a") as events:
            received = [event.data async for event in events]
        assert [progress.kind for progress in received] == ["Started", "Finished"]
        assert [line.kind async for line in await client.log.read()] == ["Started", "Finished"]
        assert (await client.orders.drawing.upload("a", file=path)).size == 10
        assert (await client.orders.photo.send("a", body=pieces())).size == 10
        content = await client.orders.drawing.download("a")
        assert b"".join([chunk async for chunk in content.aiter_bytes()]) == DATA
        await content.astream_to_file(path.with_name("async.bin"))
        async with client.orders.drawing.with_streaming_response.download("a") as streamed:
            assert b"".join([chunk async for chunk in streamed.iter_bytes(4)]) == DATA


def main(url: str) -> None:
    payload, secret = os.environ["PAYLOAD"].encode(), os.environ["SECRET"]
    headers: dict[str, str] = json.loads(os.environ["HEADERS"])
    with Workshop(token="t", base_url=url) as client, TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "drawing.bin"
        path.write_bytes(DATA)
        uploads(client, path)
        bodies(client, path)
        downloads(client, folder)
        streams(client)
        webhooks(client, payload, headers, secret)
        asyncio.run(with_asyncio(url, path))
        asyncio.run(webhooks_with_asyncio(payload, headers, secret))
