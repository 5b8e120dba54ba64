"""A thousand tasks or 64 threads on one client: nothing is lost, and nothing mixed up."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import random
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.functional.conftest import GeneratedPackage
from tests.robustness.crowd import PATIENCE, Crowd, crowd
from tests.robustness.flavours import CREDENTIALS

SEED = int(os.environ.get("SPECLOOM_SEED") or random.SystemRandom().randrange(10**6))
CROWD = 1000
PLACES = 100
THREADS = 64


@pytest.fixture(autouse=True)
def quiet(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Fail where the event loop has something to complain of, or something is left unclosed.

    Warnings are errors in all tests.
    """
    yield
    gc.collect()
    loud = [r.getMessage() for r in caplog.records if r.levelno >= logging.WARNING]
    assert loud == []


@pytest.fixture
def chance() -> random.Random:
    """The seed is shown where a test fails: give it as SPECLOOM_SEED to see the same again."""
    print("seed", SEED)
    return random.Random(SEED)


async def ask(client: Any, token: str, **options: Any) -> None:
    """Ask for a token; the answer has to be its own."""
    item = await client.items.retrieve(token, **options)
    assert (item.id, item._request_id) == (token, token)


def client_of(vault: GeneratedPackage, server: Crowd, **options: Any) -> Any:
    options = {**CREDENTIALS, "timeout": PATIENCE, **options}
    return vault.module().AsyncVault(base_url=server.url, **options)


def limited(vault: GeneratedPackage, connections: int) -> Any:
    limits = vault.module("_runtime.http").Limits(max_connections=connections)
    return vault.module().DefaultAsyncHttpxClient(limits=limits)


class TestTasks:
    def test_a_thousand_at_once(self, vault: GeneratedPackage) -> None:
        async def main() -> None:
            async with client_of(vault, server) as client, asyncio.timeout(PATIENCE):
                # All of them are with the server before the first is answered.
                await asyncio.gather(*(ask(client, f"late-{n}") for n in range(CROWD)))
                assert server.peak == CROWD
                await asyncio.gather(*(ask(client, f"good-{n}") for n in range(200)))
                assert server.peak == CROWD

        with crowd(expected=CROWD) as server:
            asyncio.run(main())
            assert server.wait_until_empty()
        assert len(server.asked) == CROWD + 200
        assert set(server.asked.values()) == {1}

    def test_no_more_connections_than_the_limit(self, vault: GeneratedPackage) -> None:
        async def main() -> None:
            async with client_of(vault, server, http_client=limited(vault, 7)) as client:
                async with asyncio.timeout(PATIENCE):
                    await asyncio.gather(*(ask(client, f"late-{n}") for n in range(200)))

        with crowd(expected=7) as server:
            asyncio.run(main())
            assert server.wait_until_empty()
        assert server.peak == 7
        assert len(server.asked) == 200

    def test_some_cancelled_late_or_refused(
        self, vault: GeneratedPackage, chance: random.Random
    ) -> None:
        tokens = [f"{chance.choice(WORDS)}-{n}" for n in range(2 * PLACES)]
        cancelled = {token for token in tokens if chance.random() < 0.3}
        turns = {token: chance.randrange(40) for token in cancelled}
        module = vault.module()

        async def call(client: Any, token: str) -> str:
            try:
                await ask(client, token, timeout=0.3 if token.startswith("never") else PATIENCE)
            except module.APITimeoutError:
                return "late"
            return "answered"

        async def main() -> dict[str, str]:
            own = limited(vault, PLACES)
            async with client_of(vault, server, max_retries=1, http_client=own) as client:
                async with asyncio.timeout(PATIENCE):
                    tasks = {token: asyncio.create_task(call(client, token)) for token in tokens}
                    for turn in range(41):
                        for token in cancelled:
                            if turns[token] == turn:
                                tasks[token].cancel()
                        await asyncio.sleep(0.001)
                    found = await asyncio.gather(*tasks.values(), return_exceptions=True)
                    # Not one place in the pool has been lost.
                    await asyncio.gather(*(ask(client, f"late-{n}") for n in range(PLACES)))
            return dict(zip(tasks, map(outcome, found), strict=True))

        with crowd(expected=PLACES) as server:
            outcomes = asyncio.run(main())
            assert server.wait_until_empty()
        for token, found in outcomes.items():
            expected = {"late" if token.startswith("never") else "answered"}
            if token in cancelled:
                expected.add("CancelledError")
            assert found in expected, token
        # Each was asked for as often as it takes, and not once more.
        for token in set(tokens) - cancelled:
            times = server.asked[token]
            if token.startswith("never"):
                assert times <= 2, token  # it may have waited for a place in the pool
            else:
                assert times == (1 if token.startswith("good") else 2), token
        assert "CancelledError" in outcomes.values()


WORDS = ("good", "good", "busy", "never")


def outcome(result: object) -> str:
    return result if isinstance(result, str) else type(result).__name__


class TestThreads:
    def test_64_at_once(self, vault: GeneratedPackage) -> None:
        def work(client: Any, number: int) -> int:
            for turn in range(6):
                word = "late" if turn == 0 else "good"
                token = f"{word}-{number}-{turn}"
                item = client.items.retrieve(token)
                assert (item.id, item._request_id) == (token, token)
            return number

        with crowd(expected=THREADS) as server:
            with (
                vault.module().Vault(base_url=server.url, **CREDENTIALS) as client,
                ThreadPoolExecutor(THREADS) as threads,
            ):
                done = list(threads.map(lambda n: work(client, n), range(THREADS)))
                assert done == list(range(THREADS))
                assert server.peak == THREADS
            assert server.wait_until_empty()
        assert set(server.asked.values()) == {1}
        assert len(server.asked) == THREADS * 6

    def test_some_late_or_refused(self, vault: GeneratedPackage, chance: random.Random) -> None:
        module = vault.module()
        plan = {
            n: [f"{chance.choice(WORDS)}-{n}-{turn}" for turn in range(3)] for n in range(THREADS)
        }

        def work(client: Any, number: int) -> None:
            for token in plan[number]:
                if token.startswith("never"):
                    with pytest.raises(module.APITimeoutError):
                        client.items.retrieve(token, timeout=0.1)
                else:
                    assert client.items.retrieve(token).id == token

        with crowd(expected=THREADS) as server:
            with (
                module.Vault(base_url=server.url, max_retries=1, **CREDENTIALS) as client,
                ThreadPoolExecutor(THREADS) as threads,
            ):
                list(threads.map(lambda n: work(client, n), range(THREADS)))
                list(threads.map(lambda n: client.items.retrieve(f"late-{n}"), range(THREADS)))
            assert server.wait_until_empty()
        for token in (token for tokens in plan.values() for token in tokens):
            most = 1 if token.startswith("good") else 2
            # A call that is out of time may not have come as far as the server.
            assert server.asked[token] <= most, token
            assert server.asked[token] == most or token.startswith("never"), token

    def test_the_first_calls_share_one_pool(self, vault: GeneratedPackage) -> None:
        """The pool is made by the first call: all threads have to get the same one."""
        barrier = threading.Barrier(THREADS)

        def work(client: Any, number: int) -> object:
            barrier.wait(PATIENCE)
            client.items.retrieve(f"good-{number}")
            return client._pool.get()

        with crowd() as server:
            with (
                vault.module().Vault(base_url=server.url, **CREDENTIALS) as client,
                ThreadPoolExecutor(THREADS) as threads,
            ):
                pools = set(threads.map(lambda n: work(client, n), range(THREADS)))
            assert server.wait_until_empty()
        assert len(pools) == 1
