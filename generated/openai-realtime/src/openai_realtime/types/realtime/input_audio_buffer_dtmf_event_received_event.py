from __future__ import annotations

from typing import Literal

from ..._runtime.models import BaseModel

__all__ = ["InputAudioBufferDtmfEventReceivedEvent"]


class InputAudioBufferDtmfEventReceivedEvent(BaseModel):
    """Reports a key the caller pressed on the telephone."""

    type: Literal["input_audio_buffer.dtmf_event_received"]
    """Kind of event."""

    event: str
    """The key: `0` to `9`, `*`, `#`, or `A` to `D`."""

    received_at: int
    """When the key was received, in Unix seconds."""
