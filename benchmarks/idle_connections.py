"""Open connections that nothing comes over, and print the bytes of memory that one takes.

python benchmarks/idle_connections.py PACKAGE URL COUNT

A program of its own: what a process has freed it seldom gives back.
"""

from __future__ import annotations

import asyncio
import gc
import sys
from contextlib import AsyncExitStack
from importlib import import_module
from pathlib import Path
from typing import Any

from measure import allow_open_files

SCRIPT = Path(__file__).resolve()

WARM_UP = 20
"""Connections opened before counting, so that what is loaded once does not count."""


async def main(package: str, url: str, count: int) -> None:
    """Print the growth for each of `count` connections."""
    client: Any = import_module(package).AsyncOpenAI(api_key="none", base_url=url)
    async with AsyncExitStack() as stack:

        async def enter(number: int) -> None:
            for _ in range(number):
                await stack.enter_async_context(client.realtime.connect(model="gpt-realtime"))

        await enter(WARM_UP)
        before = own_bytes()
        await enter(count)
        print((own_bytes() - before) / count)


def own_bytes() -> int:
    """Bytes of memory that belong to this process alone (proc(5), smaps_rollup)."""
    gc.collect()
    lines = Path("/proc/self/smaps_rollup").read_text(encoding="ascii").splitlines()
    return 1024 * sum(int(line.split()[1]) for line in lines if line.startswith("Private_"))


if __name__ == "__main__":
    allow_open_files()
    asyncio.run(main(sys.argv[1], sys.argv[2], int(sys.argv[3])))
