"""R18: streams of events and lines that are cut, split, endless or no such stream."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from tests.functional.conftest import GeneratedPackage
from tests.robustness.adversary import (
    PATIENCE,
    Peer,
    adversary,
    answer,
    for_ever,
    hang_up,
    replies,
    then,
)
from tests.robustness.flavours import CREDENTIALS, Flavour

EVENTS = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"
LINES = b"HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\n\r\n"
EVENT = b'data: {"id": "a"}\n\n'


def byte_by_byte(data: bytes) -> Any:
    """Send each byte in a packet of its own, as far as the network lets one."""

    def send(peer: Peer) -> None:
        for start in range(len(data)):
            peer.send(data[start : start + 1])

    return send


def ids(flavour: Flavour, stream: bytes, *, resource: str = "events", split: bool = False) -> Any:
    """What the items of a stream have as their id."""
    head = EVENTS if resource == "events" else LINES
    script = then(head, byte_by_byte(stream) if split else stream, hang_up)
    with adversary(script) as server, flavour.client(base_url=server.url) as client:
        items = flavour.collect(flavour.wait(getattr(client, resource).retrieve()))
        assert server.wait_until_closed()
    return [getattr(item, "id", item) for item in items]


class TestR18:
    @pytest.mark.parametrize("split", [False, True], ids=["whole", "byte by byte"])
    @pytest.mark.parametrize("end", ["\n", "\r", "\r\n"], ids=["LF", "CR", "CRLF"])
    def test_ends_of_lines(self, flavour: Flavour, end: str, split: bool) -> None:
        text = ': hello\nevent: x\ndata: {"id":\ndata: "a\u2028ä"}\n\ndata: {"id": "b"}\n\n'
        stream = text.replace("\n", end).encode()
        assert ids(flavour, stream, split=split) == ["a\u2028ä", "b"]

    @pytest.mark.parametrize("mark", ["\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\x1c"])
    def test_other_ends_of_lines_are_text(self, flavour: Flavour, mark: str) -> None:
        escaped = mark if ord(mark) > 0x1F else f"\\u{ord(mark):04x}"
        assert ids(flavour, f'data: {{"id": "a{escaped}b"}}\n\n'.encode()) == [f"a{mark}b"]

    def test_an_event_that_breaks_off_is_none(self, flavour: Flavour) -> None:
        assert ids(flavour, EVENT + b'data: {"id": "lost"}\n') == ["a"]

    @pytest.mark.parametrize("data", [b'{"id": "\xff\xfe"}', b"no JSON", b"[" * 100_000, b'"text"'])
    def test_one_bad_event_is_not_the_end(self, flavour: Flavour, data: bytes) -> None:
        with (
            adversary(then(EVENTS, b"data: " + data + b"\n\n" + EVENT, hang_up)) as server,
            flavour.client(base_url=server.url) as client,
        ):
            first, second = flavour.collect(flavour.wait(client.events.retrieve()))
        assert second.id == "a"
        assert flavour.package.is_unknown(first) or first.id == "\ufffd\ufffd"

    def test_strict_validation_raises(self, flavour: Flavour) -> None:
        with (
            adversary(then(EVENTS, b"data: no JSON\n\n" + EVENT, hang_up)) as server,
            flavour.client(base_url=server.url, _strict_response_validation=True) as client,
        ):
            stream = flavour.wait(client.events.retrieve())
            with pytest.raises(flavour.package.APIResponseValidationError) as caught:
                flavour.collect(stream)
            assert caught.value.request.headers["x-api-key"] == "***"
            assert server.wait_until_closed()

    def test_fields_with_odd_values(self, flavour: Flavour) -> None:
        odd = b"retry: 1e309\nretry: " + b"9" * 5000 + b"\nid: a\x00b\nid\nunknown: x\n" + EVENT
        with (
            adversary(then(EVENTS, odd, hang_up)) as server,
            flavour.client(base_url=server.url) as client,
        ):
            stream = flavour.wait(client.events.retrieve())
            assert [item.id for item in flavour.collect(stream)] == ["a"]
            assert stream.last_event.id == ""
            assert stream.last_event.retry == 999_999_999_999_999_999

    def test_a_flood_of_comments(self, flavour: Flavour) -> None:
        assert ids(flavour, b": \n" * 200_000 + EVENT) == ["a"]

    @pytest.mark.parametrize("stream", [b"data: " + b"x" * 1_000_000, b"x" * 1_000_000])
    @pytest.mark.parametrize("resource", ["events", "lines"])
    def test_an_endless_line_ends(self, flavour: Flavour, resource: str, stream: bytes) -> None:
        script = then(EVENTS if resource == "events" else LINES, stream, for_ever(b"x" * 65536))
        with (
            adversary(script) as server,
            flavour.client(base_url=server.url) as client,
        ):
            with pytest.raises(flavour.package.APIResponseValidationError, match="longer than"):
                flavour.collect(flavour.wait(getattr(client, resource).retrieve()))
            assert server.wait_until_closed()

    def test_an_event_of_endless_lines_ends(self, flavour: Flavour) -> None:
        script = then(EVENTS, for_ever(b"data: " + b"x" * 65536 + b"\n"))
        with (
            adversary(script) as server,
            flavour.client(base_url=server.url) as client,
        ):
            with pytest.raises(flavour.package.APIResponseValidationError, match="longer than"):
                flavour.collect(flavour.wait(client.events.retrieve()))
            assert server.wait_until_closed()

    def test_a_stream_that_breaks_off_is_an_error(self, flavour: Flavour) -> None:
        head = EVENTS.replace(b"\r\n\r\n", b"\r\nContent-Length: 999\r\n\r\n")
        with (
            adversary(then(head + EVENT, hang_up)) as server,
            flavour.client(base_url=server.url) as client,
        ):
            stream = flavour.wait(client.events.retrieve())
            with pytest.raises(flavour.package.APIConnectionError):
                flavour.collect(stream)
            assert server.wait_until_closed()
        assert len(server.received) == 1

    def test_leaving_early_closes_the_connection(self, flavour: Flavour) -> None:
        with (
            adversary(then(EVENTS, for_ever(EVENT))) as server,
            flavour.client(base_url=server.url) as client,
        ):
            with flavour.entered(flavour.wait(client.events.retrieve())) as stream:
                assert flavour.first(stream).id == "a"
            assert server.wait_until_closed()

    def test_so_does_an_error_of_the_caller(self, flavour: Flavour) -> None:
        with (
            adversary(then(EVENTS, for_ever(EVENT))) as server,
            flavour.client(base_url=server.url) as client,
        ):
            stream = flavour.wait(client.events.retrieve())
            with pytest.raises(ZeroDivisionError), flavour.entered(stream):
                1 / len(flavour.first(stream).id.strip("a"))
            assert server.wait_until_closed()

    def test_so_does_cancelling(self, vault: GeneratedPackage) -> None:
        async def main(url: str) -> None:
            async with vault.module().AsyncVault(base_url=url, **CREDENTIALS) as client:

                async def read() -> None:
                    async for item in await client.events.retrieve():
                        assert item.id == "a"
                        has_come.set()

                has_come = asyncio.Event()
                reading = asyncio.create_task(read())
                await asyncio.wait_for(has_come.wait(), PATIENCE)
                reading.cancel()
                with pytest.raises(asyncio.CancelledError):
                    await reading
                assert await asyncio.to_thread(server.wait_until_closed)

        with adversary(then(EVENTS + EVENT, lambda peer: peer.until_gone())) as server:
            asyncio.run(main(server.url))

    def test_lines_of_any_kind(self, flavour: Flavour) -> None:
        stream = b'\xef\xbb\xbf{"id": "a"}\r\n\n  \n{"id": "b\\u2028"}\n{"id": "c"}'
        assert ids(flavour, stream, resource="lines", split=True) == ["a", "b\u2028", "c"]

    def test_an_object_is_no_stream_of_events(self, flavour: Flavour) -> None:
        with (
            adversary(replies(answer(b'{"id": "a"}'))) as server,
            flavour.client(base_url=server.url) as client,
        ):
            stream = flavour.wait(client.events.retrieve())
            with pytest.raises(
                flavour.package.APIResponseValidationError, match="expected a stream"
            ):
                flavour.collect(stream)
            assert server.wait_until_closed()
