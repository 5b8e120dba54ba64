"""Requests over a socket that breaks: with another connection after it, and without."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
import time
from collections.abc import Callable
from contextvars import Context
from typing import Any

import pytest
from websockets.sync.server import ServerConnection

from tests.functional.conftest import GeneratedPackage, GeneratePackage
from tests.functional.test_requests_over_sockets import DOCUMENT, added, news, received
from tests.unit.runtime.servers import Talk, websocket_server

PATIENCE = 10.0
"""Seconds after which a test fails; every request waits longer than that for its answer."""


@pytest.fixture(scope="module")
def package(generate_package: GeneratePackage) -> GeneratedPackage:
    return generate_package(asyncapi=DOCUMENT)


def in_turn(*talks: Talk) -> Talk:
    """One talk for each connection; the last one for all further ones."""
    opened = iter(range(len(talks)))
    return lambda connection: talks[next(opened, len(talks) - 1)](connection)


def breaks(connection: ServerConnection) -> None:
    """Let the connection break without a close."""
    connection.socket.shutdown(socket.SHUT_RDWR)


def takes_one(connection: ServerConnection) -> None:
    """Take a request and break."""
    received(connection)
    breaks(connection)


def answers(connection: ServerConnection) -> None:
    """Answer every request."""
    for message in connection:
        connection.send(added(json.loads(message)))


def blocking(
    package: GeneratedPackage, talk: Talk, use: Callable[[Any], Any], **connect: Any
) -> Any:
    """Use a connection in less than the patience of a test."""
    began = time.monotonic()
    with (
        websocket_server(talk) as server,
        package.module().Mini(base_url=server.url) as client,
        client.main.connect(**connect) as connection,
    ):
        found = use(connection)
    assert time.monotonic() - began < PATIENCE
    return found


def awaited(
    package: GeneratedPackage, talk: Talk, use: Callable[[Any], Any], **connect: Any
) -> Any:
    async def run(url: str) -> Any:
        async with (
            asyncio.timeout(PATIENCE),
            package.module().AsyncMini(base_url=url) as client,
            client.main.connect(**connect) as connection,
        ):
            return await use(connection)

    with websocket_server(talk) as server:
        return asyncio.run(run(server.url))


def quick(package: GeneratedPackage) -> Any:
    return package.module().ReconnectPolicy(initial_delay=0.001, max_delay=0.01)


def slow(package: GeneratedPackage) -> Any:
    return package.module().ReconnectPolicy(initial_delay=60, max_delay=60)


class TestTheConnectionBreaks:
    @pytest.mark.parametrize("others", [False, True], ids=["alone", "beside who reads"])
    @pytest.mark.parametrize("reconnects", [False, True], ids=["for good", "not for good"])
    def test_a_request_that_was_sent_ends_at_once(
        self, package: GeneratedPackage, reconnects: bool, others: bool
    ) -> None:
        """The next attempt is a minute away, and the answer would be awaited for as long."""
        closed = package.module().WebSocketConnectionClosedError
        policy = slow(package) if reconnects else None
        caught: list[Any] = []

        def use(connection: Any) -> None:
            reader = threading.Thread(target=lambda: ended(connection))
            if others:
                reader.start()
            with pytest.raises(closed) as info:
                connection.add(a=1)
            caught.append((info.value, connection.take_uncertain_messages()))
            connection.close()
            if others:
                reader.join(PATIENCE)
                assert not reader.is_alive()

        def ended(connection: Any) -> None:
            with pytest.raises(closed):
                connection.recv()

        async def use_async(connection: Any) -> None:
            reading = asyncio.ensure_future(connection.recv()) if others else None
            with pytest.raises(closed) as info:
                await connection.add(a=1)
            caught.append((info.value, connection.take_uncertain_messages()))
            await connection.close()
            if reading is not None:
                with pytest.raises(closed):
                    await reading

        blocking(package, takes_one, use, reconnect=policy)
        awaited(package, takes_one, use_async, reconnect=policy)
        for error, uncertain in caught:
            assert error.code == 1006
            # Whether it arrived is told to who made the request, where that is not known.
            assert {json.loads(message)["op"] for message in error.uncertain_messages} <= {"add"}
            assert uncertain == ()

    def test_one_that_waits_to_be_sent_is_answered_later(self, package: GeneratedPackage) -> None:
        """It is made while there is no connection, from the hook and by another thread."""
        sums: list[int] = []

        def use(connection: Any) -> Any:
            def request(a: int) -> None:
                sums.append(connection.add(a=a).sum)

            def ask(event: object) -> None:
                threads.append(threading.Thread(target=request, args=(10,)))
                threads[0].start()
                while not len(connection._link._outbox.queue):
                    time.sleep(0.001)

            threads: list[threading.Thread] = []
            hooks.append(ask)
            assert connection.recv().n == 2
            threads[0].join(PATIENCE)
            return sums

        async def use_async(connection: Any) -> Any:
            async def ask(event: object) -> None:
                loop = asyncio.get_running_loop()
                # A context of its own: not that of the hook, to which it does not belong.
                tasks.append(loop.create_task(request(), context=Context()))
                while not len(connection._link._outbox.queue):
                    await asyncio.sleep(0.001)

            async def request() -> int:
                answer: int = (await connection.add(a=10)).sum
                return answer

            tasks: list[asyncio.Task[int]] = []
            hooks.append(ask)
            assert (await connection.recv()).n == 2
            return [await tasks[0]]

        def greets(connection: ServerConnection) -> None:
            connection.send(news(2))
            answers(connection)

        hooks: list[Any] = []
        arguments = {
            "reconnect": quick(package),
            "on_reconnecting": lambda event: hooks.pop()(event),
        }
        assert blocking(package, in_turn(breaks, greets), use, **arguments) == [11]
        assert awaited(package, in_turn(breaks, greets), use_async, **arguments) == [11]

    def test_the_timeout_holds_while_there_is_no_connection(
        self, package: GeneratedPackage
    ) -> None:
        timed_out = package.module().APITimeoutError

        def use(connection: Any) -> None:
            for _ in range(2):  # the first may go to the connection before its end is noticed
                with pytest.raises((timed_out, package.module().WebSocketConnectionClosedError)):
                    connection.add(a=1, timeout=0.05)
            with pytest.raises(timed_out):
                connection.add(a=1, timeout=0.05)

        async def use_async(connection: Any) -> None:
            for _ in range(2):
                with pytest.raises((timed_out, package.module().WebSocketConnectionClosedError)):
                    await connection.add(a=1, timeout=0.05)
            with pytest.raises(timed_out):
                await connection.add(a=1, timeout=0.05)

        blocking(package, breaks, use, reconnect=slow(package))
        awaited(package, breaks, use_async, reconnect=slow(package))


class TestInHooks:
    """`on_reconnected` asks before anyone else does, while others wait for it."""

    def test_requests(self, package: GeneratedPackage) -> None:
        sums: list[int] = []

        def greet(connection: Any) -> None:
            sums.append(connection.add(a=1, timeout=PATIENCE / 2).sum)

        async def greet_async(connection: Any) -> None:
            # Each of them in a task of its own.
            both = await asyncio.gather(connection.add(a=1), connection.add(a=2))
            sums.extend(answer.sum for answer in both)
            sums.append((await asyncio.wait_for(connection.add(a=3), PATIENCE / 2)).sum)

        def use(connection: Any) -> Any:
            return connection.recv().n

        async def use_async(connection: Any) -> Any:
            return (await connection.recv()).n

        def then_news(count: int) -> Talk:
            def talk(connection: ServerConnection) -> None:
                for _ in range(count):
                    connection.send(added(received(connection)))
                connection.send(news(7))

            return in_turn(breaks, talk)

        arguments = {"reconnect": quick(package)}
        assert blocking(package, then_news(1), use, on_reconnected=greet, **arguments) == 7
        assert sums == [2]
        talk = then_news(3)
        assert awaited(package, talk, use_async, on_reconnected=greet_async, **arguments) == 7
        assert sums == [2, 2, 3, 4]

    def test_the_new_connection_breaks_too(self, package: GeneratedPackage) -> None:
        sums: list[int] = []

        def greet(connection: Any) -> None:
            sums.append(connection.add(a=1).sum)

        async def greet_async(connection: Any) -> None:
            sums.append((await connection.add(a=1)).sum)

        def use(connection: Any) -> Any:
            return connection.add(a=5).sum

        async def use_async(connection: Any) -> Any:
            return (await connection.add(a=5)).sum

        closed = package.module().WebSocketConnectionClosedError

        def twice(connection: Any) -> Any:
            with pytest.raises(closed):
                use(connection)
            return use(connection)

        async def twice_async(connection: Any) -> Any:
            with pytest.raises(closed):
                await use_async(connection)
            return await use_async(connection)

        arguments = {"reconnect": quick(package)}
        for _ in range(2):
            talk = in_turn(takes_one, takes_one, answers)
            if not sums:
                assert blocking(package, talk, twice, on_reconnected=greet, **arguments) == 6
            else:
                assert (
                    awaited(package, talk, twice_async, on_reconnected=greet_async, **arguments)
                    == 6
                )
        assert sums == [2, 2]

    def test_its_own_timeout_is_its_own(self, package: GeneratedPackage) -> None:
        """It ends the connection, and is no timeout of the request that met it."""

        def fail(event: object) -> None:
            raise TimeoutError("mine")

        def use(connection: Any) -> None:
            with pytest.raises(package.module().WebSocketConnectionClosedError):
                connection.add(a=1)
            with pytest.raises(TimeoutError, match="mine"):
                connection.add(a=1)

        async def use_async(connection: Any) -> None:
            with pytest.raises(package.module().WebSocketConnectionClosedError):
                await connection.add(a=1)
            with pytest.raises(TimeoutError, match="mine"):
                await connection.add(a=1)

        arguments = {"reconnect": quick(package), "on_reconnecting": fail}
        blocking(package, takes_one, use, **arguments)
        awaited(package, takes_one, use_async, **arguments)
