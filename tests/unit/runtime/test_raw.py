"""Managers of unread answers."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any

import httpx
import pytest

from runtime.raw import AsyncStreamManager, StreamManager
from runtime.response import APIResponse, AsyncAPIResponse
from runtime.results import NOTHING


class Unread(httpx.SyncByteStream, httpx.AsyncByteStream):
    """A body that nobody reads."""

    closed = 0

    def __iter__(self) -> Any:
        raise AssertionError("nobody reads it")

    def __aiter__(self) -> Any:
        raise AssertionError("nobody reads it")

    def close(self) -> None:
        self.closed += 1

    async def aclose(self) -> None:
        self.closed += 1


def test_blocking() -> None:
    body, sent = Unread(), 0

    def send() -> APIResponse[None]:
        nonlocal sent
        sent += 1
        return APIResponse(httpx.Response(200, stream=body), NOTHING, strict=False)

    manager = StreamManager(send)
    assert sent == 0
    with suppress(KeyError), manager as answer:
        assert (answer.status_code, sent, body.closed) == (200, 1, 0)
        raise KeyError
    assert (sent, body.closed) == (1, 1)


def test_asyncio() -> None:
    body, sent = Unread(), 0

    async def send() -> AsyncAPIResponse[None]:
        nonlocal sent
        sent += 1
        return AsyncAPIResponse(httpx.Response(200, stream=body), NOTHING, strict=False)

    async def main() -> None:
        manager = AsyncStreamManager(send)
        assert sent == 0
        with suppress(KeyError):
            async with manager as answer:
                assert (answer.status_code, sent, body.closed) == (200, 1, 0)
                raise KeyError

    asyncio.run(main())
    assert (sent, body.closed) == (1, 1)


def test_a_request_that_failed_leaves_nothing_to_close() -> None:
    def fail() -> APIResponse[None]:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), StreamManager(fail):
        raise AssertionError("it was not entered")
