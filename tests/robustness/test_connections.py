"""R05 to R07 and R27: connections that break, lie or are given up; none leaks, none mixes up."""

from __future__ import annotations

import asyncio
import threading
from typing import Any

import pytest

from tests.functional.conftest import GeneratedPackage
from tests.robustness.adversary import (
    Peer,
    Script,
    adversary,
    answer,
    dripping,
    for_ever,
    hang_up,
    replies,
    reset,
    then,
)
from tests.robustness.flavours import CREDENTIALS, Flavour

GOOD = answer(b'{"id": "good"}')
CHUNKED = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
LENGTH = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"

BROKEN: dict[str, Script] = {
    "short content-length": then(LENGTH + b'Content-Length: 99\r\n\r\n{"id": "a"}', hang_up),
    "cut chunk": then(CHUNKED + b'b\r\n{"id"', hang_up),
    "no last chunk": then(CHUNKED + b'b\r\n{"id": "a"}\r\n', hang_up),
    "no answer": then(hang_up),
    "half a head": then(b"HTTP/1.1 200 OK\r\nContent-Ty", hang_up),
    "reset": then(reset),
    "reset within the body": then(LENGTH + b"Content-Length: 99\r\n\r\n{", reset),
}

FRAMING: dict[str, bytes] = {
    "two lengths": LENGTH + b'Content-Length: 11\r\nContent-Length: 3\r\n\r\n{"id": "a"}',
    "negative length": LENGTH + b'Content-Length: -1\r\n\r\n{"id": "a"}',
    "length in words": LENGTH + b'Content-Length: ten\r\n\r\n{"id": "a"}',
    "huge chunk": CHUNKED + b"ffffffffffffffffffffffff\r\n" + b'{"id": "a"}',
    "bad chunk": CHUNKED + b"-5\r\n" + b'{"id": "a"}',
    "not HTTP": b"SSH-2.0-OpenSSH_9.9\r\n\r\n",
    "binary": bytes(range(256)) * 4,
    "bad header name": b"HTTP/1.1 200 OK\r\nBad Name: x\r\nContent-Length: 0\r\n\r\n",
    "bad header value": b"HTTP/1.1 200 OK\r\nX-A: \x00\r\nContent-Length: 0\r\n\r\n",
    "status 099": answer(b'{"id": "a"}', 99),
    "headers of 1 MB": b"HTTP/1.1 200 OK\r\nX-A: " + b"a" * 1_000_000 + b"\r\n\r\n",
}


def retrieve(flavour: Flavour, url: str, **options: Any) -> Any:
    with flavour.client(base_url=url, **options) as client:
        return flavour.wait(client.items.retrieve("a"))


class TestR05:
    """A body that ends early."""

    @pytest.mark.parametrize("name", BROKEN)
    def test_part_of_a_body_is_never_the_whole(self, flavour: Flavour, name: str) -> None:
        with (
            adversary(BROKEN[name]) as server,
            pytest.raises(flavour.package.APIConnectionError) as caught,
        ):
            retrieve(flavour, server.url, max_retries=0)
        assert str(caught.value).startswith("Connection error: ")
        assert caught.value.request.url.query == b""
        assert server.opened == server.closed == len(server.received) == 1

    @pytest.mark.parametrize("name", BROKEN)
    def test_what_does_no_harm_twice_is_tried_again(
        self, flavour: Flavour, name: str, pauses: list[float]
    ) -> None:
        with adversary(BROKEN[name], replies(GOOD)) as server:
            assert retrieve(flavour, server.url).id == "good"
            assert server.wait_until_closed()
        assert len(server.received) == 2
        assert pauses == [0.5]

    @pytest.mark.parametrize("name", BROKEN)
    def test_work_is_never_done_twice(self, flavour: Flavour, name: str) -> None:
        with (
            adversary(BROKEN[name], replies(GOOD)) as server,
            flavour.client(base_url=server.url) as client,
            pytest.raises(flavour.package.APIConnectionError),
        ):
            flavour.wait(client.items.create(id="a"))
        assert [seen.method for seen in server.received] == ["POST"]

    def test_a_streamed_body_that_breaks_off_is_an_error(self, flavour: Flavour) -> None:
        script = then(LENGTH + b"Content-Length: 99\r\n\r\nabc", hang_up)
        with (
            adversary(script) as server,
            flavour.client(base_url=server.url) as client,
            flavour.entered(client.files.with_streaming_response.retrieve()) as response,
            pytest.raises(flavour.package.APIConnectionError),
        ):
            flavour.wait(response.read())


