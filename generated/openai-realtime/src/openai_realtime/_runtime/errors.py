"""Every exception that the SDK raises, and how an answer of the server becomes one.

Messages carry neither credentials nor raw control characters and are bounded; what the server
sent, unchanged, is on `body`. All are picklable: a pickled error keeps the method, the address
without its query, the status, the headers and the body of the answer, and none of the request's
headers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Literal, cast

from .answer_notes import hide_credentials, request_id_of
from .constants import MAX_ERROR_BODY
from .text import mask, printable

if TYPE_CHECKING:
    from .http import Request, Response

_EXCHANGE = frozenset({"request", "response"})
_OF_THE_BODY = frozenset({b"content-encoding", b"content-length", b"transfer-encoding"})


class SDKError(Exception):
    """The base of everything that the SDK raises on purpose."""

    def __reduce__(self) -> tuple[object, ...]:
        state = {
            name: _portable(value) if name in _EXCHANGE else value
            for name, value in self.__dict__.items()
        }
        return (_restore, (type(self), self.args, state))


class APIError(SDKError):
    """A request that did not end well.

    code, param, type: as the server names them in the body's `error` object or in the body.
    """

    message: str
    request: Request
    body: object | None
    code: str | None
    param: str | None
    type: str | None

    def __init__(self, message: str, request: Request, *, body: object | None) -> None:
        super().__init__(message)
        self.message = message
        self.request = request
        self.body = body
        details = error_details(body)
        self.code = _text_of(details, "code")
        self.param = _text_of(details, "param")
        self.type = _text_of(details, "type")


class APIResponseValidationError(APIError):
    """An answer that is not what the API promises: not JSON, or not of the declared shape."""

    response: Response
    status_code: int
    request_id: str | None

    def __init__(
        self, response: Response, body: object | None, *, message: str | None = None
    ) -> None:
        hide_credentials(response)
        super().__init__(
            message or "Data returned by API invalid for expected schema.",
            response.request,
            body=body,
        )
        self.response = response
        self.status_code = response.status_code
        self.request_id = request_id_of(response)


class APIStatusError(APIError):
    """An answer with a status that means failure.

    parsed: the body as the type that the API declares for this failure; None where it declares
        none, or the body is not of it. `body` has the JSON either way.
    """

    response: Response
    status_code: int
    request_id: str | None
    parsed: object | None = None

    def __init__(
        self,
        message: str,
        *,
        response: Response,
        body: object | None,
        request_id_header: str = "x-request-id",
    ) -> None:
        super().__init__(message, response.request, body=body)
        self.response = response
        self.status_code = response.status_code
        self.request_id = response.headers.get(request_id_header)


class APIConnectionError(APIError):
    """No usable answer: the connection failed, was refused, broke or spoke another protocol.

    is_final: whether another attempt would fail the same way: a certificate that is refused, or a
        redirect to another origin.
    """

    is_final: bool = False

    def __init__(self, *, message: str = "Connection error.", request: Request) -> None:
        super().__init__(message, request, body=None)


class APITimeoutError(APIConnectionError):
    """The server took longer than the timeout allows."""

    def __init__(self, request: Request) -> None:
        super().__init__(message="Request timed out.", request=request)


class WebSocketConnectionClosedError(APIConnectionError):
    """The WebSocket connection ended.

    code: the close code (RFC 6455, section 7.4); 1006 when the connection broke without one.
    reason: the peer's text, unchanged; in the message it is escaped.
    unsent_messages: those that waited for a connection and were never sent, in order.
    uncertain_messages: those that were handed to a connection which broke before it showed that
        they had arrived, in order; they may have, and they were not sent again.

    Messages are kept by connections that reconnect; other ones raise where a message is sent.
    """

    # A close code is a number wherever WebSockets are spoken of; the base has the text of a body.
    code: int  # type: ignore[assignment]
    reason: str
    unsent_messages: tuple[str | bytes, ...]
    uncertain_messages: tuple[str | bytes, ...]

    def __init__(
        self,
        *,
        code: int,
        reason: str = "",
        request: Request,
        unsent_messages: tuple[str | bytes, ...] = (),
        uncertain_messages: tuple[str | bytes, ...] = (),
    ) -> None:
        shown = f": {printable(reason)}" if reason else ""
        kept = "".join(
            f"; {len(messages)} {kind}"
            for messages, kind in (
                (unsent_messages, "unsent"),
                (uncertain_messages, "of unknown fate"),
            )
            if messages
        )
        super().__init__(
            message=f"WebSocket connection closed with code {code}{shown}{kept}", request=request
        )
        self.code = code  # pyright: ignore[reportIncompatibleVariableOverride]
        self.reason = reason
        self.unsent_messages = unsent_messages
        self.uncertain_messages = uncertain_messages


class WebSocketQueueFullError(SDKError):
    """A message was not taken: those that wait for a connection have `max_queue_size` bytes."""


class WebSocketReplyError(APIError):
    """A request over a WebSocket was answered with something else than it asks for.

    event: the answer, an error of the API or a message that the API does not describe.
    """

    event: object

    def __init__(self, event: object, request: Request) -> None:
        super().__init__(
            f"the answer to the request is {type(event).__name__}, which means no success",
            request,
            body=None,
        )
        self.event = event


class WebSocketEventError(APIError):
    """The server sent a message named `error`, and no handler takes it.

    event: the message.
    """

    event: object

    def __init__(self, event: object, request: Request, *, body: object | None) -> None:
        # Not in the server's words, which may quote a credential: they are on `body`.
        code = _text_of(error_details(body), "code")
        shown = f" with the code {printable(code)!a}" if code else ""
        super().__init__(
            f"the server sent {type(event).__name__}{shown}, and no handler takes it",
            request,
            body=body,
        )
        self.event = event


class BadRequestError(APIStatusError):
    """400: the server does not understand the request."""

    status_code: Literal[400] = 400  # pyright: ignore[reportIncompatibleVariableOverride]


class AuthenticationError(APIStatusError):
    """401: the credentials are missing or wrong."""

    status_code: Literal[401] = 401  # pyright: ignore[reportIncompatibleVariableOverride]


class PermissionDeniedError(APIStatusError):
    """403: the credentials do not allow this."""

    status_code: Literal[403] = 403  # pyright: ignore[reportIncompatibleVariableOverride]


class NotFoundError(APIStatusError):
    """404: there is no such thing."""

    status_code: Literal[404] = 404  # pyright: ignore[reportIncompatibleVariableOverride]


class ConflictError(APIStatusError):
    """409: the request conflicts with the state of the thing."""

    status_code: Literal[409] = 409  # pyright: ignore[reportIncompatibleVariableOverride]


class UnprocessableEntityError(APIStatusError):
    """422: the request is well formed and its content is refused."""

    status_code: Literal[422] = 422  # pyright: ignore[reportIncompatibleVariableOverride]


class RateLimitError(APIStatusError):
    """429: too many requests, or a used-up quota."""

    status_code: Literal[429] = 429  # pyright: ignore[reportIncompatibleVariableOverride]


class InternalServerError(APIStatusError):
    """500 to 599: the server failed."""


_BY_STATUS: dict[int, type[APIStatusError]] = {
    400: BadRequestError,
    401: AuthenticationError,
    403: PermissionDeniedError,
    404: NotFoundError,
    409: ConflictError,
    422: UnprocessableEntityError,
    429: RateLimitError,
}


def error_class(status: int) -> type[APIStatusError]:
    """Give the exception class of an HTTP status."""
    if 500 <= status < 600:
        return InternalServerError
    return _BY_STATUS.get(status, APIStatusError)


def status_error(
    response: Response,
    body: object | None,
    *,
    secrets: Iterable[str] = (),
    request_id_header: str = "x-request-id",
    detail: str | None = None,
) -> APIStatusError:
    """Make the exception for an answer with a failure status.

    Args:
        response: the answer, already read as far as it will be.
        body: its JSON value, or its text when it is not JSON, or None.
        secrets: the credentials of the request, masked should the server quote them.
        request_id_header: the header that names the request on the server's side.
        detail: our own words, used instead of the server's.
    """
    details = error_details(body)
    said = detail or _said_by_server(details, body)
    message = f"Error code: {response.status_code}"
    if said:
        message = f"{message} - {printable(mask(said, secrets))}"
    return error_class(response.status_code)(
        message,
        response=response,
        body=details if details is not None else body,
        request_id_header=request_id_header,
    )


def error_details(body: object | None) -> Mapping[str, object] | None:
    """Give the object that describes the error: the body's `error` object, or the body itself."""
    if not isinstance(body, Mapping):
        return None
    fields = cast("Mapping[str, object]", body)
    inner = fields.get("error")
    return cast("Mapping[str, object]", inner) if isinstance(inner, Mapping) else fields


