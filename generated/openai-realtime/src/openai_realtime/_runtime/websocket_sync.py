"""Blocking WebSocket connections: the thin shell over `websockets.sync`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from types import TracebackType
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from .constants import DEFAULT_MAX_QUEUE_SIZE, MAX_REDIRECTS
from .decode import as_bytes
from .encode_json import encode_message
from .errors import AuthenticationError, SDKError, WebSocketConnectionClosedError
from .recordable import Recordable
from .send_queue import SendQueue
from .websocket import (
    NORMAL_CLOSURE,
    QUIET_CODES,
    Channel,
    HandshakeArguments,
    WebsocketConnectionOptions,
    checked_close,
    closed_error,
    encode_event,
    event_parser,
)

if TYPE_CHECKING:
    from websockets.exceptions import ConnectionClosed
    from websockets.sync.client import ClientConnection

    from .client import SyncAPIClient
    from .handshake import Handshake
    from .link_sync import SyncLink, SyncTerms
    from .reconnecting import OnReconnected, OnReconnecting, ReconnectPolicy
    from .settings import Credential

EventT = TypeVar("EventT")
ConnectionT = TypeVar("ConnectionT", bound="SyncConnection[Any]")


class SyncConnection(Recordable, Generic[EventT]):
    """An open connection.

    Threads may send while one other receives.

    Args:
        connection: the connection of the `websockets` library.
        url: its address, for exceptions.
        strict: raise for a message that is not of its declared type.
        handshake: how it was opened, for recordings.
        terms: how it is opened again when it breaks, and kept open; None when it is neither.
    """

    _channel: ClassVar[Channel[Any]]
    _link: SyncLink | None = None

    def __init__(
        self,
        connection: ClientConnection,
        *,
        url: str = "wss://unknown.invalid",
        strict: bool = False,
        handshake: Handshake | None = None,
        terms: SyncTerms | None = None,
    ) -> None:
        self._connection: ClientConnection = connection
        self._decode: bool | None = None if self._channel.text else False
        self._url = url
        self._handshake = handshake
        if terms is not None:
            from .link_sync import SyncLink

            self._link = SyncLink(self, self._adopt, self._shown, connection, url, terms)
        self._parse_event: Callable[[str | bytes], EventT] = event_parser(
            self._channel.decoder, url, strict=strict
        )

    @cached_property
    def _closed(self) -> type[ConnectionClosed]:
        # Looked up when something was raised: reading a message does not need the library.
        from websockets.exceptions import ConnectionClosed

        return ConnectionClosed

    def _adopt(self, connection: ClientConnection, handshake: Handshake) -> None:
        """Use the connection that was opened in place of a lost one."""
        self._url, self._handshake = handshake.url, handshake
        self._connection = self._recorded(connection)

    def _shown(self, connection: ClientConnection) -> ClientConnection:
        """Give what is used for a connection, the present one or one before it."""
        recorder = self._recorder
        return connection if recorder is None else self._recording_of(connection, recorder)

    @property
    def reconnections(self) -> int:
        """How often the connection broke and was opened again.

        What the server sent in between is lost, unless the API gives it again.
        """
        return self._link.reconnections if self._link is not None else 0

    def take_uncertain_messages(self) -> tuple[str | bytes, ...]:
        """Give the messages whose fate is unknown, in order, and forget them.

        They were handed to a connection that broke before it showed that they had arrived, and
        are never sent again by themselves.
        """
        return self._link.take_uncertain() if self._link is not None else ()

    def recv_bytes(self) -> bytes:
        """Wait for a message and give its bytes, whether it came as text or binary.

        Raises:
            WebSocketConnectionClosedError: the connection has ended.
        """
        if self._link is not None:
            return as_bytes(self._link.recv(decode=False))
        try:
            return self._connection.recv(decode=False)
        except self._closed as closed:
            raise closed_error(closed, self._url) from None  # its text has the reason unescaped

    def send_raw(self, data: str | bytes) -> None:
        """Send text as a text message, bytes as a binary message.

        Raises:
            WebSocketConnectionClosedError: the connection has ended.
            WebSocketQueueFullError: it is being opened again, and too many messages wait.
        """
        if self._link is not None:
            self._link.send(data)
            return
        try:
            self._connection.send(data)
        except self._closed as closed:
            raise closed_error(closed, self._url) from None  # its text has the reason unescaped

    def send_message(self, message: Mapping[str, object]) -> None:
        """Send a message made of fields, by wire name; `omit` values are left out."""
        self.send_raw(encode_message(message))

    def close(self, *, code: int = NORMAL_CLOSURE, reason: str = "") -> None:
        """Close the connection, at the latest after the `close_timeout`.

        While it is being opened again, that ends at once; messages that wait are not sent.

        Raises:
            ValueError: the code may not be sent, or the reason is too long.
        """
        checked = checked_close(code, reason)
        if self._link is not None:
            self._link.close(*checked)
        else:
            self._connection.close(*checked)

    def __enter__(self: ConnectionT) -> ConnectionT:
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        exc_tb: TracebackType | None,
    ) -> None:
        self.close()

    def _flush(self) -> None:
        """Send what was queued before there was a connection."""
        if self._link is not None:
            self._link.flush()

    def _recv_event(self) -> EventT:
        return self._parse_event(self._recv_data())

    def _recv_data(self) -> str | bytes:
        """Wait for the data of a message: as text where a text is told from its bytes."""
        try:
            return (self._link or self._connection).recv(decode=self._decode)
        except self._closed as closed:
            raise closed_error(closed, self._url) from None  # its text has the reason unescaped

    def _send_event(self, event: object) -> None:
        self.send_raw(encode_event(event, text=self._channel.text))

    def _iterate_events(self) -> Iterator[EventT]:
        while True:
            try:
                # As `_recv_data`, less the call: every message comes through here.
                data = (self._link or self._connection).recv(decode=self._decode)
            except self._closed as closed:
                end = closed_error(closed, self._url)
                break
            except WebSocketConnectionClosedError as closed:
                end = closed
                break
            yield self._parse_event(data)
        if not self._ended_well(end):
            raise end from end.__cause__

    def _ended_well(self, closed: WebSocketConnectionClosedError) -> bool:
        """Say whether an iteration just stops at this end."""
        return closed.code in QUIET_CODES and (self._link is None or self._link.ended_well)


class SyncConnectionResource:
    """A group of the messages that one can send over a connection."""

    def __init__(self, connection: SyncConnection[Any]) -> None:
        self._connection = connection


class SyncConnectionManager(Generic[ConnectionT]):
    """Opens a connection on entry and closes it on exit; or call `enter` and close it yourself.

    Args:
        connection_class: the class of the connection.
        client: whose address, credentials and headers are used.
        channel: what is connected to.
        path, query, headers: the channel's declared parameters, by wire name.
        extra_query, extra_headers: what the user adds, stronger than all else.
        options: of the `websockets` library.
        reconnect: whether, and when, a connection that breaks is opened again.
        on_reconnecting, on_reconnected: the user's hooks.
        max_queue_size: bytes of the messages that wait for a connection.
        keep_alive: seconds without another message after which the channel's own is sent.
    """

    def __init__(
        self,
        connection_class: Callable[..., ConnectionT],
        client: SyncAPIClient,
        channel: Channel[Any],
        *,
        path: Mapping[str, object],
        query: Mapping[str, object],
        headers: Mapping[str, object],
        extra_query: Mapping[str, object],
        extra_headers: Mapping[str, object],
        options: WebsocketConnectionOptions,
        reconnect: ReconnectPolicy | bool | None = None,
        on_reconnecting: OnReconnecting | None = None,
        on_reconnected: OnReconnected[ConnectionT] | None = None,
        max_queue_size: int = DEFAULT_MAX_QUEUE_SIZE,
        keep_alive: float | None = None,
    ) -> None:
        self._connection_class = connection_class
        self._client = client
        self._channel = channel
        self._arguments = HandshakeArguments(path, query, headers, extra_query, extra_headers)
        self._options = options
        self._sent: Mapping[Credential, str] = {}
        self._reconnect = reconnect
        self._on_reconnecting = on_reconnecting
        self._on_reconnected = on_reconnected
        self._queue = SendQueue(max_queue_size)
        self._keep_alive = keep_alive
        self._open: ConnectionT | None = None

    def enter(self) -> ConnectionT:
        """Connect now; the caller closes the connection.

        Raises:
            APIStatusError: the server refused the handshake with an HTTP status.
            APIConnectionError: no connection came about; `APITimeoutError` when none did within
                the `open_timeout`.
            ValueError, TypeError: an argument cannot be sent.
        """
        terms = self._terms()
        connection, shake = self._dial(self._arguments)
        opened = self._connection_class(
            connection,
            url=shake.url,
            strict=self._client.strict_response_validation,
            handshake=shake,
            terms=terms,
        )
        self._open = opened
        if terms is not None:
            opened._flush()  # pyright: ignore[reportPrivateUsage]
        return opened

    def _send_early(self, event: object) -> None:
        """Keep a message until there is a connection, to be sent before all others.

        Raises:
            SDKError: there is a connection, over which it can be sent.
            WebSocketQueueFullError: too many messages wait already.
        """
        if self._open is not None:
            raise SDKError("the connection is open: send the message over it")
        self._queue.put(encode_event(event, text=self._channel.text))

    def _dial(self, arguments: HandshakeArguments) -> tuple[ClientConnection, Handshake]:
        """Open a connection with the credentials of now; give how it was opened too."""
        try:
            return self._connect(arguments)
        except AuthenticationError:
            # The token was good for no more: once with another one.
            if not self._client.discard_tokens(self._sent):
                raise
            return self._connect(arguments)

    def _connect(self, arguments: HandshakeArguments) -> tuple[ClientConnection, Handshake]:
        from .handshake import connect_options, handshake

        self._sent = {}
        defaults, auth = self._client.websocket_defaults(self._channel.security, self._channel.url)
        self._sent = auth.credentials
        shake = handshake(self._channel, arguments, defaults, auth)
        return _connect(shake, connect_options(self._options, shake.url, asynchronous=False))

    def _terms(self) -> SyncTerms | None:
        """Settle how the connection is kept; None when nothing was asked for."""
        hooks = (self._on_reconnecting, self._on_reconnected)
        wants_none = self._reconnect is None and hooks == (None, None)
        if wants_none and self._keep_alive is None and not len(self._queue):
            return None
        from .link import terms_of
        from .reconnecting import policy_of

        return terms_of(
            policy_of(self._reconnect, *hooks),
            self._arguments,
            self._dial,
            *hooks,
            queue=self._queue,
            keep_alive=(self._channel.keep_alive, self._keep_alive),
            package=self._client.settings.package,
        )

    def __enter__(self) -> ConnectionT:
        return self.enter()

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        exc_tb: TracebackType | None,
    ) -> None:
        if self._open is not None:
            self._open.close()


def _connect(shake: Handshake, options: dict[str, Any]) -> tuple[ClientConnection, Handshake]:
    """Open a connection, following redirects within the origin; give its handshake too."""
    from .deadline import Deadline
    from .logging import websocket_logger
    from .websocket_library import CONNECT_ERRORS, HandshakeRefusedError, open_connection

    logger = websocket_logger(shake.settings)
    deadline = Deadline(options.pop("open_timeout"))
    for hop in range(MAX_REDIRECTS + 1):
        timeout = deadline.remaining()
        try:
            opened = open_connection(
                shake.url, shake.headers, {**options, "open_timeout": timeout}, logger
            )
        except HandshakeRefusedError as refused:
            response = refused.response
        except CONNECT_ERRORS as error:
            # The library's text may hold the address with its query, a proxy's password or raw
            # bytes of the server: it stays on `__context__`, out of printed tracebacks.
            raise shake.broken(error) from None
        else:
            return opened, shake
        shake = shake.after_refusal(response, last=hop == MAX_REDIRECTS)
    raise AssertionError("unreachable")  # pragma: no cover
