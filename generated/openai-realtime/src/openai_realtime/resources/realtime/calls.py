from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Literal, TYPE_CHECKING

from ..._runtime.body import FormPart, JsonBody, MultipartBody, TextBody
from ..._runtime.error_models import ErrorModels
from ..._runtime.http import Timeout
from ..._runtime.lazy_types import LazyType
from ..._runtime.operation import Operation
from ..._runtime.raw import async_to_raw, async_to_streamed, to_raw, to_streamed
from ..._runtime.request_types import Body, Headers, Query
from ..._runtime.resource import AsyncResource, SyncResource, raw_view, streamed_view
from ..._runtime.response import HttpxBinaryResponseContent
from ..._runtime.results import BINARY, NOTHING
from ..._runtime.sentinels import NotGiven, Omit, not_given, omit
from ...types.realtime.realtime_audio_config_param import RealtimeAudioConfigParam
from ...types.realtime.realtime_session_create_request_param import (
    RealtimeSessionCreateRequestParam,
)
from ...types.realtime.realtime_tool_choice_config_param import RealtimeToolChoiceConfigParam
from ...types.realtime.realtime_tools_config_union_param import RealtimeToolsConfigUnionParam
from ...types.realtime.realtime_tracing_config_param import RealtimeTracingConfigParam
from ...types.realtime.realtime_truncation_param import RealtimeTruncationParam
from ...types.responses.response_prompt_param import ResponsePromptParam

if TYPE_CHECKING:
    from ...types.realtime.realtime_audio_config import RealtimeAudioConfig
    from ...types.realtime.realtime_session_create_request import RealtimeSessionCreateRequest
    from ...types.realtime.realtime_tool_choice_config import RealtimeToolChoiceConfig
    from ...types.realtime.realtime_tools_config_union import RealtimeToolsConfigUnion
    from ...types.realtime.realtime_tracing_config import RealtimeTracingConfig
    from ...types.realtime.realtime_truncation import RealtimeTruncation
    from ...types.responses.response_prompt import ResponsePrompt
else:
    RealtimeAudioConfig = LazyType(
        "...types.realtime.realtime_audio_config", "RealtimeAudioConfig", __package__
    )
    RealtimeSessionCreateRequest = LazyType(
        "...types.realtime.realtime_session_create_request",
        "RealtimeSessionCreateRequest",
        __package__,
    )
    RealtimeToolChoiceConfig = LazyType(
        "...types.realtime.realtime_tool_choice_config", "RealtimeToolChoiceConfig", __package__
    )
    RealtimeToolsConfigUnion = LazyType(
        "...types.realtime.realtime_tools_config_union", "RealtimeToolsConfigUnion", __package__
    )
    RealtimeTracingConfig = LazyType(
        "...types.realtime.realtime_tracing_config", "RealtimeTracingConfig", __package__
    )
    RealtimeTruncation = LazyType(
        "...types.realtime.realtime_truncation", "RealtimeTruncation", __package__
    )
    ResponsePrompt = LazyType("...types.responses.response_prompt", "ResponsePrompt", __package__)

_FAILURES = ErrorModels(
    {"default": ("...types.shared.error_response", "ErrorResponse")}, __package__
)

_CREATE: Operation[HttpxBinaryResponseContent] = Operation(
    "POST",
    "/realtime/calls",
    result=BINARY,
    accept="application/sdp",
    bodies=(
        TextBody("application/sdp", field="sdp"),
        MultipartBody(
            parts=(
                FormPart("sdp", "application/sdp"),
                FormPart("session", "application/json"),
            )
        ),
    ),
    errors=_FAILURES,
)
_ACCEPT: Operation[None] = Operation(
    "POST",
    "/realtime/calls/{call_id}/accept",
    result=NOTHING,
    bodies=(JsonBody(),),
    errors=_FAILURES,
)
_HANGUP: Operation[None] = Operation(
    "POST", "/realtime/calls/{call_id}/hangup", result=NOTHING, errors=_FAILURES
)
_REFER: Operation[None] = Operation(
    "POST",
    "/realtime/calls/{call_id}/refer",
    result=NOTHING,
    bodies=(JsonBody(),),
    errors=_FAILURES,
)
_REJECT: Operation[None] = Operation(
    "POST",
    "/realtime/calls/{call_id}/reject",
    result=NOTHING,
    bodies=(JsonBody(required=False),),
    errors=_FAILURES,
)


