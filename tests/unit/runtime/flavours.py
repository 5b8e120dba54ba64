"""One interface to the blocking and the asyncio half, so that a test is written once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Protocol

from tests.unit.runtime.example_sdk import (
    AsyncExample,
    AsyncLiveConnection,
    Example,
    LiveConnection,
)

KEY = "sk-secret-0123456789"


class Connection(Protocol):
    """A connection, blocking whatever is underneath."""

    def recv(self) -> Any: ...
    def recv_bytes(self) -> bytes: ...
    def send(self, event: object) -> None: ...
    def send_raw(self, data: str | bytes) -> None: ...
    def send_message(self, message: dict[str, object]) -> None: ...
    def close(self, *, code: int = 1000, reason: str = "") -> None: ...
    def events(self) -> list[Any]: ...


class Flavour(Protocol):
    """Blocking or asyncio."""

    def run(self, action: Callable[[Any], Any], **options: Any) -> Any:
        """Make a client, apply the action to it, await what it gives, close the client."""
        ...

    def connected(self, connect: dict[str, Any], **options: Any) -> Any:
        """Make a client and a connection; a context manager."""
        ...


class Blocking:
    def run(self, action: Callable[[Any], Any], **options: Any) -> Any:
        with Example(**{"api_key": KEY, **options}) as client:
            return action(client)

    @contextmanager
    def connected(self, connect: dict[str, Any], **options: Any) -> Iterator[Connection]:
        with Example(**{"api_key": KEY, **options}) as client, client.connect(**connect) as open_:
            yield BlockingConnection(open_)


class BlockingConnection:
    def __init__(self, connection: LiveConnection) -> None:
        self.connection = connection
        self.recv = connection.recv
        self.recv_bytes = connection.recv_bytes
        self.send = connection.send
        self.send_raw = connection.send_raw
        self.send_message = connection.send_message
        self.close = connection.close

    def events(self) -> list[Any]:
        return list(self.connection)


class Asyncio:
    def run(self, action: Callable[[Any], Any], **options: Any) -> Any:
        async def main() -> Any:
            async with AsyncExample(**{"api_key": KEY, **options}) as client:
                return await action(client)

        return asyncio.run(main())

    @contextmanager
    def connected(self, connect: dict[str, Any], **options: Any) -> Iterator[Connection]:
        with asyncio.Runner() as runner:
            client = AsyncExample(**{"api_key": KEY, **options})
            manager = client.connect(**connect)
            connection = runner.run(manager.__aenter__())
            try:
                yield AsyncioConnection(runner, connection)
            finally:
                runner.run(manager.__aexit__(None, None, None))
                runner.run(client.close())


class AsyncioConnection:
    def __init__(self, runner: asyncio.Runner, connection: AsyncLiveConnection) -> None:
        self.runner = runner
        self.connection = connection

    def recv(self) -> Any:
        return self.runner.run(self.connection.recv())

    def recv_bytes(self) -> bytes:
        return self.runner.run(self.connection.recv_bytes())

    def send(self, event: object) -> None:
        self.runner.run(self.connection.send(event))

    def send_raw(self, data: str | bytes) -> None:
        self.runner.run(self.connection.send_raw(data))

    def send_message(self, message: dict[str, object]) -> None:
        self.runner.run(self.connection.send_message(message))

    def close(self, *, code: int = 1000, reason: str = "") -> None:
        self.runner.run(self.connection.close(code=code, reason=reason))

    def events(self) -> list[Any]:
        async def collect() -> list[Any]:
            return [event async for event in self.connection]

        return self.runner.run(collect())


FLAVOURS: dict[str, Flavour] = {"blocking": Blocking(), "asyncio": Asyncio()}