class TestR06:
    """Answers whose end is disputed."""

    @pytest.mark.parametrize("name", FRAMING)
    def test_a_protocol_error_ends_the_connection(self, flavour: Flavour, name: str) -> None:
        with (
            adversary(then(FRAMING[name], hang_up), replies(GOOD)) as server,
            flavour.client(base_url=server.url, max_retries=0) as client,
        ):
            with pytest.raises(flavour.package.APIConnectionError):
                flavour.wait(client.items.retrieve("a"))
            assert flavour.wait(client.items.retrieve("b")).id == "good"
        assert server.opened == 2

    @pytest.mark.parametrize(
        "method", ["items.retrieve", "files.retrieve", "notes.retrieve", "status.retrieve"]
    )
    def test_bytes_behind_the_end_are_never_the_next_answer(
        self, flavour: Flavour, method: str
    ) -> None:
        stray = answer(b'{"id": "stray"}')
        with (
            adversary(then(GOOD + stray), replies(GOOD)) as server,
            flavour.client(base_url=server.url) as client,
        ):
            resource, _, name = method.partition(".")
            arguments = ["a"] if resource == "items" else []
            flavour.wait(getattr(getattr(client, resource), name)(*arguments))
            assert flavour.wait(client.items.retrieve("b")).id == "good"
            assert [seen.connection for seen in server.received] == [0, 1]

    def test_bytes_that_come_before_the_next_request(self, flavour: Flavour) -> None:
        sent = threading.Event()

        def talk(peer: Peer) -> None:
            peer.request()
            peer.send(GOOD)
            peer.pause(0.05)
            peer.send(answer(b'{"id": "stray"}'))
            sent.set()

        with (
            adversary(talk, replies(GOOD)) as server,
            flavour.client(base_url=server.url) as client,
        ):
            flavour.wait(client.items.retrieve("a"))
            assert sent.wait(20)
            assert flavour.wait(client.items.retrieve("b")).id == "good"

    def test_length_in_two_ways_is_not_trusted_twice(self, flavour: Flavour) -> None:
        both = CHUNKED[:-2] + b'Content-Length: 5\r\n\r\nb\r\n{"id": "a"}\r\n0\r\n\r\n'
        with (
            adversary(then(both), replies(GOOD)) as server,
            flavour.client(base_url=server.url) as client,
        ):
            assert flavour.wait(client.items.retrieve("a")).id == "a"
            assert flavour.wait(client.items.retrieve("b")).id == "good"
        assert server.opened == 2

    def test_a_good_connection_is_used_again(self, flavour: Flavour) -> None:
        with (
            adversary(replies(GOOD)) as server,
            flavour.client(base_url=server.url) as client,
        ):
            for _ in range(5):
                flavour.wait(client.items.retrieve("a"))
        assert (server.opened, len(server.received)) == (1, 5)

    def test_informational_answers_come_first(self, flavour: Flavour) -> None:
        early = b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" * 500
        with adversary(replies(early + GOOD)) as server:
            assert retrieve(flavour, server.url).id == "good"

    def test_an_answer_before_the_body_is_sent(self, flavour: Flavour) -> None:
        def talk(peer: Peer) -> None:
            peer.request_head()
            peer.send(answer(b"{}", 413, ("Connection", "close")))
            peer.until_gone()

        with (
            adversary(talk) as server,
            flavour.client(base_url=server.url, max_retries=0) as client,
            pytest.raises(flavour.package.APIStatusError) as caught,
        ):
            flavour.wait(client.items.create(id="a" * 100_000))
        assert caught.value.status_code == 413


