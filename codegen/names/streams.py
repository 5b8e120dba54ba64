"""Which streams of events are resumed: what sdk.yaml says, or else what the documents show."""

from __future__ import annotations

from collections.abc import Iterable

from codegen.config import Config
from codegen.diagnostics import Code, quote
from codegen.findings import Findings
from codegen.ir import sdk
from codegen.ir.api import Operation, ParameterIn
from codegen.settings import operation_keys, report_unused

_LAST_EVENT_ID = "last-event-id"


def operation_names(operation: Operation) -> tuple[str, ...]:
    """What an operation is called in sdk.yaml."""
    identifier = operation.identifier.reveal() if operation.identifier else None
    return operation_keys(operation.method, operation.path.reveal(), identifier)


def resumes(operation: Operation, method: sdk.Method, config: Config) -> bool:
    """Say whether a method's stream is asked for again after a break.

    Without a word in sdk.yaml this takes a GET with a header `Last-Event-ID`: only a server that
    keeps its events has a use for it (WHATWG HTML, section 9.2.4).
    """
    if not method.has_events:
        return False
    told = config.streams.resume
    if isinstance(told, list):
        return not {*operation_names(operation)}.isdisjoint(told)
    if operation.method != "GET":
        return False
    if told is not None:
        return told
    headers = method.arguments_in(ParameterIn.HEADER)
    return any(argument.wire.reveal().lower() == _LAST_EVENT_ID for argument in headers)


def check_resumed(
    found: Iterable[tuple[Operation, sdk.Method]], config: Config, findings: Findings
) -> None:
    """Note every operation that sdk.yaml lists and that is not there, or has no events."""
    told = config.streams.resume
    if not isinstance(told, list):
        return
    listed = [(name, m) for operation, m in found for name in operation_names(operation)]
    methods = dict(listed)
    for index, key in enumerate(told):
        method = methods.get(key)
        if method is None:
            report_unused(findings, config, ("streams", "resume"), key, methods, at=index)
        elif not method.has_events:
            findings.error(
                Code.UNUSED_SETTING,
                f"`streams.resume` names {quote(key)}, whose answer is no stream of events",
                config.location("streams", "resume", index),
            )
