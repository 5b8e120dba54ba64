"""Servers that break the framing, the limits and the closing of an open connection."""

# ruff: noqa: PT012 - what raises is one of many turns of a loop

from __future__ import annotations

import asyncio
import json
import threading
import time
import tracemalloc
import zlib
from collections.abc import Callable
from typing import Any

import pytest
import websockets

from tests.functional.conftest import GeneratedPackage
from tests.robustness.adversary import PATIENCE, Adversary, Peer, Script, adversary
from tests.robustness.flavours import Flavour
from tests.robustness.sockets import (
    CLOSE,
    PING,
    PONG,
    TEXT,
    TOKEN,
    client_frame,
    close,
    event,
    frame,
    keeping_closes,
    opened,
    tick,
)
from tests.robustness.test_limits import ends_within, memory_within

MB = 1_000_000
KEPT_FRAGMENTS = tuple(map(int, websockets.__version__.split(".")[:2])) >= (17, 0)
"""Whether the WebSocket library counts the fragments of a message."""


def collect(socket: Flavour, server: Adversary, path: str = "feed", **options: Any) -> list[Any]:
    """Take every event of a connection."""
    with socket.client(base_url=server.url) as client:
        connect = client.feed.connect if path == "feed" else client.wire.connect
        arguments = ("a",) if path == "feed" else ()
        manager = connect(*arguments, websocket_connection_options=options)
        with socket.entered(manager) as connection:
            return socket.collect(connection)


def end(socket: Flavour, server: Adversary, path: str = "feed", **options: Any) -> Any:
    """Give the exception that a connection ends with; after it the connection is of no use."""
    error = socket.package.WebSocketConnectionClosedError
    with socket.client(base_url=server.url) as client:
        connect = client.feed.connect if path == "feed" else client.wire.connect
        arguments = ("a",) if path == "feed" else ()
        manager = connect(*arguments, websocket_connection_options=options)
        with socket.entered(manager) as connection:
            with pytest.raises(error) as caught:
                while True:
                    socket.wait(connection.recv())
            with pytest.raises(error):
                socket.wait(connection.recv())
            with pytest.raises(error):
                socket.wait(connection.send_raw("{}"))
    assert str(caught.value).isprintable()
    return caught.value


HUGE: dict[str, Script] = {
    "a terabyte": opened(b"\x81\x7f" + (1 << 40).to_bytes(8, "big")),
    "the sign bit": opened(b"\x81\x7f" + (1 << 63).to_bytes(8, "big")),
    "one message": opened(frame(b"x" * 2 * MB)),
    "fragments": opened(frame(b"x" * 65536, fin=False), frame(b"x" * 65536, 0, fin=False) * 40),
}


class TestW05:
    """Messages over the limit."""

    @pytest.mark.parametrize("name", HUGE)
    def test_the_limit_is_told(self, socket: Flavour, name: str) -> None:
        with adversary(HUGE[name]) as server, memory_within(20 * MB), ends_within(PATIENCE):
            error = end(socket, server, max_size=MB, close_timeout=0.3)
            assert server.wait_until_closed()
        assert error.code in ({1002, 1009} if name == "the sign bit" else {1009})
        if error.code == 1009:
            assert str(MB) in str(error)

    def test_the_server_learns_why(self, socket: Flavour) -> None:
        codes: list[int] = []
        with adversary(opened(frame(b"x" * 101), keeping_closes(codes))) as server:
            assert end(socket, server, max_size=100).code == 1009
            assert server.wait_until_closed()
        assert codes == [1009]

    def test_as_much_as_is_allowed(self, socket: Flavour) -> None:
        message = json.dumps({"type": "tick", "n": 1, "text": "x" * 100})
        with adversary(opened(frame(message), close())) as server:
            [received] = collect(socket, server, max_size=len(message))
        assert received.text == "x" * 100

    @pytest.mark.skipif(not KEPT_FRAGMENTS, reason="this library counts the bytes alone")
    def test_fragments_of_nothing(self, socket: Flavour) -> None:
        script = opened(frame(b"", fin=False), frame(b"", 0, fin=False) * 100_000, tick())
        with adversary(script) as server, memory_within(30 * MB), ends_within(PATIENCE):
            error = end(socket, server, close_timeout=0.3)
        assert error.code == 1009
        assert "too many fragments" in str(error)

    @pytest.mark.parametrize("what", ["a message too large", "a close"])
    def test_a_server_that_never_stops(self, socket: Flavour, what: str) -> None:
        """It goes on after our close, or keeps the socket open after its own."""

        def going_on(peer: Peer) -> None:
            peer.send(close(4000) if what == "a close" else frame(b"x" * 101))
            while True:
                peer.send(tick())
                peer.pause(0.01)

        options = {"max_size": 100, "close_timeout": 0.3, "ping_interval": None}
        with adversary(opened(going_on)) as server, ends_within(PATIENCE / 4):
            assert end(socket, server, **options).code == (4000 if what == "a close" else 1009)
            assert server.wait_until_closed()


