"""Generate from one OpenAPI document, and let openapi-python-client do the same in the same run.

python benchmarks/generate.py --openapi FILE [--peer PROGRAM] [--generator PYTHON] [--rounds N]

Each takes its turn, in a fresh process and a fresh folder, without any cache. The figures are
medians, memory that of all processes together. The exit code is 0 whatever the figures.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from measure import Cost, process_cost

ROOT = Path(__file__).resolve().parent.parent
PEER = "openapi-python-client"

MEMORY_GOAL = 600 << 20
# What the peer says of an operation that it does not generate.
_DROPPED = re.compile(r"^WARNING parsing .* Endpoint will not be generated", re.MULTILINE)


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="generate")
    parser.add_argument("--openapi", type=Path, required=True, metavar="FILE")
    parser.add_argument("--peer", default=PEER, help=f"the program {PEER}")
    parser.add_argument("--generator", default=sys.executable, help="interpreter with specloom")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    ours, peer, said = _measure(
        options.openapi.resolve(), options.generator, options.peer, max(options.rounds, 1)
    )
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    print(f"{options.openapi.name}, {options.openapi.stat().st_size / 1e6:.1f} MB, {cores} cores\n")
    print(f"{'':<24} {'specloom':>10} {PEER:>22} {'ours/peer':>10} {'goal':>8}")
    for name, one, other in (
        ("wall", ours.wall, peer.wall),
        ("CPU, all processes", ours.cpu, peer.cpu),
    ):
        verdict = "pass" if one <= other else "MISS"
        print(f"{name:<24} {one:>8.2f} s {other:>20.2f} s {one / other:>10.2f} {'1':>8} {verdict}")
    verdict = "pass" if ours.peak <= MEMORY_GOAL else "MISS"
    memory = f"{_mb(ours.peak):>10} {_mb(peer.peak):>22} {ours.peak / peer.peak:>10.2f}"
    print(f"{'peak memory':<24} {memory} {_mb(MEMORY_GOAL):>8} {verdict}")
    print(f"\noperations that {PEER} left out: {len(_DROPPED.findall(said))}")
    return 0


def _measure(document: Path, generator: str, program: str, rounds: int) -> tuple[Cost, Cost, str]:
    costs: tuple[list[Cost], list[Cost]] = ([], [])
    said = ""
    # Both run programs that were installed with them.
    folders = [str(Path(p).parent) for p in (generator, program) if os.sep in p]
    environment = {"PATH": os.pathsep.join([*folders, os.environ["PATH"]])}
    for _ in range(rounds):
        for side in (0, 1):
            with tempfile.TemporaryDirectory() as folder:
                output = Path(folder) / "sdk"
                command = (_ours if side == 0 else _peers)(document, output, generator, program)
                log = Path(folder) / "log"
                costs[side].append(process_cost(command, log, {**environment, **_SIDES[side]}))
                said = log.read_text(encoding="utf-8", errors="replace")
                if not any(output.rglob("*.py")):
                    raise SystemExit(f"{command[0]} generated nothing: {said[-1000:]}")
    return _medians(costs[0]), _medians(costs[1]), said


_SIDES = ({"PYTHONPATH": str(ROOT)}, {"PYTHONPATH": ""})


def _ours(document: Path, output: Path, generator: str, program: str) -> Sequence[str]:
    del program
    arguments = ["--openapi", str(document), "--package", "sdk", "--out", str(output)]
    return [generator, "-m", "codegen", "generate", *arguments, "--no-cache"]


def _peers(document: Path, output: Path, generator: str, program: str) -> Sequence[str]:
    del generator
    return [program, "generate", "--path", str(document), "--output-path", str(output)]


def _medians(costs: Sequence[Cost]) -> Cost:
    return Cost(
        median(cost.cpu for cost in costs),
        median(cost.wall for cost in costs),
        max(cost.peak for cost in costs),
    )


def _mb(size: float) -> str:
    return f"{size / (1 << 20):.0f} MiB"


if __name__ == "__main__":
    raise SystemExit(main())
