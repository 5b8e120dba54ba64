"""Which streams of events are resumed: what sdk.yaml says, or else what the documents show."""

from __future__ import annotations

from collections.abc import Iterable

from codegen.config import Config
from codegen.diagnostics import Code, quote
from codegen.findings import Findings
from codegen.ir import sdk
from codegen.ir.api import Operation, ParameterIn
from codegen.settings import keys_of, report_unused

_LAST_EVENT_ID = "last-event-id"


class ResumedStreams:
    """Says which streams are asked for again after a break.

    Without a word in sdk.yaml that is a GET with a header `Last-Event-ID`: only a server that keeps
    its events has a use for it (WHATWG HTML, section 9.2.4).
    """

    def __init__(self, config: Config) -> None:
        self._config = config
        told = config.streams.resume
        self._every_get = told if isinstance(told, bool) else None
        self._listed = frozenset(told) if isinstance(told, list) else None

    def has(self, operation: Operation, method: sdk.Method) -> bool:
        """Whether a method's stream is among them."""
        if not method.has_events:
            return False
        if self._listed is not None:
            return not self._listed.isdisjoint(keys_of(operation))
        if operation.method != "GET":
            return False
        if self._every_get is not None:
            return self._every_get
        headers = method.arguments_in(ParameterIn.HEADER)
        return any(argument.wire.reveal().lower() == _LAST_EVENT_ID for argument in headers)

    def check(self, found: Iterable[tuple[Operation, sdk.Method]], findings: Findings) -> None:
        """Note every operation that sdk.yaml lists and that is not there, or has no events."""
        told = self._config.streams.resume
        if not isinstance(told, list):
            return
        methods = {key: method for operation, method in found for key in keys_of(operation)}
        for index, key in enumerate(told):
            method = methods.get(key)
            if method is None:
                report_unused(findings, self._config, ("streams", "resume"), key, methods, at=index)
            elif not method.has_events:
                findings.error(
                    Code.UNUSED_SETTING,
                    f"`streams.resume` names {quote(key)}, whose answer is no stream of events",
                    self._config.location("streams", "resume", index),
                )