def deflated(data: bytes) -> bytes:
    packer = zlib.compressobj(9, wbits=-15)
    return (packer.compress(data) + packer.flush(zlib.Z_SYNC_FLUSH))[:-4]


DEFLATE = ("Sec-WebSocket-Extensions: permessage-deflate",)


class TestW06:
    """Compression."""

    def test_it_is_not_asked_for(self, socket: Flavour) -> None:
        with adversary(opened(close())) as server:
            assert collect(socket, server) == []
        assert "sec-websocket-extensions" not in server.received[0].headers

    def test_a_bomb_is_counted_as_it_unfolds(self, socket: Flavour) -> None:
        bomb = frame(deflated(b" " * 200 * MB), reserved=0x40)
        with adversary(opened(bomb, headers=DEFLATE)) as server, memory_within(10 * MB):
            error = end(socket, server, compression="deflate", max_size=MB, close_timeout=0.3)
        assert error.code == 1009

    def test_what_was_asked_for_is_understood(self, socket: Flavour) -> None:
        data = frame(deflated(b'{"type": "tick", "n": 7}'), reserved=0x40)
        with adversary(opened(data, close(), headers=DEFLATE)) as server:
            [received] = collect(socket, server, compression="deflate")
        assert received.n == 7


VIOLATIONS: dict[str, bytes] = {
    "masked": frame("{}", masked=True),
    "reserved bit": frame("{}", reserved=0x40),
    "reserved opcode": frame("{}", 0x3),
    "reserved control opcode": frame("", 0xB),
    "fragmented control": frame("a", PING, fin=False),
    "long control": frame("a" * 126, PING),
    "stray continuation": frame("{}", 0x0),
    "text inside a fragment": frame('{"a"', fin=False) + frame("{}"),
}


class TestW07:
    """Frames that no server may send."""

    @pytest.mark.parametrize("name", VIOLATIONS)
    def test_the_connection_ends(self, socket: Flavour, name: str) -> None:
        codes: list[int] = []
        script = opened(tick(1), VIOLATIONS[name], tick(2), keeping_closes(codes))
        with adversary(script) as server:
            assert end(socket, server, close_timeout=0.5).code == 1002
            assert server.wait_until_closed()
        assert codes == [1002]

    def test_what_came_before_is_delivered(self, socket: Flavour) -> None:
        script = opened(tick(1), VIOLATIONS["masked"], tick(2))
        with (
            adversary(script) as server,
            socket.client(base_url=server.url) as client,
            socket.entered(
                client.feed.connect("a", websocket_connection_options={"close_timeout": 0.2})
            ) as connection,
        ):
            assert socket.wait(connection.recv()).n == 1
            with pytest.raises(socket.package.WebSocketConnectionClosedError):
                socket.wait(connection.recv())

    def test_text_that_is_no_utf_8(self, socket: Flavour) -> None:
        codes: list[int] = []
        with adversary(opened(frame(b"caf\xe9"), keeping_closes(codes))) as server:
            assert end(socket, server, "wire").code == 1007
            assert server.wait_until_closed()
        assert codes == [1007]

    def test_json_that_is_no_utf_8_is_an_event_of_its_own(self, socket: Flavour) -> None:
        with adversary(opened(frame(b'{"type": "caf\xe9"}'), tick(2), close())) as server:
            first, second = collect(socket, server)
        assert socket.package.is_unknown(first)
        assert first.raw == b'{"type": "caf\xe9"}'
        assert "JSON" in first.error
        assert second.n == 2

    def test_utf_8_split_over_fragments(self, socket: Flavour) -> None:
        data = '{"type": "tick", "n": 1, "text": "Grüß"}'.encode()
        middle = data.index(b"\xc3") + 1
        pieces = frame(data[:middle], fin=False) + frame(b"", PING) + frame(data[middle:], 0)
        with adversary(opened(pieces, close())) as server:
            [received] = collect(socket, server)
        assert received.text == "Grüß"


