"""A connection that is killed 200 times while both sides send numbered messages.

The server is a real one of the `websockets` library. It notes each message as its socket delivers
it, and kills the connection at random moments in random ways. Afterwards every message of the
client is accounted for: it arrived once, in order, or it was given back.

`SPECLOOM_SOAK_SEED` repeats a run; a failure prints its seed.
"""

from __future__ import annotations

import asyncio
import os
import random
import socket
import struct
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field

import pytest
from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.exceptions import ConnectionClosed

from runtime.errors import WebSocketConnectionClosedError
from runtime.reconnecting import ReconnectPolicy
from tests.unit.runtime.example_sdk import AsyncExample, Example
from tests.unit.runtime.servers import assert_no_more_threads

KILLS = 200
POLICY = ReconnectPolicy(max_retries=50, initial_delay=0.001, max_delay=0.02, stable_after=0.0)
CODES = [1001, 1011, 1012, 1013, 1014]


class NotingConnection(ServerConnection):
    """Notes each message when the socket has delivered it, whether or not it is read."""

    arrived: Callable[[str], None] = staticmethod(lambda text: None)

    def process_event(self, event: object) -> None:
        data = getattr(event, "data", None)
        if data and getattr(event, "opcode", None) == 1:
            self.arrived(bytes(data).decode())
        super().process_event(event)  # type: ignore[arg-type]


@dataclass
class Saboteur:
    """The server's side: what arrived, what it sent, and how often it killed."""

    random: random.Random
    received: list[int] = field(default_factory=list)
    greetings: list[str] = field(default_factory=list)
    sent: int = 0
    kills: int = 0
    ways: set[str] = field(default_factory=set)
    exhausted: asyncio.Event = field(default_factory=asyncio.Event)

    def note(self, text: str) -> None:
        kind, _, number = text.partition(" ")
        if kind == "hello":
            self.greetings.append(number)
        elif kind == "message":
            self.received.append(int(number))

    async def talk(self, connection: ServerConnection) -> None:
        """Send numbered messages, read, and kill the connection some time."""
        reading = asyncio.ensure_future(self._read(connection))
        try:
            rest = self.random.randint(0, 12)
            while self.kills == KILLS or rest > 0:
                rest -= 1
                self.sent += 1
                await connection.send(f'{{"type":"number","n":{self.sent}}}')
                await asyncio.sleep(self.random.choice((0, 0, 0.001, 0.004)))
            self.kills += 1
            if self.kills == KILLS:
                self.exhausted.set()
            await self._kill(connection)
        except ConnectionClosed:
            return
        finally:
            reading.cancel()

    async def _read(self, connection: ServerConnection) -> None:
        try:
            async for _ in connection:
                pass
        except ConnectionClosed:
            return

    async def _kill(self, connection: ServerConnection) -> None:
        way = self.random.choice(("reset", "drop", "close", "half a frame", "half a frame, reset"))
        self.ways.add(way)
        raw: socket.socket = connection.transport.get_extra_info("socket")
        if way == "close":
            await connection.close(self.random.choice(CODES), "soak")
            return
        if way.startswith("half a frame"):
            connection.transport.write(b"\x81\x7e\x01\x00half of it")
        if way.endswith("reset"):
            linger = struct.pack("ii", 1, 0)
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        connection.transport.abort()


@asynccontextmanager
async def soaked_server(saboteur: Saboteur) -> AsyncIterator[str]:
    class Connection(NotingConnection):
        arrived = staticmethod(saboteur.note)

    server: Server = await serve(
        saboteur.talk, "127.0.0.1", 0, create_connection=Connection, close_timeout=1
    )
    try:
        port = server.sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}"
    finally:
        server.close()
        await server.wait_closed()


@contextmanager
def soaked_server_in_a_thread(saboteur: Saboteur) -> Iterator[str]:
    """The same in an event loop of its own, for the blocking half."""
    started, stop = threading.Event(), asyncio.Event()
    found: list[tuple[str, asyncio.AbstractEventLoop]] = []

    async def main() -> None:
        async with soaked_server(saboteur) as url:
            found.append((url, asyncio.get_running_loop()))
            started.set()
            await stop.wait()

    thread = threading.Thread(target=lambda: asyncio.run(main()))
    thread.start()
    try:
        assert started.wait(10)
        url, loop = found[0]
        yield url
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(20)


def number_of(message: str | bytes) -> int:
    """The number of a message of the client's."""
    text = message if isinstance(message, str) else message.decode()
    kind, _, number = text.partition(" ")
    return int(number) if kind == "message" else 0


