"""Generate from every document of a folder of real ones, and say what came of it.

    python -m tests.corpus.corpus [--corpus DIR] [--set NAME ...] [--jobs 2] [--json OUT] [--mypy]

Exit codes: 0 done, 1 a traceback, a time-out or a package that cannot be imported, 2 bad usage.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.corpus.documents import INDEX, DocumentSet, Run, plan_runs, read_sets
from tests.corpus.outcomes import Outcome, Status, totals_by_set
from tests.corpus.report import as_data, as_text
from tests.corpus.running import Settings, run_all
from tests.corpus.suite import Score, run_suite, suite_data, suite_lines

DEFAULT_CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"

EXIT_DEFECT = 1
EXIT_USAGE = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the tool and return its exit code."""
    options = _parse(arguments)
    try:
        sets, runs = _choose(options)
    except _UsageError as error:
        print(error, file=sys.stderr)
        return EXIT_USAGE
    products = frozenset(group.name for group in sets if group.is_product)
    settings = Settings(options.corpus.resolve(), options.jobs, options.mypy, products)
    outcomes = _run(runs, settings)
    totals = totals_by_set(sets, outcomes)
    for line in as_text(totals, outcomes):
        print(line)
    scores = {} if options.document else _run_suites(sets, options.corpus)
    for name, found in scores.items():
        for line in suite_lines(name, found):
            print(line)
    if options.json:
        text = json.dumps({**as_data(totals, outcomes), "suites": suite_data(scores)}, indent=1)
        options.json.write_text(f"{text}\n", encoding="utf-8")
    sound = {Status.GENERATED, Status.DROPPED, Status.REFUSED}
    return 0 if all(outcome.status in sound for outcome in outcomes) else EXIT_DEFECT


def _run_suites(sets: Sequence[DocumentSet], corpus: Path) -> dict[str, list[Score]]:
    """The scores of the test suites of JSON Schema among the sets."""
    with tempfile.TemporaryDirectory(prefix="specloom-suite-") as folder:
        return {
            group.name: list(run_suite(corpus / group.name, Path(folder)))
            for group in sets
            if group.is_schema_suite
        }


class _UsageError(Exception):
    """What was asked for is not there."""


def _choose(options: argparse.Namespace) -> tuple[list[DocumentSet], list[Run]]:
    if not (options.corpus / INDEX).is_file():
        raise _UsageError(f"there is no corpus: {options.corpus / INDEX} does not exist")
    sets = read_sets(options.corpus, options.set)
    unknown = set(options.set) - {group.name for group in sets}
    if unknown:
        raise _UsageError(f"the corpus has no set called {', '.join(sorted(unknown))}")
    runs = plan_runs(sets)
    unknown = set(options.document) - {d.path for run in runs for d in run.documents}
    if unknown:
        raise _UsageError(f"the chosen sets have no document {', '.join(sorted(unknown))}")
    if options.document:
        runs = [run for run in runs if any(d.path in options.document for d in run.documents)]
    return sets, runs


def _run(runs: Sequence[Run], settings: Settings) -> list[Outcome]:
    """The outcome of every run, in the order of the runs."""
    outcomes: dict[Run, Outcome] = {}
    for outcome in run_all(runs, settings):
        outcomes[outcome.run] = outcome
        _show_progress(len(outcomes), len(runs), outcome)
    return [outcomes[run] for run in runs]


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="corpus", description="Generate from every document of a folder of real ones."
    )
    parser.add_argument("--corpus", type=Path, default=DEFAULT_CORPUS, metavar="DIR")
    parser.add_argument("--set", nargs="+", default=[], metavar="NAME", help="only these sets")
    parser.add_argument(
        "--document", nargs="+", default=[], metavar="PATH", help="only the runs with these"
    )
    parser.add_argument("--jobs", type=int, default=2, metavar="N")
    parser.add_argument("--json", type=Path, metavar="OUT", help="write the report for tools")
    parser.add_argument(
        "--mypy", action="store_true", help="type check the packages of whole products"
    )
    options = parser.parse_args(arguments)
    if options.jobs < 1:
        parser.error("--jobs is 1 or more")
    return options


def _show_progress(done: int, all_: int, outcome: Outcome) -> None:
    if sys.stderr.isatty():
        print(f"\r{done}/{all_} {outcome.run.label[:60]:<60}", end="", file=sys.stderr)
        if done == all_:
            print(file=sys.stderr)


if __name__ == "__main__":
    raise SystemExit(main())
