"""What generated code looks like, by hand: one API with a REST resource and a channel."""

# ruff: noqa: B006 - an empty mapping that nothing writes to is the clearest default there is

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from functools import cached_property
from typing import Annotated, Any, Literal, Self, TypeAlias

import httpx
from pydantic import Field

from runtime.body import FormPart, JsonBody, MultipartBody, TextBody
from runtime.client import AsyncAPIClient, SyncAPIClient
from runtime.constants import DEFAULT_MAX_RETRIES
from runtime.decode import Decoder
from runtime.http import Timeout
from runtime.models import BaseModel, UnknownVariant
from runtime.operation import Operation
from runtime.raw import async_to_raw, async_to_streamed, to_raw, to_streamed
from runtime.request_types import Body, Headers, Query
from runtime.resource import AsyncResource, SyncResource, raw_view, streamed_view
from runtime.response import HttpxBinaryResponseContent
from runtime.results import BINARY, NOTHING, JsonResult
from runtime.sentinels import NotGiven, Omit, not_given, omit
from runtime.settings import Credential, HeaderOption, PlainOption, SDKSettings
from runtime.websocket import Channel, WebsocketConnectionOptions
from runtime.websocket_async import AsyncConnection, AsyncConnectionManager
from runtime.websocket_sync import SyncConnection, SyncConnectionManager

SETTINGS = SDKSettings(
    title="example",
    client_name="Example",
    version="1.2.3",
    package="example_sdk",
    log_variable="EXAMPLE_LOG",
    base_url="https://api.example.com/v1",
    base_url_variable="EXAMPLE_BASE_URL",
    websocket_url="wss://socket.example.com/v1",
    credentials=(Credential("api_key", "bearer", variable="EXAMPLE_API_KEY", required=True),),
    header_options=(HeaderOption("organization", "X-Organization", "EXAMPLE_ORGANIZATION"),),
    plain_options=(PlainOption("webhook_secret", "EXAMPLE_WEBHOOK_SECRET", secret=True),),
)


class Text(BaseModel):
    type: Literal["text"]
    text: str


class UserMessage(BaseModel):
    type: Literal["message"]
    role: Literal["user"]
    content: list[Text]


class SystemMessage(BaseModel):
    type: Literal["message"]
    role: Literal["system"]
    content: list[Text] | None = None


class FunctionCall(BaseModel):
    type: Literal["function_call"]
    name: str


Item: TypeAlias = Annotated[
    Annotated[UserMessage | SystemMessage, Field(discriminator="role")] | FunctionCall,
    Field(discriminator="type"),
]


class Thing(BaseModel):
    id: str
    size: int | None = None
    kind: Annotated[str | None, Field(alias="the-kind")] = None


class ItemAdded(BaseModel):
    type: Literal["item.added"]
    item: Item


class TextDelta(BaseModel):
    type: Literal["text.delta"]
    delta: str
    index: int


class UnknownEvent(UnknownVariant):
    type: Literal["unknown"] = "unknown"


ServerEvent: TypeAlias = Annotated[ItemAdded | TextDelta, Field(discriminator="type")]

CREATE: Operation[Thing] = Operation(
    "POST", "/things", result=JsonResult(Thing), bodies=(JsonBody(),)
)
GET: Operation[Thing] = Operation("GET", "/things/{thing_id}", result=JsonResult(Thing))
DELETE: Operation[None] = Operation("DELETE", "/things/{thing_id}", result=NOTHING)
EXCHANGE: Operation[HttpxBinaryResponseContent] = Operation(
    "POST",
    "/exchange",
    result=BINARY,
    accept="application/sdp",
    bodies=(
        TextBody("application/sdp", field="sdp"),
        MultipartBody(
            (FormPart("sdp", "application/sdp"), FormPart("session", "application/json"))
        ),
    ),
)
CONNECT: Channel[ServerEvent | UnknownEvent] = Channel(
    "/live", Decoder(ServerEvent, unknown=UnknownEvent)
)


