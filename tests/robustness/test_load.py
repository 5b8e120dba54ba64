"""Many calls at once: nothing is lost, nothing is mixed up, and no connection stays open."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

from tests.functional.conftest import GeneratedPackage
from tests.robustness.adversary import Peer, adversary, answer
from tests.robustness.flavours import CREDENTIALS


def echo(peer: Peer) -> None:
    """Answer each request with the id that it asks for."""
    while True:
        name = peer.request().path.rpartition("/")[2]
        peer.send(answer(f'{{"id": "{name}"}}'.encode()))


def test_a_thousand_calls_of_one_async_client(vault: GeneratedPackage) -> None:
    async def main(url: str) -> list[str]:
        async with vault.module().AsyncVault(base_url=url, **CREDENTIALS) as client:
            calls = [client.items.retrieve(str(number)) for number in range(1000)]
            return [item.id for item in await asyncio.gather(*calls)]

    with adversary(echo) as server:
        assert asyncio.run(main(server.url)) == [str(number) for number in range(1000)]
        assert server.wait_until_closed()
    assert len(server.received) == 1000


def test_64_threads_of_one_blocking_client(vault: GeneratedPackage) -> None:
    with adversary(echo) as server:
        with (
            vault.module().Vault(base_url=server.url, **CREDENTIALS) as client,
            ThreadPoolExecutor(64) as threads,
        ):
            numbers = [str(number) for number in range(1000)]
            found = list(threads.map(lambda name: client.items.retrieve(name).id, numbers))
        assert found == numbers
        assert server.wait_until_closed()
    assert len(server.received) == 1000
