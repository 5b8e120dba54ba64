"""How the benchmarks measure: CPU time, two contestants in turn, medians."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

SHORTEST_ROUND = 0.03
"""Seconds of CPU time that one round takes at least, far above the clock's resolution."""

SAMPLE = 0.02
"""Seconds between two looks at the memory of a program."""


def in_seconds(seconds: float) -> str:
    """Write a time."""
    if seconds < 0.001:
        return f"{seconds * 1e6:.2f} us"
    return f"{seconds * 1e3:.1f} ms" if seconds < 1 else f"{seconds:.2f} s"


def in_bytes(size: float) -> str:
    """Write an amount of memory."""
    return f"{size / 1024:.1f} KiB"


@dataclass(frozen=True)
class Row:
    """A line of the table: the cost of ours and of the peer's, and the goal.

    Attributes:
        name: what was measured.
        ours, peer: cost of one unit of work, in seconds; `peer` is None where there is no peer.
        goal: highest ratio ours / peer, or highest cost where there is no peer.
        shown: writes a cost, where it is not in seconds.
    """

    name: str
    ours: float
    peer: float | None = None
    goal: float | None = None
    shown: Callable[[float], str] = in_seconds

    @property
    def value(self) -> float:
        """What the goal is about: the ratio, or the cost."""
        return self.ours if self.peer is None else self.ours / self.peer


def print_table(rows: Iterable[Row], *, other: str = "peer") -> None:
    """Print the rows, line by line as the figures come; `other` is what ours is compared with."""
    print(f"{'':<44} {'ours':>10} {other:>10} {f'ours/{other}':>10} {'goal':>8}")
    for row in rows:
        print(_line(row), flush=True)


def compare_calls(*works: Callable[[], object], rounds: int = 15) -> tuple[float, ...]:
    """CPU seconds of one call of each, in this process: medians over alternating rounds."""
    repeats = [_repeats(work) for work in works]
    seconds: list[list[float]] = [[] for _ in works]
    for _ in range(rounds):
        for taken, work, repeat in zip(seconds, works, repeats, strict=True):
            taken.append(_cpu_seconds(work, repeat) / repeat)
    return tuple(median(taken) for taken in seconds)


def compare_programs(ours: str, peer: str, *, rounds: int) -> tuple[float, float]:
    """CPU seconds of two programs, each in a fresh interpreter, above that of an empty one."""
    programs = ("pass", ours, peer)
    for program in programs:  # once unmeasured: byte code is compiled, files are in memory
        process_seconds([sys.executable, "-c", program])
    seconds: tuple[list[float], list[float], list[float]] = ([], [], [])
    for _ in range(rounds):
        for side, program in enumerate(programs):
            seconds[side].append(process_seconds([sys.executable, "-c", program])[0])
    bare = median(seconds[0])
    return median(seconds[1]) - bare, median(seconds[2]) - bare


def process_seconds(
    command: Sequence[str], environment: Mapping[str, str] | None = None
) -> tuple[float, float]:
    """CPU and wall seconds of a process and its children.

    Raises:
        subprocess.CalledProcessError: it failed; its output goes to standard error.
    """
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    subprocess.run(
        command,
        check=True,
        stdout=subprocess.DEVNULL,
        env={**os.environ, **(environment or {})},
    )
    wall = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime) - (before.ru_utime + before.ru_stime), wall


@dataclass(frozen=True)
class Cost:
    """What a program cost, its children included.

    Attributes:
        cpu, wall: seconds.
        peak: bytes of memory of all its processes at one time; where `/proc` does not tell, of the
            largest.
    """

    cpu: float
    wall: float
    peak: float


def process_cost(command: Sequence[str], log: Path, environment: Mapping[str, str]) -> Cost:
    """Run a program and watch it; what it says goes to the log, whatever its exit code."""
    started = time.perf_counter()
    with log.open("wb") as file:
        process = subprocess.Popen(
            command, stdout=file, stderr=subprocess.STDOUT, env={**os.environ, **environment}
        )
    peak = 0
    while True:
        pid, _, usage = os.wait4(process.pid, os.WNOHANG)
        if pid:
            break
        peak = max(peak, sum(map(_resident_bytes, _family(process.pid))))
        time.sleep(SAMPLE)
    wall = time.perf_counter() - started
    process.returncode = 0
    # getrusage(2): bytes on macOS, KiB elsewhere.
    largest = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    return Cost(usage.ru_utime + usage.ru_stime, wall, max(peak, largest))


def _line(row: Row) -> str:
    ratio = "" if row.peer is None else f"{row.value:.3f}"
    peer = "" if row.peer is None else row.shown(row.peer)
    goal = verdict = ""
    if row.goal is not None:
        goal = f"{row.goal:g}" if row.peer is not None else row.shown(row.goal)
        verdict = "pass" if row.value <= row.goal else "MISS"
    return f"{row.name:<44} {row.shown(row.ours):>10} {peer:>10} {ratio:>10} {goal:>8} {verdict}"


def allow_open_files() -> None:
    """Raise the limit of open files to what the system allows."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def _family(pid: int) -> list[int]:
    """A process and all below it, as far as `/proc` tells."""
    try:
        text = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    except OSError:
        return [pid]
    return [pid, *(member for child in text.split() for member in _family(int(child)))]


def _resident_bytes(pid: int) -> int:
    try:
        pages = Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]
    except (OSError, IndexError):
        return 0
    return int(pages) * resource.getpagesize()


def _repeats(work: Callable[[], object]) -> int:
    """How many calls make a round; one call before warms up whatever is lazy."""
    work()
    repeats = 1
    while _cpu_seconds(work, repeats) < SHORTEST_ROUND:
        repeats *= 2
    return repeats


def _cpu_seconds(work: Callable[[], object], repeats: int) -> float:
    started = time.process_time()
    for _ in range(repeats):
        work()
    return time.process_time() - started
