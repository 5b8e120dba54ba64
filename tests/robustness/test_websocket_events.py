"""Servers that send odd events over a connection that is well, and callers who give up."""

# ruff: noqa: SIM117, PT012 - the server, the expected error and the client read best nested

from __future__ import annotations

import asyncio
import gc
import json
import warnings
from typing import Any, ClassVar

import pytest

from tests.functional.conftest import GeneratedPackage
from tests.robustness.adversary import PATIENCE, Adversary, Peer, adversary
from tests.robustness.flavours import Flavour
from tests.robustness.sockets import (
    BINARY,
    CLOSE,
    TOKEN,
    client_frame,
    close,
    event,
    frame,
    opened,
    tick,
)
from tests.robustness.test_limits import ends_within


def collect(socket: Flavour, server: Adversary, **options: Any) -> list[Any]:
    """Take every event of a connection."""
    with socket.client(base_url=server.url, **options) as client:
        with socket.entered(client.feed.connect("a")) as connection:
            return socket.collect(connection)


def odd(socket: Flavour, data: bytes) -> Any:
    """Give the event of a frame; the one after it arrives as if nothing had happened."""
    with adversary(opened(data, tick(7), close())) as server:
        first, second = collect(socket, server)
    assert (type(second).__name__, second.n) == ("Tick", 7)
    return first


class TestW13:
    """Tags that nobody declared."""

    @pytest.mark.parametrize(
        "tag",
        ["brand.new", "close", "recv", "__class__", "error", "unknown", "x" * 500_000, "\0", "é"],
        ids=["new", "close", "recv", "class", "error", "unknown", "long", "NUL", "é"],
    )
    def test_an_unknown_tag(self, socket: Flavour, tag: str) -> None:
        first = odd(socket, event(type=tag, n=1))
        assert socket.package.is_unknown(first)
        assert first.raw == {"type": tag, "n": 1}
        assert first.error is None

    @pytest.mark.parametrize("fields", [{}, {"type": None}, {"type": 1}, {"type": ["tick"]}])
    def test_no_tag(self, socket: Flavour, fields: dict[str, Any]) -> None:
        first = odd(socket, event(**fields))
        assert socket.package.is_unknown(first)
        assert first.raw == fields
        assert "type" in first.error


class TestW14:
    """Events of a known kind that are not as declared."""

    def test_a_wrong_type_stays_as_it_is(self, socket: Flavour) -> None:
        first = odd(socket, event(type="tick", n="many", text=1))
        assert type(first).__name__ == "Tick"
        assert (first.n, first.text) == ("many", 1)

    def test_a_field_that_is_missing(self, socket: Flavour) -> None:
        first = odd(socket, event(type="tick"))
        assert type(first).__name__ == "Tick"
        assert first.n is None

    def test_keys_that_look_like_methods(self, socket: Flavour) -> None:
        keys = {"__class__": 1, "model_config": 2, "self": 3, "to_dict": 4, "close": 5}
        first = odd(socket, event(type="tick", n=1, **keys))
        assert type(first).__name__ == "Tick"
        assert first.to_dict() == {"type": "tick", "n": 1, **keys}
        assert first.model_extra == keys

    def test_half_of_a_surrogate_pair(self, socket: Flavour) -> None:
        first = odd(socket, frame(b'{"type": "tick", "n": 1, "text": "\\ud800"}'))
        assert socket.package.is_unknown(first)
        assert "JSON" in first.error

    @pytest.mark.parametrize(
        "data",
        [event(type="tick", n="1"), event(type="new"), frame("no JSON"), frame(b"\xff", BINARY)],
        ids=["wrong type", "unknown", "no JSON", "binary"],
    )
    def test_a_strict_client_raises_and_goes_on(self, socket: Flavour, data: bytes) -> None:
        with (
            adversary(opened(data, tick(7), close())) as server,
            socket.client(base_url=server.url, _strict_response_validation=True) as client,
            socket.entered(client.feed.connect("a")) as connection,
        ):
            with pytest.raises(socket.package.APIResponseValidationError):
                socket.wait(connection.recv())
            assert socket.wait(connection.recv()).n == 7


NOT_EVENTS: dict[str, tuple[bytes, object]] = {
    "text": (frame("no JSON"), "no JSON"),
    "empty": (frame(""), ""),
    "number": (frame("12"), 12),
    "null": (frame("null"), None),
    "array": (frame("[]"), []),
    "deep": (frame("[" * 100_000), "[" * 100_000),
    "deep objects": (frame('{"type":' * 100_000), '{"type":' * 100_000),
    "truncated": (frame('{"type": "ti'), '{"type": "ti'),
    "binary": (frame(b"\xff\x00", BINARY), b"\xff\x00"),
}


