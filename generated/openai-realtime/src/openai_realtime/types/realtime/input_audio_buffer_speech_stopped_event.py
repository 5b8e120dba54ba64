from __future__ import annotations

from typing import Literal

from ..._runtime.models import BaseModel

__all__ = ["InputAudioBufferSpeechStoppedEvent"]


class InputAudioBufferSpeechStoppedEvent(BaseModel):
    """Reports that turn detection found the end of speech."""

    event_id: str
    """Id of this event, made by the service."""

    type: Literal["input_audio_buffer.speech_stopped"]
    """Kind of event."""

    audio_end_ms: int
    """End of the speech, in milliseconds of audio sent since the session began. It includes the
    silence that ended it.
    """

    item_id: str
    """Id of the user message that will be created."""
