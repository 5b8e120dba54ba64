from __future__ import annotations

from collections.abc import Callable
from typing import Literal, Protocol, TYPE_CHECKING, TypeVar, overload

from ..._runtime.handlers import Handler, HandlerDecorator

if TYPE_CHECKING:
    from ...types.realtime.conversation_created_event import ConversationCreatedEvent
    from ...types.realtime.conversation_item_added import ConversationItemAdded
    from ...types.realtime.conversation_item_created_event import ConversationItemCreatedEvent
    from ...types.realtime.conversation_item_deleted_event import ConversationItemDeletedEvent
    from ...types.realtime.conversation_item_done import ConversationItemDone
    from ...types.realtime.conversation_item_input_audio_transcription_completed_event import (
        ConversationItemInputAudioTranscriptionCompletedEvent,
    )
    from ...types.realtime.conversation_item_input_audio_transcription_delta_event import (
        ConversationItemInputAudioTranscriptionDeltaEvent,
    )
    from ...types.realtime.conversation_item_input_audio_transcription_failed_event import (
        ConversationItemInputAudioTranscriptionFailedEvent,
    )
    from ...types.realtime.conversation_item_input_audio_transcription_segment import (
        ConversationItemInputAudioTranscriptionSegment,
    )
    from ...types.realtime.conversation_item_truncated_event import ConversationItemTruncatedEvent
    from ...types.realtime.input_audio_buffer_cleared_event import InputAudioBufferClearedEvent
    from ...types.realtime.input_audio_buffer_committed_event import InputAudioBufferCommittedEvent
    from ...types.realtime.input_audio_buffer_dtmf_event_received_event import (
        InputAudioBufferDtmfEventReceivedEvent,
    )
    from ...types.realtime.input_audio_buffer_speech_started_event import (
        InputAudioBufferSpeechStartedEvent,
    )
    from ...types.realtime.input_audio_buffer_speech_stopped_event import (
        InputAudioBufferSpeechStoppedEvent,
    )
    from ...types.realtime.input_audio_buffer_timeout_triggered import (
        InputAudioBufferTimeoutTriggered,
    )
    from ...types.realtime.mcp_list_tools_completed import McpListToolsCompleted
    from ...types.realtime.mcp_list_tools_failed import McpListToolsFailed
    from ...types.realtime.mcp_list_tools_in_progress import McpListToolsInProgress
    from ...types.realtime.rate_limits_updated_event import RateLimitsUpdatedEvent
    from ...types.realtime.realtime_error_event import RealtimeErrorEvent
    from ...types.realtime.realtime_server_event import (
        ConversationItemRetrieved,
        OutputAudioBufferCleared,
        OutputAudioBufferStarted,
        OutputAudioBufferStopped,
        RealtimeServerEvent,
    )
    from ...types.realtime.response_audio_delta_event import ResponseAudioDeltaEvent
    from ...types.realtime.response_audio_done_event import ResponseAudioDoneEvent
    from ...types.realtime.response_audio_transcript_delta_event import (
        ResponseAudioTranscriptDeltaEvent,
    )
    from ...types.realtime.response_audio_transcript_done_event import (
        ResponseAudioTranscriptDoneEvent,
    )
    from ...types.realtime.response_content_part_added_event import ResponseContentPartAddedEvent
    from ...types.realtime.response_content_part_done_event import ResponseContentPartDoneEvent
    from ...types.realtime.response_created_event import ResponseCreatedEvent
    from ...types.realtime.response_done_event import ResponseDoneEvent
    from ...types.realtime.response_function_call_arguments_delta_event import (
        ResponseFunctionCallArgumentsDeltaEvent,
    )
    from ...types.realtime.response_function_call_arguments_done_event import (
        ResponseFunctionCallArgumentsDoneEvent,
    )
    from ...types.realtime.response_mcp_call_arguments_delta import ResponseMcpCallArgumentsDelta
    from ...types.realtime.response_mcp_call_arguments_done import ResponseMcpCallArgumentsDone
    from ...types.realtime.response_mcp_call_completed import ResponseMcpCallCompleted
    from ...types.realtime.response_mcp_call_failed import ResponseMcpCallFailed
    from ...types.realtime.response_mcp_call_in_progress import ResponseMcpCallInProgress
    from ...types.realtime.response_output_item_added_event import ResponseOutputItemAddedEvent
    from ...types.realtime.response_output_item_done_event import ResponseOutputItemDoneEvent
    from ...types.realtime.response_text_delta_event import ResponseTextDeltaEvent
    from ...types.realtime.response_text_done_event import ResponseTextDoneEvent
    from ...types.realtime.session_created_event import SessionCreatedEvent
    from ...types.realtime.session_updated_event import SessionUpdatedEvent
    from ...types.unknown_event import UnknownEvent

