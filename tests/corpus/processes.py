"""Work in processes of its own, with limits, and what each of them cost.

A process is a fork of this one, which has imported the generator and its libraries: so thousands
of runs take minutes, and none can leave anything behind for the next.
"""

from __future__ import annotations

import os
import resource
import signal
import sys
import time
import traceback
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn, TypeVar

_POLL_SECONDS = 0.01
# `ru_maxrss` (getrusage(2)) counts in bytes on macOS, in KiB elsewhere.
_RSS_UNIT = 1 if sys.platform == "darwin" else 1024

ResultT = TypeVar("ResultT")


@dataclass(frozen=True, slots=True)
class Task:
    """Work for one process.

    Attributes:
        work: is called in the process; an exception ends it with exit code 1 and a traceback.
        log: where its standard output and standard error go.
        seconds: wall-clock time after which it is killed.
        memory: bytes of address space that it may have, None for no limit.
    """

    work: Callable[[], None]
    log: Path
    seconds: float
    memory: int | None


@dataclass(frozen=True, slots=True)
class Finished:
    """How a process ended, and what it and its children cost.

    Attributes:
        exit_code: negative for a signal, None when it was killed at its time limit.
        cpu: seconds in user and system mode.
        peak: bytes, of the largest single process.
    """

    exit_code: int | None
    cpu: float
    peak: int


Steps = Generator[Task, Finished, ResultT]
"""Tasks one after the other: each `yield` gives a task and gets how it ended."""


def run_concurrently(chains: Iterable[Steps[ResultT]], jobs: int) -> Iterator[ResultT]:
    """Run every chain of tasks, `jobs` at a time; results come as the chains end."""
    waiting = iter(chains)
    running: list[tuple[Steps[ResultT], _Process]] = []
    try:
        while True:
            while len(running) < jobs and (chain := next(waiting, None)) is not None:
                running.append((chain, _Process(next(chain))))
            if not running:
                return
            for chain, process in list(running):
                finished = process.poll()
                if finished is None:
                    continue
                running.remove((chain, process))
                try:
                    running.append((chain, _Process(chain.send(finished))))
                except StopIteration as end:
                    yield end.value
            time.sleep(_POLL_SECONDS)
    finally:
        for _, process in running:
            process.kill()


class _Process:
    def __init__(self, task: Task) -> None:
        sys.stdout.flush()
        sys.stderr.flush()
        self._deadline = time.monotonic() + task.seconds
        self._killed = False
        self._pid = os.fork()
        if self._pid == 0:
            _work(task)

    def poll(self) -> Finished | None:
        pid, status, usage = os.wait4(self._pid, os.WNOHANG)
        if pid == 0:
            if time.monotonic() > self._deadline and not self._killed:
                self._killed = True
                self._signal()
            return None
        code = None if self._killed else os.waitstatus_to_exitcode(status)
        return Finished(code, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * _RSS_UNIT)

    def kill(self) -> None:
        self._signal()
        os.waitpid(self._pid, 0)

    def _signal(self) -> None:
        try:
            os.killpg(self._pid, signal.SIGKILL)
        except ProcessLookupError:
            # It has not come as far as its own group.
            os.kill(self._pid, signal.SIGKILL)


def _work(task: Task) -> NoReturn:
    code = 1
    try:
        # A group of its own: what it starts can be killed with it.
        os.setsid()
        _redirect(task.log)
        if task.memory is not None:
            resource.setrlimit(resource.RLIMIT_AS, (task.memory, task.memory))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        task.work()
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:  # noqa: BLE001 - whatever it was, the process ends here and says so.
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        # Neither this process's cleanup nor its caller's code may run a second time.
        os._exit(code)


def _redirect(log: Path) -> None:
    file = log.open("w", buffering=1, encoding="utf-8", errors="backslashreplace")
    # The streams for this process, the descriptors for what it starts.
    sys.stdout = sys.stderr = file
    for stream in (1, 2):
        os.dup2(file.fileno(), stream)
