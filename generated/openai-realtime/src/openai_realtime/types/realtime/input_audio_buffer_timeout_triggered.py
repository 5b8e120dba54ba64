from __future__ import annotations

from typing import Literal

from ..._runtime.models import BaseModel

__all__ = ["InputAudioBufferTimeoutTriggered"]


class InputAudioBufferTimeoutTriggered(BaseModel):
    """Reports that the idle timeout of server turn detection ran out."""

    event_id: str
    """Id of this event, made by the service."""

    type: Literal["input_audio_buffer.timeout_triggered"]
    """Kind of event."""

    audio_start_ms: int
    """Start of the silent stretch, in milliseconds of audio sent since the session began."""

    audio_end_ms: int
    """End of the silent stretch, in milliseconds of audio sent since the session began."""

    item_id: str
    """Id of the item made of the silence."""
