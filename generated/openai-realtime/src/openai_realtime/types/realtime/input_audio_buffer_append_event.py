from __future__ import annotations

from typing import Literal

from ..._runtime.binary import base64_bytes
from ..._runtime.models import BaseModel

__all__ = ["InputAudioBufferAppendEvent"]


class InputAudioBufferAppendEvent(BaseModel):
    """Carries a piece of your audio to the input buffer, up to 15 MiB at a time."""

    event_id: str | None = None
    """Id you choose for this event. An `error` event that it causes repeats it."""

    type: Literal["input_audio_buffer.append"]
    """Kind of event."""

    audio: str
    """The audio in base64, encoded as the `format` of the session input says."""

    @property
    def audio_bytes(self) -> bytes:
        """The bytes of `audio`, which is base64."""
        return base64_bytes(self.audio)
