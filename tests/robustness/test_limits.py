"""R08 to R10: answers that take for ever, or never end, or swell."""

from __future__ import annotations

import asyncio
import gzip
import time
import tracemalloc
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from tests.functional.conftest import GeneratedPackage
from tests.robustness.adversary import (
    PATIENCE,
    Script,
    adversary,
    answer,
    dripping,
    for_ever,
    replies,
    then,
)
from tests.robustness.flavours import CREDENTIALS, Flavour

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
GOOD = answer(b'{"id": "good"}')
MB = 1_000_000


@contextmanager
def ends_within(seconds: float) -> Iterator[None]:
    """Fail a test that took longer: only what would take for ever is told from what does not."""
    start = time.monotonic()
    yield
    assert time.monotonic() - start < seconds


@contextmanager
def memory_within(size: int) -> Iterator[None]:
    """Fail a test that had more in memory at once than it may."""
    tracemalloc.start()
    try:
        yield
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < size


SLOW: dict[str, Script] = {
    "body": then(HEAD + b"Content-Length: 1000000\r\n\r\n", dripping(b" ")),
    "chunks": then(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", dripping(b"1\r\n \r\n")),
    "headers": then(HEAD + b"X-A: ", dripping(b"a")),
    "informational": then(dripping(b"HTTP/1.1 103 Early Hints\r\n\r\n", 0.001)),
    "silence": then(lambda peer: peer.until_gone()),
    "error body": then(
        b"HTTP/1.1 400 Bad Request\r\nContent-Length: 9999\r\n\r\n", lambda peer: peer.until_gone()
    ),
}


class TestR08:
    """Answers that come one byte at a time."""

    @pytest.mark.parametrize("name", [name for name in SLOW if name != "error body"])
    def test_a_total_ends_it(self, flavour: Flavour, name: str) -> None:
        timeout = flavour.package.Timeout(10, total=0.3)
        with (
            adversary(SLOW[name]) as server,
            flavour.client(base_url=server.url, timeout=timeout) as client,
            ends_within(PATIENCE / 2),
        ):
            with pytest.raises(flavour.package.APITimeoutError) as caught:
                flavour.wait(client.items.retrieve("a"))
            assert caught.value.request.url.path == "/items/a"
            assert caught.value.request.method == "GET"
            # A connection that was being opened is closed when it is there.
            assert flavour.meanwhile(server.wait_until_closed)
        assert len(server.received) <= 1  # on a busy machine the time may be over before it is sent

    def test_a_total_of_one_call_or_of_a_copy(self, flavour: Flavour) -> None:
        timeout = flavour.package.Timeout(total=0.2)
        with (
            adversary(SLOW["body"]) as server,
            flavour.client(base_url=server.url) as client,
            ends_within(PATIENCE / 2),
        ):
            with pytest.raises(flavour.package.APITimeoutError):
                flavour.wait(client.items.retrieve("a", timeout=timeout))
            with pytest.raises(flavour.package.APITimeoutError):
                flavour.wait(client.with_options(timeout=timeout).items.retrieve("a"))

    def test_pauses_between_attempts_count(self, flavour: Flavour) -> None:
        busy = answer(b'{"error": {"message": "busy"}}', 429, ("Retry-After", "30"))
        timeout = flavour.package.Timeout(total=5)
        with (
            adversary(replies(busy)) as server,
            flavour.client(base_url=server.url, timeout=timeout) as client,
            ends_within(4),
            pytest.raises(flavour.package.RateLimitError),
        ):
            flavour.wait(client.items.retrieve("a"))
        assert len(server.received) == 1

    def test_redirects_count(self, flavour: Flavour) -> None:
        def loop(peer: Any) -> None:
            while True:
                peer.request()
                peer.pause(0.15)
                peer.send(answer(b"", 307, ("Location", "/again")))

        timeout = flavour.package.Timeout(total=0.4)
        with (
            adversary(loop) as server,
            flavour.client(base_url=server.url, timeout=timeout) as client,
            pytest.raises(flavour.package.APITimeoutError),
        ):
            flavour.wait(client.items.retrieve("a"))
        assert len(server.received) <= 4

    def test_a_status_is_told_without_the_rest_of_its_body(self, flavour: Flavour) -> None:
        timeout = flavour.package.Timeout(10, total=1)
        expected = (
            flavour.package.APITimeoutError if flavour.is_async else flavour.package.BadRequestError
        )
        with (
            adversary(SLOW["error body"]) as server,
            flavour.client(base_url=server.url, timeout=timeout) as client,
            ends_within(PATIENCE / 2),
            pytest.raises(expected),
        ):
            flavour.wait(client.items.retrieve("a"))

    def test_a_large_upload_to_one_who_does_not_read(self, flavour: Flavour) -> None:
        timeout = flavour.package.Timeout(10, total=0.3)
        with (
            adversary(lambda peer: peer.pause(PATIENCE)) as server,
            flavour.client(base_url=server.url, timeout=timeout) as client,
            ends_within(PATIENCE / 2),
            pytest.raises(flavour.package.APITimeoutError),
        ):
            flavour.wait(client.items.create(id="a" * 30 * MB))

    def test_what_comes_in_time_is_not_touched(self, flavour: Flavour) -> None:
        timeout = flavour.package.Timeout(10, total=PATIENCE)
        with (
            adversary(replies(GOOD)) as server,
            flavour.client(base_url=server.url, timeout=timeout) as client,
        ):
            assert [flavour.wait(client.items.retrieve("a")).id for _ in range(3)] == ["good"] * 3
        assert server.opened == 1

    def test_a_stream_is_limited_up_to_its_first_byte(self, flavour: Flavour) -> None:
        timeout = flavour.package.Timeout(10, total=1)
        event = b'data: {"id": "a"}\n\n'

        def talk(peer: Any) -> None:
            peer.request()
            peer.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n" + event)
            peer.pause(1.2)
            peer.send(event)
            peer.hang_up()

        with (
            adversary(talk) as server,
            flavour.client(base_url=server.url, timeout=timeout) as client,
        ):
            items = flavour.collect(flavour.wait(client.events.retrieve()))
        assert [item.id for item in items] == ["a", "a"]

    def test_a_client_of_the_users_own(self, vault: GeneratedPackage) -> None:
        import httpx

        package = vault.module()
        with (
            adversary(SLOW["body"]) as server,
            httpx.Client() as http_client,
            ends_within(PATIENCE / 2),
        ):
            client = package.Vault(
                base_url=server.url,
                http_client=http_client,
                timeout=package.Timeout(10, total=0.3),
                **CREDENTIALS,
            )
            with pytest.raises(package.APITimeoutError):
                client.items.retrieve("a")

    def test_cancelling_works_at_once(self, vault: GeneratedPackage) -> None:
        async def main(url: str) -> None:
            async with vault.module().AsyncVault(base_url=url, **CREDENTIALS) as client:
                with pytest.raises(TimeoutError):
                    async with asyncio.timeout(0.1):
                        await client.items.retrieve("a")
                assert await asyncio.to_thread(server.wait_until_closed)

        with adversary(SLOW["body"]) as server, ends_within(PATIENCE / 2):
            asyncio.run(main(server.url))

    def test_a_total_is_a_number(self, vault: GeneratedPackage) -> None:
        timeout = vault.module().Timeout
        for total in (0, -1, float("nan"), float("inf")):
            with pytest.raises(ValueError, match="`total` must be a finite number"):
                timeout(total=total)
        assert timeout(total=1) != timeout(total=2)
        assert repr(timeout(3, total=1)) == "Timeout(timeout=3, total=1)"


class TestR09:
    """Bodies without end."""

    def test_an_endless_body_is_refused(self, flavour: Flavour) -> None:
        script = then(HEAD + b"\r\n", for_ever(b" " * 65536))
        with (
            adversary(script) as server,
            flavour.client(base_url=server.url, max_response_bytes=MB) as client,
            memory_within(10 * MB),
        ):
            with pytest.raises(flavour.package.APIResponseValidationError) as caught:
                flavour.wait(client.items.retrieve("a"))
            assert "larger than 1000000 bytes" in str(caught.value)
            assert "`max_response_bytes`" in str(caught.value)
            assert server.wait_until_closed()

    def test_what_says_that_it_is_too_large_is_not_read(self, flavour: Flavour) -> None:
        script = then(HEAD + b"Content-Length: 1000001\r\n\r\n", lambda peer: peer.until_gone())
        with (
            adversary(script) as server,
            flavour.client(base_url=server.url, max_response_bytes=MB) as client,
            pytest.raises(flavour.package.APIResponseValidationError),
        ):
            flavour.wait(client.items.retrieve("a"))

    @pytest.mark.parametrize("limit", [16, None])
    def test_as_much_as_is_allowed(self, flavour: Flavour, limit: int | None) -> None:
        body = b'{"id": "123456"}'
        assert len(body) == 16
        with (
            adversary(replies(answer(body))) as server,
            flavour.client(base_url=server.url, max_response_bytes=limit) as client,
        ):
            assert flavour.wait(client.items.retrieve("a")).id == "123456"
            with pytest.raises(flavour.package.APIResponseValidationError):
                flavour.wait(client.with_options(max_response_bytes=15).items.retrieve("a"))

    def test_an_error_body_is_read_up_to_64_kib(self, flavour: Flavour) -> None:
        head = b"HTTP/1.1 400 Bad Request\r\n\r\n"
        with (
            adversary(then(head, for_ever(b"x" * 65536))) as server,
            flavour.client(base_url=server.url) as client,
            memory_within(10 * MB),
        ):
            with pytest.raises(flavour.package.BadRequestError) as caught:
                flavour.wait(client.items.retrieve("a"))
            assert server.wait_until_closed()
        assert caught.value.body == "x" * 65536
        assert len(str(caught.value)) < 3000

    def test_streamed_bodies_have_no_limit(self, flavour: Flavour) -> None:
        raw = answer(b"x" * 2 * MB, 200, ("Content-Type", "application/octet-stream"))
        with (
            adversary(replies(raw)) as server,
            flavour.client(base_url=server.url, max_response_bytes=MB) as client,
            flavour.entered(client.files.with_streaming_response.retrieve()) as response,
        ):
            if flavour.is_async:
                pieces = flavour.collect(response.iter_bytes())
            else:
                pieces = list(response.iter_bytes())
        assert sum(map(len, pieces)) == 2 * MB

    @pytest.mark.parametrize("limit", [-1, True, 1.5, "1"])
    def test_a_limit_is_a_whole_number(self, flavour: Flavour, limit: Any) -> None:
        with (
            pytest.raises((TypeError, ValueError), match="`max_response_bytes` must"),
            flavour.client(max_response_bytes=limit),
        ):
            pass


def coded(body: bytes, *codings: str, kind: str = "application/json") -> bytes:
    return answer(
        body, 200, ("Content-Type", kind), *(("Content-Encoding", name) for name in codings)
    )


def bomb(size: int) -> bytes:
    packer = zlib.compressobj(9, wbits=31)
    block = b" " * MB
    return b"".join(packer.compress(block) for _ in range(size // MB)) + packer.flush()


class TestR10:
    """Compressed bodies."""

    @pytest.mark.parametrize(
        ("coding", "body"),
        [
            ("gzip", gzip.compress(b'{"id": "a"}', mtime=0)),
            ("GZip", gzip.compress(b'{"id": "a"}', mtime=0)),
            ("identity", b'{"id": "a"}'),
            ("deflate", zlib.compress(b'{"id": "a"}')),
            ("deflate", zlib.compress(b'{"id": "a"}', wbits=-15)),
        ],
        ids=["gzip", "capitals", "identity", "zlib", "raw deflate"],
    )
    def test_what_is_asked_for_is_understood(
        self, flavour: Flavour, coding: str, body: bytes
    ) -> None:
        with (
            adversary(replies(coded(body, coding))) as server,
            flavour.client(base_url=server.url) as client,
        ):
            assert flavour.wait(client.items.retrieve("a")).id == "a"
        assert server.received[0].headers["accept-encoding"] == "gzip, deflate"

    def test_a_bomb_is_counted_as_it_unfolds(self, flavour: Flavour) -> None:
        raw = coded(bomb(200 * MB), "gzip")
        with (
            adversary(replies(raw)) as server,
            flavour.client(base_url=server.url, max_response_bytes=MB) as client,
            memory_within(10 * MB),
            pytest.raises(flavour.package.APIResponseValidationError, match="larger than"),
        ):
            flavour.wait(client.items.retrieve("a"))
        assert server.wait_until_closed()

    def test_a_bomb_as_an_error_body(self, flavour: Flavour) -> None:
        raw = answer(bomb(200 * MB), 400, ("Content-Encoding", "gzip"))
        with (
            adversary(replies(raw)) as server,
            flavour.client(base_url=server.url) as client,
            memory_within(10 * MB),
            pytest.raises(flavour.package.BadRequestError) as caught,
        ):
            flavour.wait(client.items.retrieve("a"))
        assert caught.value.body == " " * 65536

    @pytest.mark.parametrize(
        "codings",
        [["gzip"] * 50, ["gzip, gzip"], ["br"], ["zstd"], ["no-such-coding"], ["\x1b[31m"]],
        ids=["nested", "twice", "br", "zstd", "unknown", "escape"],
    )
    def test_other_codings_are_refused(self, flavour: Flavour, codings: list[str]) -> None:
        raw = coded(gzip.compress(b'{"id": "a"}'), *codings)
        with (
            adversary(replies(raw)) as server,
            flavour.client(base_url=server.url) as client,
        ):
            with pytest.raises(flavour.package.APIResponseValidationError) as caught:
                flavour.wait(client.items.retrieve("a"))
            assert server.wait_until_closed()
        assert str(caught.value).isprintable()

    def test_an_error_in_another_coding_keeps_its_status(self, flavour: Flavour) -> None:
        raw = answer(b"\x00", 404, ("Content-Encoding", "br"))
        with (
            adversary(replies(raw)) as server,
            flavour.client(base_url=server.url) as client,
            pytest.raises(flavour.package.NotFoundError) as caught,
        ):
            flavour.wait(client.items.retrieve("a"))
        assert caught.value.body is None

    @pytest.mark.parametrize(
        "body",
        [b"no gzip at all", gzip.compress(b"[]")[:-4], gzip.compress(b"[]")[:8] + b"\xff" * 20],
        ids=["none", "cut", "corrupt"],
    )
    @pytest.mark.parametrize("resource", ["linked", "files", "notes"])
    def test_broken_compression_is_an_error(
        self, flavour: Flavour, body: bytes, resource: str
    ) -> None:
        raw = coded(body, "gzip", kind="text/plain")
        with (
            adversary(replies(raw)) as server,
            flavour.client(base_url=server.url) as client,
            pytest.raises(flavour.package.APIConnectionError, match="DecodingError"),
        ):
            flavour.wait(getattr(client, resource).retrieve())
        assert server.wait_until_closed()
        assert len(server.received) == 1

    def test_an_empty_body_that_claims_a_coding(self, flavour: Flavour) -> None:
        with (
            adversary(replies(coded(b"", "gzip"))) as server,
            flavour.client(base_url=server.url) as client,
        ):
            assert flavour.wait(client.items.delete("a")) is None