class Calls(SyncResource):
    """Calls that reach a model by WebRTC or SIP."""

    @cached_property
    def with_raw_response(self) -> CallsWithRawResponse:
        """The same methods, giving the response with its headers before it is parsed."""
        return CallsWithRawResponse(self)

    @cached_property
    def with_streaming_response(self) -> CallsWithStreamingResponse:
        """The same methods, giving the response before its body is read."""
        return CallsWithStreamingResponse(self)

    def create(
        self,
        *,
        sdp: str,
        session: RealtimeSessionCreateRequest | RealtimeSessionCreateRequestParam | Omit = omit,
        extra_headers: Headers | None = None,
        extra_query: Query | None = None,
        extra_body: Body | None = None,
        timeout: float | Timeout | None | NotGiven = not_given,
    ) -> HttpxBinaryResponseContent:
        """Create a call.

        Starts a WebRTC call: takes the SDP offer of the caller and returns the SDP answer of
        the service. Authenticate with an API key and send the settings along, or with a client
        secret that carries them and send the bare offer.

        Args:
            sdp: SDP offer of the caller, as made by `RTCPeerConnection.createOffer`.
            session: Settings of the session. Leave them out when the call is made with a
                client secret that carries them.
        """
        return self._request(
            _CREATE,
            body={
                "sdp": sdp,
                "session": session,
            },
            extra_headers=extra_headers,
            extra_query=extra_query,
            extra_body=extra_body,
            timeout=timeout,
        )

    def accept(
        self,
        call_id: str,
        *,
        type: Literal["realtime"],
        audio: RealtimeAudioConfig | RealtimeAudioConfigParam | Omit = omit,
        include: list[Literal["item.input_audio_transcription.logprobs"]] | None | Omit = omit,
        instructions: str | Omit = omit,
        max_output_tokens: Literal["inf"] | int | Omit = omit,
        model: Literal[
            "gpt-realtime",
            "gpt-realtime-2025-08-28",
            "gpt-4o-realtime-preview",
            "gpt-4o-realtime-preview-2024-10-01",
            "gpt-4o-realtime-preview-2024-12-17",
            "gpt-4o-realtime-preview-2025-06-03",
            "gpt-4o-mini-realtime-preview",
            "gpt-4o-mini-realtime-preview-2024-12-17",
            "gpt-realtime-mini",
            "gpt-realtime-mini-2025-10-06",
            "gpt-realtime-mini-2025-12-15",
            "gpt-audio-mini",
            "gpt-audio-mini-2025-10-06",
            "gpt-audio-mini-2025-12-15",
        ]
        | str
        | Omit = omit,
        output_modalities: list[Literal["text", "audio"]] | Omit = omit,
        prompt: ResponsePrompt | ResponsePromptParam | None | Omit = omit,
        tool_choice: RealtimeToolChoiceConfig | RealtimeToolChoiceConfigParam | Omit = omit,
        tools: Iterable[RealtimeToolsConfigUnion | RealtimeToolsConfigUnionParam] | Omit = omit,
        tracing: RealtimeTracingConfig | RealtimeTracingConfigParam | None | Omit = omit,
        truncation: RealtimeTruncation | RealtimeTruncationParam | Omit = omit,
        extra_headers: Headers | None = None,
        extra_query: Query | None = None,
        extra_body: Body | None = None,
        timeout: float | Timeout | None | NotGiven = not_given,
    ) -> None:
        """Accept a call.

        Takes an incoming SIP call and gives it a session. Returns once the call rings and its
        session is being set up; watch the call by connecting a WebSocket with its id.

        Args:
            call_id: Id of the call, such as `rtc_1234`: from the `realtime.call.incoming`
                webhook of a SIP call, or from the `Location` header of a WebRTC call.
            type: Marks a speech-to-speech session.
            audio: Audio formats, voice, transcription and turn detection.
            include: Extra data to send with events.
                `item.input_audio_transcription.logprobs` adds token probabilities to input
                transcriptions. Null when nothing extra was asked for.
            instructions: System message put before the conversation: how to behave, sound
                and answer. When it is left out the service uses its own default, which
                `session.created` shows.
            max_output_tokens: Most tokens one response may use, tool calls included: 1 to
                4096, or `inf` for the limit of the model, which is the default.
            model: Model that runs the session. It cannot be changed once the session has
                started.
            output_modalities: What the model answers with: `[audio]` gives speech and its
                transcript, `[text]` gives text only. The two cannot be combined. Default:
                ["audio"].
            prompt: Stored prompt template to use, with values for its variables.
            tool_choice: How the model picks a tool.
            tools: Tools the model may call.
            tracing: Whether and how the session is traced. Once tracing is on, its
                configuration is fixed.
            truncation: What happens to old items when the conversation outgrows the context
                window.
        """
        return self._request(
            _ACCEPT,
            path={
                "call_id": call_id,
            },
            body={
                "type": type,
                "audio": audio,
                "include": include,
                "instructions": instructions,
                "max_output_tokens": max_output_tokens,
                "model": model,
                "output_modalities": output_modalities,
                "prompt": prompt,
                "tool_choice": tool_choice,
                "tools": tools,
                "tracing": tracing,
                "truncation": truncation,
            },
            extra_headers=extra_headers,
            extra_query=extra_query,
            extra_body=extra_body,
            timeout=timeout,
        )

    def hangup(
        self,
        call_id: str,
        *,
        extra_headers: Headers | None = None,
        extra_query: Query | None = None,
        extra_body: Body | None = None,
        timeout: float | Timeout | None | NotGiven = not_given,
    ) -> None:
        """Hang up a call.

        Ends a call in progress, whether it came in over SIP or was made over WebRTC.

        Args:
            call_id: Id of the call, such as `rtc_1234`: from the `realtime.call.incoming`
                webhook of a SIP call, or from the `Location` header of a WebRTC call.
        """
        return self._request(
            _HANGUP,
            path={
                "call_id": call_id,
            },
            extra_headers=extra_headers,
            extra_query=extra_query,
            extra_body=extra_body,
            timeout=timeout,
        )

    def refer(
        self,
        call_id: str,
        *,
        target_uri: str,
        extra_headers: Headers | None = None,
        extra_query: Query | None = None,
        extra_body: Body | None = None,
        timeout: float | Timeout | None | NotGiven = not_given,
    ) -> None:
        """Transfer a call.

        Hands a SIP call over to another address by way of SIP REFER.

        Args:
            call_id: Id of the call, such as `rtc_1234`: from the `realtime.call.incoming`
                webhook of a SIP call, or from the `Location` header of a WebRTC call.
            target_uri: Address put in the SIP `Refer-To` header, such as `tel:+14155550123`
                or `sip:agent@example.com`.
        """
        return self._request(
            _REFER,
            path={
                "call_id": call_id,
            },
            body={
                "target_uri": target_uri,
            },
            extra_headers=extra_headers,
            extra_query=extra_query,
            extra_body=extra_body,
            timeout=timeout,
        )

    def reject(
        self,
        call_id: str,
        *,
        status_code: int | Omit = omit,
        extra_headers: Headers | None = None,
        extra_query: Query | None = None,
        extra_body: Body | None = None,
        timeout: float | Timeout | None | NotGiven = not_given,
    ) -> None:
        """Reject a call.

        Turns down an incoming SIP call that has not been accepted.

        Args:
            call_id: Id of the call, such as `rtc_1234`: from the `realtime.call.incoming`
                webhook of a SIP call, or from the `Location` header of a WebRTC call.
            status_code: SIP status code sent to the caller, such as 486 for busy. The
                service sends 603 (decline) when this is left out.
        """
        return self._request(
            _REJECT,
            path={
                "call_id": call_id,
            },
            body={
                "status_code": status_code,
            },
            extra_headers=extra_headers,
            extra_query=extra_query,
            extra_body=extra_body,
            timeout=timeout,
        )


