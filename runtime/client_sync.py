"""The blocking client: a thin shell that does the I/O of `BaseAPIClient`'s decisions."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from contextlib import closing
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar, Unpack, cast

from .auth import AuthParts, auth_parts
from .base_client import BaseAPIClient
from .body_reader import BodyReader, read_body, refused_coding
from .constants import DEFAULT_MAX_RESPONSE_BYTES, DEFAULT_MAX_RETRIES, MAX_ERROR_BODY
from .content import blocking_content
from .deadline import Deadline, current_deadline, total_of
from .errors import APIError, APIStatusError
from .http import (
    HTTP_ERRORS,
    URL,
    USE_CLIENT_DEFAULT,
    Client,
    Response,
    Timeout,
    library_timeout,
)
from .http_clients import build_request, make_client
from .operation import Operation
from .pool import Pool
from .request import Arguments, ClientDefaults, PreparedRequest, RequestArguments
from .response import APIResponse
from .sentinels import NotGiven, not_given
from .settings import Credential, SDKSettings, SecurityRequirement
from .telemetry import NO_SPAN, CallSpan

if TYPE_CHECKING:
    from .oauth import Grant
    from .tokens import SyncTokens

T = TypeVar("T")


class SyncAPIClient(BaseAPIClient):
    """A blocking client; safe to share between threads.

    http_client: an HTTP client of the user's own, for proxies, certificates and the like. The
    other arguments are those of `BaseAPIClient`.
    """

    _pool: Pool[Client]
    _tokens: SyncTokens | None = None

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
        http_client: Client | None = None,
        strict_response_validation: bool = False,
    ) -> None:
        if http_client is not None and not isinstance(http_client, Client):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise TypeError("`http_client` must be a blocking HTTP client")
        super().__init__(
            settings,
            options=options,
            base_url=base_url,
            websocket_base_url=websocket_base_url,
            timeout=library_timeout(timeout, http_client),
            max_retries=max_retries,
            max_response_bytes=max_response_bytes,
            allow_insecure=allow_insecure,
            default_headers=default_headers,
            default_query=default_query,
            strict_response_validation=strict_response_validation,
        )
        self._pool = Pool(make_client, http_client)
        if any(credential.grant for credential in settings.credentials):
            from .tokens import SyncTokens

            self._tokens = SyncTokens(settings.user_agent)

    def request(self, operation: Operation[T], **arguments: Unpack[RequestArguments]) -> T:
        """Call an operation and give its result.

        Raises:
            APIStatusError: the server answered with a failure.
            APIConnectionError: no usable answer came; `APITimeoutError` when none came in time.
            APIResponseValidationError: the answer is not what the API promises.
            ValueError, TypeError: an argument cannot be sent.
        """
        given = Arguments(**arguments)
        with self._span(operation) as span:
            response = self._send(operation, given, span, stream=operation.result.is_stream)
            return self._result_of(operation, given).read(response, strict=self._strict)

    def request_raw(
        self, operation: Operation[T], **arguments: Unpack[RequestArguments]
    ) -> APIResponse[T]:
        """Call an operation and give the answer with its headers.

        The body is in memory, unless the result is a stream.
        """
        given = Arguments(**arguments)
        response = self._answer(operation, given, stream=operation.result.is_stream)
        return APIResponse(response, self._result_of(operation, given), strict=self._strict)

    def request_streamed(
        self, operation: Operation[T], **arguments: Unpack[RequestArguments]
    ) -> APIResponse[T]:
        """Call an operation and give the answer with its body unread; the caller closes it."""
        response = self._answer(operation, Arguments(**arguments), stream=True)
        return APIResponse(response, operation.result, strict=self._strict)

    def websocket_defaults(
        self, security: tuple[SecurityRequirement, ...] | None, url: str | None = None
    ) -> tuple[ClientDefaults, AuthParts]:
        """Give what the client adds to a WebSocket handshake, credentials asked for now."""
        return self._websocket_defaults(url), auth_parts(self._ask_credentials(security))

    def close(self) -> None:
        """Close the connections; copies of this client share them."""
        client = self._pool.release()
        if client is not None:
            client.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        exc_tb: TracebackType | None,
    ) -> None:
        self.close()

    def _answer(self, operation: Operation[Any], arguments: Arguments, *, stream: bool) -> Response:
        with self._span(operation) as span:
            return self._send(operation, arguments, span, stream=stream)

    def _send(
        self, operation: Operation[Any], arguments: Arguments, span: CallSpan, *, stream: bool
    ) -> Response:
        """Send the request of a call; give the successful answer."""

        def prepare() -> PreparedRequest:
            values = self._ask_credentials(operation.security, arguments.extra_headers)
            return self._prepare(operation, arguments, auth_parts(values))

        timeout = self._timeout_of(arguments)
        deadline = Deadline(total_of(timeout))
        with deadline.watched():
            return self._deliver(prepare, timeout, deadline, span, stream=stream)

    def _deliver(
        self,
        prepare: Callable[[], PreparedRequest],
        timeout: float | Timeout | None,
        deadline: Deadline,
        span: CallSpan,
        *,
        stream: bool,
    ) -> Response:
        """Send a request, as often as it takes and is allowed; give the successful answer.

        prepare: makes it anew for every attempt.
        """
        attempt, is_renewed = 0, False
        while True:
            prepared = prepare()
            try:
                with closing(prepared):
                    response = self._exchange(prepared, timeout, deadline)
                if response.is_success:
                    self._read_success(response, timeout, stream=stream)
            except HTTP_ERRORS as error:
                span.failed(error)
                pause = self._pause_after_failure(error, prepared, attempt, deadline)
                if pause is None:
                    raise self._connection_error(error, prepared) from error
            else:
                span.answered(response)
                self._log_answer(prepared, response)
                if response.is_success:
                    return response
                if not is_renewed and self._renews(response, prepared):
                    is_renewed = True
                    response.close()
                    continue
                pause = self._pause_after_answer(response, prepared, attempt, deadline)
                if pause is None:
                    raise self._read_failure(response, prepared)
                response.close()
            attempt += 1
            span.retried(pause)
            time.sleep(pause)

    def _token(self, grant: Grant) -> str:
        if self._tokens is None:
            raise TypeError("the API has no grants")
        return self._tokens.get(grant, self._deliver_alone)

    def _deliver_alone(self, prepared: PreparedRequest) -> Response:
        """Send a request that needs no credentials of the API; give the successful answer."""
        deadline = current_deadline() or Deadline(total_of(self._timeout))
        with deadline.watched():
            return self._deliver(lambda: prepared, self._timeout, deadline, NO_SPAN, stream=False)

    def _exchange(
        self, prepared: PreparedRequest, timeout: float | Timeout | None, deadline: Deadline
    ) -> Response:
        """Send one attempt, and follow redirects within the origin; the body stays unread."""
        client, hops = self._pool.get(), 0
        while True:
            content = blocking_content(prepared.content)
            request = build_request(client, prepared, content, deadline.limited(timeout))
            auth = None if prepared.alone else USE_CLIENT_DEFAULT
            response = client.send(request, stream=True, auth=auth, follow_redirects=False)
            try:
                following = self._next_hop(response, prepared, hops)
            except APIStatusError:
                response.close()
                raise
            if following is None:
                return response
            response.close()
            prepared, hops = following, hops + 1

    def _read_success(
        self, response: Response, timeout: float | Timeout | None, *, stream: bool
    ) -> None:
        """Read an answer into memory, unless it is a stream.

        Raises:
            APIResponseValidationError: it may not be read; its connection has been given back.
        """
        try:
            self._check_head(response, timeout, stream=stream)
        except APIError:
            response.close()
            raise
        if not stream:
            read_body(response, self._max_response_bytes)

    def _read_failure(self, response: Response, prepared: PreparedRequest) -> APIStatusError:
        body = BodyReader(response, MAX_ERROR_BODY)
        try:
            if refused_coding(response) is None:
                for chunk in body.chunks():
                    if not body.feed(chunk):
                        break
        except HTTP_ERRORS as error:
            # The status alone says enough; what was read of the body goes along.
            self._logger.debug("%s: error body broke off: %s", prepared.route, type(error).__name__)
        finally:
            response.close()
        return self._status_error(response, body.content(), prepared)

    def _ask_credentials(
        self,
        security: tuple[SecurityRequirement, ...] | None,
        headers: Mapping[str, object] | None = None,
    ) -> dict[Credential, str]:
        """Settle the credentials of one attempt, calling the callables among them."""
        return {
            credential: cast("str", value() if callable(value) else value)
            for credential, value in self._needed_values(security, headers).items()
        }
