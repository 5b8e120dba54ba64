"""Compare a connection of the generated SDK with the peer SDK's, and with the bare library.

python benchmarks/websocket.py [--rounds N] [--connections N]

All receive the same frames from one server on the loopback address, in turn and in one run. The
server is a process of its own that sends frames made beforehand, so that the CPU time measured is
the clients' alone. "Bare" is the `websockets` library and the class's own validator, called on the
bytes: what a program would do that has one kind of message and no SDK. The exit code is 0 whatever
the figures.
"""

from __future__ import annotations

import argparse
import asyncio
import base64
import json
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.metadata import version
from statistics import median
from subprocess import PIPE, Popen
from typing import Any

from firehose_server import EVENTS, SCRIPT
from idle_connections import SCRIPT as IDLE
from measure import Row, compare_calls, in_bytes, print_table
from websockets.asyncio.client import connect as async_connect
from websockets.exceptions import ConnectionClosedOK
from websockets.sync.client import connect
from workloads import AUDIO, OURS, PEER, connection

ASYNC_GOALS = {"text": 0.18, "audio": 0.25}
SYNC_GOALS = {"text": 0.30, "audio": 0.30}
BARE_GOAL = 1.3
MEMORY_GOAL = 0.9
APPEND_GOAL = 0.06

EVENT_COUNTS = {"text": 4000, "audio": 1000}
"""Events for each connection, so many that opening it hardly counts."""

CLASSES = {"text": "ResponseTextDeltaEvent", "audio": "ResponseAudioDeltaEvent"}

MEMORY_ROUNDS = 3


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="websocket")
    parser.add_argument("--rounds", type=int, default=11, help="rounds of each contestant")
    parser.add_argument("--connections", type=int, default=1000, help="open at once, idle")
    options = parser.parse_args()
    print(f"openai-realtime {version('openai-realtime')} against openai {version('openai')}")
    print(f"and websockets {version('websockets')}, Python {sys.version.split()[0]}: CPU, memory\n")
    with firehose_server() as url, asyncio.Runner() as runner:
        print_table(_rows(url, runner, options.rounds, options.connections))
    return 0


