"""A server on loopback for a great many connections at once; it counts them and what they ask for.

It answers `GET /items/TOKEN` with that token. A word before the first dash of a token says how:
`late-` when all who are expected have come, `busy-` with 503 the first time, `never-` not at all.
"""

from __future__ import annotations

import asyncio
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress

PATIENCE = 60.0
"""Seconds after which a test that waits for the other side fails; nothing is timed by it."""


class Crowd:
    """A running server: where it is, and what it saw.

    Args:
        expected: how many requests have to be there at once before `late-` ones are answered.

    Attributes:
        open: connections at the moment.
        peak: the most connections at once.
        asked: how often each token was asked for.
    """

    def __init__(self, expected: int) -> None:
        self.url = ""
        self.open = 0
        self.peak = 0
        self.asked: Counter[str] = Counter()
        self.changed = threading.Condition()
        self._expected = expected
        self._present = 0
        self._complete = asyncio.Event()

    def wait_until_empty(self) -> bool:
        """Say whether the last connection has been closed, or now is."""
        with self.changed:
            return self.changed.wait_for(lambda: self.open == 0, PATIENCE)

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve a connection until the client closes it."""
        self._count(1)
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                path = head.split(b" ", 2)[1].decode().partition("?")[0]
                token = path.rpartition("/")[2]
                self.asked[token] += 1
                writer.write(await self._answer(token, reader))
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            pass  # the client has closed it, or the test is over
        finally:
            writer.close()
            self._count(-1)

    async def _answer(self, token: str, reader: asyncio.StreamReader) -> bytes:
        match token.partition("-")[0]:
            case "late":
                self._present += 1
                if self._present >= self._expected:
                    self._complete.set()
                await self._complete.wait()
            case "never":
                await reader.read()
                raise ConnectionResetError
            case "busy" if self.asked[token] == 1:
                return (
                    b"HTTP/1.1 503 Service Unavailable\r\nRetry-After-Ms: 1\r\n"
                    b"Content-Length: 0\r\n\r\n"
                )
            case _:
                await asyncio.sleep(0)
        body = f'{{"id": "{token}"}}'.encode()
        head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nX-Request-Id: {token}\r\n"
        return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body

    def _count(self, by: int) -> None:
        with self.changed:
            self.open += by
            self.peak = max(self.peak, self.open)
            self.changed.notify_all()


@contextmanager
def crowd(expected: int = 1) -> Iterator[Crowd]:
    """Serve in a thread of its own."""
    started: list[Crowd] = []
    ready = threading.Event()
    loop = asyncio.new_event_loop()

    async def serve() -> None:
        server = Crowd(expected)
        listener = await asyncio.start_server(server.talk, "127.0.0.1", 0, backlog=4096)
        server.url = f"http://127.0.0.1:{listener.sockets[0].getsockname()[1]}"
        started.append(server)
        ready.set()
        async with listener:
            with suppress(asyncio.CancelledError):
                await listener.serve_forever()

    def run() -> None:
        with asyncio.Runner(loop_factory=lambda: loop) as runner:
            runner.run(serve())

    thread = threading.Thread(target=run)
    thread.start()
    assert ready.wait(PATIENCE)
    try:
        yield started[0]
    finally:
        loop.call_soon_threadsafe(lambda: [task.cancel() for task in asyncio.all_tasks(loop)])
        thread.join(PATIENCE)