class Things(SyncResource):
    @cached_property
    def with_raw_response(self) -> ThingsWithRawResponse:
        return ThingsWithRawResponse(self)

    @cached_property
    def with_streaming_response(self) -> ThingsWithStreamingResponse:
        return ThingsWithStreamingResponse(self)

    def create(
        self,
        *,
        name: str,
        note: str | Omit = omit,
        extra_headers: Headers | None = None,
        extra_query: Query | None = None,
        extra_body: Body | None = None,
        timeout: float | Timeout | NotGiven | None = not_given,
    ) -> Thing:
        return self._request(
            CREATE,
            body={"name": name, "note": note},
            extra_headers=extra_headers,
            extra_query=extra_query,
            extra_body=extra_body,
            timeout=timeout,
        )

    def get(
        self, thing_id: str, *, timeout: float | Timeout | NotGiven | None = not_given
    ) -> Thing:
        return self._request(GET, path={"thing_id": thing_id}, timeout=timeout)

    def delete(self, thing_id: str) -> None:
        return self._request(DELETE, path={"thing_id": thing_id})

    def exchange(
        self, *, sdp: str, session: Mapping[str, object] | Omit = omit
    ) -> HttpxBinaryResponseContent:
        return self._request(EXCHANGE, body={"sdp": sdp, "session": session})


class ThingsWithRawResponse:
    def __init__(self, things: Things) -> None:
        raw = raw_view(things)
        self.create = to_raw(raw.create)
        self.exchange = to_raw(raw.exchange)


class ThingsWithStreamingResponse:
    def __init__(self, things: Things) -> None:
        streamed = streamed_view(things)
        self.create = to_streamed(streamed.create)


class AsyncThings(AsyncResource):
    @cached_property
    def with_raw_response(self) -> AsyncThingsWithRawResponse:
        return AsyncThingsWithRawResponse(self)

    @cached_property
    def with_streaming_response(self) -> AsyncThingsWithStreamingResponse:
        return AsyncThingsWithStreamingResponse(self)

    async def create(
        self,
        *,
        name: str,
        note: str | Omit = omit,
        extra_headers: Headers | None = None,
        extra_query: Query | None = None,
        extra_body: Body | None = None,
        timeout: float | Timeout | NotGiven | None = not_given,
    ) -> Thing:
        return await self._request(
            CREATE,
            body={"name": name, "note": note},
            extra_headers=extra_headers,
            extra_query=extra_query,
            extra_body=extra_body,
            timeout=timeout,
        )

    async def get(
        self, thing_id: str, *, timeout: float | Timeout | NotGiven | None = not_given
    ) -> Thing:
        return await self._request(GET, path={"thing_id": thing_id}, timeout=timeout)

    async def delete(self, thing_id: str) -> None:
        return await self._request(DELETE, path={"thing_id": thing_id})

    async def exchange(
        self, *, sdp: str, session: Mapping[str, object] | Omit = omit
    ) -> HttpxBinaryResponseContent:
        return await self._request(EXCHANGE, body={"sdp": sdp, "session": session})


class AsyncThingsWithRawResponse:
    def __init__(self, things: AsyncThings) -> None:
        raw = raw_view(things)
        self.create = async_to_raw(raw.create)
        self.exchange = async_to_raw(raw.exchange)


class AsyncThingsWithStreamingResponse:
    def __init__(self, things: AsyncThings) -> None:
        streamed = streamed_view(things)
        self.create = async_to_streamed(streamed.create)


class LiveConnection(SyncConnection["ServerEvent | UnknownEvent"]):
    _channel = CONNECT

    def recv(self) -> ServerEvent | UnknownEvent:
        return self._recv_event()

    def send(self, event: object) -> None:
        self._send_event(event)

    def parse_event(self, data: str | bytes) -> ServerEvent | UnknownEvent:
        return self._parse_event(data)

    def __iter__(self) -> Iterator[ServerEvent | UnknownEvent]:
        return self._iterate_events()


class AsyncLiveConnection(AsyncConnection["ServerEvent | UnknownEvent"]):
    _channel = CONNECT

    async def recv(self) -> ServerEvent | UnknownEvent:
        return await self._recv_event()

    async def send(self, event: object) -> None:
        await self._send_event(event)

    def parse_event(self, data: str | bytes) -> ServerEvent | UnknownEvent:
        return self._parse_event(data)

    def __aiter__(self) -> AsyncIterator[ServerEvent | UnknownEvent]:
        return self._iterate_events()


