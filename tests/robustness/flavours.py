"""The blocking and the asyncio client behind one interface, so that a test is written once."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Protocol

from tests.functional.conftest import GeneratedPackage

CREDENTIALS = {
    "token": "secret-token-0123456789",
    "key": "secret-key-0123456789",
    "session": "secret-session-0123456789",
    "query_key": "secret-query-0123456789",
}


class Flavour(Protocol):
    """Blocking or asyncio."""

    is_async: bool
    http_client: str

    def client(self, **options: Any) -> Any:
        """Make a client, with every credential unless told; a context manager."""
        ...

    def wait(self, value: Any) -> Any:
        """Give the result of a call."""
        ...

    def meanwhile(self, blocking: Callable[[], bool]) -> bool:
        """Give what a function gives that blocks, while the event loop, if any, goes on."""
        ...

    def collect(self, iterable: Any) -> list[Any]:
        """Give everything that an iteration yields."""
        ...

    def first(self, iterable: Any) -> Any:
        """Give the first item of an iteration that is left then."""
        ...

    def entered(self, manager: Any) -> Any:
        """Enter a context manager of the SDK."""
        ...


class Blocking:
    is_async = False
    http_client = "DefaultHttpxClient"

    def __init__(self, package: GeneratedPackage) -> None:
        self.package = package.module()

    @contextmanager
    def client(self, **options: Any) -> Iterator[Any]:
        with self.package.Vault(**{**CREDENTIALS, **options}) as client:
            yield client

    def wait(self, value: Any) -> Any:
        return value

    def meanwhile(self, blocking: Callable[[], bool]) -> bool:
        return blocking()

    def collect(self, iterable: Any) -> list[Any]:
        return list(iterable)

    def first(self, iterable: Any) -> Any:
        for item in iterable:
            return item
        raise AssertionError("there is no item")

    @contextmanager
    def entered(self, manager: Any) -> Iterator[Any]:
        with manager as entered:
            yield entered


class Asyncio:
    is_async = True
    http_client = "DefaultAsyncHttpxClient"

    def __init__(self, package: GeneratedPackage, runner: asyncio.Runner) -> None:
        self.package = package.module()
        self._runner = runner

    @contextmanager
    def client(self, **options: Any) -> Iterator[Any]:
        client = self.package.AsyncVault(**{**CREDENTIALS, **options})
        try:
            yield client
        finally:
            self.wait(client.close())

    def wait(self, value: Any) -> Any:
        async def main() -> Any:
            return await value if inspect.isawaitable(value) else value

        return self._runner.run(main())

    def meanwhile(self, blocking: Callable[[], bool]) -> bool:
        return self._runner.run(asyncio.to_thread(blocking))

    def collect(self, iterable: Any) -> list[Any]:
        async def main() -> list[Any]:
            return [item async for item in iterable]

        return self._runner.run(main())

    def first(self, iterable: Any) -> Any:
        async def main() -> Any:
            async for item in iterable:
                return item
            raise AssertionError("there is no item")

        return self._runner.run(main())

    @contextmanager
    def entered(self, manager: Any) -> Iterator[Any]:
        async def leave() -> None:
            await manager.__aexit__(None, None, None)
            for _ in range(3):  # a socket is closed when the event loop gets to it
                await asyncio.sleep(0)

        entered = self.wait(manager.__aenter__())
        try:
            yield entered
        finally:
            self.wait(leave())


def flavours(
    package: GeneratedPackage,
    kind: str,
    kinds: tuple[type[Blocking], type[Asyncio]] = (Blocking, Asyncio),
) -> Iterator[Flavour]:
    """Yield the one flavour or the other, its event loop running; what fixtures are made of."""
    if kind == "blocking":
        yield kinds[0](package)
        return
    with asyncio.Runner() as runner:
        yield kinds[1](package, runner)
