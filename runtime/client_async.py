"""The client for asyncio: a thin shell that does the I/O of `BaseAPIClient`'s decisions."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Awaitable, Callable, Mapping
from contextlib import aclosing
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar, Unpack, cast

from .auth import AuthParts, auth_parts
from .base_client import BaseAPIClient
from .body_reader import BodyReader, async_read_body, refused_coding
from .constants import DEFAULT_MAX_RESPONSE_BYTES, DEFAULT_MAX_RETRIES, MAX_ERROR_BODY
from .content import async_content
from .deadline import Deadline, total_of
from .errors import APIError, APIStatusError, APITimeoutError
from .http import (
    HTTP_ERRORS,
    URL,
    USE_CLIENT_DEFAULT,
    AsyncClient,
    Response,
    Timeout,
    library_timeout,
    stand_in_request,
)
from .http_clients import build_request, make_async_client
from .operation import Operation
from .pool import Pool
from .request import Arguments, ClientDefaults, PreparedRequest, RequestArguments
from .response import APIResponse, AsyncAPIResponse
from .sentinels import NotGiven, not_given
from .settings import Credential, SDKSettings, SecurityRequirement
from .telemetry import NO_SPAN, CallSpan
from .transport import reclaim

if TYPE_CHECKING:
    from .oauth import Grant
    from .tokens import AsyncTokens

T = TypeVar("T")


class AsyncAPIClient(BaseAPIClient):
    """A client for asyncio; see `SyncAPIClient`. A credential's callable may be async."""

    _pool: Pool[AsyncClient]
    _tokens: AsyncTokens | None = None

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
        http_client: AsyncClient | None = None,
        strict_response_validation: bool = False,
    ) -> None:
        if http_client is not None and not isinstance(http_client, AsyncClient):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise TypeError("`http_client` must be an async HTTP client")
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
        self._pool = Pool(make_async_client, http_client)
        if any(credential.grant for credential in settings.credentials):
            from .tokens import AsyncTokens

            self._tokens = AsyncTokens(settings.user_agent)

    async def request(self, operation: Operation[T], **arguments: Unpack[RequestArguments]) -> T:
        """Call an operation and give its result; raises as `SyncAPIClient.request` does."""
        given = Arguments(**arguments)
        with self._span(operation) as span:
            response = await self._send(operation, given, span, stream=operation.result.is_stream)
            return self._result_of(operation, given).read(response, strict=self._strict)

    async def request_raw(
        self, operation: Operation[T], **arguments: Unpack[RequestArguments]
    ) -> APIResponse[T]:
        """Call an operation and give the answer with its headers.

        The body is in memory, unless the result is a stream.
        """
        given = Arguments(**arguments)
        response = await self._answer(operation, given, stream=operation.result.is_stream)
        return APIResponse(response, self._result_of(operation, given), strict=self._strict)

    async def request_streamed(
        self, operation: Operation[T], **arguments: Unpack[RequestArguments]
    ) -> AsyncAPIResponse[T]:
        """Call an operation and give the answer with its body unread; the caller closes it."""
        response = await self._answer(operation, Arguments(**arguments), stream=True)
        return AsyncAPIResponse(response, operation.result, strict=self._strict)

    async def websocket_defaults(
        self, security: tuple[SecurityRequirement, ...] | None, url: str | None = None
    ) -> tuple[ClientDefaults, AuthParts]:
        """Give what the client adds to a WebSocket handshake, credentials asked for now."""
        return self._websocket_defaults(url), auth_parts(await self._ask_credentials(security))

    async def close(self) -> None:
        """Close the connections; copies of this client share them."""
        client = self._pool.release()
        if client is not None:
            await client.aclose()

    aclose = close

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        exc_tb: TracebackType | None,
    ) -> None:
        await self.close()

    async def _answer(
        self, operation: Operation[Any], arguments: Arguments, *, stream: bool
    ) -> Response:
        with self._span(operation) as span:
            return await self._send(operation, arguments, span, stream=stream)

    async def _send(
        self, operation: Operation[Any], arguments: Arguments, span: CallSpan, *, stream: bool
    ) -> Response:
        """Send the request of a call; give the successful answer."""

        async def prepare() -> PreparedRequest:
            values = await self._ask_credentials(operation.security, arguments.extra_headers)
            return self._prepare(operation, arguments, auth_parts(values))

        timeout = self._timeout_of(arguments)
        total = total_of(timeout)
        delivery = self._deliver(prepare, timeout, Deadline(total), span, stream=stream)
        if total is None:
            return await delivery
        limit = asyncio.timeout(total)
        try:
            async with limit:
                return await delivery
        except TimeoutError:
            if not limit.expired():  # it is of the user's own function for a credential
                raise
            raise self._timed_out(operation, arguments) from None

    async def _deliver(
        self,
        prepare: Callable[[], Awaitable[PreparedRequest]],
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
            prepared = await prepare()
            try:
                async with aclosing(prepared):
                    response = await self._exchange(prepared, timeout, deadline)
                if response.is_success:
                    await self._read_success(response, timeout, stream=stream)
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
                    await response.aclose()
                    continue
                pause = self._pause_after_answer(response, prepared, attempt, deadline)
                if pause is None:
                    raise await self._read_failure(response, prepared)
                await response.aclose()
            attempt += 1
            span.retried(pause)
            await asyncio.sleep(pause)

    async def _token(self, grant: Grant) -> str:
        if self._tokens is None:
            raise TypeError("the API has no grants")
        return await self._tokens.get(grant, self._deliver_alone)

    async def _deliver_alone(self, prepared: PreparedRequest) -> Response:
        """Send a request that needs no credentials of the API; give the successful answer."""

        async def prepare() -> PreparedRequest:
            return prepared

        total = total_of(self._timeout)
        try:
            async with asyncio.timeout(total):
                return await self._deliver(
                    prepare, self._timeout, Deadline(total), NO_SPAN, stream=False
                )
        except TimeoutError:
            raise APITimeoutError(stand_in_request(prepared.url, prepared.method)) from None

    async def _exchange(
        self, prepared: PreparedRequest, timeout: float | Timeout | None, deadline: Deadline
    ) -> Response:
        """Send one attempt, and follow redirects within the origin; the body stays unread."""
        client, hops = self._pool.get(), 0
        while True:
            content = async_content(prepared.content)
            request = build_request(client, prepared, content, deadline.limited(timeout))
            auth = None if prepared.alone else USE_CLIENT_DEFAULT
            try:
                response = await client.send(
                    request, stream=True, auth=auth, follow_redirects=False
                )
            except asyncio.CancelledError:
                await reclaim(client)
                raise
            try:
                following = self._next_hop(response, prepared, hops)
            except APIStatusError:
                await response.aclose()
                raise
            if following is None:
                return response
            await response.aclose()
            prepared, hops = following, hops + 1

    async def _read_success(
        self, response: Response, timeout: float | Timeout | None, *, stream: bool
    ) -> None:
        """Read an answer into memory, unless it is a stream; raises as the blocking one does."""
        try:
            self._check_head(response, timeout, stream=stream)
        except APIError:
            await response.aclose()
            raise
        if not stream:
            await async_read_body(response, self._max_response_bytes)

    async def _read_failure(self, response: Response, prepared: PreparedRequest) -> APIStatusError:
        body = BodyReader(response, MAX_ERROR_BODY)
        try:
            if refused_coding(response) is None:
                async for chunk in body.async_chunks():
                    if not body.feed(chunk):
                        break
        except HTTP_ERRORS as error:
            # The status alone says enough; what was read of the body goes along.
            self._logger.debug("%s: error body broke off: %s", prepared.route, type(error).__name__)
        finally:
            await response.aclose()
        return self._status_error(response, body.content(), prepared)

    async def _ask_credentials(
        self,
        security: tuple[SecurityRequirement, ...] | None,
        headers: Mapping[str, object] | None = None,
    ) -> dict[Credential, str]:
        """Settle the credentials of one attempt, calling and awaiting the callables among them."""
        asked: dict[Credential, str] = {}
        for credential, value in self._needed_values(security, headers).items():
            answer: object = value() if callable(value) else value
            asked[credential] = cast("str", await answer if inspect.isawaitable(answer) else answer)
        return asked
