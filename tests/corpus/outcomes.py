"""What became of each run, and the sums over a set."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from tests.corpus.documents import DocumentSet, Run
from tests.corpus.importing import Findings


class Status(StrEnum):
    """How a run ended; its value is what the table calls it.

    With drops: it was refused, and generated when `skip` of sdk.yaml named what was wrong.
    """

    GENERATED = "generated"
    DROPPED = "with drops"
    REFUSED = "refused"
    TRACEBACK = "traceback"
    TIMEOUT = "time-out"
    IMPORT_FAILURE = "import failure"


class Said(NamedTuple):
    """A diagnostic as the command prints it. Attributes: code: `SL101`; slug: `unresolved-ref`."""

    code: str
    slug: str
    line: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a run.

    Attributes:
        refusals, warnings: the diagnostics that the command printed; of what was generated with
            drops, those by which they were dropped.
        detail: of a traceback, a time-out or a failed import, what is known of it in one line.
        operations, messages: generated.
        findings: what using the package showed; None when there is none.
        type_errors, strict_errors: lines of mypy and `mypy --strict`; None when it did not run.
        cpu: seconds of all processes of the run. peak: bytes of the largest of them.
    """

    run: Run
    status: Status
    refusals: tuple[Said, ...] = ()
    warnings: tuple[Said, ...] = ()
    detail: str = ""
    operations: int = 0
    messages: int = 0
    findings: Findings | None = None
    type_errors: tuple[str, ...] | None = None
    strict_errors: tuple[str, ...] | None = None
    cpu: float = 0.0
    peak: int = 0


_DIAGNOSTIC = re.compile(r"(?:^|: )(error|warning) (SL[0-9]{3}) ([a-z0-9-]+): ")


def diagnostics_in(log: str, severity: str) -> tuple[Said, ...]:
    """The diagnostics of a severity among the lines that the command printed."""
    found = ((line, _DIAGNOSTIC.search(line)) for line in log.splitlines())
    return tuple(
        Said(match[2], match[3], line) for line, match in found if match and match[1] == severity
    )


def last_line(log: str) -> str:
    """The last line of a traceback, which names the exception."""
    lines = [line for line in log.splitlines() if line and not line[0].isspace()]
    return ascii(lines[-1][:300])[1:-1] if lines else "it printed nothing"


@dataclass(slots=True)
class Totals:
    """Sums over the runs of one set, or of all.

    Attributes:
        documents: by what became of the run that they were in.
        not_run: documents that are counted alone.
        operations, messages: generated, and in the documents.
        examples: those that hold, and those that were tried.
        untyped: examples that were not tried, of schemas without a type of their own.
        type_errors, strict_errors: packages that mypy, or `mypy --strict`, has something to say
            about, of those that it read.
        models: classes whose validators were built.
    """

    name: str
    documents: Counter[Status] = field(default_factory=Counter)
    not_run: int = 0
    operations: tuple[int, int] = (0, 0)
    messages: tuple[int, int] = (0, 0)
    examples: tuple[int, int] = (0, 0)
    untyped: int = 0
    type_errors: tuple[int, int] = (0, 0)
    strict_errors: tuple[int, int] = (0, 0)
    models: int = 0
    cpu: float = 0.0
    peak: int = 0

    def add(self, outcome: Outcome) -> None:
        self.documents[outcome.status] += len(outcome.run.documents)
        self.operations = _sum(self.operations, (outcome.operations, outcome.run.operations))
        self.messages = _sum(self.messages, (outcome.messages, outcome.run.messages))
        if outcome.findings:
            found = (outcome.findings.held, outcome.findings.examples)
            self.examples = _sum(self.examples, found)
            self.untyped += outcome.findings.untyped
            self.models += outcome.findings.models
        if outcome.type_errors is not None:
            self.type_errors = _sum(self.type_errors, (int(bool(outcome.type_errors)), 1))
            self.strict_errors = _sum(self.strict_errors, (int(bool(outcome.strict_errors)), 1))
        self.cpu += outcome.cpu
        self.peak = max(self.peak, outcome.peak)


def _sum(one: tuple[int, int], other: tuple[int, int]) -> tuple[int, int]:
    return one[0] + other[0], one[1] + other[1]


def totals_by_set(sets: Sequence[DocumentSet], outcomes: Iterable[Outcome]) -> list[Totals]:
    """The sums of every set, in the order of the sets, then of all products, and of all sets."""
    by_name = {group.name: Totals(group.name) for group in sets}
    everything, products = Totals("all"), Totals("all products")
    is_product = {group.name: group.is_product for group in sets}
    for group in sets:
        if group.is_schema_suite:
            by_name[group.name].not_run = group.files
            everything.not_run += group.files
    for outcome in outcomes:
        by_name[outcome.run.set_name].add(outcome)
        everything.add(outcome)
        if is_product[outcome.run.set_name]:
            products.add(outcome)
    return [*by_name.values(), products, everything]
