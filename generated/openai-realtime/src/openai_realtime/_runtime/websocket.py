"""WebSocket channels: messages and the meaning of a close, without any I/O.

The HTTP library is not needed for reading messages, and is loaded only for making exceptions.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypedDict, TypeVar, cast

from .decode import DecodeError
from .dispatch import MessageDecoder
from .encode_json import encode_json, encode_message
from .errors import APIResponseValidationError, WebSocketConnectionClosedError

if TYPE_CHECKING:
    from ssl import SSLContext

    from websockets.exceptions import ConnectionClosed
    from websockets.extensions import ClientExtensionFactory
    from websockets.typing import Subprotocol

    from .settings import SecurityRequirement

EventT = TypeVar("EventT")

NORMAL_CLOSURE = 1000
GOING_AWAY = 1001
ABNORMAL_CLOSURE = 1006
QUIET_CODES = frozenset({NORMAL_CLOSURE, GOING_AWAY})
"""Close codes (RFC 6455, section 7.4.1) that end an iteration; any other one raises."""

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
    security: the credential alternatives; None for the API's default.
    url: its server, when that is another one than that of the API's other sockets.
    text: whether messages can be bare text, which is sent and given as it is.
    keep_alive: the message that keeps the connection open while nothing else is sent.
    """

    path: str
    decoder: MessageDecoder[EventT]
    security: tuple[SecurityRequirement, ...] | None = None
    url: str | None = None
    text: bool = False
    keep_alive: str | None = None


@dataclass(frozen=True, slots=True, repr=False)
class HandshakeArguments:
    """What a connection was asked for with, by wire name."""

    path: Mapping[str, object]
    query: Mapping[str, object]
    headers: Mapping[str, object]
    extra_query: Mapping[str, object]
    extra_headers: Mapping[str, object]


def encode_event(event: object, *, text: bool = False) -> str | bytes:
    """Write an event, a model or a mapping, as the JSON text of a message; bytes are one already.

    Args:
        event: what to write.
        text: a string is the message itself.

    Raises:
        TypeError: something in it has no JSON form.
    """
    if isinstance(event, (bytes, bytearray, memoryview)):
        return bytes(cast("bytes", event))
    if text and isinstance(event, str):
        return event
    if isinstance(event, Mapping):
        return encode_message(cast("Mapping[str, object]", event))
    return encode_json(event)


def closed_error(closed: ConnectionClosed, url: str) -> WebSocketConnectionClosedError:
    """Make the exception for the end of a connection.

    The peer's code counts; without one, the code that this side sent because it found the
    connection unusable (1009 for a message over the limit, 1011 for an unanswered ping); else
    1006.
    """
    from .http import stand_in_request
    from .url import http_twin

    frame = closed.rcvd or closed.sent
    return WebSocketConnectionClosedError(
        code=frame.code if frame else ABNORMAL_CLOSURE,
        reason=frame.reason if frame else "",
        request=stand_in_request(http_twin(url)),
    )


def event_parser(
    decoder: MessageDecoder[EventT], url: str, *, strict: bool
) -> Callable[[str | bytes], EventT]:
    """Choose what turns data into an event; it is called for every message."""
    if not strict:
        return decoder.decode

    def parse(data: str | bytes) -> EventT:
        try:
            return decoder.decode_strict(data)
        except DecodeError as error:
            raise _validation_error(error, url) from None

    return parse


def _validation_error(error: DecodeError, url: str) -> APIResponseValidationError:
    from .http import stand_in_response
    from .url import http_twin

    answer = stand_in_response(http_twin(url), 101, [], b"")
    return APIResponseValidationError(answer, error.body, message=str(error))


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
