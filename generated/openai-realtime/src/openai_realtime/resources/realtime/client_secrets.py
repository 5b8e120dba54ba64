from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from ..._runtime.body import JsonBody
from ..._runtime.error_models import ErrorModels
from ..._runtime.http import Timeout
from ..._runtime.lazy_types import LazyType
from ..._runtime.operation import Operation
from ..._runtime.raw import async_to_raw, async_to_streamed, to_raw, to_streamed
from ..._runtime.request_types import Body, Headers, Query
from ..._runtime.resource import AsyncResource, SyncResource, raw_view, streamed_view
from ..._runtime.results import JsonResult
from ..._runtime.sentinels import NotGiven, Omit, not_given, omit
from ...types.realtime.client_secret_create_params import ExpiresAfter
from ...types.realtime.client_secret_create_response import ClientSecretCreateResponse
from ...types.realtime.realtime_session_create_request_param import (
    RealtimeSessionCreateRequestParam,
)
from ...types.realtime.realtime_transcription_session_create_request_param import (
    RealtimeTranscriptionSessionCreateRequestParam,
)

if TYPE_CHECKING:
    from ...types.realtime.realtime_session_create_request import RealtimeSessionCreateRequest
    from ...types.realtime.realtime_transcription_session_create_request import (
        RealtimeTranscriptionSessionCreateRequest,
    )
else:
    RealtimeSessionCreateRequest = LazyType(
        "...types.realtime.realtime_session_create_request",
        "RealtimeSessionCreateRequest",
        __package__,
    )
    RealtimeTranscriptionSessionCreateRequest = LazyType(
        "...types.realtime.realtime_transcription_session_create_request",
        "RealtimeTranscriptionSessionCreateRequest",
        __package__,
    )

_FAILURES = ErrorModels(
    {"default": ("...types.shared.error_response", "ErrorResponse")}, __package__
)

_CREATE: Operation[ClientSecretCreateResponse] = Operation(
    "POST",
    "/realtime/client_secrets",
    result=JsonResult(ClientSecretCreateResponse),
    bodies=(JsonBody(),),
    errors=_FAILURES,
)


class ClientSecrets(SyncResource):
    """Short-lived keys with which a browser or a phone opens a session itself."""

    @cached_property
    def with_raw_response(self) -> ClientSecretsWithRawResponse:
        """The same methods, giving the response with its headers before it is parsed."""
        return ClientSecretsWithRawResponse(self)

    @cached_property
    def with_streaming_response(self) -> ClientSecretsWithStreamingResponse:
        """The same methods, giving the response before its body is read."""
        return ClientSecretsWithStreamingResponse(self)

    def create(
        self,
        *,
        expires_after: ExpiresAfter | Omit = omit,
        session: RealtimeSessionCreateRequest
        | RealtimeTranscriptionSessionCreateRequest
        | RealtimeSessionCreateRequestParam
        | RealtimeTranscriptionSessionCreateRequestParam
        | Omit = omit,
        extra_headers: Headers | None = None,
        extra_query: Query | None = None,
        extra_body: Body | None = None,
        timeout: float | Timeout | None | NotGiven = not_given,
    ) -> ClientSecretCreateResponse:
        """Create a client secret.

        Makes a short-lived key that a browser or a mobile app can use to open a session, so
        that your API key stays on your server. The key carries the session settings given here.

        Args:
            expires_after: When the secret stops working. Sessions already running are not
                affected.
            session: Settings of the sessions started with the secret. The client can still
                change them with `session.update`.
        """
        return self._request(
            _CREATE,
            body={
                "expires_after": expires_after,
                "session": session,
            },
            extra_headers=extra_headers,
            extra_query=extra_query,
            extra_body=extra_body,
            timeout=timeout,
        )


class ClientSecretsWithRawResponse:
    """`client.realtime.client_secrets` with responses as they came, their headers included."""

    def __init__(self, client_secrets: ClientSecrets) -> None:
        raw = raw_view(client_secrets)
        self.create = to_raw(raw.create)


class ClientSecretsWithStreamingResponse:
    """`client.realtime.client_secrets` with responses whose body has not been read yet."""

    def __init__(self, client_secrets: ClientSecrets) -> None:
        streamed = streamed_view(client_secrets)
        self.create = to_streamed(streamed.create)


class AsyncClientSecrets(AsyncResource):
    """Short-lived keys with which a browser or a phone opens a session itself."""

    @cached_property
    def with_raw_response(self) -> AsyncClientSecretsWithRawResponse:
        """The same methods, giving the response with its headers before it is parsed."""
        return AsyncClientSecretsWithRawResponse(self)

    @cached_property
    def with_streaming_response(self) -> AsyncClientSecretsWithStreamingResponse:
        """The same methods, giving the response before its body is read."""
        return AsyncClientSecretsWithStreamingResponse(self)

    async def create(
        self,
        *,
        expires_after: ExpiresAfter | Omit = omit,
        session: RealtimeSessionCreateRequest
        | RealtimeTranscriptionSessionCreateRequest
        | RealtimeSessionCreateRequestParam
        | RealtimeTranscriptionSessionCreateRequestParam
        | Omit = omit,
        extra_headers: Headers | None = None,
        extra_query: Query | None = None,
        extra_body: Body | None = None,
        timeout: float | Timeout | None | NotGiven = not_given,
    ) -> ClientSecretCreateResponse:
        """Create a client secret.

        Makes a short-lived key that a browser or a mobile app can use to open a session, so
        that your API key stays on your server. The key carries the session settings given here.

        Args:
            expires_after: When the secret stops working. Sessions already running are not
                affected.
            session: Settings of the sessions started with the secret. The client can still
                change them with `session.update`.
        """
        return await self._request(
            _CREATE,
            body={
                "expires_after": expires_after,
                "session": session,
            },
            extra_headers=extra_headers,
            extra_query=extra_query,
            extra_body=extra_body,
            timeout=timeout,
        )


class AsyncClientSecretsWithRawResponse:
    """`client.realtime.client_secrets` with responses as they came, their headers included."""

    def __init__(self, client_secrets: AsyncClientSecrets) -> None:
        raw = raw_view(client_secrets)
        self.create = async_to_raw(raw.create)


class AsyncClientSecretsWithStreamingResponse:
    """`client.realtime.client_secrets` with responses whose body has not been read yet."""

    def __init__(self, client_secrets: AsyncClientSecrets) -> None:
        streamed = streamed_view(client_secrets)
        self.create = async_to_streamed(streamed.create)
