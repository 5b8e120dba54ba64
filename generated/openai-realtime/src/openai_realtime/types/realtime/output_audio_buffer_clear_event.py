from __future__ import annotations

from typing import Literal

from ..._runtime.models import BaseModel

__all__ = ["OutputAudioBufferClearEvent"]


class OutputAudioBufferClearEvent(BaseModel):
    """Discards audio that the service holds ready to play over WebRTC or SIP."""

    event_id: str | None = None
    """Id you choose for this event. An `error` event that it causes repeats it."""

    type: Literal["output_audio_buffer.clear"]
    """Kind of event."""
