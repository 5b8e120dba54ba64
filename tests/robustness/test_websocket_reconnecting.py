"""Servers that end connections again and again, while the SDK opens them again."""

# ruff: noqa: SIM117 - the server, the expected error and the client read best nested

from __future__ import annotations

import asyncio
import struct
import time
from collections.abc import Callable
from typing import Any

import pytest

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
    frame,
    opened,
    tick,
)
from tests.robustness.test_limits import ends_within


def in_turn(*scripts: Script) -> Script:
    """One script for each connection; the last one for all further ones."""
    return lambda peer: scripts[min(peer.number, len(scripts) - 1)](peer)


def drops(*frames: bytes) -> Script:
    """Accept, send frames and hang up."""
    return opened(*frames, Peer.hang_up)


def quick(socket: Flavour, **options: Any) -> Any:
    """A policy with short pauses."""
    return socket.package.ReconnectPolicy(**{"initial_delay": 0.001, "max_delay": 0.01, **options})


def collect(socket: Flavour, server: Adversary, **connect: Any) -> list[Any]:
    """Take every event of a connection, and of those after it."""
    with socket.client(base_url=server.url) as client:
        with socket.entered(client.feed.connect("a", **connect)) as connection:
            return socket.collect(connection)


AGAIN = [None, 1001, 1011, 1012, 1013, 1014]
FOR_GOOD = [1000, 1002, 1003, 1007, 1008, 1009, 1010, 3000, 4000, 4401, 4403, 4999]