class TestR07:
    """Headers without end."""

    @pytest.mark.parametrize("line", [b"X-A: b\r\n", b"a"], ids=["lines", "one line"])
    def test_reading_is_bounded(self, flavour: Flavour, line: bytes) -> None:
        script = then(b"HTTP/1.1 200 OK\r\n", for_ever(line * 1000))
        with (
            adversary(script) as server,
            pytest.raises(flavour.package.APIConnectionError),
        ):
            retrieve(flavour, server.url, max_retries=0)
        assert server.wait_until_closed()

    def test_many_headers_within_the_bound_are_fine(self, flavour: Flavour) -> None:
        many = tuple((f"X-{number}", "a") for number in range(5000))
        with adversary(replies(answer(b'{"id": "good"}', 200, *many))) as server:
            assert retrieve(flavour, server.url).id == "good"


class TestR27:
    """Calls that are cancelled."""

    @pytest.mark.parametrize(
        "script",
        [
            then(lambda peer: peer.until_gone()),
            then(dripping(b"HTTP/1.1 200 OK\r\nX-A: " + b"a" * 1000)),
            then(LENGTH + b"Content-Length: 100000\r\n\r\n", dripping(b" ")),
            replies(answer(b"{}", 500, ("Retry-After", "50"))),
        ],
        ids=["no answer", "within the headers", "within the body", "between attempts"],
    )
    def test_cancelled_at_once(self, vault: GeneratedPackage, script: Script) -> None:
        async def main(url: str) -> None:
            client = vault.module().AsyncVault(base_url=url, **CREDENTIALS)
            call = asyncio.create_task(client.items.retrieve("a"))
            arrived = asyncio.to_thread(server.wait_until_received, 1)
            assert await arrived
            await asyncio.sleep(0.05)
            call.cancel("enough")
            with pytest.raises(asyncio.CancelledError) as caught:
                await call
            assert caught.value.args == ("enough",)
            await client.close()

        with adversary(script) as server:
            asyncio.run(main(server.url))
            assert server.wait_until_closed()

    @pytest.mark.parametrize("how", ["cancelled", "total"])
    def test_within_a_tls_handshake(self, vault: GeneratedPackage, how: str) -> None:
        async def main(url: str) -> None:
            package = vault.module()
            timeout = package.Timeout(10, total=0.2 if how == "total" else None)
            async with package.AsyncVault(base_url=url, timeout=timeout, **CREDENTIALS) as client:
                expected = package.APITimeoutError if how == "total" else TimeoutError
                with pytest.raises(expected):
                    async with asyncio.timeout(0.2 if how == "cancelled" else None):
                        await client.items.retrieve("a")
                assert await asyncio.to_thread(server.wait_until_closed)

        with adversary(lambda peer: peer.until_gone()) as server:
            asyncio.run(main(server.url.replace("http:", "https:")))

    def test_the_connection_is_not_used_again(self, vault: GeneratedPackage) -> None:
        slow = then(LENGTH + b'Content-Length: 20\r\n\r\n{"id":', dripping(b" "))

        async def main(url: str) -> None:
            async with vault.module().AsyncVault(base_url=url, **CREDENTIALS) as client:
                call = asyncio.create_task(client.items.retrieve("a"))
                assert await asyncio.to_thread(server.wait_until_received, 1)
                call.cancel()
                with pytest.raises(asyncio.CancelledError):
                    await call
                assert (await client.items.retrieve("b")).id == "good"

        with adversary(slow, replies(GOOD)) as server:
            asyncio.run(main(server.url))
        assert server.opened == 2

    def test_many_calls_half_of_them_cancelled(self, vault: GeneratedPackage) -> None:
        def talk(peer: Peer) -> None:
            while True:
                name = peer.request().path.rpartition("/")[2]
                peer.pause(0.002)
                peer.send(answer(f'{{"id": "{name}"}}'.encode()))

        async def main(url: str) -> None:
            client = vault.module().AsyncVault(base_url=url, **CREDENTIALS)
            calls = [asyncio.create_task(client.items.retrieve(str(n))) for n in range(200)]
            await asyncio.sleep(0.05)
            for call in calls[::2]:
                call.cancel()
            answers = await asyncio.gather(*calls, return_exceptions=True)
            for number, item in enumerate(answers):
                if isinstance(item, asyncio.CancelledError):
                    assert number % 2 == 0
                else:
                    assert item.id == str(number)
            await client.close()

        with adversary(talk) as server:
            asyncio.run(main(server.url))
            assert server.wait_until_closed()
