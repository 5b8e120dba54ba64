"""Functions called for events: those that fail, that never return, that use the connection."""

# ruff: noqa: SIM117 - the server, the client and the connection read best nested

from __future__ import annotations

import asyncio
import threading
from contextlib import contextmanager
from typing import Any

import pytest

from tests.functional.conftest import GeneratedPackage
from tests.robustness.adversary import PATIENCE, Peer, adversary
from tests.robustness.flavours import Flavour
from tests.robustness.sockets import CLOSE, TEXT, TOKEN, client_frame, close, opened, tick
from tests.robustness.test_limits import ends_within


@contextmanager
def connected(socket: Flavour, url: str, **connect: Any) -> Any:
    with socket.client(base_url=url) as client:
        with socket.entered(client.feed.connect("a", **connect)) as connection:
            yield connection


class TestW17:
    """What handlers do."""

    def test_what_one_raises_surfaces(self, socket: Flavour) -> None:
        """None of the others is left out, and the loop can be taken up again where it was."""
        seen: list[int] = []

        def fails(event: Any) -> None:
            if event.n == 1:
                raise LookupError("mine")

        with adversary(opened(tick(1), tick(2), close())) as server:
            with connected(socket, server.url) as connection:
                connection.on("tick", fails).on("tick", lambda event: seen.append(event.n))
                with pytest.raises(LookupError, match="mine"):
                    socket.wait(connection.dispatch_events())
                assert seen == [1]
                socket.wait(connection.dispatch_events())
        assert seen == [1, 2]

    def test_or_is_given_to_who_asks_for_it(self, socket: Flavour) -> None:
        errors: list[tuple[str, int]] = []

        def fails(event: Any) -> None:
            raise LookupError("mine")

        with adversary(opened(tick(1), tick(2), close())) as server:
            with connected(socket, server.url) as connection:
                connection.on("*", fails)
                socket.wait(
                    connection.dispatch_events(
                        on_handler_error=lambda error, event: errors.append((str(error), event.n))
                    )
                )
        assert errors == [("mine", 1), ("mine", 2)]

    def test_one_uses_the_connection(self, socket: Flavour) -> None:
        """It sends, receives the next event itself, adds a handler, and closes."""
        seen: list[int] = []
        heard: list[bytes] = []

        def talk(peer: Peer) -> None:
            peer.send(tick(1) + tick(2) + tick(3))
            while True:
                opcode, data = client_frame(peer)
                if opcode == TEXT:
                    heard.append(data)
                elif opcode == CLOSE:
                    peer.send(close())
                    peer.hang_up()

        with adversary(opened(talk)) as server, ends_within(PATIENCE / 2):
            with connected(socket, server.url) as connection:

                def use(event: Any) -> Any:
                    connection.on("tick", last)
                    return use_async() if socket.is_async else use_blocking()

                def use_blocking() -> None:
                    connection.order(text="from a handler")
                    seen.append(connection.recv().n)

                async def use_async() -> None:
                    await connection.order(text="from a handler")
                    seen.append((await connection.recv()).n)

                def last(event: Any) -> Any:
                    seen.append(event.n)
                    return connection.close()

                connection.once("tick", use)
                socket.wait(connection.dispatch_events())
            assert server.wait_until_closed()
        assert seen == [2, 3]
        assert heard == [b'{"type":"order","text":"from a handler"}']

    def test_everything_that_came_is_handled_before_the_end_is_told(self, socket: Flavour) -> None:
        """The handlers find the connection closed, and are called for each event all the same."""
        seen: list[int] = []
        closed = socket.package.WebSocketConnectionClosedError

        def answer(event: Any) -> Any:
            seen.append(event.n)
            if seen == [1]:
                return socket_is_closed_async() if socket.is_async else socket_is_closed()
            return connection.order(text="too late")

        def socket_is_closed() -> None:
            connection._connection.recv_events_thread.join(PATIENCE)

        async def socket_is_closed_async() -> None:
            await connection._connection.wait_closed()

        script = opened(tick(1), tick(2), tick(3), close(1011, b"overloaded"), Peer.hang_up)
        with adversary(script) as server, ends_within(PATIENCE / 2):
            with connected(socket, server.url) as connection:
                connection.on("tick", answer)
                for _ in range(2):  # the second and the third event: the handler's own error
                    with pytest.raises(closed):
                        socket.wait(connection.dispatch_events())
                with pytest.raises(closed) as caught:
                    socket.wait(connection.dispatch_events())
        assert seen == [1, 2, 3]
        assert (caught.value.code, caught.value.reason) == (1011, "overloaded")

    def test_they_stay_over_another_connection(self, socket: Flavour) -> None:
        seen: list[int] = []
        policy = socket.package.ReconnectPolicy(initial_delay=0.001)
        scripts = [opened(tick(1), close(1012)), opened(tick(2), close())]
        with adversary(lambda peer: scripts[peer.number](peer)) as server:
            with connected(socket, server.url, reconnect=policy) as connection:
                connection.on("tick", lambda event: seen.append(event.n))
                socket.wait(connection.dispatch_events())
        assert seen == [1, 2]

    def test_a_thread_that_never_returns(self, feed: GeneratedPackage) -> None:
        """Another thread sends and closes; nothing else waits for it."""
        package = feed.module()
        entered, leave = threading.Event(), threading.Event()
        heard: list[bytes] = []

        def listens(peer: Peer) -> None:
            peer.send(tick())
            heard.append(client_frame(peer)[1])
            while client_frame(peer)[0] != CLOSE:
                pass
            peer.hang_up()

        def stuck(event: object) -> None:
            entered.set()
            leave.wait(PATIENCE)

        with (
            adversary(opened(listens)) as server,
            package.Vault(base_url=server.url, token=TOKEN) as client,
            ends_within(PATIENCE / 2),
        ):
            with client.feed.connect("a") as connection:
                connection.on("tick", stuck)
                thread = threading.Thread(target=connection.dispatch_events)
                thread.start()
                try:
                    assert entered.wait(PATIENCE)
                    connection.order(text="meanwhile")
                    connection.close()
                    assert server.wait_until_closed()
                    assert thread.is_alive()
                finally:
                    leave.set()
                    thread.join(PATIENCE)
                assert not thread.is_alive()
        assert heard == [b'{"type":"order","text":"meanwhile"}']

    def test_a_coroutine_that_never_returns(self, feed: GeneratedPackage) -> None:
        package = feed.module()
        heard: list[bytes] = []

        def listens(peer: Peer) -> None:
            peer.send(tick())
            heard.append(client_frame(peer)[1])
            while client_frame(peer)[0] != CLOSE:
                pass
            peer.hang_up()

        async def main(url: str) -> None:
            entered = asyncio.Event()

            async def stuck(event: object) -> None:
                entered.set()
                await asyncio.Event().wait()

            async with package.AsyncVault(base_url=url, token=TOKEN) as client:
                async with client.feed.connect("a") as connection:
                    connection.on("tick", stuck)
                    task = asyncio.create_task(connection.dispatch_events())
                    await entered.wait()
                    await connection.order(text="meanwhile")
                    await connection.close()
                    assert not task.done()
                    task.cancel()
                    with pytest.raises(asyncio.CancelledError):
                        await task

        with adversary(opened(listens)) as server, ends_within(PATIENCE / 2):
            asyncio.run(main(server.url))
            assert server.wait_until_closed()
        assert heard == [b'{"type":"order","text":"meanwhile"}']
