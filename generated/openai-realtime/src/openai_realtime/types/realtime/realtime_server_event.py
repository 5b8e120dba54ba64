from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from ..._runtime.models import BaseModel
from .conversation_created_event import ConversationCreatedEvent
from .conversation_item import ConversationItem
from .conversation_item_added import ConversationItemAdded
from .conversation_item_created_event import ConversationItemCreatedEvent
from .conversation_item_deleted_event import ConversationItemDeletedEvent
from .conversation_item_done import ConversationItemDone
from .conversation_item_input_audio_transcription_completed_event import (
    ConversationItemInputAudioTranscriptionCompletedEvent,
)
from .conversation_item_input_audio_transcription_delta_event import (
    ConversationItemInputAudioTranscriptionDeltaEvent,
)
from .conversation_item_input_audio_transcription_failed_event import (
    ConversationItemInputAudioTranscriptionFailedEvent,
)
from .conversation_item_input_audio_transcription_segment import (
    ConversationItemInputAudioTranscriptionSegment,
)
from .conversation_item_truncated_event import ConversationItemTruncatedEvent
from .input_audio_buffer_cleared_event import InputAudioBufferClearedEvent
from .input_audio_buffer_committed_event import InputAudioBufferCommittedEvent
from .input_audio_buffer_dtmf_event_received_event import InputAudioBufferDtmfEventReceivedEvent
from .input_audio_buffer_speech_started_event import InputAudioBufferSpeechStartedEvent
from .input_audio_buffer_speech_stopped_event import InputAudioBufferSpeechStoppedEvent
from .input_audio_buffer_timeout_triggered import InputAudioBufferTimeoutTriggered
from .mcp_list_tools_completed import McpListToolsCompleted
from .mcp_list_tools_failed import McpListToolsFailed
from .mcp_list_tools_in_progress import McpListToolsInProgress
from .rate_limits_updated_event import RateLimitsUpdatedEvent
from .realtime_error_event import RealtimeErrorEvent
from .response_audio_delta_event import ResponseAudioDeltaEvent
from .response_audio_done_event import ResponseAudioDoneEvent
from .response_audio_transcript_delta_event import ResponseAudioTranscriptDeltaEvent
from .response_audio_transcript_done_event import ResponseAudioTranscriptDoneEvent
from .response_content_part_added_event import ResponseContentPartAddedEvent
from .response_content_part_done_event import ResponseContentPartDoneEvent
from .response_created_event import ResponseCreatedEvent
from .response_done_event import ResponseDoneEvent
from .response_function_call_arguments_delta_event import ResponseFunctionCallArgumentsDeltaEvent
from .response_function_call_arguments_done_event import ResponseFunctionCallArgumentsDoneEvent
from .response_mcp_call_arguments_delta import ResponseMcpCallArgumentsDelta
from .response_mcp_call_arguments_done import ResponseMcpCallArgumentsDone
from .response_mcp_call_completed import ResponseMcpCallCompleted
from .response_mcp_call_failed import ResponseMcpCallFailed
from .response_mcp_call_in_progress import ResponseMcpCallInProgress
from .response_output_item_added_event import ResponseOutputItemAddedEvent
from .response_output_item_done_event import ResponseOutputItemDoneEvent
from .response_text_delta_event import ResponseTextDeltaEvent
from .response_text_done_event import ResponseTextDoneEvent
from .session_created_event import SessionCreatedEvent
from .session_updated_event import SessionUpdatedEvent

__all__ = ["RealtimeServerEvent"]


class ConversationItemRetrieved(BaseModel):
    """Carries an item as the service holds it, its audio included."""

    event_id: str
    """Id of this event, made by the service."""

    type: Literal["conversation.item.retrieved"]
    """Kind of event."""

    item: ConversationItem
    """The item."""


class OutputAudioBufferStarted(BaseModel):
    """Reports that the service has begun to play a response."""

    event_id: str
    """Id of this event, made by the service."""

    type: Literal["output_audio_buffer.started"]
    """Kind of event."""

    response_id: str
    """Id of the response being played."""


class OutputAudioBufferStopped(BaseModel):
    """Reports that the service has played a response to its end."""

    event_id: str
    """Id of this event, made by the service."""

    type: Literal["output_audio_buffer.stopped"]
    """Kind of event."""

    response_id: str
    """Id of the response that was played."""


class OutputAudioBufferCleared(BaseModel):
    """Reports that audio waiting to be played was discarded."""

    event_id: str
    """Id of this event, made by the service."""

    type: Literal["output_audio_buffer.cleared"]
    """Kind of event."""

    response_id: str
    """Id of the response that was cut off."""


RealtimeServerEvent: TypeAlias = Annotated[
    ConversationCreatedEvent
    | ConversationItemCreatedEvent
    | ConversationItemDeletedEvent
    | ConversationItemInputAudioTranscriptionCompletedEvent
    | ConversationItemInputAudioTranscriptionDeltaEvent
    | ConversationItemInputAudioTranscriptionFailedEvent
    | ConversationItemRetrieved
    | ConversationItemTruncatedEvent
    | RealtimeErrorEvent
    | InputAudioBufferClearedEvent
    | InputAudioBufferCommittedEvent
    | InputAudioBufferDtmfEventReceivedEvent
    | InputAudioBufferSpeechStartedEvent
    | InputAudioBufferSpeechStoppedEvent
    | RateLimitsUpdatedEvent
    | ResponseAudioDeltaEvent
    | ResponseAudioDoneEvent
    | ResponseAudioTranscriptDeltaEvent
    | ResponseAudioTranscriptDoneEvent
    | ResponseContentPartAddedEvent
    | ResponseContentPartDoneEvent
    | ResponseCreatedEvent
    | ResponseDoneEvent
    | ResponseFunctionCallArgumentsDeltaEvent
    | ResponseFunctionCallArgumentsDoneEvent
    | ResponseOutputItemAddedEvent
    | ResponseOutputItemDoneEvent
    | ResponseTextDeltaEvent
    | ResponseTextDoneEvent
    | SessionCreatedEvent
    | SessionUpdatedEvent
    | OutputAudioBufferStarted
    | OutputAudioBufferStopped
    | OutputAudioBufferCleared
    | ConversationItemAdded
    | ConversationItemDone
    | InputAudioBufferTimeoutTriggered
    | ConversationItemInputAudioTranscriptionSegment
    | McpListToolsInProgress
    | McpListToolsCompleted
    | McpListToolsFailed
    | ResponseMcpCallArgumentsDelta
    | ResponseMcpCallArgumentsDone
    | ResponseMcpCallInProgress
    | ResponseMcpCallCompleted
    | ResponseMcpCallFailed,
    Field(discriminator="type"),
]
"""A connection is a session. The service opens with `session.created`; from then on both sides
send when they have something to say.
"""
