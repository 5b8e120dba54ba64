"""Opening a WebSocket: where to, with which headers, and what its failures mean; no I/O."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from .auth import AuthParts, option_headers
from .constants import DEFAULT_MAX_MESSAGE_SIZE, DEFAULT_OPEN_TIMEOUT, MAX_ERROR_BODY
from .errors import APIConnectionError, APIError, APITimeoutError
from .exchange import failed_answer
from .headers import HeaderList, merge_headers
from .http import is_certificate_error, stand_in_request, stand_in_response
from .query import declared_pairs, merge_query, query_pairs
from .request import ClientDefaults, refuse_exposure
from .settings import SDKSettings
from .text import printable
from .url import expand_path, http_twin, is_loopback, origin, shown_origin, websocket_twin
from .websocket import Channel, HandshakeArguments, WebsocketConnectionOptions

if TYPE_CHECKING:
    from websockets.http11 import Response as HandshakeResponse

_REDIRECTS = frozenset({301, 302, 303, 307, 308})


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
            raise self._refusal(f"redirect to another origin refused: {shown_origin(target)}")
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
            return self._refusal(f"TLS certificate refused: {printable(str(error))}")
        return self.failed(type(error).__name__)

    def _refusal(self, message: str) -> APIConnectionError:
        """Make the exception for what this side does not accept, however often it is tried."""
        error = self.failed(message)
        error.is_final = True
        return error


def handshake(
    channel: Channel[Any],
    arguments: HandshakeArguments,
    defaults: ClientDefaults,
    auth: AuthParts,
) -> Handshake:
    """Build the opening handshake of a channel.

    Raises:
        ValueError, TypeError: an argument cannot be sent.
        SDKError: credentials would be sent without TLS to another machine.
    """
    settings = defaults.settings
    path = expand_path(channel.path, arguments.path)
    query = merge_query(query_pairs(defaults.query), auth.query)
    query = merge_query(query, declared_pairs(arguments.query))
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
    refuse_exposure(defaults, auth, headers)
    return Handshake(settings, defaults.base_url.join(path, query), headers, auth.values)


def connect_options(
    given: WebsocketConnectionOptions, url: str, *, asynchronous: bool
) -> dict[str, Any]:
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
    if "proxy" not in options and is_loopback(urlsplit(url).hostname or ""):
        # Credentials may go to the machine itself in the clear, and not through the network.
        options["proxy"] = None
    # `False` reads well, but the library knows only None for "no proxy".
    if options.get("proxy") is False:
        options["proxy"] = None
    return options
