from __future__ import annotations

from typing import Literal

from ..._runtime.models import BaseModel

__all__ = ["ConversationItemInputAudioTranscriptionFailedEvent"]


class Error(BaseModel):
    """Why transcription failed."""

    type: str | None = None
    """Class of the failure."""

    code: str | None = None
    """Code to test for, if there is one."""

    message: str | None = None
    """Explanation for a person to read."""

    param: str | None = None
    """Name of the parameter at fault, or null."""


class ConversationItemInputAudioTranscriptionFailedEvent(BaseModel):
    """Reports that a piece of user audio has no transcript, and why. It is separate from `error`
    so that the item can be told.
    """

    event_id: str
    """Id of this event, made by the service."""

    type: Literal["conversation.item.input_audio_transcription.failed"]
    """Kind of event."""

    item_id: str
    """Id of the user message with the audio."""

    content_index: int
    """Position of the part in the content of the item, from 0."""

    error: Error
    """Why transcription failed."""
