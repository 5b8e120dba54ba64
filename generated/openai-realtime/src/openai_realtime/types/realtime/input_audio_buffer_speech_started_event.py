from __future__ import annotations

from typing import Literal

from ..._runtime.models import BaseModel

__all__ = ["InputAudioBufferSpeechStartedEvent"]


class InputAudioBufferSpeechStartedEvent(BaseModel):
    """Reports that turn detection heard speech in the input."""

    event_id: str
    """Id of this event, made by the service."""

    type: Literal["input_audio_buffer.speech_started"]
    """Kind of event."""

    audio_start_ms: int
    """Start of the speech, in milliseconds of audio sent since the session began. It includes the
    padding before the speech.
    """

    item_id: str
    """Id of the user message that will be created when the speech ends."""
