"""The clients: `OpenAI` blocks, `AsyncOpenAI` is for asyncio."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

from ._runtime.client import AsyncAPIClient, SyncAPIClient
from ._runtime.constants import DEFAULT_MAX_RESPONSE_BYTES, DEFAULT_MAX_RETRIES
from ._runtime.http import URL, AsyncClient, Client, Timeout
from ._runtime.sentinels import NotGiven, not_given
from ._runtime.settings import Credential, HeaderOption, PlainOption, SDKSettings
from ._version import __version__

if TYPE_CHECKING:
    from .resources.realtime.realtime import AsyncRealtime, Realtime

SETTINGS = SDKSettings(
    title="openai-realtime",
    client_name="OpenAI",
    version=__version__,
    package="openai_realtime",
    base_url="https://api.openai.com/v1",
    base_url_variable="OPENAI_BASE_URL",
    websocket_url="wss://api.openai.com/v1",
    log_variable="OPENAI_LOG",
    credentials=(
        Credential(option="api_key", kind="bearer", variable="OPENAI_API_KEY", required=True),
    ),
    header_options=(
        HeaderOption(option="organization", header="OpenAI-Organization", variable="OPENAI_ORG_ID"),
        HeaderOption(option="project", header="OpenAI-Project", variable="OPENAI_PROJECT_ID"),
    ),
    plain_options=(
        PlainOption(option="webhook_secret", variable="OPENAI_WEBHOOK_SECRET", secret=True),
    ),
)


class OpenAI(SyncAPIClient):
    """The HTTP operations that start and steer speech-to-speech and transcription sessions. The
    events of a session travel over a WebSocket and are described in `asyncapi.yaml`, which
    shares the schemas of this document.

    An independent description of the interface, written for client generation. It is not
    published by OpenAI.
    """

    def __init__(
        self,
        *,
        api_key: str | Callable[[], str] | None = None,
        organization: str | None = None,
        project: str | None = None,
        webhook_secret: str | None = None,
        base_url: str | URL | None = None,
        websocket_base_url: str | URL | None = None,
        timeout: float | Timeout | None | NotGiven = not_given,
        max_retries: int = DEFAULT_MAX_RETRIES,
        max_response_bytes: int | None = DEFAULT_MAX_RESPONSE_BYTES,
        allow_insecure: bool = False,
        default_headers: Mapping[str, str] | None = None,
        default_query: Mapping[str, object] | None = None,
        http_client: Client | None = None,
        _strict_response_validation: bool = False,
    ) -> None:
        """Make a client; nothing is connected before the first call.

        Args:
            api_key: The key that authenticates every request, or a function that returns
                one and is asked again for each attempt. Read from the environment variable
                OPENAI_API_KEY if not given.
            organization: The organization that usage is billed to, for a key that belongs
                to several. Read from the environment variable OPENAI_ORG_ID if not given.
            project: The project that usage is billed to. Read from the environment variable
                OPENAI_PROJECT_ID if not given.
            webhook_secret: The secret that incoming webhooks are signed with. Read from the
                environment variable OPENAI_WEBHOOK_SECRET if not given.
            base_url: Where the API is. Read from the environment variable OPENAI_BASE_URL
                if not given.
            websocket_base_url: Where its WebSockets are, if that is somewhere else.
            timeout: Seconds for each phase of a request, or a `Timeout`, which can limit
                the whole call as well; None waits for ever.
            max_retries: How often a failed request is sent again.
            max_response_bytes: The largest answer that is read into memory, decompressed;
                None for any.
            allow_insecure: Send credentials without TLS to other machines, too.
            default_headers: Sent with every request and handshake.
            default_query: Sent with every request and handshake.
            http_client: The client to send requests with, for proxies, TLS and the like.
        """
        super().__init__(
            SETTINGS,
            options={
                "api_key": api_key,
                "organization": organization,
                "project": project,
                "webhook_secret": webhook_secret,
            },
            base_url=base_url,
            websocket_base_url=websocket_base_url,
            timeout=timeout,
            max_retries=max_retries,
            max_response_bytes=max_response_bytes,
            allow_insecure=allow_insecure,
            default_headers=default_headers,
            default_query=default_query,
            http_client=http_client,
            strict_response_validation=_strict_response_validation,
        )

    @property
    def api_key(self) -> str:
        """The key that authenticates every request, or a function that returns one and is asked
        again for each attempt.
        """
        return self._credential("api_key")

    @api_key.setter
    def api_key(self, value: str | Callable[[], str] | None) -> None:
        self._set_option("api_key", value)

    @property
    def organization(self) -> str | None:
        """The organization that usage is billed to, for a key that belongs to several."""
        return self._option("organization")

    @organization.setter
    def organization(self, value: str | None) -> None:
        self._set_option("organization", value)

    @property
    def project(self) -> str | None:
        """The project that usage is billed to."""
        return self._option("project")

    @project.setter
    def project(self, value: str | None) -> None:
        self._set_option("project", value)

    @property
    def webhook_secret(self) -> str | None:
        """The secret that incoming webhooks are signed with."""
        return self._option("webhook_secret")

    @webhook_secret.setter
    def webhook_secret(self, value: str | None) -> None:
        self._set_option("webhook_secret", value)

    @cached_property
    def realtime(self) -> Realtime:
        """Conversations by voice and text with a model, over a WebSocket or a call."""
        from .resources.realtime.realtime import Realtime

        return Realtime(self)

    def copy(
        self,
        *,
        api_key: str | Callable[[], str] | None = None,
        organization: str | None = None,
        project: str | None = None,
        webhook_secret: str | None = None,
        websocket_base_url: str | URL | None = None,
        base_url: str | URL | None = None,
        timeout: float | Timeout | None | NotGiven = not_given,
        http_client: Client | None = None,
        max_retries: int | NotGiven = not_given,
        max_response_bytes: int | None | NotGiven = not_given,
        allow_insecure: bool | NotGiven = not_given,
        default_headers: Mapping[str, str] | None = None,
        set_default_headers: Mapping[str, str] | None = None,
        default_query: Mapping[str, object] | None = None,
        set_default_query: Mapping[str, object] | None = None,
        _extra_kwargs: Mapping[str, Any] = {},
    ) -> Self:
        """A client with the given options changed and all else the same.

        The copy shares this client's connections. `default_headers` and `default_query` add to
        the ones there are; their `set_` forms replace them.
        """
        return self._copy(
            options={
                "api_key": api_key,
                "organization": organization,
                "project": project,
                "webhook_secret": webhook_secret,
            },
            websocket_base_url=websocket_base_url,
            base_url=base_url,
            timeout=timeout,
            http_client=http_client,
            max_retries=max_retries,
            max_response_bytes=max_response_bytes,
            allow_insecure=allow_insecure,
            default_headers=default_headers,
            set_default_headers=set_default_headers,
            default_query=default_query,
            set_default_query=set_default_query,
            extra=_extra_kwargs,
        )

    with_options = copy


class AsyncOpenAI(AsyncAPIClient):
    """The HTTP operations that start and steer speech-to-speech and transcription sessions. The
    events of a session travel over a WebSocket and are described in `asyncapi.yaml`, which
    shares the schemas of this document.

    An independent description of the interface, written for client generation. It is not
    published by OpenAI.
    """

    def __init__(
        self,
        *,
        api_key: str | Callable[[], Awaitable[str]] | None = None,
        organization: str | None = None,
        project: str | None = None,
        webhook_secret: str | None = None,
        base_url: str | URL | None = None,
        websocket_base_url: str | URL | None = None,
        timeout: float | Timeout | None | NotGiven = not_given,
        max_retries: int = DEFAULT_MAX_RETRIES,
        max_response_bytes: int | None = DEFAULT_MAX_RESPONSE_BYTES,
        allow_insecure: bool = False,
        default_headers: Mapping[str, str] | None = None,
        default_query: Mapping[str, object] | None = None,
        http_client: AsyncClient | None = None,
        _strict_response_validation: bool = False,
    ) -> None:
        """Make a client; nothing is connected before the first call.

        Args:
            api_key: The key that authenticates every request, or a function that returns
                one and is asked again for each attempt. Read from the environment variable
                OPENAI_API_KEY if not given.
            organization: The organization that usage is billed to, for a key that belongs
                to several. Read from the environment variable OPENAI_ORG_ID if not given.
            project: The project that usage is billed to. Read from the environment variable
                OPENAI_PROJECT_ID if not given.
            webhook_secret: The secret that incoming webhooks are signed with. Read from the
                environment variable OPENAI_WEBHOOK_SECRET if not given.
            base_url: Where the API is. Read from the environment variable OPENAI_BASE_URL
                if not given.
            websocket_base_url: Where its WebSockets are, if that is somewhere else.
            timeout: Seconds for each phase of a request, or a `Timeout`, which can limit
                the whole call as well; None waits for ever.
            max_retries: How often a failed request is sent again.
            max_response_bytes: The largest answer that is read into memory, decompressed;
                None for any.
            allow_insecure: Send credentials without TLS to other machines, too.
            default_headers: Sent with every request and handshake.
            default_query: Sent with every request and handshake.
            http_client: The client to send requests with, for proxies, TLS and the like.
        """
        super().__init__(
            SETTINGS,
            options={
                "api_key": api_key,
                "organization": organization,
                "project": project,
                "webhook_secret": webhook_secret,
            },
            base_url=base_url,
            websocket_base_url=websocket_base_url,
            timeout=timeout,
            max_retries=max_retries,
            max_response_bytes=max_response_bytes,
            allow_insecure=allow_insecure,
            default_headers=default_headers,
            default_query=default_query,
            http_client=http_client,
            strict_response_validation=_strict_response_validation,
        )

    @property
    def api_key(self) -> str:
        """The key that authenticates every request, or a function that returns one and is asked
        again for each attempt.
        """
        return self._credential("api_key")

    @api_key.setter
    def api_key(self, value: str | Callable[[], Awaitable[str]] | None) -> None:
        self._set_option("api_key", value)

    @property
    def organization(self) -> str | None:
        """The organization that usage is billed to, for a key that belongs to several."""
        return self._option("organization")

    @organization.setter
    def organization(self, value: str | None) -> None:
        self._set_option("organization", value)

    @property
    def project(self) -> str | None:
        """The project that usage is billed to."""
        return self._option("project")

    @project.setter
    def project(self, value: str | None) -> None:
        self._set_option("project", value)

    @property
    def webhook_secret(self) -> str | None:
        """The secret that incoming webhooks are signed with."""
        return self._option("webhook_secret")

    @webhook_secret.setter
    def webhook_secret(self, value: str | None) -> None:
        self._set_option("webhook_secret", value)

    @cached_property
    def realtime(self) -> AsyncRealtime:
        """Conversations by voice and text with a model, over a WebSocket or a call."""
        from .resources.realtime.realtime import AsyncRealtime

        return AsyncRealtime(self)

    def copy(
        self,
        *,
        api_key: str | Callable[[], Awaitable[str]] | None = None,
        organization: str | None = None,
        project: str | None = None,
        webhook_secret: str | None = None,
        websocket_base_url: str | URL | None = None,
        base_url: str | URL | None = None,
        timeout: float | Timeout | None | NotGiven = not_given,
        http_client: AsyncClient | None = None,
        max_retries: int | NotGiven = not_given,
        max_response_bytes: int | None | NotGiven = not_given,
        allow_insecure: bool | NotGiven = not_given,
        default_headers: Mapping[str, str] | None = None,
        set_default_headers: Mapping[str, str] | None = None,
        default_query: Mapping[str, object] | None = None,
        set_default_query: Mapping[str, object] | None = None,
        _extra_kwargs: Mapping[str, Any] = {},
    ) -> Self:
        """A client with the given options changed and all else the same.

        The copy shares this client's connections. `default_headers` and `default_query` add to
        the ones there are; their `set_` forms replace them.
        """
        return self._copy(
            options={
                "api_key": api_key,
                "organization": organization,
                "project": project,
                "webhook_secret": webhook_secret,
            },
            websocket_base_url=websocket_base_url,
            base_url=base_url,
            timeout=timeout,
            http_client=http_client,
            max_retries=max_retries,
            max_response_bytes=max_response_bytes,
            allow_insecure=allow_insecure,
            default_headers=default_headers,
            set_default_headers=set_default_headers,
            default_query=default_query,
            set_default_query=set_default_query,
            extra=_extra_kwargs,
        )

    with_options = copy