@contextmanager
def firehose_server() -> Iterator[str]:
    """Run the server in a process of its own; gives its address."""
    with Popen([sys.executable, str(SCRIPT)], stdout=PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield f"http://127.0.0.1:{int(process.stdout.readline())}"
        finally:
            process.terminate()


def _rows(url: str, runner: asyncio.Runner, rounds: int, connections: int) -> Iterator[Row]:
    for kind, count in EVENT_COUNTS.items():
        address = f"{url}/{kind}/{count}"
        works = (
            _async_events(runner, _async_client(OURS, address), kind),
            _async_events(runner, _async_client(PEER, address), kind),
            _bare_async_events(runner, address, kind),
        )
        yield from _event_rows(f"async, {kind} delta", works, kind, ASYNC_GOALS[kind], rounds)
    for kind, count in EVENT_COUNTS.items():
        address = f"{url}/{kind}/{count}"
        works = (
            _events(_client(OURS, address), kind),
            _events(_client(PEER, address), kind),
            _bare_events(address, kind),
        )
        yield from _event_rows(f"sync, {kind} delta", works, kind, SYNC_GOALS[kind], rounds)
    ours, peer = compare_calls(_append_bytes(), _append_dict(), rounds=rounds)
    yield Row("append 4.8 kB of audio, over a dict", ours, peer, APPEND_GOAL)
    ours, peer = _memory(f"{url}/idle/0", connections)
    yield Row(f"idle connection, of {connections}", ours, peer, MEMORY_GOAL, shown=in_bytes)


def _event_rows(
    name: str, works: tuple[Callable[[], object], ...], kind: str, goal: float, rounds: int
) -> Iterator[Row]:
    count = EVENT_COUNTS[kind]
    ours, peer, bare = (seconds / count for seconds in compare_calls(*works, rounds=rounds))
    yield Row(name, ours, peer, goal)
    yield Row(f"{name}, over bare", ours, bare, BARE_GOAL)


def _client(package: str, url: str) -> Any:
    return import_module(package).OpenAI(api_key="none", base_url=url)


def _async_client(package: str, url: str) -> Any:
    return import_module(package).AsyncOpenAI(api_key="none", base_url=url)


def _events(client: Any, kind: str) -> Callable[[], object]:
    def receive() -> None:
        with client.realtime.connect(model="m") as opened:
            _check([event.delta for event in opened], kind)

    return receive


def _bare_events(url: str, kind: str) -> Callable[[], object]:
    validate = _validator(kind)

    def receive() -> None:
        deltas: list[str] = []
        with connect(_socket_url(url), compression=None) as opened:
            try:
                while True:
                    deltas.append(validate(opened.recv(decode=False)).delta)
            except ConnectionClosedOK:
                pass
        _check(deltas, kind)

    return receive


def _async_events(runner: asyncio.Runner, client: Any, kind: str) -> Callable[[], object]:
    async def receive() -> None:
        async with client.realtime.connect(model="m") as opened:
            _check([event.delta async for event in opened], kind)

    return _run(runner, receive)


def _bare_async_events(runner: asyncio.Runner, url: str, kind: str) -> Callable[[], object]:
    validate = _validator(kind)

    async def receive() -> None:
        deltas: list[str] = []
        async with async_connect(_socket_url(url), compression=None) as opened:
            try:
                while True:
                    deltas.append(validate(await opened.recv(decode=False)).delta)
            except ConnectionClosedOK:
                pass
        _check(deltas, kind)

    return _run(runner, receive)


def _run(runner: asyncio.Runner, work: Callable[[], Awaitable[None]]) -> Callable[[], object]:
    async def main() -> None:
        await work()

    return lambda: runner.run(main())


def _socket_url(url: str) -> str:
    return f"{url.replace('http', 'ws', 1)}/realtime?model=m"


def _validator(kind: str) -> Callable[[bytes], Any]:
    model: Any = getattr(import_module(f"{OURS}.types.realtime"), CLASSES[kind])
    model.model_rebuild()
    validate: Callable[[bytes], Any] = model.__pydantic_validator__.validate_json
    return validate


def _check(deltas: list[str], kind: str) -> None:
    """Make sure that a contestant really got the events, else the comparison means nothing.

    Raises:
        AssertionError: it did not.
    """
    if len(deltas) != EVENT_COUNTS[kind] or deltas[0] != EVENTS[kind]["delta"]:
        raise AssertionError(f"{len(deltas)} events are not what the server sends")


def _append_bytes() -> Callable[[], object]:
    opened, socket = connection(OURS)
    opened.input_audio_buffer.append(audio=AUDIO)
    sent = json.loads(socket.sent)
    _append_dict()()
    if sent != _append_event():
        raise AssertionError(f"{sent} is not the event")
    return lambda: opened.input_audio_buffer.append(audio=AUDIO)


def _append_dict() -> Callable[[], object]:
    opened, _ = connection(PEER)
    return lambda: opened.send(_append_event())


def _append_event() -> dict[str, str]:
    return {
        "type": "input_audio_buffer.append",
        "audio": base64.b64encode(AUDIO).decode("ascii"),
    }


def _memory(url: str, count: int) -> tuple[float, float]:
    """Bytes for each idle connection, of ours and of the peer: medians of processes in turn."""
    taken: dict[str, list[float]] = {OURS: [], PEER: []}
    for _ in range(MEMORY_ROUNDS):
        for package, sizes in taken.items():
            command = [sys.executable, str(IDLE), package, url, str(count)]
            sizes.append(float(subprocess.run(command, check=True, stdout=PIPE).stdout))
    return median(taken[OURS]), median(taken[PEER])


if __name__ == "__main__":
    raise SystemExit(main())