def kept_headers(headers: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """Give the headers of an answer that hold for a copy of it, whose body is decoded or cut."""
    return [item for item in headers if item[0].lower() not in _OF_THE_BODY]


def _said_by_server(details: Mapping[str, object] | None, body: object | None) -> str:
    for name in ("message", "detail", "error", "title", "error_description"):
        said = details.get(name) if details else None
        if isinstance(said, str) and said:
            return said
    return str(body)[:MAX_ERROR_BODY] if body is not None else ""


def _text_of(details: Mapping[str, object] | None, name: str) -> str | None:
    value = details.get(name) if details else None
    return value if value is None or isinstance(value, str) else str(value)


def _restore(
    kind: type[SDKError], arguments: tuple[object, ...], state: dict[str, object]
) -> SDKError:
    """Rebuild a pickled error without running its constructor."""
    error = kind.__new__(kind, *arguments)
    error.args = arguments
    error.__dict__.update(state)
    return error


def _portable(value: object) -> object:
    """Reduce a request or a response to what may leave the process: no credentials, no sockets."""
    # Looked up by attributes: this module does not import the HTTP library at run time.
    if hasattr(value, "status_code") and hasattr(value, "request"):
        return _portable_response(cast("Response", value))
    if hasattr(value, "method") and hasattr(value, "url"):
        return _portable_request(cast("Request", value))
    return value


def _portable_request(request: Request) -> Request:
    return type(request)(request.method, request.url.copy_with(query=None, fragment=None))


def _portable_response(response: Response) -> Response:
    try:
        content = response.content
    except RuntimeError:  # a streamed answer that was not read
        content = b""
    kept = kept_headers(response.headers.raw)
    return type(response)(
        response.status_code,
        headers=[item for item in kept if item[0].lower() != b"set-cookie"],
        content=content,
        request=_portable_request(response.request),
    )
