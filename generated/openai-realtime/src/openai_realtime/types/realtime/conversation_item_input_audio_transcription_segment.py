from __future__ import annotations

from typing import Literal

from ..._runtime.models import BaseModel

__all__ = ["ConversationItemInputAudioTranscriptionSegment"]


class ConversationItemInputAudioTranscriptionSegment(BaseModel):
    """Carries the transcript of a stretch of speech, with its speaker and its times."""

    event_id: str
    """Id of this event, made by the service."""

    type: Literal["conversation.item.input_audio_transcription.segment"]
    """Kind of event."""

    item_id: str
    """Id of the user message with the audio."""

    content_index: int
    """Position of the part in the content of the item, from 0."""

    text: str
    """The transcript of the stretch."""

    id: str
    """Id of the stretch."""

    speaker: str
    """Label of the speaker."""

    start: float
    """Start of the stretch within the audio, in seconds."""

    end: float
    """End of the stretch within the audio, in seconds."""
