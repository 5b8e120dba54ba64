from __future__ import annotations

from typing import Literal

from ..._runtime.models import BaseModel
from .log_prob_properties import LogProbProperties

__all__ = ["ConversationItemInputAudioTranscriptionDeltaEvent"]


class ConversationItemInputAudioTranscriptionDeltaEvent(BaseModel):
    """Carries the next piece of the transcript of user audio."""

    event_id: str
    """Id of this event, made by the service."""

    type: Literal["conversation.item.input_audio_transcription.delta"]
    """Kind of event."""

    item_id: str
    """Id of the user message with the audio."""

    content_index: int | None = None
    """Position of the part in the content of the item, from 0."""

    delta: str | None = None
    """Text to append to the transcript so far."""

    logprobs: list[LogProbProperties] | None = None
    """Probabilities of the tokens of this piece, when the session includes them. Null otherwise."""
