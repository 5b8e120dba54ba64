"""What blocking and asyncio clients share: options and decisions, no I/O."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from . import telemetry
from .auth import AuthParts, changed_options, has_grant, initial_options, needed_credentials
from .constants import DEFAULT_MAX_RESPONSE_BYTES, DEFAULT_MAX_RETRIES
from .encode_json import without_iterators
from .errors import APITimeoutError, SDKError
from .exchange import ExchangeDecisions
from .headers import merge_headers
from .http import DEFAULT_TIMEOUT, HTTP_ERRORS, URL, Timeout, stand_in_request
from .logging import hide_query_keys, sdk_logger
from .operation import Operation
from .request import Arguments, ClientDefaults, PreparedRequest, prepare
from .secrets import Secret, revealed
from .sentinels import NotGiven, not_given
from .settings import Credential, SDKSettings, SecurityRequirement
from .url import BaseURL, expand_path, fill_variables, parse_base_url

if TYPE_CHECKING:
    from .http import Response
    from .oauth import Grant
    from .pool import Pool
    from .results import Result
    from .telemetry import CallSpan

T = TypeVar("T")


class BaseAPIClient(ExchangeDecisions):
    """Options, and what they make of a request before it is sent.

    Args:
        settings: the API's.
        options: the values given for the settings' options; None reads the variable.
        base_url: replaces the API's address.
        websocket_base_url: replaces the address that WebSocket connections start from.
        timeout: seconds for each phase of a request, or a `Timeout`; None waits for ever.
        max_retries: how many times a failed request is sent again.
        max_response_bytes: the largest answer that is read into memory; None for any.
        allow_insecure: send credentials without TLS to other machines, too.
        default_headers, default_query: sent with every request.
        strict_response_validation: raise when an answer or message is not of its declared type.

    Raises:
        SDKError: a credential is missing or cannot be sent, or an address is not usable.
        TypeError, ValueError: `max_retries` or `max_response_bytes` is not a whole number from 0
            up, or a default header cannot be sent.
    """

    # A copy shares both; what they hold is a matter of the subclass.
    _pool: Pool[Any]
    _tokens: Any

    def __init__(
        self,
        settings: SDKSettings,
        *,
        options: Mapping[str, object],
        base_url: str | URL | None = None,
        websocket_base_url: str | URL | None = None,
        timeout: float | Timeout | NotGiven | None = not_given,
        max_retries: int = DEFAULT_MAX_RETRIES,
        max_response_bytes: int | None = DEFAULT_MAX_RESPONSE_BYTES,
        allow_insecure: bool = False,
        default_headers: Mapping[str, object] | None = None,
        default_query: Mapping[str, object] | None = None,
        strict_response_validation: bool = False,
    ) -> None:
        self._settings = settings
        self._options = initial_options(settings, options, os.environ)
        self._base_url, self._base_url_is_default = self._settle_base_url(base_url)
        self._websocket_base_url = _settle_websocket_url(websocket_base_url)
        self._timeout = DEFAULT_TIMEOUT if isinstance(timeout, NotGiven) else timeout
        self.max_retries = max_retries
        self.max_response_bytes = max_response_bytes
        self.allow_insecure = allow_insecure
        self._default_headers = dict(without_iterators(default_headers or {}))
        merge_headers((self._default_headers,))  # refuses a bad header now, not at the first call
        self._default_query = dict(without_iterators(default_query or {}))
        self._strict = strict_response_validation
        self._logger = sdk_logger(settings, os.environ)
        hide_query_keys(settings)
        self._grants()  # refuses a bad token endpoint now, not at the first call

    # Options as the user sees them

    @property
    def base_url(self) -> URL:
        """The address that every path is joined to; it ends in a slash."""
        return URL(self._base_url.join("/"))

    @base_url.setter
    def base_url(self, value: str | URL) -> None:
        self._base_url, self._base_url_is_default = self._settle_base_url(value)

    @property
    def websocket_base_url(self) -> str | URL | None:
        """The address that WebSocket connections start from; None derives it."""
        return None if self._websocket_base_url is None else URL(str(self._websocket_base_url))

    @websocket_base_url.setter
    def websocket_base_url(self, value: str | URL | None) -> None:
        self._websocket_base_url = _settle_websocket_url(value)

    @property
    def timeout(self) -> float | Timeout | None:
        """Seconds for each phase of a request."""
        return self._timeout

    @timeout.setter
    def timeout(self, value: float | Timeout | None) -> None:
        self._timeout = value

    @property
    def max_retries(self) -> int:
        """How many times a failed request is sent again."""
        return self._max_retries

    @max_retries.setter
    def max_retries(self, value: int) -> None:
        self._max_retries = _checked_count("max_retries", value, "0 turns retries off")

    @property
    def max_response_bytes(self) -> int | None:
        """The largest answer that is read into memory, decompressed; None for any."""
        return self._max_response_bytes

    @max_response_bytes.setter
    def max_response_bytes(self, value: int | None) -> None:
        if value is not None:
            _checked_count("max_response_bytes", value, "None sets no limit")
        self._max_response_bytes = value

    @property
    def default_headers(self) -> dict[str, object]:
        """The headers that the user added to every request."""
        return dict(self._default_headers)

    @property
    def default_query(self) -> dict[str, object]:
        """The query parameters that the user added to every request."""
        return dict(self._default_query)

    @property
    def strict_response_validation(self) -> bool:
        """Whether answers and messages have to be exactly of their declared type."""
        return self._strict

    @property
    def settings(self) -> SDKSettings:
        """What the SDK knows about the API."""
        return self._settings

    def is_closed(self) -> bool:
        """Say whether the client can no longer send requests."""
        return self._pool.is_closed

    def __repr__(self) -> str:
        url = self._base_url
        shown = BaseURL(url.scheme, url.authority, url.path, "")
        return f"{type(self).__name__}(base_url={str(shown)!r})"

    def _option(self, name: str) -> str | None:
        """Read an option: None when not given, `""` when it is a callable."""
        value = self._options.get(name)
        if isinstance(value, Secret):
            return value.reveal()
        if callable(value):
            return ""
        return None if value is None else str(value)

    def _credential(self, name: str) -> str:
        """Read an option that is required: `""` when it is a callable."""
        return self._option(name) or ""

    def _set_option(self, name: str, value: object) -> None:
        """Change an option; a credential is checked as at construction."""
        present = {key: revealed(old) for key, old in self._options.items()}
        given = changed_options(self._settings, present, {name: value})
        self._options = initial_options(self._settings, given, {})
        if self._base_url_is_default:
            self._base_url = self._declared_base_url()

    # Copies

    def _copy(
        self,
        *,
        options: Mapping[str, object],
        base_url: str | URL | None = None,
        websocket_base_url: str | URL | None = None,
        timeout: float | Timeout | NotGiven | None = not_given,
        max_retries: int | NotGiven = not_given,
        max_response_bytes: int | NotGiven | None = not_given,
        allow_insecure: bool | NotGiven = not_given,
        default_headers: Mapping[str, object] | None = None,
        set_default_headers: Mapping[str, object] | None = None,
        default_query: Mapping[str, object] | None = None,
        set_default_query: Mapping[str, object] | None = None,
        http_client: object | None = None,
        extra: Mapping[str, Any] | None = None,
    ) -> Self:
        """Make a client with some options changed; everything else stays, the pool included.

        `default_*` add to the present ones, `set_default_*` replace them.

        Raises:
            ValueError: both forms were given for headers or for query parameters.
        """
        if default_headers is not None and set_default_headers is not None:
            raise ValueError("`default_headers` and `set_default_headers` exclude each other")
        if default_query is not None and set_default_query is not None:
            raise ValueError("`default_query` and `set_default_query` exclude each other")
        kept = {name: revealed(value) for name, value in self._options.items()}
        changed = {name: value for name, value in options.items() if value is not None}
        headers = {**self._default_headers, **(default_headers or {})}
        query = {**self._default_query, **(default_query or {})}
        arguments: dict[str, Any] = {
            **changed_options(self._settings, kept, changed),
            "base_url": base_url or (None if self._base_url_is_default else str(self._base_url)),
            "websocket_base_url": websocket_base_url or self.websocket_base_url,
            "timeout": self._timeout if isinstance(timeout, NotGiven) else timeout,
            "max_retries": self.max_retries if isinstance(max_retries, NotGiven) else max_retries,
            "default_headers": headers if set_default_headers is None else set_default_headers,
            "default_query": query if set_default_query is None else set_default_query,
            "http_client": http_client,
            "_strict_response_validation": self._strict,
            **(extra or {}),
        }
        # A subclass of the user's may have a constructor of its own: `extra` is for it.
        copy = cast("Callable[..., Self]", type(self))(**arguments)
        copy.allow_insecure = (
            self.allow_insecure if isinstance(allow_insecure, NotGiven) else allow_insecure
        )
        copy.max_response_bytes = (
            self._max_response_bytes
            if isinstance(max_response_bytes, NotGiven)
            else max_response_bytes
        )
        if base_url is None and self._base_url_is_default:
            # Whatever the environment variable has become.
            copy._base_url, copy._base_url_is_default = copy._declared_base_url(), True
        if http_client is None:
            copy._pool = self._pool
        if copy._grants() == self._grants():
            copy._tokens = self._tokens
        return copy

    # Decisions

    def _defaults(self, base_url: BaseURL | None = None) -> ClientDefaults:
        return ClientDefaults(
            settings=self._settings,
            base_url=base_url or self._base_url,
            options=self._options,
            headers=self._default_headers,
            query=self._default_query,
            allow_insecure=self.allow_insecure,
        )

    def _settle_base_url(self, given: str | URL | None) -> tuple[BaseURL, bool]:
        """Choose the base address, and say whether it is the API's own.

        The address of a WebSocket stands for its HTTP twin: who has no other one gives that.
        """
        if given is not None:
            return _usable_url("base_url", str(given), True).for_http(), False
        variable = self._settings.base_url_variable
        value = os.environ.get(variable) if variable else None
        if variable and value and value.strip():
            return _usable_url(variable, value, True).for_http(), False
        return self._declared_base_url(), True

    def _declared_base_url(self) -> BaseURL:
        """The API's own address, with the options that are a part of it.

        Raises:
            SDKError: the API has none, or an option has a value that it cannot have.
        """
        settings = self._settings
        if not settings.base_url:
            variable = settings.base_url_variable
            hint = f", or set {variable}" if variable else ""
            raise SDKError(f"the API's documents name no server: give `base_url`{hint}")
        return _usable_url("base_url", self._filled(settings.base_url))

    def _filled(self, url: str) -> str:
        return fill_variables(url, self._settings.server_variables, self._options)

    def _server_of(self, operation: Operation[Any]) -> BaseURL | None:
        """The address of an operation's own server; None for the client's."""
        server = operation.server
        if server is None:
            return None
        if "://" not in server:
            return self._base_url.resolve(server)
        return parse_base_url("server", server) if self._base_url_is_default else None

    def _websocket_defaults(self, url: str | None = None) -> ClientDefaults:
        """The same for WebSocket handshakes, with their address.

        Args:
            url: of the channel's server, when that is another one than the API's first.
        """
        if self._websocket_base_url is not None:
            return self._defaults(self._websocket_base_url.for_websocket())
        declared = url or self._settings.websocket_url
        if declared is not None and self._base_url_is_default:
            filled = self._filled(declared)
            return self._defaults(parse_base_url("websocket_url", filled, websocket=True))
        return self._defaults(self._base_url.for_websocket())

    def _needed_values(
        self,
        security: tuple[SecurityRequirement, ...] | None,
        headers: Mapping[str, object] | None = None,
    ) -> dict[Credential, object]:
        """Give the credentials of an operation: text, or a callable that has to be asked.

        Args:
            security: the operation's alternatives, None for the API's default.
            headers: those that the user adds to the call.
        """
        own = (*self._default_headers, *(headers or {}))
        values: dict[Credential, object] = {}
        needed = needed_credentials(self._settings, self._options, security, own)
        for credential, scopes in needed.items():
            if not has_grant(credential, self._options):
                values[credential] = revealed(self._options[credential.option])
            elif not any(name.lower() == credential.name.lower() for name in own):
                values[credential] = partial(self._token, self._grant(credential, scopes))
        return values

    def _grant(self, credential: Credential, scopes: tuple[str, ...] = ()) -> Grant:
        """Settle what a token is asked for with.

        Raises:
            SDKError: the token endpoint is not usable.
        """
        from .oauth import grant_of

        return grant_of(self._settings, credential, self._options, self._base_url, scopes)

    def _grants(self) -> list[Grant]:
        """What tokens are asked for with, but for their scopes."""
        credentials = self._settings.credentials
        return [self._grant(c) for c in credentials if has_grant(c, self._options)]

    def _token(self, grant: Grant) -> object:
        """Give a token, or something to await that gives it: from the cache, or a new one."""
        raise NotImplementedError

    def discard_tokens(self, credentials: Mapping[Credential, str]) -> bool:
        """Forget the tokens that the API refused; say whether new ones can be had.

        Args:
            credentials: what the refused request carried.
        """
        fetched = [v for c, v in credentials.items() if has_grant(c, self._options)]
        for token in fetched:
            self._tokens.discard(token)
        return bool(fetched)

    def _renews(self, response: Response, prepared: PreparedRequest) -> bool:
        """Say whether the API refused a token that can be replaced (RFC 6750, section 3.1)."""
        is_refused = response.status_code == HTTPStatus.UNAUTHORIZED
        return is_refused and self.discard_tokens(prepared.credentials) and not prepared.is_spent

    def _prepare(
        self,
        operation: Operation[Any],
        arguments: Arguments,
        auth: AuthParts,
    ) -> PreparedRequest:
        return prepare(
            operation,
            arguments,
            self._defaults(self._server_of(operation)),
            auth,
        )

    def _result_of(self, operation: Operation[T], arguments: Arguments) -> Result[T]:
        """Give what makes the result of an answer: a stream may have to ask for the rest of it."""
        result = operation.result
        if not operation.resumes or arguments.is_spent:
            return result
        stream: Any = result

        def reopen(event_id: str) -> Any:
            self._logger.info("%s %s: resuming the stream", operation.method, operation.path)
            return self._answer(operation, arguments.after_event(event_id), stream=True)

        return cast("Result[T]", stream.resumed_by(reopen, self._max_retries))

    def _span(self, operation: Operation[Any]) -> CallSpan:
        """Begin to note a call, where the program wants that."""
        if not telemetry.is_on():
            return telemetry.NO_SPAN
        base_url = self._server_of(operation) or self._base_url
        return telemetry.call_span(self._settings, operation, base_url)

    def _answer(self, operation: Operation[Any], arguments: Arguments, *, stream: bool) -> Any:
        """Send a request and note it; of an async client, what has to be awaited."""
        raise NotImplementedError

    def _timed_out(self, operation: Operation[Any], arguments: Arguments) -> APITimeoutError:
        """Make the exception for a call that took longer in all than it may."""
        base_url = self._server_of(operation) or self._base_url
        path = expand_path(operation.path, arguments.path, operation.path_styles)
        return APITimeoutError(stand_in_request(base_url.join(path), operation.method))

    def _timeout_of(self, arguments: Arguments) -> float | Timeout | None:
        given = arguments.timeout
        return self._timeout if isinstance(given, NotGiven) else given


def _settle_websocket_url(given: str | URL | None) -> BaseURL | None:
    return None if given is None else _usable_url("websocket_base_url", str(given), True)


def _usable_url(option: str, value: str, websocket: bool = False) -> BaseURL:
    url = parse_base_url(option, value, websocket=websocket)
    try:
        URL(str(url))
    except HTTP_ERRORS:
        raise SDKError(f"`{option}` is not a URL") from None
    return url


def _checked_count(option: str, value: object, hint: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"`{option}` must be a whole number; {hint}")
    if value < 0:
        raise ValueError(f"`{option}` must not be negative")
    return value