class TestW15:
    """Messages that are no events."""

    @pytest.mark.parametrize("name", NOT_EVENTS)
    def test_it_is_an_unknown_event(self, socket: Flavour, name: str) -> None:
        data, raw = NOT_EVENTS[name]
        first = odd(socket, data)
        assert socket.package.is_unknown(first)
        assert first.raw == raw
        assert first.error

    def test_an_integer_of_10000_digits(self, socket: Flavour) -> None:
        first = odd(socket, frame(b'{"type": "tick", "n": %s}' % (b"1" * 10_000)))
        assert socket.package.is_unknown(first)
        assert "number" in first.error

    def test_an_event_in_a_binary_frame(self, socket: Flavour) -> None:
        data = json.dumps({"type": "tick", "n": 3}).encode()
        assert odd(socket, frame(data, BINARY)).n == 3

    def test_bytes_as_they_came(self, socket: Flavour) -> None:
        data = b'{"type": "tick", "n": 3}'
        with (
            adversary(opened(frame(data), frame(b"\xff", BINARY), close())) as server,
            socket.client(base_url=server.url) as client,
            socket.entered(client.feed.connect("a")) as connection,
        ):
            assert socket.wait(connection.recv_bytes()) == data
            assert connection.parse_event(data).n == 3
            assert socket.wait(connection.recv_bytes()) == b"\xff"


class TestW18:
    """Tasks that are cancelled."""

    OPTIONS: ClassVar = {"close_timeout": 0.5}

    def run(self, feed: GeneratedPackage, url: str, use: Any) -> None:
        async def main() -> None:
            async with feed.module().AsyncVault(base_url=url, token=TOKEN) as client:
                await use(client)

        with warnings.catch_warnings():
            warnings.simplefilter("error")
            asyncio.run(main())
            gc.collect()

    def test_no_event_is_lost_with_a_receive(self, feed: GeneratedPackage) -> None:
        def slowly(peer: Peer) -> None:
            for n in range(30):
                peer.pause(0.007)
                data = json.dumps({"type": "tick", "n": n})
                peer.send(frame(data[:9], fin=False))
                peer.pause(0.003)
                peer.send(frame(data[9:], 0))
            peer.send(close())

        async def use(client: Any) -> None:
            received: list[int] = []
            cancelled = 0
            async with client.feed.connect("a") as connection:
                while len(received) < 30:
                    try:
                        async with asyncio.timeout(0.002):
                            received.append((await connection.recv()).n)
                    except TimeoutError:
                        cancelled += 1
            assert received == list(range(30))
            assert cancelled > 0

        with adversary(opened(slowly)) as server:
            self.run(feed, server.url, use)

    @pytest.mark.parametrize("what", ["connect", "recv", "iterate", "close", "exit"])
    def test_it_goes_on_unchanged_and_the_socket_closes(
        self, feed: GeneratedPackage, what: str
    ) -> None:
        async def work(client: Any) -> None:
            manager = client.feed.connect("a", websocket_connection_options=self.OPTIONS)
            async with manager as connection:
                if what == "recv":
                    await connection.recv()
                elif what == "iterate":
                    async for _ in connection:
                        pass
                elif what == "close":
                    await connection.close()

        async def use(client: Any) -> None:
            task = asyncio.create_task(work(client))
            await asyncio.sleep(0.2)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            assert task.cancelled()

        def answers_close(peer: Peer) -> None:
            while client_frame(peer)[0] != CLOSE:
                pass
            peer.hang_up()

        script = {
            "connect": lambda peer: peer.until_gone(),
            "close": opened(lambda peer: peer.until_gone()),
            "exit": opened(lambda peer: peer.until_gone()),
        }.get(what, opened(answers_close))
        with adversary(script) as server, ends_within(PATIENCE / 2):
            self.run(feed, server.url, use)
            assert server.wait_until_closed()

    def test_a_group_that_fails(self, feed: GeneratedPackage) -> None:
        async def listen(client: Any) -> None:
            async with client.feed.connect("a") as connection:
                async for _ in connection:
                    raise LookupError("in the consumer")

        async def use(client: Any) -> None:
            with pytest.raises(ExceptionGroup) as caught:
                async with asyncio.TaskGroup() as group:
                    for _ in range(3):
                        group.create_task(listen(client))
            assert caught.value.subgroup(LookupError) is not None

        def one_event(peer: Peer) -> None:
            peer.send(tick())
            while client_frame(peer)[0] != CLOSE:
                pass
            peer.hang_up()

        with adversary(opened(one_event)) as server, ends_within(PATIENCE / 2):
            self.run(feed, server.url, use)
            assert server.wait_until_closed()
