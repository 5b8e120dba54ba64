"""Spans of OpenTelemetry: one for each call, whatever its attempts.

Nothing is imported for them: a program that has not imported OpenTelemetry has told it nothing of
where spans go, and gets none.
"""

from __future__ import annotations

import sys
from functools import cache
from importlib import import_module
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Self
from urllib.parse import urlsplit

from .errors import APIStatusError

if TYPE_CHECKING:
    from .http import Response
    from .operation import Operation
    from .settings import SDKSettings
    from .url import BaseURL

_MODULE: Final = "opentelemetry.trace"
_PORTS: Final = {"http": 80, "https": 443}
_METHODS: Final = frozenset(
    {"CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "TRACE"}
)
"""Those that the conventions know; a value of any other would be one more kind of call."""


class CallSpan:
    """What is noted of one call; this one notes nothing."""

    def answered(self, response: Response) -> None:
        """Note an answer; the last one counts."""

    def failed(self, error: Exception) -> None:
        """Note an exchange without a usable answer."""

    def retried(self, pause: float) -> None:
        """Note that the request is sent again after so many seconds."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        exc_tb: TracebackType | None,
    ) -> None:
        """End it."""


NO_SPAN: Final = CallSpan()


class _RecordedCall(CallSpan):
    """Names and values are those of the stable conventions for HTTP clients.

    A value is a status, a name of a class, a number, or stands in the API's document; only the
    server's host and port and its id of the request come from elsewhere. No address is among them:
    `url.full` would have what the caller put into the path and the query.
    """

    def __init__(self, span: Any, scope: Any, id_header: str) -> None:
        self._span = span
        self._scope = scope
        self._id_header = id_header
        self._resends = 0
        self._reason = ""

    def answered(self, response: Response) -> None:
        self._reason = str(response.status_code)
        self._span.set_attribute("http.response.status_code", response.status_code)
        identity = response.headers.get(self._id_header)
        if identity is not None:
            self._span.set_attribute(f"http.response.header.{self._id_header}", (identity[:200],))

    def failed(self, error: Exception) -> None:
        self._reason = type(error).__name__

    def retried(self, pause: float) -> None:
        self._resends += 1
        noted = {"http.request.resend_count": self._resends}
        self._span.set_attributes(noted)
        self._span.add_event("retry", {**noted, "error.type": self._reason, "retry.delay": pause})

    def __enter__(self) -> Self:
        self._scope.__enter__()
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        exc_tb: TracebackType | None,
    ) -> None:
        if exc_type is not None:
            reason = exc_type.__qualname__
            if isinstance(exc, APIStatusError):
                reason = str(exc.status_code)
            self._span.set_attribute("error.type", reason)
            self._span.set_status(import_module(_MODULE).StatusCode.ERROR)
        # The exception is not shown to the library, which would keep its text.
        self._scope.__exit__(None, None, None)


def is_on() -> bool:
    """Say whether the program uses OpenTelemetry."""
    return _MODULE in sys.modules


def call_span(settings: SDKSettings, operation: Operation[Any], base_url: BaseURL) -> CallSpan:
    """Begin the span of a call; as a context manager it is the current one, and ends.

    Args:
        settings: the API's.
        operation: what is called.
        base_url: where.
    """
    trace: Any = import_module(_MODULE)
    method = operation.method.upper()
    address = urlsplit(str(base_url))
    known = method in _METHODS
    attributes = {
        "http.request.method": method if known else "_OTHER",
        "url.template": operation.path,
        "server.address": address.hostname or "",
        "server.port": address.port or _PORTS.get(base_url.scheme, 0),
    }
    if not known:
        attributes["http.request.method_original"] = operation.method
    span = tracer(settings.package, settings.version).start_span(
        f"{method if known else 'HTTP'} {operation.path}",
        kind=trace.SpanKind.CLIENT,
        attributes=attributes,
    )
    scope = trace.use_span(
        span, end_on_exit=True, record_exception=False, set_status_on_exception=False
    )
    return _RecordedCall(span, scope, settings.request_id_header.lower())


@cache
def tracer(package: str, version: str) -> Any:
    """Give what makes the spans of an SDK."""
    return import_module(_MODULE).get_tracer(package, version)
