"""Compare the generated SDK with the peer SDK, and the generator with its goals.

python benchmarks/bench.py [--rounds N] [--generator PYTHON]

Everything is measured in one run, ours and the peer's in turn, so that a busy machine slows both.
Times are CPU seconds except where the table says wall. The exit code is 0 whatever the figures.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from statistics import median

from measure import Row, compare_calls, compare_programs, print_table, process_seconds
from workloads import (
    OURS,
    PEER,
    appending,
    check_same_work,
    creating,
    decoding,
    first_event_program,
    recorded_turns,
    synthetic_turn,
    updating,
)

ROOT = Path(__file__).resolve().parent.parent

DECODE_GOAL = 0.05
IMPORT_GOAL = 0.03
FIRST_EVENT_GOAL = 0.30
GENERATE_GOAL = 2.0
CHECK_GOAL = 0.4


def main() -> int:
    """Print the table, line by line as the figures come."""
    parser = argparse.ArgumentParser(prog="bench")
    parser.add_argument("--rounds", type=int, default=11, help="fresh processes for each figure")
    parser.add_argument("--generator", help="interpreter with specloom, to measure that as well")
    options = parser.parse_args()
    check_same_work()
    print(f"openai-realtime {version('openai-realtime')} against openai {version('openai')},")
    print(f"Python {sys.version.split()[0]}, pydantic {version('pydantic')}\n")
    print_table(_rows(options.rounds, options.generator))
    return 0


def _rows(rounds: int, generator: str | None) -> Iterator[Row]:
    for name, frames in (
        ("decode a spoken turn", synthetic_turn()),
        ("decode recorded sessions", recorded_turns()),
    ):
        if frames:
            ours, peer = compare_calls(decoding(OURS, frames), decoding(PEER, frames))
            label = f"{name}, per event of {len(frames)}"
            yield Row(label, ours / len(frames), peer / len(frames), DECODE_GOAL)
    for name, work in (
        ("encode session.update", updating),
        ("encode conversation.item.create", creating),
        ("encode 4.8 kB of audio", appending),
    ):
        ours, peer = compare_calls(work(OURS), work(PEER))
        yield Row(name, ours, peer)
    imports = compare_programs(f"import {OURS}", f"import {PEER}", rounds=rounds)
    yield Row("import, above a bare interpreter", *imports, IMPORT_GOAL)
    first = compare_programs(first_event_program(OURS), first_event_program(PEER), rounds=rounds)
    yield Row("import and decode the first event", *first, FIRST_EVENT_GOAL)
    if generator is not None:
        yield from _generator_rows(generator)


def _generator_rows(python: str) -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as folder:
        common = [str(ROOT / "spec" / "sdk.yaml"), "--out", str(Path(folder) / "sdk")]
        environment = {"SPECLOOM_CACHE_DIR": str(Path(folder) / "cache")}
        specloom = [python, "-m", "codegen"]
        cold = [*specloom, "generate", "--no-cache", *common]
        yield Row(
            "generate the SDK, no cache",
            median(process_seconds(cold)[0] for _ in range(3)),
            goal=GENERATE_GOAL,
        )
        process_seconds([*specloom, "generate", *common], environment)
        warm = [*specloom, "check", *common]
        yield Row(
            "check, nothing changed (wall)",
            median(process_seconds(warm, environment)[1] for _ in range(7)),
            goal=CHECK_GOAL,
        )


if __name__ == "__main__":
    raise SystemExit(main())