EventT = TypeVar("EventT")
_Owner_co = TypeVar("_Owner_co", covariant=True)
_ConversationCreatedEventT = TypeVar(
    "_ConversationCreatedEventT", bound="Handler[ConversationCreatedEvent]"
)
_ConversationItemCreatedEventT = TypeVar(
    "_ConversationItemCreatedEventT", bound="Handler[ConversationItemCreatedEvent]"
)
_ConversationItemDeletedEventT = TypeVar(
    "_ConversationItemDeletedEventT", bound="Handler[ConversationItemDeletedEvent]"
)
_ConversationItemInputAudioTranscriptionCompletedEventT = TypeVar(
    "_ConversationItemInputAudioTranscriptionCompletedEventT",
    bound="Handler[ConversationItemInputAudioTranscriptionCompletedEvent]",
)
_ConversationItemInputAudioTranscriptionDeltaEventT = TypeVar(
    "_ConversationItemInputAudioTranscriptionDeltaEventT",
    bound="Handler[ConversationItemInputAudioTranscriptionDeltaEvent]",
)
_ConversationItemInputAudioTranscriptionFailedEventT = TypeVar(
    "_ConversationItemInputAudioTranscriptionFailedEventT",
    bound="Handler[ConversationItemInputAudioTranscriptionFailedEvent]",
)
_ConversationItemRetrievedT = TypeVar(
    "_ConversationItemRetrievedT", bound="Handler[ConversationItemRetrieved]"
)
_ConversationItemTruncatedEventT = TypeVar(
    "_ConversationItemTruncatedEventT", bound="Handler[ConversationItemTruncatedEvent]"
)
_RealtimeErrorEventT = TypeVar("_RealtimeErrorEventT", bound="Handler[RealtimeErrorEvent]")
_InputAudioBufferClearedEventT = TypeVar(
    "_InputAudioBufferClearedEventT", bound="Handler[InputAudioBufferClearedEvent]"
)
_InputAudioBufferCommittedEventT = TypeVar(
    "_InputAudioBufferCommittedEventT", bound="Handler[InputAudioBufferCommittedEvent]"
)
_InputAudioBufferDtmfEventReceivedEventT = TypeVar(
    "_InputAudioBufferDtmfEventReceivedEventT",
    bound="Handler[InputAudioBufferDtmfEventReceivedEvent]",
)
_InputAudioBufferSpeechStartedEventT = TypeVar(
    "_InputAudioBufferSpeechStartedEventT", bound="Handler[InputAudioBufferSpeechStartedEvent]"
)
_InputAudioBufferSpeechStoppedEventT = TypeVar(
    "_InputAudioBufferSpeechStoppedEventT", bound="Handler[InputAudioBufferSpeechStoppedEvent]"
)
_RateLimitsUpdatedEventT = TypeVar(
    "_RateLimitsUpdatedEventT", bound="Handler[RateLimitsUpdatedEvent]"
)
_ResponseAudioDeltaEventT = TypeVar(
    "_ResponseAudioDeltaEventT", bound="Handler[ResponseAudioDeltaEvent]"
)
_ResponseAudioDoneEventT = TypeVar(
    "_ResponseAudioDoneEventT", bound="Handler[ResponseAudioDoneEvent]"
)
_ResponseAudioTranscriptDeltaEventT = TypeVar(
    "_ResponseAudioTranscriptDeltaEventT", bound="Handler[ResponseAudioTranscriptDeltaEvent]"
)
_ResponseAudioTranscriptDoneEventT = TypeVar(
    "_ResponseAudioTranscriptDoneEventT", bound="Handler[ResponseAudioTranscriptDoneEvent]"
)
_ResponseContentPartAddedEventT = TypeVar(
    "_ResponseContentPartAddedEventT", bound="Handler[ResponseContentPartAddedEvent]"
)
_ResponseContentPartDoneEventT = TypeVar(
    "_ResponseContentPartDoneEventT", bound="Handler[ResponseContentPartDoneEvent]"
)
_ResponseCreatedEventT = TypeVar("_ResponseCreatedEventT", bound="Handler[ResponseCreatedEvent]")
_ResponseDoneEventT = TypeVar("_ResponseDoneEventT", bound="Handler[ResponseDoneEvent]")
_ResponseFunctionCallArgumentsDeltaEventT = TypeVar(
    "_ResponseFunctionCallArgumentsDeltaEventT",
    bound="Handler[ResponseFunctionCallArgumentsDeltaEvent]",
)
_ResponseFunctionCallArgumentsDoneEventT = TypeVar(
    "_ResponseFunctionCallArgumentsDoneEventT",
    bound="Handler[ResponseFunctionCallArgumentsDoneEvent]",
)
_ResponseOutputItemAddedEventT = TypeVar(
    "_ResponseOutputItemAddedEventT", bound="Handler[ResponseOutputItemAddedEvent]"
)
_ResponseOutputItemDoneEventT = TypeVar(
    "_ResponseOutputItemDoneEventT", bound="Handler[ResponseOutputItemDoneEvent]"
)
_ResponseTextDeltaEventT = TypeVar(
    "_ResponseTextDeltaEventT", bound="Handler[ResponseTextDeltaEvent]"
)
_ResponseTextDoneEventT = TypeVar("_ResponseTextDoneEventT", bound="Handler[ResponseTextDoneEvent]")
_SessionCreatedEventT = TypeVar("_SessionCreatedEventT", bound="Handler[SessionCreatedEvent]")
_SessionUpdatedEventT = TypeVar("_SessionUpdatedEventT", bound="Handler[SessionUpdatedEvent]")
_OutputAudioBufferStartedT = TypeVar(
    "_OutputAudioBufferStartedT", bound="Handler[OutputAudioBufferStarted]"
)
_OutputAudioBufferStoppedT = TypeVar(
    "_OutputAudioBufferStoppedT", bound="Handler[OutputAudioBufferStopped]"
)
_OutputAudioBufferClearedT = TypeVar(
    "_OutputAudioBufferClearedT", bound="Handler[OutputAudioBufferCleared]"
)
_ConversationItemAddedT = TypeVar("_ConversationItemAddedT", bound="Handler[ConversationItemAdded]")
_ConversationItemDoneT = TypeVar("_ConversationItemDoneT", bound="Handler[ConversationItemDone]")
_InputAudioBufferTimeoutTriggeredT = TypeVar(
    "_InputAudioBufferTimeoutTriggeredT", bound="Handler[InputAudioBufferTimeoutTriggered]"
)
_ConversationItemInputAudioTranscriptionSegmentT = TypeVar(
    "_ConversationItemInputAudioTranscriptionSegmentT",
    bound="Handler[ConversationItemInputAudioTranscriptionSegment]",
)
_McpListToolsInProgressT = TypeVar(
    "_McpListToolsInProgressT", bound="Handler[McpListToolsInProgress]"
)
_McpListToolsCompletedT = TypeVar("_McpListToolsCompletedT", bound="Handler[McpListToolsCompleted]")
_McpListToolsFailedT = TypeVar("_McpListToolsFailedT", bound="Handler[McpListToolsFailed]")
_ResponseMcpCallArgumentsDeltaT = TypeVar(
    "_ResponseMcpCallArgumentsDeltaT", bound="Handler[ResponseMcpCallArgumentsDelta]"
)
_ResponseMcpCallArgumentsDoneT = TypeVar(
    "_ResponseMcpCallArgumentsDoneT", bound="Handler[ResponseMcpCallArgumentsDone]"
)
_ResponseMcpCallInProgressT = TypeVar(
    "_ResponseMcpCallInProgressT", bound="Handler[ResponseMcpCallInProgress]"
)
_ResponseMcpCallCompletedT = TypeVar(
    "_ResponseMcpCallCompletedT", bound="Handler[ResponseMcpCallCompleted]"
)
_ResponseMcpCallFailedT = TypeVar("_ResponseMcpCallFailedT", bound="Handler[ResponseMcpCallFailed]")
_UnknownT = TypeVar("_UnknownT", bound="Handler[UnknownEvent]")
_EveryT = TypeVar("_EveryT", bound="Handler[RealtimeServerEvent | UnknownEvent]")