class CallsWithRawResponse:
    """`client.realtime.calls` with responses as they came, their headers included."""

    def __init__(self, calls: Calls) -> None:
        raw = raw_view(calls)
        self.create = to_raw(raw.create)
        self.accept = to_raw(raw.accept)
        self.hangup = to_raw(raw.hangup)
        self.refer = to_raw(raw.refer)
        self.reject = to_raw(raw.reject)


class CallsWithStreamingResponse:
    """`client.realtime.calls` with responses whose body has not been read yet."""

    def __init__(self, calls: Calls) -> None:
        streamed = streamed_view(calls)
        self.create = to_streamed(streamed.create)
        self.accept = to_streamed(streamed.accept)
        self.hangup = to_streamed(streamed.hangup)
        self.refer = to_streamed(streamed.refer)
        self.reject = to_streamed(streamed.reject)


class AsyncCalls(AsyncResource):
    """Calls that reach a model by WebRTC or SIP."""

    @cached_property
    def with_raw_response(self) -> AsyncCallsWithRawResponse:
        """The same methods, giving the response with its headers before it is parsed."""
        return AsyncCallsWithRawResponse(self)

    @cached_property
    def with_streaming_response(self) -> AsyncCallsWithStreamingResponse:
        """The same methods, giving the response before its body is read."""
        return AsyncCallsWithStreamingResponse(self)

    async def create(
        self,
        *,
        sdp: str,
        session: RealtimeSessionCreateRequest | RealtimeSessionCreateRequestParam | Omit = omit,
        extra_headers: Headers | None = None,
        extra_query: Query | None = None,
        extra_body: Body | None = None,
        timeout: float | Timeout | None | NotGiven = not_given,
    ) -> HttpxBinaryResponseContent:
        """Create a call.

        Starts a WebRTC call: takes the SDP offer of the caller and returns the SDP answer of
        the service. Authenticate with an API key and send the settings along, or with a client
        secret that carries them and send the bare offer.

        Args:
            sdp: SDP offer of the caller, as made by `RTCPeerConnection.createOffer`.
            session: Settings of the session. Leave them out when the call is made with a
                client secret that carries them.
        """
        return await self._request(
            _CREATE,
            body={
                "sdp": sdp,
                "session": session,
            },
            extra_headers=extra_headers,
            extra_query=extra_query,
            extra_body=extra_body,
            timeout=timeout,
        )

    async def accept(
        self,
        call_id: str,
        *,
        type: Literal["realtime"],
        audio: RealtimeAudioConfig | RealtimeAudioConfigParam | Omit = omit,
        include: list[Literal["item.input_audio_transcription.logprobs"]] | None | Omit = omit,
        instructions: str | Omit = omit,
        max_output_tokens: Literal["inf"] | int | Omit = omit,
        model: Literal[
            "gpt-realtime",
            "gpt-realtime-2025-08-28",
            "gpt-4o-realtime-preview",
            "gpt-4o-realtime-preview-2024-10-01",
            "gpt-4o-realtime-preview-2024-12-17",
            "gpt-4o-realtime-preview-2025-06-03",
            "gpt-4o-mini-realtime-preview",
            "gpt-4o-mini-realtime-preview-2024-12-17",
            "gpt-realtime-mini",
            "gpt-realtime-mini-2025-10-06",
            "gpt-realtime-mini-2025-12-15",
            "gpt-audio-mini",
            "gpt-audio-mini-2025-10-06",
            "gpt-audio-mini-2025-12-15",
        ]
        | str
        | Omit = omit,
        output_modalities: list[Literal["text", "audio"]] | Omit = omit,
        prompt: ResponsePrompt | ResponsePromptParam | None | Omit = omit,
        tool_choice: RealtimeToolChoiceConfig | RealtimeToolChoiceConfigParam | Omit = omit,
        tools: Iterable[RealtimeToolsConfigUnion | RealtimeToolsConfigUnionParam] | Omit = omit,
        tracing: RealtimeTracingConfig | RealtimeTracingConfigParam | None | Omit = omit,
        truncation: RealtimeTruncation | RealtimeTruncationParam | Omit = omit,
        extra_headers: Headers | None = None,
        extra_query: Query | None = None,
        extra_body: Body | None = None,
        timeout: float | Timeout | None | NotGiven = not_given,
    ) -> None:
        """Accept a call.

        Takes an incoming SIP call and gives it a session. Returns once the call rings and its
        session is being set up; watch the call by connecting a WebSocket with its id.

        Args:
            call_id: Id of the call, such as `rtc_1234`: from the `realtime.call.incoming`
                webhook of a SIP call, or from the `Location` header of a WebRTC call.
            type: Marks a speech-to-speech session.
            audio: Audio formats, voice, transcription and turn detection.
            include: Extra data to send with events.
                `item.input_audio_transcription.logprobs` adds token probabilities to input
                transcriptions. Null when nothing extra was asked for.
            instructions: System message put before the conversation: how to behave, sound
                and answer. When it is left out the service uses its own default, which
                `session.created` shows.
            max_output_tokens: Most tokens one response may use, tool calls included: 1 to
                4096, or `inf` for the limit of the model, which is the default.
            model: Model that runs the session. It cannot be changed once the session has
                started.
            output_modalities: What the model answers with: `[audio]` gives speech and its
                transcript, `[text]` gives text only. The two cannot be combined. Default:
                ["audio"].
            prompt: Stored prompt template to use, with values for its variables.
            tool_choice: How the model picks a tool.
            tools: Tools the model may call.
            tracing: Whether and how the session is traced. Once tracing is on, its
                configuration is fixed.
            truncation: What happens to old items when the conversation outgrows the context
                window.
        """
        return await self._request(
            _ACCEPT,
            path={
                "call_id": call_id,
            },
            body={
                "type": type,
                "audio": audio,
                "include": include,
                "instructions": instructions,
                "max_output_tokens": max_output_tokens,
                "model": model,
                "output_modalities": output_modalities,
                "prompt": prompt,
                "tool_choice": tool_choice,
                "tools": tools,
                "tracing": tracing,
                "truncation": truncation,
            },
            extra_headers=extra_headers,
            extra_query=extra_query,
            extra_body=extra_body,
            timeout=timeout,
        )

    async def hangup(
        self,
        call_id: str,
        *,
        extra_headers: Headers | None = None,
        extra_query: Query | None = None,
        extra_body: Body | None = None,
        timeout: float | Timeout | None | NotGiven = not_given,
    ) -> None:
        """Hang up a call.

        Ends a call in progress, whether it came in over SIP or was made over WebRTC.

        Args:
            call_id: Id of the call, such as `rtc_1234`: from the `realtime.call.incoming`
                webhook of a SIP call, or from the `Location` header of a WebRTC call.
        """
        return await self._request(
            _HANGUP,
            path={
                "call_id": call_id,
            },
            extra_headers=extra_headers,
            extra_query=extra_query,
            extra_body=extra_body,
            timeout=timeout,
        )

    async def refer(
        self,
        call_id: str,
        *,
        target_uri: str,
        extra_headers: Headers | None = None,
        extra_query: Query | None = None,
        extra_body: Body | None = None,
        timeout: float | Timeout | None | NotGiven = not_given,
    ) -> None:
        """Transfer a call.

        Hands a SIP call over to another address by way of SIP REFER.

        Args:
            call_id: Id of the call, such as `rtc_1234`: from the `realtime.call.incoming`
                webhook of a SIP call, or from the `Location` header of a WebRTC call.
            target_uri: Address put in the SIP `Refer-To` header, such as `tel:+14155550123`
                or `sip:agent@example.com`.
        """
        return await self._request(
            _REFER,
            path={
                "call_id": call_id,
            },
            body={
                "target_uri": target_uri,
            },
            extra_headers=extra_headers,
            extra_query=extra_query,
            extra_body=extra_body,
            timeout=timeout,
        )

    async def reject(
        self,
        call_id: str,
        *,
        status_code: int | Omit = omit,
        extra_headers: Headers | None = None,
        extra_query: Query | None = None,
        extra_body: Body | None = None,
        timeout: float | Timeout | None | NotGiven = not_given,
    ) -> None:
        """Reject a call.

        Turns down an incoming SIP call that has not been accepted.

        Args:
            call_id: Id of the call, such as `rtc_1234`: from the `realtime.call.incoming`
                webhook of a SIP call, or from the `Location` header of a WebRTC call.
            status_code: SIP status code sent to the caller, such as 486 for busy. The
                service sends 603 (decline) when this is left out.
        """
        return await self._request(
            _REJECT,
            path={
                "call_id": call_id,
            },
            body={
                "status_code": status_code,
            },
            extra_headers=extra_headers,
            extra_query=extra_query,
            extra_body=extra_body,
            timeout=timeout,
        )


class AsyncCallsWithRawResponse:
    """`client.realtime.calls` with responses as they came, their headers included."""

    def __init__(self, calls: AsyncCalls) -> None:
        raw = raw_view(calls)
        self.create = async_to_raw(raw.create)
        self.accept = async_to_raw(raw.accept)
        self.hangup = async_to_raw(raw.hangup)
        self.refer = async_to_raw(raw.refer)
        self.reject = async_to_raw(raw.reject)


class AsyncCallsWithStreamingResponse:
    """`client.realtime.calls` with responses whose body has not been read yet."""

    def __init__(self, calls: AsyncCalls) -> None:
        streamed = streamed_view(calls)
        self.create = async_to_streamed(streamed.create)
        self.accept = async_to_streamed(streamed.accept)
        self.hangup = async_to_streamed(streamed.hangup)
        self.refer = async_to_streamed(streamed.refer)
        self.reject = async_to_streamed(streamed.reject)
