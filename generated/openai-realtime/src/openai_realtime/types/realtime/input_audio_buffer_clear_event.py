from __future__ import annotations

from typing import Literal

from ..._runtime.models import BaseModel

__all__ = ["InputAudioBufferClearEvent"]


class InputAudioBufferClearEvent(BaseModel):
    """Discards the audio that has been sent but not committed."""

    event_id: str | None = None
    """Id you choose for this event. An `error` event that it causes repeats it."""

    type: Literal["input_audio_buffer.clear"]
    """Kind of event."""
