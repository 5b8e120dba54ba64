from __future__ import annotations

from typing import Literal

from ..._runtime.models import BaseModel
from .realtime_audio_formats import RealtimeAudioFormats

__all__ = ["RealtimeAudioConfigOutput"]


class VoiceID(BaseModel):
    """A custom voice of your organization."""

    id: str
    """Id of the custom voice, such as `voice_1234`."""


class RealtimeAudioConfigOutput(BaseModel):
    """How the speech of the model is encoded and how it sounds."""

    format: RealtimeAudioFormats | None = None
    """Encoding of the audio the model sends."""

    voice: (
        Literal[
            "alloy", "ash", "ballad", "coral", "echo", "sage", "shimmer", "verse", "marin", "cedar"
        ]
        | str
        | VoiceID
        | None
    ) = None
    """Voice the model speaks with: a name or a custom voice. It cannot change once the model has
    spoken in the session.

    Default: "alloy".
    """

    speed: float | None = None
    """Speaking rate, where 1 is normal. It can change between turns, not while a response is
    spoken.

    Default: 1.
    """
