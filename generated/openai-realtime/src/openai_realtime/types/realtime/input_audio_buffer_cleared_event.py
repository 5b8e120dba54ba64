from __future__ import annotations

from typing import Literal

from ..._runtime.models import BaseModel

__all__ = ["InputAudioBufferClearedEvent"]


class InputAudioBufferClearedEvent(BaseModel):
    """Reports that the input buffer is empty."""

    event_id: str
    """Id of this event, made by the service."""

    type: Literal["input_audio_buffer.cleared"]
    """Kind of event."""
