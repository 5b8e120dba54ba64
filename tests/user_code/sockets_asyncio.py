"""What users write: one function for each thing that a connection of asyncio does."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from workshop import (
    APITimeoutError,
    AsyncWorkshop,
    AuthenticationError,
    ReconnectingEvent,
    ReconnectingOverrides,
    ReconnectPolicy,
    UnknownEvent,
    WebSocketConnectionClosedError,
    WebSocketReplyError,
    is_unknown,
)
from workshop.audio import PCMFormat, WavWriter, async_send_pcm
from workshop.resources.floors import AsyncFloorsConnection
from workshop.types import (
    AudioDelta,
    Fault,
    FloorsServerEvent,
    Greet,
    Greeted,
    PartAdd,
    PartAdded,
)
from workshop.types.shared import Part

FAST = ReconnectPolicy(max_retries=3, initial_delay=0.01, stable_after=0)
FORMAT = PCMFormat(24_000)


async def conversation(client: AsyncWorkshop) -> None:
    async with client.floors.connect(
        "first",
        desk=7,
        since="2030-01-01",
        x_trace="async-talk",
        extra_query={"mood": "good"},
        websocket_connection_options={"ping_interval": 10, "write_limit": 2**16},
    ) as connection:
        await connection.greet(name="Ann")
        event = await connection.recv()
        assert isinstance(event, Greeted)
        assert event.said == "Ann, visit 1, desk=7&since=2030-01-01&mood=good"
        await connection.part.add(part={"name": "leg", "count": 4})
        added = await connection.recv()
        assert isinstance(added, PartAdded)
        await connection.part.add(part=added.part)
        await connection.send({"type": "part.add", "part": added.part})
        await connection.send(PartAdd(type="part.add", part=Part(name="leg", count=4)))
        for _ in range(3):
            assert await connection.recv() == added
        await connection.send_raw('{"type": "greet", "name": "raw"}')
        parsed = connection.parse_event(await connection.recv_bytes())
        assert isinstance(parsed, Greeted)


async def receiving(client: AsyncWorkshop) -> None:
    kinds: list[str] = []
    async with client.floors.connect("ground", desk=1, since=date(2030, 1, 1)) as connection:
        for name in ("Bob", "odd", "bye"):
            await connection.greet(name=name)
        async for event in connection:
            if isinstance(event, bytes):
                kinds.append(f"{len(event)} bytes")
            elif is_unknown(event):
                kinds.append("unknown")
            else:
                kinds.append(event.type)
    assert kinds == ["greeted", "unknown", "480 bytes"]


async def waiting_no_longer(client: AsyncWorkshop) -> None:
    """A wait that is cancelled loses no message."""
    async with client.floors.connect("ground", desk=1) as connection:
        try:
            async with asyncio.timeout(0.02):
                await connection.recv()
        except TimeoutError:
            await connection.greet(name="Ann")
        assert isinstance(await connection.recv(), Greeted)


async def handlers(client: AsyncWorkshop) -> None:
    said: list[str] = []
    async with client.floors.connect("ground", desk=1, x_trace="async-handlers") as connection:

        @connection.on("greeted")
        async def greeted(event: Greeted) -> None:
            said.append(event.said or "")
            await connection.part.add(part={"name": "leg", "count": 1})

        @connection.once("part.added")
        def added(event: PartAdded) -> None:
            said.append(event.part.name)

        def every(event: FloorsServerEvent | UnknownEvent) -> None:
            said.append("bytes" if isinstance(event, bytes) else event.type)

        async def failed(error: Exception, event: FloorsServerEvent | UnknownEvent) -> None:
            said.append(str(error))
            await connection.close()

        connection.on("*", every).on(Fault, refuse).off("part.added", print)
        await connection.greet(name="Ann")
        await connection.greet(name="fail")
        await connection.dispatch_events(on_handler_error=failed)
    assert said[0] == "Ann, visit 1, desk=1"
    assert "no_such_name" in said

    async def start(connection: AsyncFloorsConnection) -> None:
        await connection.greet(name="bye")

    await client.floors.connect("ground", desk=1).on("greeted", greeted).run(start)


def refuse(event: Fault) -> None:
    raise RuntimeError(event.code)


async def requests(client: AsyncWorkshop) -> None:
    async with client.floors.connect("ground", desk=1) as connection:
        later, now = await asyncio.gather(
            connection.order.follow(order="later"), connection.order.follow(order="now", timeout=5)
        )
        assert (later.order, now.order) == ("later", "now")
        try:
            await connection.order.follow(order="missing")
        except WebSocketReplyError as error:
            assert isinstance(error.event, Fault)
        else:
            raise AssertionError("an order was found")
        try:
            await connection.order.follow(order="never", timeout=0.05)
        except APITimeoutError:
            return
    raise AssertionError("there was an answer")


async def reconnection(client: AsyncWorkshop) -> None:
    async def reconnecting(event: ReconnectingEvent) -> ReconnectingOverrides | None:
        if event.attempt == event.max_attempts:
            return {"abort": True}
        return {"extra_headers": {**event.extra_headers, "X-Attempt": str(event.attempt)}}

    async def reconnected(connection: AsyncFloorsConnection) -> None:
        await connection.greet(name="back")

    async with client.floors.connect(
        "ground",
        desk=1,
        x_trace="async-again",
        reconnect=FAST,
        on_reconnecting=reconnecting,
        on_reconnected=reconnected,
    ) as connection:
        await connection.greet(name="break")
        event = await connection.recv()
        assert isinstance(event, Greeted) and event.said == "back, visit 2, desk=1"
        assert connection.reconnections == 1
    connection = await client.floors.connect("ground", desk=1, x_trace="gone-async").enter()
    try:
        await connection.greet(name="away")
        await connection.recv()
    except WebSocketConnectionClosedError as error:
        assert error.code == 1011 and error.unsent_messages == ()
    else:
        raise AssertionError("someone is there")
    finally:
        await connection.close()


async def messages_before_connecting(client: AsyncWorkshop) -> None:
    manager = client.floors.connect("ground", desk=1, x_trace="async-early")
    manager.send(Greet(type="greet", name="early"))
    async with manager as connection:
        event = await connection.recv()
        assert isinstance(event, Greeted) and event.said == "early, visit 1, desk=1"


async def audio(client: AsyncWorkshop, folder: Path) -> None:
    async def spoken() -> AsyncIterator[bytes]:
        for _ in range(10):
            yield bytes(480)

    answer = WavWriter(folder / "answer.wav", FORMAT)
    with answer:
        async with client.floors.connect("ground", desk=1, keep_alive=None) as connection:
            seconds = await async_send_pcm(
                lambda audio: connection.audio.append(audio=audio), spoken(), FORMAT, speed=50
            )
            await connection.greet(name="bye")
            async for event in connection:
                if isinstance(event, AudioDelta):
                    answer.write(event.audio_bytes)
    assert answer.seconds == seconds == 0.1


async def recording(client: AsyncWorkshop, folder: Path) -> None:
    path = folder / "trace.jsonl"
    async with client.floors.connect("ground", desk=1) as connection:
        connection.record(path)
        await connection.greet(name="Ann")
        await connection.recv()
    assert all(json.loads(line) for line in path.read_text().splitlines())


async def failures(url: str) -> None:
    async with AsyncWorkshop(token="wrong", websocket_base_url=url) as stranger:
        try:
            async with stranger.floors.connect("first", desk=1):
                raise AssertionError("anybody is let in")
        except AuthenticationError as error:
            assert error.status_code == 401


async def main(url: str) -> None:
    async def current_token() -> str:
        return "t"

    client = AsyncWorkshop(token=current_token, websocket_base_url=url)
    async with client:
        await conversation(client)
        await receiving(client)
        await waiting_no_longer(client)
        await handlers(client)
        await requests(client)
        await reconnection(client)
        await messages_before_connecting(client)
        with TemporaryDirectory() as folder:
            await audio(client, Path(folder))
            await recording(client, Path(folder))
    await failures(url)