def check(
    saboteur: Saboteur,
    sent: int,
    uncertain: list[int],
    unsent: list[int],
    events: list[int],
    reconnections: int,
) -> None:
    """Every message arrived once and in order, or was given back; none did both but uncertainly."""
    arrived = saboteur.received
    assert saboteur.kills == KILLS
    assert len(saboteur.ways) == 5
    assert arrived == sorted(set(arrived)), "a message arrived twice, or out of order"
    assert uncertain == sorted(set(uncertain)), "a message was given back twice, or out of order"
    assert set(unsent).isdisjoint(arrived), "a message was given back as unsent, and arrived"
    missing = set(range(1, sent + 1)) - set(arrived) - set(uncertain) - set(unsent)
    assert not missing, f"neither arrived nor given back: {sorted(missing)[:20]}"
    assert events == sorted(set(events)), "the client got a message twice, or out of order"
    assert set(events) <= set(range(1, saboteur.sent + 1))
    assert reconnections >= KILLS
    # The hook's own message is the first on each new connection.
    greetings = [int(number) for number in saboteur.greetings]
    assert greetings == sorted(set(greetings))
    # Most messages are accounted for by their arrival: reports are for what was in flight.
    assert len(arrived) > sent / 2


@pytest.fixture
def seed() -> int:
    """The seed of a run, printed when the test fails."""
    value = int(os.environ.get("SPECLOOM_SOAK_SEED", "0")) or random.SystemRandom().getrandbits(32)
    print(f"SPECLOOM_SOAK_SEED={value}")
    return value


class TestSoak:
    def test_asyncio(self, seed: int) -> None:
        async def main() -> None:
            saboteur = Saboteur(random.Random(seed))
            chance = random.Random(seed + 1)
            uncertain: list[int] = []
            unsent: list[int] = []
            events: list[int] = []
            sent = 0

            async def greet(connection: object) -> None:
                uncertain.extend(filter(None, map(number_of, live.take_uncertain_messages())))
                await live.send_raw(f"hello {live.reconnections}")

            async def receive() -> None:
                async for event in live:
                    events.append(event.raw["n"])  # type: ignore[union-attr,index]

            async def send() -> None:
                nonlocal sent
                while not saboteur.exhausted.is_set():
                    sent += 1
                    await live.send_raw(f"message {sent}")
                    await asyncio.sleep(chance.choice((0, 0, 0.0005, 0.002)))

            async with (
                soaked_server(saboteur) as url,
                AsyncExample(api_key="k", base_url=url) as client,
            ):
                live = await client.connect(reconnect=POLICY, on_reconnected=greet).enter()
                receiving = asyncio.ensure_future(receive())
                async with asyncio.timeout(60):
                    await send()
                    sent += 1
                    # The last kill may be under way: this one waits for the connection after it.
                    await live.send_raw(f"message {sent}")
                    while live.reconnections < KILLS:
                        await asyncio.sleep(0.005)
                    await live.close()
                    await asyncio.gather(receiving, return_exceptions=True)
                try:
                    await live.send_raw("late")
                except WebSocketConnectionClosedError as error:
                    unsent.extend(map(number_of, error.unsent_messages))
                    uncertain.extend(filter(None, map(number_of, error.uncertain_messages)))
                others = asyncio.all_tasks() - {asyncio.current_task()}
                names = [t for t in others if "Link" in repr(t)]
                assert not names
            check(saboteur, sent, uncertain, unsent, events, live.reconnections)

        asyncio.run(main())

    def test_threads(self, seed: int) -> None:
        saboteur = Saboteur(random.Random(seed))
        chance = random.Random(seed + 1)
        uncertain: list[int] = []
        unsent: list[int] = []
        events: list[int] = []
        failures: list[BaseException] = []
        sent = 0
        before = set(threading.enumerate())
        pause = threading.Event()

        def greet(connection: object) -> None:
            uncertain.extend(filter(None, map(number_of, live.take_uncertain_messages())))
            live.send_raw(f"hello {live.reconnections}")

        def receive() -> None:
            try:
                events.extend(event.raw["n"] for event in live)  # type: ignore[union-attr,index]
            except WebSocketConnectionClosedError as error:
                failures.append(error)

        with (
            soaked_server_in_a_thread(saboteur) as url,
            Example(api_key="k", base_url=url) as client,
        ):
            live = client.connect(reconnect=POLICY, on_reconnected=greet).enter()
            receiver = threading.Thread(target=receive)
            receiver.start()
            while not saboteur.exhausted.is_set():
                sent += 1
                live.send_raw(f"message {sent}")
                pause.wait(chance.choice((0, 0, 0.0005, 0.002)))
            sent += 1
            live.send_raw(f"message {sent}")
            while live.reconnections < KILLS:
                pause.wait(0.005)
            live.close()
            receiver.join(20)
            assert not receiver.is_alive()
            try:
                live.send_raw("late")
            except WebSocketConnectionClosedError as error:
                unsent.extend(map(number_of, error.unsent_messages))
                uncertain.extend(filter(None, map(number_of, error.uncertain_messages)))
        assert_no_more_threads(before)
        check(saboteur, sent, uncertain, unsent, events, live.reconnections)