class RealtimeOn(Protocol[_Owner_co]):
    """How functions are added: for messages by name or by class, or for every message."""

    @overload
    def __call__(
        self, event: Literal["conversation.created"], /
    ) -> Callable[[_ConversationCreatedEventT], _ConversationCreatedEventT]: ...

    @overload
    def __call__(
        self, event: Literal["conversation.created"], handler: Handler[ConversationCreatedEvent], /
    ) -> _Owner_co: ...

    @overload
    def __call__(
        self, event: Literal["conversation.item.created"], /
    ) -> Callable[[_ConversationItemCreatedEventT], _ConversationItemCreatedEventT]: ...

    @overload
    def __call__(
        self,
        event: Literal["conversation.item.created"],
        handler: Handler[ConversationItemCreatedEvent],
        /,
    ) -> _Owner_co: ...

    @overload
    def __call__(
        self, event: Literal["conversation.item.deleted"], /
    ) -> Callable[[_ConversationItemDeletedEventT], _ConversationItemDeletedEventT]: ...

    @overload
    def __call__(
        self,
        event: Literal["conversation.item.deleted"],
        handler: Handler[ConversationItemDeletedEvent],
        /,
    ) -> _Owner_co: ...

    @overload
    def __call__(
        self, event: Literal["conversation.item.input_audio_transcription.completed"], /
    ) -> Callable[
        [_ConversationItemInputAudioTranscriptionCompletedEventT],
        _ConversationItemInputAudioTranscriptionCompletedEventT,
    ]: ...

    @overload
    def __call__(
        self,
        event: Literal["conversation.item.input_audio_transcription.completed"],
        handler: Handler[ConversationItemInputAudioTranscriptionCompletedEvent],
        /,
    ) -> _Owner_co: ...

    @overload
    def __call__(
        self, event: Literal["conversation.item.input_audio_transcription.delta"], /
    ) -> Callable[
        [_ConversationItemInputAudioTranscriptionDeltaEventT],
        _ConversationItemInputAudioTranscriptionDeltaEventT,
    ]: ...

    @overload
    def __call__(
        self,
        event: Literal["conversation.item.input_audio_transcription.delta"],
        handler: Handler[ConversationItemInputAudioTranscriptionDeltaEvent],
        /,
    ) -> _Owner_co: ...

    @overload
    def __call__(
        self, event: Literal["conversation.item.input_audio_transcription.failed"], /
    ) -> Callable[
        [_ConversationItemInputAudioTranscriptionFailedEventT],
        _ConversationItemInputAudioTranscriptionFailedEventT,
    ]: ...

    @overload
    def __call__(
        self,
        event: Literal["conversation.item.input_audio_transcription.failed"],
        handler: Handler[ConversationItemInputAudioTranscriptionFailedEvent],
        /,
    ) -> _Owner_co: ...

    @overload
    def __call__(
        self, event: Literal["conversation.item.retrieved"], /
    ) -> Callable[[_ConversationItemRetrievedT], _ConversationItemRetrievedT]: ...

    @overload
    def __call__(
        self,
        event: Literal["conversation.item.retrieved"],
        handler: Handler[ConversationItemRetrieved],
        /,
    ) -> _Owner_co: ...

    @overload
    def __call__(
        self, event: Literal["conversation.item.truncated"], /
    ) -> Callable[[_ConversationItemTruncatedEventT], _ConversationItemTruncatedEventT]: ...

    @overload
    def __call__(
        self,
        event: Literal["conversation.item.truncated"],
        handler: Handler[ConversationItemTruncatedEvent],
        /,
    ) -> _Owner_co: ...

    @overload
    def __call__(
        self, event: Literal["error"], /
    ) -> Callable[[_RealtimeErrorEventT], _RealtimeErrorEventT]: ...

    @overload
    def __call__(
        self, event: Literal["error"], handler: Handler[RealtimeErrorEvent], /
    ) -> _Owner_co: ...

    @overload
    def __call__(
        self, event: Literal["input_audio_buffer.cleared"], /
    ) -> Callable[[_InputAudioBufferClearedEventT], _InputAudioBufferClearedEventT]: ...

    @overload
    def __call__(
        self,
        event: Literal["input_audio_buffer.cleared"],
        handler: Handler[InputAudioBufferClearedEvent],
        /,
    ) -> _Owner_co: ...

    @overload
    def __call__(
        self, event: Literal["input_audio_buffer.committed"], /
    ) -> Callable[[_InputAudioBufferCommittedEventT], _InputAudioBufferCommittedEventT]: ...

    @overload
    def __call__(
        self,
        event: Literal["input_audio_buffer.committed"],
        handler: Handler[InputAudioBufferCommittedEvent],
        /,
    ) -> _Owner_co: ...

    @overload
    def __call__(
        self, event: Literal["input_audio_buffer.dtmf_event_received"], /
    ) -> Callable[
        [_InputAudioBufferDtmfEventReceivedEventT], _InputAudioBufferDtmfEventReceivedEventT
    ]: ...

    @overload
    def __call__(
        self,
        event: Literal["input_audio_buffer.dtmf_event_received"],
        handler: Handler[InputAudioBufferDtmfEventReceivedEvent],
        /,
    ) -> _Owner_co: ...

    @overload
    def __call__(
        self, event: Literal["input_audio_buffer.speech_started"], /
    ) -> Callable[[_InputAudioBufferSpeechStartedEventT], _InputAudioBufferSpeechStartedEventT]: ...

    @overload
    def __call__(
        self,
        event: Literal["input_audio_buffer.speech_started"],
        handler: Handler[InputAudioBufferSpeechStartedEvent],
        /,
    ) -> _Owner_co: ...

    @overload
    def __call__(
        self, event: Literal["input_audio_buffer.speech_stopped"], /
    ) -> Callable[[_InputAudioBufferSpeechStoppedEventT], _InputAudioBufferSpeechStoppedEventT]: ...

    @overload
    def __call__(
        self,
        event: Literal["input_audio_buffer.speech_stopped"],
        handler: Handler[InputAudioBufferSpeechStoppedEvent],
        /,
    ) -> _Owner_co: ...

    @overload
    def __call__(
        self, event: Literal["rate_limits.updated"], /
    ) -> Callable[[_RateLimitsUpdatedEventT], _RateLimitsUpdatedEventT]: ...

    @overload
    def __call__(
        self, event: Literal["rate_limits.updated"], handler: Handler[RateLimitsUpdatedEvent], /
    ) -> _Owner_co: ...

    @overload
    def __call__(
        self, event: Literal["response.output_audio.delta"], /
    ) -> Callable[[_ResponseAudioDeltaEventT], _ResponseAudioDeltaEventT]: ...

    @overload
    def __call__(
        self,
        event: Literal["response.output_audio.delta"],
        handler: Handler[ResponseAudioDeltaEvent],
        /,
    ) -> _Owner_co: ...

    @overload
    def __call__(
        self, event: Literal["response.output_audio.done"], /
    ) -> Callable[[_ResponseAudioDoneEventT], _ResponseAudioDoneEventT]: ...

    @overload
    def __call__(
        self,
        event: Literal["response.output_audio.done"],
        handler: Handler[ResponseAudioDoneEvent],
        /,
    ) -> _Owner_co: ...

    @overload
    def __call__(
        self, event: Literal["response.output_audio_transcript.delta"], /
    ) -> Callable[[_ResponseAudioTranscriptDeltaEventT], _ResponseAudioTranscriptDeltaEventT]: ...

    @overload
    def __call__(
        self,
        event: Literal["response.output_audio_transcript.delta"],
        handler: Handler[ResponseAudioTranscriptDeltaEvent],
        /,
    ) -> _Owner_co: ...

    @overload
    def __call__(
        self, event: Literal["response.output_audio_transcript.done"], /
    ) -> Callable[[_ResponseAudioTranscriptDoneEventT], _ResponseAudioTranscriptDoneEventT]: ...

    @overload
    def __call__(
        self,
        event: Literal["response.output_audio_transcript.done"],
        handler: Handler[ResponseAudioTranscriptDoneEvent],
        /,
    ) -> _Owner_co: ...

    @overload
    def __call__(
        self, event: Literal["response.content_part.added"], /
    ) -> Callable[[_ResponseContentPartAddedEventT], _ResponseContentPartAddedEventT]: ...

    @overload
    def __call__(
        self,
        event: Literal["response.content_part.added"],
        handler: Handler[ResponseContentPartAddedEvent],
        /,
    ) -> _Owner_co: ...

    @overload
    def __call__(
        self, event: Literal["response.content_part.done"], /
    ) -> Callable[[_ResponseContentPartDoneEventT], _ResponseContentPartDoneEventT]: ...

    @overload
    def __call__(
        self,
        event: Literal["response.content_part.done"],
        handler: Handler[ResponseContentPartDoneEvent],
        /,
    ) -> _Owner_co: ...

    @overload
    def __call__(
        self, event: Literal["response.created"], /
    ) -> Callable[[_ResponseCreatedEventT], _ResponseCreatedEventT]: ...

    @overload
    def __call__(
        self, event: Literal["response.created"], handler: Handler[ResponseCreatedEvent], /
    ) -> _Owner_co: ...

    @overload
    def __call__(
        self, event: Literal["response.done"], /
    ) -> Callable[[_ResponseDoneEventT], _ResponseDoneEventT]: ...

    @overload
    def __call__(
        self, event: Literal["response.done"], handler: Handler[ResponseDoneEvent], /
    ) -> _Owner_co: ...

    @overload
    def __call__(
        self, event: Literal["response.function_call_arguments.delta"], /
    ) -> Callable[
        [_ResponseFunctionCallArgumentsDeltaEventT], _ResponseFunctionCallArgumentsDeltaEventT
    ]: ...

    @overload
    def __call__(
        self,
        event: Literal["response.function_call_arguments.delta"],
        handler: Handler[ResponseFunctionCallArgumentsDeltaEvent],
        /,
    ) -> _Owner_co: ...

    @overload
    def __call__(
        self, event: Literal["response.function_call_arguments.done"], /
    ) -> Callable[
        [_ResponseFunctionCallArgumentsDoneEventT], _ResponseFunctionCallArgumentsDoneEventT
    ]: ...

    @overload
    def __call__(
        self,
        event: Literal["response.function_call_arguments.done"],
        handler: Handler[ResponseFunctionCallArgumentsDoneEvent],
        /,
    ) -> _Owner_co: ...

    @overload
    def __call__(
        self, event: Literal["response.output_item.added"], /
    ) -> Callable[[_ResponseOutputItemAddedEventT], _ResponseOutputItemAddedEventT]: ...

    @overload
    def __call__(
        self,
        event: Literal["response.output_item.added"],
        handler: Handler[ResponseOutputItemAddedEvent],
        /,
    ) -> _Owner_co: ...

    @overload
    def __call__(
        self, event: Literal["response.output_item.done"], /
    ) -> Callable[[_ResponseOutputItemDoneEventT], _ResponseOutputItemDoneEventT]: ...

    @overload
    def __call__(
        self,
        event: Literal["response.output_item.done"],
        handler: Handler[ResponseOutputItemDoneEvent],
        /,
    ) -> _Owner_co: ...

    @overload
    def __call__(
        self, event: Literal["response.output_text.delta"], /
    ) -> Callable[[_ResponseTextDeltaEventT], _ResponseTextDeltaEventT]: ...

    @overload
    def __call__(
        self,
        event: Literal["response.output_text.delta"],
        handler: Handler[ResponseTextDeltaEvent],
        /,
    ) -> _Owner_co: ...

    @overload
    def __call__(
        self, event: Literal["response.output_text.done"], /
    ) -> Callable[[_ResponseTextDoneEventT], _ResponseTextDoneEventT]: ...

    @overload
    def __call__(
        self,
        event: Literal["response.output_text.done"],
        handler: Handler[ResponseTextDoneEvent],
        /,
    ) -> _Owner_co: ...

    @overload
    def __call__(
        self, event: Literal["session.created"], /
    ) -> Callable[[_SessionCreatedEventT], _SessionCreatedEventT]: ...

    @overload
    def __call__(
        self, event: Literal["session.created"], handler: Handler[SessionCreatedEvent], /
    ) -> _Owner_co: ...

    @overload
    def __call__(
        self, event: Literal["session.updated"], /
    ) -> Callable[[_SessionUpdatedEventT], _SessionUpdatedEventT]: ...

    @overload
    def __call__(
        self, event: Literal["session.updated"], handler: Handler[SessionUpdatedEvent], /
    ) -> _Owner_co: ...

    @overload
    def __call__(
        self, event: Literal["output_audio_buffer.started"], /
    ) -> Callable[[_OutputAudioBufferStartedT], _OutputAudioBufferStartedT]: ...

    @overload
    def __call__(
        self,
        event: Literal["output_audio_buffer.started"],
        handler: Handler[OutputAudioBufferStarted],
        /,
    ) -> _Owner_co: ...

    @overload
    def __call__(
        self, event: Literal["output_audio_buffer.stopped"], /
    ) -> Callable[[_OutputAudioBufferStoppedT], _OutputAudioBufferStoppedT]: ...

    @overload
    def __call__(
        self,
        event: Literal["output_audio_buffer.stopped"],
        handler: Handler[OutputAudioBufferStopped],
        /,
    ) -> _Owner_co: ...

    @overload
    def __call__(
        self, event: Literal["output_audio_buffer.cleared"], /
    ) -> Callable[[_OutputAudioBufferClearedT], _OutputAudioBufferClearedT]: ...

    @overload
    def __call__(
        self,
        event: Literal["output_audio_buffer.cleared"],
        handler: Handler[OutputAudioBufferCleared],
        /,
    ) -> _Owner_co: ...

    @overload
    def __call__(
        self, event: Literal["conversation.item.added"], /
    ) -> Callable[[_ConversationItemAddedT], _ConversationItemAddedT]: ...

    @overload
    def __call__(
        self, event: Literal["conversation.item.added"], handler: Handler[ConversationItemAdded], /
    ) -> _Owner_co: ...

    @overload
    def __call__(
        self, event: Literal["conversation.item.done"], /
    ) -> Callable[[_ConversationItemDoneT], _ConversationItemDoneT]: ...

    @overload
    def __call__(
        self, event: Literal["conversation.item.done"], handler: Handler[ConversationItemDone], /
    ) -> _Owner_co: ...

    @overload
    def __call__(
        self, event: Literal["input_audio_buffer.timeout_triggered"], /
    ) -> Callable[[_InputAudioBufferTimeoutTriggeredT], _InputAudioBufferTimeoutTriggeredT]: ...

    @overload
    def __call__(
        self,
        event: Literal["input_audio_buffer.timeout_triggered"],
        handler: Handler[InputAudioBufferTimeoutTriggered],
        /,
    ) -> _Owner_co: ...

    @overload
    def __call__(
        self, event: Literal["conversation.item.input_audio_transcription.segment"], /
    ) -> Callable[
        [_ConversationItemInputAudioTranscriptionSegmentT],
        _ConversationItemInputAudioTranscriptionSegmentT,
    ]: ...

    @overload
    def __call__(
        self,
        event: Literal["conversation.item.input_audio_transcription.segment"],
        handler: Handler[ConversationItemInputAudioTranscriptionSegment],
        /,
    ) -> _Owner_co: ...

    @overload
    def __call__(
        self, event: Literal["mcp_list_tools.in_progress"], /
    ) -> Callable[[_McpListToolsInProgressT], _McpListToolsInProgressT]: ...

    @overload
    def __call__(
        self,
        event: Literal["mcp_list_tools.in_progress"],
        handler: Handler[McpListToolsInProgress],
        /,
    ) -> _Owner_co: ...

    @overload
    def __call__(
        self, event: Literal["mcp_list_tools.completed"], /
    ) -> Callable[[_McpListToolsCompletedT], _McpListToolsCompletedT]: ...

    @overload
    def __call__(
        self, event: Literal["mcp_list_tools.completed"], handler: Handler[McpListToolsCompleted], /
    ) -> _Owner_co: ...

    @overload
    def __call__(
        self, event: Literal["mcp_list_tools.failed"], /
    ) -> Callable[[_McpListToolsFailedT], _McpListToolsFailedT]: ...

    @overload
    def __call__(
        self, event: Literal["mcp_list_tools.failed"], handler: Handler[McpListToolsFailed], /
    ) -> _Owner_co: ...

    @overload
    def __call__(
        self, event: Literal["response.mcp_call_arguments.delta"], /
    ) -> Callable[[_ResponseMcpCallArgumentsDeltaT], _ResponseMcpCallArgumentsDeltaT]: ...

    @overload
    def __call__(
        self,
        event: Literal["response.mcp_call_arguments.delta"],
        handler: Handler[ResponseMcpCallArgumentsDelta],
        /,
    ) -> _Owner_co: ...

    @overload
    def __call__(
        self, event: Literal["response.mcp_call_arguments.done"], /
    ) -> Callable[[_ResponseMcpCallArgumentsDoneT], _ResponseMcpCallArgumentsDoneT]: ...

    @overload
    def __call__(
        self,
        event: Literal["response.mcp_call_arguments.done"],
        handler: Handler[ResponseMcpCallArgumentsDone],
        /,
    ) -> _Owner_co: ...

    @overload
    def __call__(
        self, event: Literal["response.mcp_call.in_progress"], /
    ) -> Callable[[_ResponseMcpCallInProgressT], _ResponseMcpCallInProgressT]: ...

    @overload
    def __call__(
        self,
        event: Literal["response.mcp_call.in_progress"],
        handler: Handler[ResponseMcpCallInProgress],
        /,
    ) -> _Owner_co: ...

    @overload
    def __call__(
        self, event: Literal["response.mcp_call.completed"], /
    ) -> Callable[[_ResponseMcpCallCompletedT], _ResponseMcpCallCompletedT]: ...

    @overload
    def __call__(
        self,
        event: Literal["response.mcp_call.completed"],
        handler: Handler[ResponseMcpCallCompleted],
        /,
    ) -> _Owner_co: ...

    @overload
    def __call__(
        self, event: Literal["response.mcp_call.failed"], /
    ) -> Callable[[_ResponseMcpCallFailedT], _ResponseMcpCallFailedT]: ...

    @overload
    def __call__(
        self, event: Literal["response.mcp_call.failed"], handler: Handler[ResponseMcpCallFailed], /
    ) -> _Owner_co: ...

    @overload
    def __call__(self, event: Literal["unknown"], /) -> Callable[[_UnknownT], _UnknownT]: ...

    @overload
    def __call__(
        self, event: Literal["unknown"], handler: Handler[UnknownEvent], /
    ) -> _Owner_co: ...

    @overload
    def __call__(self, event: Literal["*"], /) -> Callable[[_EveryT], _EveryT]: ...

    @overload
    def __call__(
        self, event: Literal["*"], handler: Handler[RealtimeServerEvent | UnknownEvent], /
    ) -> _Owner_co: ...

    @overload
    def __call__(self, event: type[EventT], /) -> HandlerDecorator[EventT]: ...

    @overload
    def __call__(self, event: type[EventT], handler: Handler[EventT], /) -> _Owner_co: ...
