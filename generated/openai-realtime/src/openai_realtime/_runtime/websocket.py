"""WebSocket channels: handshakes, messages and the meaning of a close, without any I/O."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypedDict, TypeVar, cast
from urllib.parse import urljoin

from .auth import AuthParts, option_headers
from .base_client import failed_answer
from .constants import DEFAULT_MAX_MESSAGE_SIZE, DEFAULT_OPEN_TIMEOUT, MAX_ERROR_BODY
from .decode import Decoder
from .encode_json import encode_json, encode_message
from .errors import (
    APIConnectionError,
    APIError,
    APIResponseValidationError,
    APITimeoutError,
    WebSocketConnectionClosedError,
)
from .headers import HeaderList, merge_headers
from .http import is_certificate_error, stand_in_request, stand_in_response
from .query import merge_query, query_pairs
from .request import ClientDefaults
from .settings import SDKSettings, SecurityRequirement
from .text import printable
from .url import expand_path, http_twin, origin, shown_origin, websocket_twin

if TYPE_CHECKING:
    from ssl import SSLContext

    from websockets.exceptions import ConnectionClosed
    from websockets.extensions import ClientExtensionFactory
    from websockets.http11 import Response as HandshakeResponse
    from websockets.typing import Subprotocol

EventT = TypeVar("EventT")

NORMAL_CLOSURE = 1000
GOING_AWAY = 1001
ABNORMAL_CLOSURE = 1006
QUIET_CODES = frozenset({NORMAL_CLOSURE, GOING_AWAY})
"""Close codes (RFC 6455, section 7.4.1) that end an iteration; any other one raises."""

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_LARGEST_TEXT = 123
"""Bytes that a close reason may have (RFC 6455, section 5.5)."""


class WebsocketConnectionOptions(TypedDict, total=False):
    """Options of the `websockets` library's `connect`, for blocking and async alike.

    `write_limit` applies to async connections alone. `compression` is off unless asked for: it
    costs far more time on audio than it saves.
    """

    extensions: Sequence[ClientExtensionFactory] | None
    subprotocols: Sequence[Subprotocol] | None
    compression: str | None
    max_size: int | None
    max_queue: int | tuple[int | None, int | None] | None
    write_limit: int | tuple[int, int | None]
    open_timeout: float | None
    close_timeout: float | None
    ping_interval: float | None
    ping_timeout: float | None
    proxy: str | bool | None
    ssl: SSLContext | None


@dataclass(frozen=True, slots=True)
class Channel(Generic[EventT]):
    """One WebSocket address and what comes over it.

    path: a template such as `/realtime`.
    decoder: for the messages of the server.
    security: the credential alternatives; None sends every credential given.
    """

    path: str
    decoder: Decoder[EventT]
    security: tuple[SecurityRequirement, ...] | None = None


@dataclass(frozen=True, slots=True, repr=False)
class HandshakeArguments:
    """What a connection was asked for with, by wire name."""

    path: Mapping[str, object]
    query: Mapping[str, object]
    headers: Mapping[str, object]
    extra_query: Mapping[str, object]
    extra_headers: Mapping[str, object]


class Handshake:
    """An opening handshake: where to, with which headers, and what its failures mean."""

    def __init__(
        self, settings: SDKSettings, url: str, headers: HeaderList, secrets: tuple[str, ...]
    ) -> None:
        self.settings = settings
        self.url = url
        self.headers = headers
        self.secrets = secrets

    def __repr__(self) -> str:
        return f"Handshake({shown_origin(self.url)!r})"

    def redirected(self, status: int, location: str | None) -> Handshake | None:
        """Give the handshake that a redirect asks for; None when the answer is not one.

        Raises:
            APIConnectionError: it leads to another origin, where no credential may go.
        """
        if status not in _REDIRECTS or not location:
            return None
        try:
            target = urljoin(http_twin(self.url), http_twin(location))
            same = origin(target) == origin(self.url)
        except ValueError:
            same, target = False, "invalid:"
        if not same:
            raise self.failed(f"redirect to another origin refused: {shown_origin(target)}")
        return Handshake(self.settings, websocket_twin(target), self.headers, self.secrets)

    def after_refusal(self, response: HandshakeResponse, *, last: bool) -> Handshake:
        """Give the handshake that follows an answer other than 101.

        Args:
            response: the answer.
            last: no further redirect is followed.

        Raises:
            APIStatusError: the answer is a refusal, or one redirect too many.
            APIConnectionError: it is a redirect to another origin.
        """
        following = self.redirected(response.status_code, response.headers.get("Location"))
        if following is None or last:
            raise self.refused(response)
        return following

    def refused(self, response: HandshakeResponse) -> APIError:
        """Make the exception for an answer other than 101: the class of its HTTP status."""
        content = bytes(response.body or b"")[:MAX_ERROR_BODY]
        answer = stand_in_response(
            http_twin(self.url), response.status_code, list(response.headers.raw_items()), content
        )
        return failed_answer(answer, content, self.settings, self.secrets)

    def failed(self, message: str) -> APIConnectionError:
        """Make the exception for a handshake that led to no answer."""
        return APIConnectionError(
            message=f"WebSocket connection failed: {message}",
            request=stand_in_request(http_twin(self.url)),
        )

    def broken(self, error: Exception) -> APIConnectionError:
        """Make the exception for what the WebSocket library or the socket raised.

        Their text may have the address with its query: only certificate errors are quoted.
        """
        if isinstance(error, TimeoutError):
            return APITimeoutError(stand_in_request(http_twin(self.url)))
        if is_certificate_error(error):
            return self.failed(f"TLS certificate refused: {printable(str(error))}")
        return self.failed(type(error).__name__)


class Deadline:
    """A moment by which all attempts of a handshake together have to be done."""

    def __init__(self, timeout: float | None, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._end = None if timeout is None else now() + timeout

    def remaining(self) -> float | None:
        """Give the seconds left, at least a moment; None without a deadline."""
        return None if self._end is None else max(self._end - self._now(), 0.001)


def handshake(
    channel: Channel[Any],
    arguments: HandshakeArguments,
    defaults: ClientDefaults,
    auth: AuthParts,
) -> Handshake:
    """Build the opening handshake of a channel.

    Raises:
        ValueError, TypeError: an argument cannot be sent.
    """
    settings = defaults.settings
    path = expand_path(channel.path, arguments.path)
    query = merge_query(query_pairs(defaults.query), auth.query)
    query = merge_query(query, query_pairs(arguments.query))
    query = merge_query(query, query_pairs(arguments.extra_query))
    headers = merge_headers(
        (
            {"User-Agent": settings.user_agent},
            dict(settings.default_headers),
            auth.headers,
            option_headers(settings, defaults.options),
            defaults.headers,
            arguments.headers,
            arguments.extra_headers,
        )
    )
    return Handshake(settings, defaults.base_url.join(path, query), headers, auth.values)


def connect_options(given: WebsocketConnectionOptions, *, asynchronous: bool) -> dict[str, Any]:
    """Settle the options of the `websockets` library: the user's over the SDK's defaults."""
    options: dict[str, Any] = {
        "compression": None,
        "max_size": DEFAULT_MAX_MESSAGE_SIZE,
        "open_timeout": DEFAULT_OPEN_TIMEOUT,
        **given,
    }
    if not asynchronous:
        options.pop("write_limit", None)
    if options.get("ssl") is None:
        options.pop("ssl", None)
    # `False` reads well, but the library knows only None for "no proxy".
    if options.get("proxy") is False:
        options["proxy"] = None
    return options


def encode_event(event: object) -> str:
    """Write an event, a model or a mapping, as the JSON text of a message.

    Raises:
        TypeError: something in it has no JSON form.
    """
    if isinstance(event, Mapping):
        return encode_message(cast("Mapping[str, object]", event))
    return encode_json(event)


def closed_error(closed: ConnectionClosed, url: str) -> WebSocketConnectionClosedError:
    """Make the exception for the end of a connection.

    The peer's code counts; without one, the code that this side sent because it found the
    connection unusable (1009 for a message over the limit, 1011 for an unanswered ping); else
    1006.
    """
    frame = closed.rcvd or closed.sent
    return WebSocketConnectionClosedError(
        code=frame.code if frame else ABNORMAL_CLOSURE,
        reason=frame.reason if frame else "",
        request=stand_in_request(http_twin(url)),
    )


def validation_error(error: Exception, body: object, url: str) -> APIResponseValidationError:
    """Make the exception for a message that strict decoding refuses."""
    return APIResponseValidationError(
        stand_in_response(http_twin(url), 101, [], b""), body, message=str(error)
    )


def checked_close(code: int, reason: str) -> tuple[int, str]:
    """Check a close code and reason before they go into a frame.

    Raises:
        ValueError: a code that an application may not send (RFC 6455, section 7.4), or a reason
            of more than 123 bytes.
    """
    if code != NORMAL_CLOSURE and not 3000 <= code <= 4999 and code not in range(1001, 1015):
        raise ValueError(f"{code} is not a close code that can be sent")
    if code in (1004, 1005, 1006):
        raise ValueError(f"{code} is a reserved close code and never sent")
    if len(reason.encode("utf-8", "replace")) > _LARGEST_TEXT:
        raise ValueError(f"a close reason has at most {_LARGEST_TEXT} bytes")
    return code, reason
