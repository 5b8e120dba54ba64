"""The one module that names the HTTP library: another with the same interface takes one line."""

from __future__ import annotations

import ssl

from httpx import (
    URL,
    USE_CLIENT_DEFAULT,
    AsyncByteStream,
    AsyncClient,
    Client,
    ConnectError,
    ConnectTimeout,
    Cookies,
    DecodingError,
    Headers,
    HTTPError,
    InvalidURL,
    Limits,
    LocalProtocolError,
    PoolTimeout,
    ProxyError,
    ReadTimeout,
    Request,
    Response,
    StreamError,
    SyncByteStream,
    Timeout,
    TimeoutException,
    TransportError,
    UnsupportedProtocol,
)

from .constants import (
    DEFAULT_CONNECT_TIMEOUT_SECONDS,
    DEFAULT_MAX_CONNECTIONS,
    DEFAULT_MAX_KEEPALIVE_CONNECTIONS,
    DEFAULT_TIMEOUT_SECONDS,
)
from .errors import APIConnectionError, APITimeoutError, kept_headers
from .retry import Failure
from .sentinels import NotGiven
from .text import printable
from .url import without_query

__all__ = [
    "DEFAULT_LIMITS",
    "DEFAULT_TIMEOUT",
    "HTTP_ERRORS",
    "URL",
    "USE_CLIENT_DEFAULT",
    "AsyncByteStream",
    "AsyncClient",
    "Client",
    "Cookies",
    "DecodingError",
    "Headers",
    "ReadTimeout",
    "Request",
    "Response",
    "SyncByteStream",
    "Timeout",
    "connection_error",
    "failure_of",
    "library_timeout",
    "stand_in_request",
    "stand_in_response",
]

DEFAULT_TIMEOUT = Timeout(DEFAULT_TIMEOUT_SECONDS, connect=DEFAULT_CONNECT_TIMEOUT_SECONDS)
DEFAULT_LIMITS = Limits(
    max_connections=DEFAULT_MAX_CONNECTIONS,
    max_keepalive_connections=DEFAULT_MAX_KEEPALIVE_CONNECTIONS,
)

_LIBRARY_TIMEOUT = Timeout(5.0)

HTTP_ERRORS = (HTTPError, InvalidURL, StreamError)
"""Everything that the library raises while a request is sent or an answer is read."""

_BEFORE_SENDING = (ConnectError, ConnectTimeout, PoolTimeout)
_NEVER_RETRIED = (UnsupportedProtocol, LocalProtocolError, ProxyError, DecodingError)


def failure_of(error: Exception) -> Failure:
    """Say what a failed exchange allows: certificate and usage errors fail the same way again."""
    if not isinstance(error, TransportError) or isinstance(error, _NEVER_RETRIED):
        return Failure.FINAL
    if is_certificate_error(error):
        return Failure.FINAL
    return Failure.NOT_SENT if isinstance(error, _BEFORE_SENDING) else Failure.UNCERTAIN


def connection_error(error: Exception, request: Request) -> APIConnectionError:
    """Make the SDK's exception for a failed exchange; raise it `from` the library's.

    The library's own text is used for its kind alone: a URL in it could carry a key.
    """
    if isinstance(error, TimeoutException):
        return APITimeoutError(request)
    if isinstance(error, InvalidURL):
        return APIConnectionError(message="Invalid URL.", request=request)
    if is_certificate_error(error):
        return APIConnectionError(
            message=f"TLS certificate refused: {printable(str(error))}", request=request
        )
    return APIConnectionError(message=f"Connection error: {type(error).__name__}.", request=request)


def is_certificate_error(error: BaseException | None) -> bool:
    """Say whether a certificate that did not verify is behind the error."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        if isinstance(error, ssl.SSLCertVerificationError):
            return True
        seen.add(id(error))
        error = error.__cause__ or error.__context__
    return False


def library_timeout(
    timeout: float | Timeout | NotGiven | None, http_client: Client | AsyncClient | None
) -> float | Timeout | NotGiven | None:
    """Take the timeout of the user's own HTTP client when the SDK's was not given.

    The library's default on that client does not count: nobody chose it.
    """
    if isinstance(timeout, NotGiven) and http_client is not None:
        chosen = http_client.timeout
        return timeout if chosen == _LIBRARY_TIMEOUT else chosen
    return timeout


def stand_in_request(url: str, method: str = "GET") -> Request:
    """Describe a request or a WebSocket handshake for exceptions: no headers, no query."""
    return Request(method, without_query(url))


def stand_in_response(
    url: str, status: int, headers: list[tuple[str, str]], content: bytes
) -> Response:
    """Describe a refused WebSocket handshake for exceptions."""
    written = (
        (name.encode("latin-1", "replace"), value.encode("utf-8", "surrogateescape"))
        for name, value in headers
    )
    return Response(
        status, headers=kept_headers(written), content=content, request=stand_in_request(url)
    )
