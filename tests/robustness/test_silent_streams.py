"""Streams that nobody closes, and that are mostly silence."""

from __future__ import annotations

import asyncio
import gc
import tracemalloc
from typing import Any

import pytest

from tests.functional.conftest import GeneratedPackage
from tests.robustness.adversary import Peer, adversary, then
from tests.robustness.flavours import CREDENTIALS, Flavour

EVENTS = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
LINES = EVENTS.replace(b"text/event-stream", b"application/x-ndjson")
END = b"0\r\n\r\n"
FIRST = b'data: {"id": "a"}\n\n'


def chunk(data: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(data), data)


def test_a_flood_of_comments_is_no_memory(flavour: Flavour) -> None:
    flood = chunk(b": keep alive\n\n" * 1000) * 200 + chunk(FIRST) + END
    with (
        adversary(then(EVENTS, flood)) as server,
        flavour.client(base_url=server.url) as client,
    ):
        tracemalloc.start()
        try:
            events = flavour.wait(client.events.retrieve())
            assert [item.id for item in flavour.collect(events)] == ["a"]
            assert tracemalloc.get_traced_memory()[1] < len(flood)
        finally:
            tracemalloc.stop()


PATHS = pytest.mark.parametrize("path", ["events", "lines"])
ITEM = {"events": EVENTS + chunk(FIRST), "lines": LINES + chunk(b'{"id": "a"}\n')}


class TestLeftAlone:
    """A stream that nobody closes: its connection is closed, and nothing warns."""

    @PATHS
    @pytest.mark.parametrize("items", [0, 1])
    def test_blocking(self, vault: GeneratedPackage, path: str, items: int) -> None:
        script = then(ITEM[path], Peer.until_gone)
        with (
            adversary(script) as server,
            vault.module().Vault(base_url=server.url, **CREDENTIALS) as client,
        ):
            gc.disable()
            try:
                stream = getattr(client, path).retrieve()
                for _ in range(items):
                    assert next(stream).id == "a"
                del stream
                assert server.wait_until_closed()
            finally:
                gc.enable()

    @PATHS
    @pytest.mark.parametrize("items", [0, 1])
    def test_asyncio(self, vault: GeneratedPackage, path: str, items: int) -> None:
        async def main() -> None:
            async with vault.module().AsyncVault(base_url=server.url, **CREDENTIALS) as client:
                stream = await getattr(client, path).retrieve()
                for _ in range(items):
                    assert (await anext(stream)).id == "a"
                del stream
                assert await asyncio.to_thread(server.wait_until_closed)

        with adversary(then(ITEM[path], Peer.until_gone)) as server:
            asyncio.run(main())

    @PATHS
    def test_with_the_event_loop(self, vault: GeneratedPackage, path: str) -> None:
        async def main() -> Any:
            client = vault.module().AsyncVault(base_url=server.url, **CREDENTIALS)
            stream = await getattr(client, path).retrieve()
            assert (await anext(stream)).id == "a"
            return stream

        with adversary(then(ITEM[path], Peer.until_gone)) as server:
            stream = asyncio.run(main())
            assert server.wait_until_closed()
            del stream
