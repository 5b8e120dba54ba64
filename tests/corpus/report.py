"""The outcomes as text for people and as JSON for tools."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from typing import Any

from tests.corpus.outcomes import Outcome, Status, Totals

_MIB = 1 << 20
_HEADINGS = (
    "set", "docs", "generated", "with drops", "refused", "traceback", "time-out", "import",
    "not run",
    "operations", "messages", "models", "examples", "mypy", "strict", "CPU s", "peak MiB",
)  # fmt: skip


def as_text(totals: Sequence[Totals], outcomes: Sequence[Outcome]) -> Iterator[str]:
    """The lines of the report: the table, the codes, then each thing that is not right."""
    yield from _table([_HEADINGS, *map(_row, totals)])
    yield ""
    yield "docs to not run: documents; import: the package was written and cannot be imported."
    yield "operations: methods of the resources / in the documents; messages: distinct ones of each"
    yield "channel, in the IR of what was generated / in the documents; examples: hold / tried."
    yield "models: classes that build their schema; mypy, strict: packages with findings / packages"
    yield "read; with drops: generated once `skip` or `any_protocol` of sdk.yaml or `--root`"
    yield "settles what is refused."
    yield from _codes(outcomes, warnings=False)
    yield from _codes(outcomes, warnings=True)
    for status in (Status.TRACEBACK, Status.TIMEOUT, Status.IMPORT_FAILURE):
        found = [f"{o.run.label}: {o.detail}" for o in outcomes if o.status is status]
        yield from _section(status, found)
    yield from _section("generated, and less than the documents have", list(_lacking(outcomes)))
    for status in (Status.DROPPED, Status.REFUSED):
        ended = [o for o in outcomes if o.status is status]
        yield from _section(
            status, [f"{o.run.label}: {line}" for o in ended for line in _first_refusal(o)]
        )
    yield from _section(
        "examples that do not hold",
        [f"{o.run.label}: {f}" for o in outcomes if o.findings for f in o.findings.differing],
    )
    yield from _section(
        "mypy", [f"{o.run.label}: {line}" for o in outcomes for line in o.type_errors or ()]
    )
    yield from _section(
        "mypy --strict",
        [f"{o.run.label}: {line}" for o in outcomes for line in (o.strict_errors or ())[:1]],
    )


def _row(totals: Totals) -> tuple[str, ...]:
    count = totals.documents
    return (
        totals.name,
        str(count.total() + totals.not_run),
        *(str(count[status] or "-") for status in Status),
        str(totals.not_run or "-"),
        *(
            f"{part}/{whole}" if whole else "-"
            for part, whole in (
                totals.operations,
                totals.messages,
            )
        ),
        str(totals.models or "-"),
        *(
            f"{part}/{whole}" if whole else "-"
            for part, whole in (totals.examples, totals.type_errors, totals.strict_errors)
        ),
        f"{totals.cpu:.1f}",
        f"{totals.peak / _MIB:.0f}",
    )


def _table(rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [row[0].ljust(widths[0]), *map(str.rjust, row[1:], widths[1:])]
        yield "  ".join(cells).rstrip()


def _codes(outcomes: Iterable[Outcome], *, warnings: bool) -> Iterator[str]:
    lines: Counter[str] = Counter()
    documents: Counter[str] = Counter()
    for outcome in outcomes:
        codes = [
            f"{said.code} {said.slug}"
            for said in (outcome.warnings if warnings else outcome.refusals)
        ]
        lines.update(codes)
        documents.update(dict.fromkeys(codes, len(outcome.run.documents)))
    if lines:
        yield ""
        yield f"{'warnings' if warnings else 'refusals'} by code: documents, diagnostics"
        ordered = sorted(documents, key=lambda code: (-documents[code], code))
        yield from _table(
            [(f"  {code}", str(documents[code]), str(lines[code])) for code in ordered]
        )


def _lacking(outcomes: Iterable[Outcome]) -> Iterator[str]:
    for outcome in outcomes:
        if outcome.status not in (Status.GENERATED, Status.DROPPED):
            continue
        for what, made, there in (
            ("operations", outcome.operations, outcome.run.operations),
            ("messages", outcome.messages, outcome.run.messages),
        ):
            if made < there:
                codes = sorted({said.code for said in (*outcome.refusals, *outcome.warnings)})
                said = f"said with {', '.join(codes)}" if codes else "without a word"
                yield f"{outcome.run.label}: {made} of {there} {what}, {said}"


def _first_refusal(outcome: Outcome) -> Iterator[str]:
    if outcome.refusals:
        rest = len(outcome.refusals) - 1
        yield outcome.refusals[0].line + (f" (and {rest} more)" if rest else "")


def _section(title: str, lines: Sequence[str]) -> Iterator[str]:
    if lines:
        yield ""
        yield f"{title} ({len(lines)})"
        yield from (f"  {line}" for line in lines)


def _totals_data(totals: Totals) -> dict[str, Any]:
    return {
        "set": totals.name,
        "documents": {status.value: totals.documents[status] for status in Status},
        "not_run": totals.not_run,
        "operations": totals.operations,
        "messages": totals.messages,
        "examples": totals.examples,
        "untyped": totals.untyped,
        "type_errors": totals.type_errors,
        "strict_errors": totals.strict_errors,
        "models": totals.models,
        "cpu": round(totals.cpu, 3),
        "peak": totals.peak,
    }


def as_data(totals: Sequence[Totals], outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """The report as JSON data: `sets`, the last of which is `all`, and `runs`."""
    return {
        "sets": [_totals_data(entry) for entry in totals],
        "runs": [
            {
                "set": outcome.run.set_name,
                "documents": [document.path for document in outcome.run.documents],
                "status": outcome.status,
                "refusals": [said._asdict() for said in outcome.refusals],
                "warnings": [said._asdict() for said in outcome.warnings],
                "detail": outcome.detail,
                "operations": [outcome.operations, outcome.run.operations],
                "messages": [outcome.messages, outcome.run.messages],
                "findings": asdict(outcome.findings) if outcome.findings else None,
                "type_errors": outcome.type_errors,
                "strict_errors": outcome.strict_errors,
                "cpu": round(outcome.cpu, 3),
                "peak": outcome.peak,
            }
            for outcome in outcomes
        ],
    }
