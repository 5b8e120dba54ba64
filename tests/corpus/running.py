"""One run from end to end: generate, import, and type check if it is wanted."""

from __future__ import annotations

import gc
import importlib
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from codegen.cache import fingerprint
from tests.corpus.documents import Run
from tests.corpus.dropping import ATTEMPTS, Skipped, with_drops, write_configuration
from tests.corpus.generating import Example, Generation, generate
from tests.corpus.importing import Findings, use_package
from tests.corpus.outcomes import Outcome, Status, diagnostics_in, last_line
from tests.corpus.processes import Finished, Steps, Task, run_concurrently

SECONDS = 60.0
MEMORY = 2 << 30
# Type checking shows what the package is worth, and is nobody's but mypy's cost.
MYPY_SECONDS = 600.0

_BAD_INPUT = 2
# Imported once, before the first fork: what every run would import itself.
_SHARED_MODULES = (
    "codegen.documents",
    "codegen.formatting",
    "codegen.names.sdk",
    "codegen.output",
    "codegen.resolve",
    "datamodel_code_generator",
    "datamodel_code_generator.parser.openapi",
    "httpx",
    "pydantic",
    "websockets.asyncio.client",
    "websockets.sync.client",
)


@dataclass(frozen=True, slots=True)
class Settings:
    """Attributes: jobs: runs at a time; mypy: whether packages of products are type checked."""

    corpus: Path
    jobs: int = 2
    mypy: bool = False
    products: frozenset[str] = frozenset()


def run_all(runs: Iterable[Run], settings: Settings) -> Iterator[Outcome]:
    """Do every run; outcomes come as they are ready.

    The working folder is the corpus meanwhile: messages show paths as the index has them.
    """
    for name in _SHARED_MODULES:
        importlib.import_module(name)
    fingerprint(())
    gc.freeze()
    before = Path.cwd()
    with tempfile.TemporaryDirectory(prefix="specloom-corpus-") as folder:
        os.chdir(settings.corpus)
        try:
            chains = (
                _steps(run, Path(folder) / str(number), settings) for number, run in enumerate(runs)
            )
            yield from run_concurrently(chains, settings.jobs)
        finally:
            os.chdir(before)


def _steps(run: Run, folder: Path, settings: Settings) -> Steps[Outcome]:
    folder.mkdir()
    try:
        return (yield from _outcome(run, folder, settings))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _outcome(run: Run, folder: Path, settings: Settings) -> Generator[Task, Finished, Outcome]:
    answer, log, project = folder / "answer.json", folder / "log", folder / "project"
    finished = yield Task(partial(generate, run, project, answer), log, SECONDS, MEMORY)
    outcome = _cost(_generated(run, finished, _text(log)), finished)
    if outcome.status is Status.REFUSED:
        outcome = yield from _with_drops(outcome, folder, settings)
    if outcome.status not in (Status.GENERATED, Status.DROPPED):
        return outcome
    generation = _generation(answer)
    outcome = replace(outcome, operations=generation.operations, messages=generation.messages)
    finished = yield Task(partial(use_package, project, generation, answer), log, SECONDS, MEMORY)
    outcome = _cost(_used(outcome, finished, log, answer), finished)
    if settings.mypy and run.set_name in settings.products:
        strictly = yield from _check_types(project, log, folder.parent / "mypy-strict", "--strict")
        # What passes the strict check passes the other.
        plainly = strictly and (yield from _check_types(project, log, folder.parent / "mypy"))
        outcome = replace(outcome, type_errors=plainly, strict_errors=strictly)
    return outcome


def _with_drops(
    outcome: Outcome, folder: Path, settings: Settings
) -> Generator[Task, Finished, Outcome]:
    """Try again without what is refused, as long as `skip` can name it."""
    run, log, configuration = outcome.run, folder / "log", folder / "sdk.yaml"
    refusals, skipped = outcome.refusals, Skipped()
    said = list(refusals)
    for _ in range(ATTEMPTS):
        more = with_drops(skipped, refusals, settings.corpus)
        if more is None:
            return outcome
        skipped = more
        write_configuration(configuration, run, settings.corpus, skipped)
        work = partial(generate, run, folder / "project", folder / "answer.json", configuration)
        finished = yield Task(work, log, SECONDS, MEMORY)
        outcome = _cost(outcome, finished)
        again = _generated(run, finished, _text(log))
        if again.status is Status.GENERATED:
            return replace(
                outcome, status=Status.DROPPED, refusals=tuple(said), warnings=again.warnings
            )
        if again.status is not Status.REFUSED:
            return replace(outcome, status=again.status, detail=f"with drops: {again.detail}")
        refusals = again.refusals
        said += refusals
    return outcome


def _generated(run: Run, finished: Finished, log: str) -> Outcome:
    if finished.exit_code is None:
        return Outcome(run, Status.TIMEOUT, detail=f"generating took over {SECONDS:.0f} s")
    if finished.exit_code == 0:
        return Outcome(run, Status.GENERATED, warnings=diagnostics_in(log, "warning"))
    refusals = diagnostics_in(log, "error")
    if finished.exit_code == _BAD_INPUT and refusals:
        return Outcome(run, Status.REFUSED, refusals)
    return Outcome(run, Status.TRACEBACK, detail=_ending(finished, log))


def _used(outcome: Outcome, finished: Finished, log: Path, answer: Path) -> Outcome:
    if finished.exit_code is None:
        detail = f"importing took over {SECONDS:.0f} s"
        return replace(outcome, status=Status.TIMEOUT, detail=detail)
    if finished.exit_code != 0:
        detail = _ending(finished, _text(log))
        return replace(outcome, status=Status.IMPORT_FAILURE, detail=detail)
    findings = Findings(**json.loads(answer.read_text(encoding="utf-8")))
    if findings.problems:
        rest = len(findings.problems) - 1
        detail = findings.problems[0] + (f" (and {rest} more)" if rest else "")
        return replace(outcome, status=Status.IMPORT_FAILURE, detail=detail, findings=findings)
    return replace(outcome, findings=findings)


def _text(log: Path) -> str:
    # What a process that it starts prints need not be UTF-8.
    return log.read_text(encoding="utf-8", errors="backslashreplace")


def _ending(finished: Finished, log: str) -> str:
    return f"exit code {finished.exit_code}: {last_line(log)}"


def _cost(outcome: Outcome, finished: Finished) -> Outcome:
    return replace(outcome, cpu=outcome.cpu + finished.cpu, peak=max(outcome.peak, finished.peak))


def _generation(answer: Path) -> Generation:
    data = json.loads(answer.read_text(encoding="utf-8"))
    return Generation(**{**data, "examples": tuple(Example(**e) for e in data["examples"])})


def _type_errors(finished: Finished, log: Path) -> tuple[str, ...]:
    text = _text(log)
    if finished.exit_code == 0:
        return ()
    found = tuple(line for line in text.splitlines() if ": error:" in line)
    return found or (f"mypy failed: {_ending(finished, text)}",)


def _check_types(
    project: Path, log: Path, cache: Path, *options: str
) -> Generator[Task, Finished, tuple[str, ...]]:
    """The lines of mypy about a package."""
    finished = yield Task(partial(_run_mypy, project, cache, *options), log, MYPY_SECONDS, None)
    return _type_errors(finished, log)


def _run_mypy(project: Path, cache: Path, *options: str) -> None:
    os.chdir(project)
    arguments = ["--config-file=", *options, "--no-error-summary", "--cache-dir", str(cache)]
    os.execv(sys.executable, [sys.executable, "-m", "mypy", *arguments, "src"])