class Example(SyncAPIClient):
    def __init__(
        self,
        *,
        api_key: str | Callable[[], str] | None = None,
        organization: str | None = None,
        webhook_secret: str | None = None,
        base_url: str | httpx.URL | None = None,
        websocket_base_url: str | httpx.URL | None = None,
        timeout: float | Timeout | NotGiven | None = not_given,
        max_retries: int = DEFAULT_MAX_RETRIES,
        default_headers: Mapping[str, str] | None = None,
        default_query: Mapping[str, object] | None = None,
        http_client: httpx.Client | None = None,
        settings: SDKSettings = SETTINGS,
        _strict_response_validation: bool = False,
    ) -> None:
        super().__init__(
            settings,
            options={
                "api_key": api_key,
                "organization": organization,
                "webhook_secret": webhook_secret,
            },
            base_url=base_url,
            websocket_base_url=websocket_base_url,
            timeout=timeout,
            max_retries=max_retries,
            default_headers=default_headers,
            default_query=default_query,
            http_client=http_client,
            strict_response_validation=_strict_response_validation,
        )

    @property
    def api_key(self) -> str:
        return self._credential("api_key")

    @property
    def organization(self) -> str | None:
        return self._option("organization")

    @property
    def webhook_secret(self) -> str | None:
        return self._option("webhook_secret")

    @cached_property
    def things(self) -> Things:
        return Things(self)

    def copy(self, *, api_key: str | None = None, **changes: Any) -> Self:
        return self._copy(options={"api_key": api_key}, **changes)

    def connect(
        self,
        *,
        model: str | Omit = omit,
        extra_query: Query = {},
        extra_headers: Headers = {},
        websocket_connection_options: WebsocketConnectionOptions = {},
        **keeping: Any,
    ) -> SyncConnectionManager[LiveConnection]:
        return SyncConnectionManager(
            LiveConnection,
            self,
            CONNECT,
            path={},
            query={"model": model},
            headers={},
            extra_query=extra_query,
            extra_headers=extra_headers,
            options=websocket_connection_options,
            **keeping,
        )


class AsyncExample(AsyncAPIClient):
    def __init__(
        self,
        *,
        api_key: str | Callable[[], Awaitable[str]] | None = None,
        organization: str | None = None,
        webhook_secret: str | None = None,
        base_url: str | httpx.URL | None = None,
        websocket_base_url: str | httpx.URL | None = None,
        timeout: float | Timeout | NotGiven | None = not_given,
        max_retries: int = DEFAULT_MAX_RETRIES,
        default_headers: Mapping[str, str] | None = None,
        default_query: Mapping[str, object] | None = None,
        http_client: httpx.AsyncClient | None = None,
        settings: SDKSettings = SETTINGS,
        _strict_response_validation: bool = False,
    ) -> None:
        super().__init__(
            settings,
            options={
                "api_key": api_key,
                "organization": organization,
                "webhook_secret": webhook_secret,
            },
            base_url=base_url,
            websocket_base_url=websocket_base_url,
            timeout=timeout,
            max_retries=max_retries,
            default_headers=default_headers,
            default_query=default_query,
            http_client=http_client,
            strict_response_validation=_strict_response_validation,
        )

    @property
    def api_key(self) -> str:
        return self._credential("api_key")

    @cached_property
    def things(self) -> AsyncThings:
        return AsyncThings(self)

    def copy(self, *, api_key: str | None = None, **changes: Any) -> Self:
        return self._copy(options={"api_key": api_key}, **changes)

    def connect(
        self,
        *,
        model: str | Omit = omit,
        extra_query: Query = {},
        extra_headers: Headers = {},
        websocket_connection_options: WebsocketConnectionOptions = {},
        **keeping: Any,
    ) -> AsyncConnectionManager[AsyncLiveConnection]:
        return AsyncConnectionManager(
            AsyncLiveConnection,
            self,
            CONNECT,
            path={},
            query={"model": model},
            headers={},
            extra_query=extra_query,
            extra_headers=extra_headers,
            options=websocket_connection_options,
            **keeping,
        )