class TestW09:
    """What each end is followed by."""

    @pytest.mark.parametrize("code", AGAIN)
    def test_another_connection(self, socket: Flavour, code: int | None) -> None:
        script = in_turn(opened(tick(1), close(code)), opened(tick(2), close()))
        with adversary(script) as server:
            events = collect(socket, server, reconnect=quick(socket))
        assert [event.n for event in events] == [1, 2]

    @pytest.mark.parametrize("how", [Peer.hang_up, Peer.reset], ids=["dropped", "reset"])
    def test_another_connection_where_there_was_no_close(
        self, socket: Flavour, how: Callable[[Peer], None]
    ) -> None:
        def drop(peer: Peer) -> None:
            assert client_frame(peer)[0] == TEXT  # so that the handshake is over
            how(peer)

        with (
            adversary(in_turn(opened(drop), opened(tick(2), close()))) as server,
            socket.client(base_url=server.url) as client,
            socket.entered(client.feed.connect("a", reconnect=quick(socket))) as connection,
        ):
            socket.wait(connection.send_raw("{}"))
            assert [event.n for event in socket.collect(connection)] == [2]

    @pytest.mark.parametrize("code", FOR_GOOD)
    def test_none(self, socket: Flavour, code: int) -> None:
        with adversary(opened(tick(1), close(code, b"\x1b[31mno"))) as server:
            if code == 1000:
                assert len(collect(socket, server, reconnect=quick(socket))) == 1
            else:
                with pytest.raises(socket.package.WebSocketConnectionClosedError) as caught:
                    collect(socket, server, reconnect=quick(socket))
                assert caught.value.code == code
                assert str(caught.value).isprintable()
        assert len(server.received) == 1

    def test_the_users_own_codes(self, socket: Flavour) -> None:
        script = in_turn(opened(close(4408)), opened(close(1012)))
        policy = quick(socket, close_codes={4408})
        with adversary(script) as server:
            with pytest.raises(socket.package.WebSocketConnectionClosedError) as caught:
                collect(socket, server, reconnect=policy)
        assert caught.value.code == 1012
        assert len(server.received) == 2

    def test_what_was_not_sent_is_given_back(self, socket: Flavour) -> None:
        def queue(event: Any) -> Any:
            return held[0].send_raw("queued")

        def refuses(peer: Peer) -> None:
            peer.request()
            peer.send(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")

        held: list[Any] = []
        arguments = {"reconnect": quick(socket), "on_reconnecting": queue}
        with (
            adversary(in_turn(opened(close(1012)), refuses)) as server,
            socket.client(base_url=server.url) as client,
            socket.entered(client.feed.connect("a", **arguments)) as connection,
        ):
            held.append(connection)
            with pytest.raises(socket.package.WebSocketConnectionClosedError) as caught:
                socket.collect(connection)
        assert (caught.value.code, caught.value.unsent_messages) == (1012, ("queued",))
        assert isinstance(caught.value.__cause__, socket.package.PermissionDeniedError)


class TestW11:
    """Servers that are there no more, or as good as."""

    OPTIONS = {"ping_interval": 0.1, "ping_timeout": 0.2, "close_timeout": 0.2}  # noqa: RUF012

    def test_a_ping_that_is_not_answered(self, socket: Flavour) -> None:
        script = in_turn(
            opened(tick(1), lambda peer: peer.pause(PATIENCE)), opened(tick(2), close())
        )
        arguments = {"reconnect": quick(socket), "websocket_connection_options": self.OPTIONS}
        with (
            adversary(script) as server,
            socket.client(base_url=server.url) as client,
            ends_within(PATIENCE / 2),
            socket.entered(client.feed.connect("a", **arguments)) as connection,
        ):
            socket.wait(connection.send_raw("mine"))
            assert [event.n for event in socket.collect(connection)] == [1, 2]
            assert connection.take_uncertain_messages() == ("mine",)

    def test_what_waits_has_a_limit(self, socket: Flavour) -> None:
        def fill(event: Any) -> Any:
            return held[0].send_raw("x" * 101)

        held: list[Any] = []
        arguments = {
            "reconnect": quick(socket),
            "on_reconnecting": fill,
            "max_queue_size": 100,
        }
        with (
            adversary(drops()) as server,
            socket.client(base_url=server.url) as client,
            socket.entered(client.feed.connect("a", **arguments)) as connection,
        ):
            held.append(connection)
            with pytest.raises(socket.package.WebSocketQueueFullError, match="101 bytes"):
                socket.wait(connection.recv())


STORMS: dict[str, Script] = {
    "accepts and drops": drops(),
    "accepts, greets and drops": drops(tick()),
    "accepts and closes with 1012": opened(close(1012, b"restart")),
}


class TestW16:
    """Storms."""

    @pytest.mark.parametrize("name", STORMS)
    def test_attempts_have_pauses_and_an_end(self, socket: Flavour, name: str) -> None:
        attempts: list[Any] = []
        policy = quick(socket, max_retries=6, initial_delay=0.01, max_delay=0.05)
        arguments = {"reconnect": policy, "on_reconnecting": attempts.append}
        began = time.monotonic()
        with adversary(STORMS[name]) as server, ends_within(PATIENCE / 2):
            with pytest.raises(socket.package.WebSocketConnectionClosedError) as caught:
                collect(socket, server, **arguments)
        lasted = time.monotonic() - began
        assert caught.value.code == (1012 if "1012" in name else 1006)
        assert len(server.received) == 1 + 6
        # A greeting is no sign that the server works: the attempts are counted on.
        assert [attempt.attempt for attempt in attempts] == [1, 2, 3, 4, 5, 6]
        for attempt, longest in zip(attempts, (0.01, 0.02, 0.04, 0.05, 0.05, 0.05), strict=True):
            assert longest / 2 <= attempt.delay <= longest
        assert len({attempt.delay for attempt in attempts}) == 6
        assert lasted >= sum(attempt.delay for attempt in attempts)

    def test_one_that_lasted_counts(self, socket: Flavour) -> None:
        """With one attempt in a row, six connections that each last long enough."""

        def lasts(peer: Peer) -> None:
            peer.pause(0.1)
            peer.hang_up()

        policy = quick(socket, max_retries=1, stable_after=0.02)
        script = in_turn(*[opened(lasts)] * 5, opened(close()))
        with adversary(script) as server, ends_within(PATIENCE / 2):
            assert collect(socket, server, reconnect=policy) == []
        assert len(server.received) == 6

    def test_a_refusal_in_the_storm(self, socket: Flavour) -> None:
        """The server that was asked to wait for is waited for; a day is not."""

        def refuses(retry_after: bytes) -> Script:
            def script(peer: Peer) -> None:
                peer.request()
                peer.send(
                    b"HTTP/1.1 503 No\r\nContent-Length: 0\r\nRetry-After-Ms: %s\r\n\r\n"
                    % retry_after
                )

            return script

        attempts: list[Any] = []
        script = in_turn(drops(), refuses(b"30"), drops(), refuses(b"86400000"))
        arguments = {"reconnect": quick(socket), "on_reconnecting": attempts.append}
        with adversary(script) as server, ends_within(PATIENCE / 2):
            with pytest.raises(socket.package.WebSocketConnectionClosedError) as caught:
                collect(socket, server, **arguments)
        assert isinstance(caught.value.__cause__, socket.package.InternalServerError)
        assert attempts[1].delay == 0.03
        assert len(server.received) == 4

    def test_no_message_is_sent_twice(self, socket: Flavour) -> None:
        """Some may be lost with a connection: they are reported, and the rest arrives in order."""
        arrived: list[str] = []

        def reads(count: int) -> Callable[[Peer], None]:
            def read(peer: Peer) -> None:
                while count == 0 or len(arrived) < count:
                    opcode, data = client_frame(peer)
                    if opcode == TEXT:
                        arrived.append(data.decode())
                    elif opcode == PING:
                        peer.send(frame(data, PONG))
                    elif opcode == CLOSE:
                        peer.send(close(struct.unpack("!H", data[:2])[0]))
                        peer.hang_up()
                peer.hang_up()

            return read

        script = in_turn(opened(reads(20)), opened(reads(40)), opened(reads(60)), opened(reads(0)))
        with (
            adversary(script) as server,
            socket.client(base_url=server.url) as client,
            ends_within(PATIENCE),
            socket.entered(client.feed.connect("a", reconnect=quick(socket))) as connection,
        ):
            sent: list[str] = []
            lost: list[str] = []
            while connection.reconnections < 3 or len(arrived) < 70:
                sent.append(f"{len(sent)}")
                socket.wait(connection.send_raw(sent[-1]))
                if len(sent) % 5 == 0:
                    lost.extend(connection.take_uncertain_messages())
            socket.wait(connection.close())
            with pytest.raises(socket.package.WebSocketConnectionClosedError) as caught:
                socket.wait(connection.send_raw("late"))
            lost.extend(caught.value.uncertain_messages)
        assert caught.value.unsent_messages == ()
        assert arrived == sorted(set(arrived), key=int)
        assert set(arrived) | set(lost) == set(sent)


class TestW18:
    """Tasks that are cancelled while a connection is looked for."""

    @pytest.mark.parametrize("where", ["pause", "hook", "handshake"])
    def test_it_goes_on_unchanged(self, feed: GeneratedPackage, where: str) -> None:
        package = feed.module()
        reached = asyncio.Event()

        async def hook(argument: object) -> None:
            reached.set()
            if where == "hook":
                await asyncio.Event().wait()

        async def main(url: str) -> None:
            policy = package.ReconnectPolicy(initial_delay=60 if where == "pause" else 0)
            async with package.AsyncVault(base_url=url, token=TOKEN) as client:
                manager = client.feed.connect("a", reconnect=policy, on_reconnecting=hook)
                async with manager as connection:
                    task = asyncio.create_task(connection.recv())
                    await reached.wait()
                    while where == "handshake" and len(server.received) < 2:
                        await asyncio.sleep(0.001)
                    await asyncio.sleep(0.02)
                    task.cancel("mine")
                    with pytest.raises(asyncio.CancelledError, match="mine"):
                        await task
                    assert task.cancelled()
                    assert connection.reconnections == 0
                # What was under way goes when the block is left.
                assert asyncio.all_tasks() == {asyncio.current_task()}

        def never_answers(peer: Peer) -> None:
            peer.request()
            peer.until_gone()

        with adversary(in_turn(drops(), never_answers)) as server, ends_within(PATIENCE / 2):
            asyncio.run(main(server.url))
            assert server.wait_until_closed()
        assert len(server.received) == (2 if where == "handshake" else 1)