class TestW08:
    """Pings and pongs without end."""

    def test_events_arrive_between_pings(self, socket: Flavour) -> None:
        flood = frame(b"x" * 125, PING) * 10_000 + frame(b"?", PONG) * 10_000

        def reading(peer: Peer) -> None:
            while client_frame(peer)[0] != CLOSE:
                pass
            peer.hang_up()

        def sending(peer: Peer) -> None:
            thread = threading.Thread(target=lambda: peer.send(flood + tick() + close()))
            thread.start()
            try:
                reading(peer)
            finally:
                thread.join()

        with adversary(opened(sending)) as server, memory_within(30 * MB):
            assert [each.n for each in collect(socket, server)] == [1]

    def test_pongs_that_nobody_reads_are_not_kept(self, socket: Flavour) -> None:
        def flooding(peer: Peer) -> None:
            for _ in range(80):
                peer.send(frame(b"x" * 125, PING) * 1000)
            peer.until_gone()

        with (
            adversary(opened(flooding)) as server,
            socket.client(base_url=server.url) as client,
            memory_within(6 * MB),
            ends_within(PATIENCE),
        ):
            options = {"close_timeout": 0.5, "ping_interval": None}
            manager = client.feed.connect("a", websocket_connection_options=options)
            with socket.entered(manager):
                socket.wait(pause(socket, 1.5))


def pause(socket: Flavour, seconds: float) -> Any:
    """Do nothing for a while, the event loop running."""
    return asyncio.sleep(seconds) if socket.is_async else time.sleep(seconds)


LOUD = [1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 4000, 4401, 4999]


class TestW09:
    """Ends."""

    @pytest.mark.parametrize("code", [1000, 1001])
    def test_a_normal_end(self, socket: Flavour, code: int) -> None:
        with adversary(opened(tick(), close(code), tick(2))) as server:
            assert [each.n for each in collect(socket, server)] == [1]

    @pytest.mark.parametrize("code", LOUD)
    def test_any_other_code(self, socket: Flavour, code: int) -> None:
        with adversary(opened(tick(), close(code, b"\x1b[31mno\r\n"))) as server:
            error = end(socket, server)
        assert (error.code, error.reason) == (code, "\x1b[31mno\r\n")
        assert "\\x1b[31mno\\r\\n" in str(error)

    def test_no_code(self, socket: Flavour) -> None:
        with adversary(opened(tick(), close(None))) as server:
            assert end(socket, server).code == 1005

    @pytest.mark.parametrize("how", [Peer.hang_up, Peer.reset], ids=["dropped", "reset"])
    def test_no_close(self, socket: Flavour, how: Callable[[Peer], None]) -> None:
        def drop(peer: Peer) -> None:
            assert client_frame(peer)[0] == TEXT  # so that the handshake is over
            how(peer)

        with (
            adversary(opened(drop)) as server,
            socket.client(base_url=server.url) as client,
            socket.entered(client.feed.connect("a")) as connection,
        ):
            socket.wait(connection.send_raw("{}"))
            with pytest.raises(socket.package.WebSocketConnectionClosedError) as caught:
                socket.collect(connection)
        assert caught.value.code == 1006


class TestW10:
    """Close frames that are malformed."""

    @pytest.mark.parametrize(
        "data",
        [
            frame(b"\x03", CLOSE),
            close(999),
            close(1004),
            close(1006),
            close(5000),
            close(1000, b"\xff\xfe"),
        ],
        ids=["one byte", "999", "1004", "1006", "5000", "not UTF-8"],
    )
    def test_it_is_an_error_of_the_protocol(self, socket: Flavour, data: bytes) -> None:
        with adversary(opened(data)) as server:
            assert end(socket, server, close_timeout=0.3).code in (1002, 1007)
            assert server.wait_until_closed()


