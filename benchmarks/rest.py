"""Compare a REST call of the generated SDK with the peer SDK's, and with the bare HTTP library.

python benchmarks/rest.py [--rounds N]

All make the same call to one server on the loopback address, in turn and in one run. The server is
a process of its own that always gives the same answer, so that the CPU time measured is the
clients' alone. The exit code is 0 whatever the figures.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.metadata import version
from subprocess import PIPE, Popen
from typing import Any

import httpx
from answering_server import ANSWER, SCRIPT
from measure import Row, compare_calls, print_table
from workloads import OURS, PEER, SESSION

SYNC_GOAL = 0.50
ASYNC_GOAL = 0.60
PLAIN_GOAL = 1.25

BATCH = 10
"""Async calls for each start of the event loop, so that starting it does not count."""


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="rest")
    parser.add_argument("--rounds", type=int, default=45, help="rounds of each contestant")
    rounds = parser.parse_args().rounds
    print(f"openai-realtime {version('openai-realtime')} against openai {version('openai')}")
    print(f"and httpx {version('httpx')}, Python {sys.version.split()[0]}: CPU of one call\n")
    with answering_server() as url, asyncio.Runner() as runner:
        print_table(_rows(url, runner, rounds))
    return 0


@contextmanager
def answering_server() -> Iterator[str]:
    """Run the server in a process of its own; gives the base URL of the API."""
    with Popen([sys.executable, str(SCRIPT)], stdout=PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield f"http://127.0.0.1:{int(process.stdout.readline())}/v1"
        finally:
            process.terminate()


def _rows(url: str, runner: asyncio.Runner, rounds: int) -> Iterator[Row]:
    ours, peer, plain = compare_calls(
        _sdk_call(OURS, url), _sdk_call(PEER, url), _plain_call(url), rounds=rounds
    )
    yield Row("sync call", ours, peer, SYNC_GOAL)
    yield Row("sync call, over httpx and pydantic", ours, plain, PLAIN_GOAL)
    ours, peer, plain = (
        seconds / BATCH
        for seconds in compare_calls(
            *(
                _batch(runner, call)
                for call in (
                    _sdk_async_call(OURS, url),
                    _sdk_async_call(PEER, url),
                    _plain_async_call(url),
                )
            ),
            rounds=rounds,
        )
    )
    yield Row("async call", ours, peer, ASYNC_GOAL)
    yield Row("async call, over httpx and pydantic", ours, plain, PLAIN_GOAL)


def _sdk_call(package: str, url: str) -> Callable[[], object]:
    client: Any = import_module(package).OpenAI(api_key="none", base_url=url)
    return _checked(lambda: client.realtime.client_secrets.create(session=SESSION))


def _plain_call(url: str) -> Callable[[], object]:
    client, validate = httpx.Client(timeout=600), _validation()

    def call() -> object:
        response = client.post(f"{url}/realtime/client_secrets", **_plain_request())
        return validate(response.raise_for_status().content)

    return _checked(call)


def _sdk_async_call(package: str, url: str) -> Callable[[], Awaitable[object]]:
    client: Any = import_module(package).AsyncOpenAI(api_key="none", base_url=url)
    return lambda: client.realtime.client_secrets.create(session=SESSION)


def _plain_async_call(url: str) -> Callable[[], Awaitable[object]]:
    client, validate = httpx.AsyncClient(timeout=600), _validation()

    async def call() -> object:
        response = await client.post(f"{url}/realtime/client_secrets", **_plain_request())
        return validate(response.raise_for_status().content)

    return call


def _plain_request() -> dict[str, Any]:
    return {"json": {"session": SESSION}, "headers": {"Authorization": "Bearer none"}}


def _validation() -> Callable[[bytes], object]:
    model: Any = import_module(f"{OURS}.types.realtime").ClientSecretCreateResponse
    validate: Callable[[bytes], object] = model.model_validate_json
    return validate


def _batch(runner: asyncio.Runner, call: Callable[[], Awaitable[object]]) -> Callable[[], object]:
    async def calls() -> object:
        for _ in range(BATCH):
            answer = await call()
        return answer

    return _checked(lambda: runner.run(calls()))


def _checked(call: Callable[[], Any]) -> Callable[[], object]:
    """Make sure that a contestant really gets the answer, else the comparison means nothing.

    Raises:
        AssertionError: it does not.
    """
    value = call().value
    if value != json.loads(ANSWER)["value"]:
        raise AssertionError(f"{value!r} is not what the server answers")
    return call


if __name__ == "__main__":
    raise SystemExit(main())
