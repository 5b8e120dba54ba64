"""The blocking and the asyncio client behind one interface, so that a test is written once.

with flavour.client(base_url=server.url) as client:
    answer = flavour.wait(client.realtime.calls.create(sdp="v=0"))
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from typing import Any, Protocol

from openai_realtime import AsyncOpenAI, OpenAI

KEY = "sk-secret-0123456789"


class Flavour(Protocol):
    """Blocking or asyncio."""

    client_class: Any
    http_client_class: str

    def key_function(self, keys: Iterator[str]) -> Any:
        """Make a function, as `api_key` takes it, that gives one key after the other."""
        ...

    def wait(self, value: Any) -> Any:
        """Give the result of a call."""
        ...

    def entered(self, manager: Any) -> AbstractContextManager[Any]:
        """Enter a context manager of the SDK."""
        ...

    def collect(self, iterable: Any) -> list[Any]:
        """Give everything that an iteration yields."""
        ...

    def following(self, iterator: Any) -> Any:
        """Give the next value of an iterator."""
        ...

    def client(self, **options: Any) -> AbstractContextManager[Any]:
        """Make a client and close it at the end."""
        ...


class _Clients:
    """What both halves do the same way."""

    client_class: Any

    def entered(self, manager: Any) -> AbstractContextManager[Any]:
        raise NotImplementedError

    @contextmanager
    def client(self, **options: Any) -> Iterator[Any]:
        with self.entered(self.client_class(**{"api_key": KEY, **options})) as client:
            yield client


class Blocking(_Clients):
    client_class = OpenAI
    http_client_class = "Client"

    def key_function(self, keys: Iterator[str]) -> Any:
        return lambda: next(keys)

    def wait(self, value: Any) -> Any:
        return value

    def entered(self, manager: Any) -> AbstractContextManager[Any]:
        context: AbstractContextManager[Any] = manager
        return context

    def collect(self, iterable: Any) -> list[Any]:
        return list(iterable)

    def following(self, iterator: Any) -> Any:
        return next(iterator)


class Asyncio(_Clients):
    client_class = AsyncOpenAI
    http_client_class = "AsyncClient"

    def __init__(self, runner: asyncio.Runner) -> None:
        self._runner = runner

    def key_function(self, keys: Iterator[str]) -> Any:
        async def ask() -> str:
            return next(keys)

        return ask

    def wait(self, value: Any) -> Any:
        async def main() -> Any:
            return await value

        return self._runner.run(main())

    @contextmanager
    def entered(self, manager: Any) -> Iterator[Any]:
        # Closed without the exception of the body: an event loop's own clean-up is not at issue.
        with ExitStack() as stack:
            opened = self.wait(manager.__aenter__())
            stack.callback(lambda: self.wait(manager.__aexit__(None, None, None)))
            yield opened

    def collect(self, iterable: Any) -> list[Any]:
        async def main() -> list[Any]:
            return [value async for value in iterable]

        return self._runner.run(main())

    def following(self, iterator: Any) -> Any:
        return self.wait(anext(iterator))


@contextmanager
def flavour_named(name: str) -> Iterator[Flavour]:
    """Give the half of that name; an event loop lives as long."""
    if name == "blocking":
        yield Blocking()
        return
    with asyncio.Runner() as runner:
        yield Asyncio(runner)