class TestW11:
    """Servers that are there no more, or as good as."""

    def test_a_frame_that_breaks_off(self, socket: Flavour) -> None:
        with adversary(opened(tick()[:-3], Peer.hang_up)) as server:
            assert end(socket, server).code == 1006

    def test_a_ping_that_is_not_answered(self, socket: Flavour) -> None:
        with adversary(opened(tick())) as server, ends_within(PATIENCE / 2):
            error = end(socket, server, ping_interval=0.1, ping_timeout=0.2, close_timeout=0.2)
        assert error.code in (1006, 1011)

    def test_a_close_that_is_not_answered(self, socket: Flavour) -> None:
        with (
            adversary(opened(lambda peer: peer.pause(PATIENCE))) as server,
            socket.client(base_url=server.url) as client,
            ends_within(PATIENCE / 4),
        ):
            manager = client.feed.connect("a", websocket_connection_options={"close_timeout": 0.3})
            with socket.entered(manager):
                pass

    def test_sending_to_one_who_does_not_read(self, feed: GeneratedPackage) -> None:
        async def main(url: str) -> None:
            options = {"close_timeout": 0.3}
            async with feed.module().AsyncVault(base_url=url, token=TOKEN) as client:
                manager = client.feed.connect("a", websocket_connection_options=options)
                async with manager as connection:
                    with pytest.raises(TimeoutError):
                        async with asyncio.timeout(0.5):
                            while True:
                                await connection.send_raw("x" * 100_000)

        with (
            adversary(opened(lambda peer: peer.pause(PATIENCE))) as server,
            memory_within(30 * MB),
            ends_within(PATIENCE / 4),
        ):
            asyncio.run(main(server.url))

    def test_a_thread_that_sends_is_freed_by_the_ping(self, feed: GeneratedPackage) -> None:
        package = feed.module()
        options = {"ping_interval": 0.1, "ping_timeout": 0.2, "close_timeout": 0.3}
        with (
            adversary(opened(lambda peer: peer.pause(PATIENCE))) as server,
            package.Vault(base_url=server.url, token=TOKEN) as client,
            client.feed.connect("a", websocket_connection_options=options) as connection,
            ends_within(PATIENCE / 4),
            pytest.raises(package.WebSocketConnectionClosedError) as caught,
        ):
            while True:
                connection.send_raw("x" * 1_000_000)
        assert caught.value.code in (1006, 1011)

    def test_a_blocked_thread_is_freed_by_close(self, feed: GeneratedPackage) -> None:
        package = feed.module()
        ended: list[BaseException] = []

        def sending(connection: Any) -> None:
            try:
                while True:
                    connection.send_raw("x" * 1_000_000)
            except package.WebSocketConnectionClosedError as error:
                ended.append(error)

        with (
            adversary(opened(lambda peer: peer.pause(PATIENCE))) as server,
            package.Vault(base_url=server.url, token=TOKEN) as client,
            ends_within(PATIENCE / 4),
        ):
            options = {"close_timeout": 0.3}
            with client.feed.connect("a", websocket_connection_options=options) as connection:
                thread = threading.Thread(target=sending, args=(connection,))
                thread.start()
                time.sleep(0.5)
            thread.join()
        assert len(ended) == 1


class TestW12:
    """More than the consumer takes."""

    def test_reading_pauses(self, socket: Flavour) -> None:
        big = event(type="tick", n=1, text="x" * 10_000)
        sent: list[int] = []

        def flooding(peer: Peer) -> None:
            for number in range(10_000):
                peer.send(big)
                sent.append(number)
            peer.send(close())

        with (
            adversary(opened(flooding)) as server,
            socket.client(base_url=server.url) as client,
            memory_within(20 * MB),
            socket.entered(client.feed.connect("a")) as connection,
        ):
            for _ in range(20):
                assert socket.wait(connection.recv()).n == 1
                socket.wait(pause(socket, 0.02))
            stopped = len(sent)
            socket.wait(pause(socket, 0.2))
            # What the sockets hold is the system's; the server waits for the client.
            assert len(sent) == stopped < 10_000
            before, _ = tracemalloc.get_traced_memory()
            assert before < 10 * MB
            for _ in range(10_000 - 20):
                assert socket.wait(connection.recv()).n == 1

    def test_all_of_a_burst_arrives_in_order(self, socket: Flavour) -> None:
        burst = b"".join(tick(n) for n in range(5000))
        with adversary(opened(burst, close())) as server:
            assert [each.n for each in collect(socket, server)] == list(range(5000))
