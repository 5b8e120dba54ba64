from __future__ import annotations

from typing import Literal

from ..._runtime.models import BaseModel
from .realtime_audio_formats import RealtimeAudioFormats

__all__ = ["RealtimeResponseCreateAudioOutput"]


class OutputVoiceID(BaseModel):
    """A custom voice of your organization."""

    id: str
    """Id of the custom voice, such as `voice_1234`."""


class Output(BaseModel):
    """Settings of the audio the model sends."""

    format: RealtimeAudioFormats | None = None
    """Encoding of the audio."""

    voice: (
        Literal[
            "alloy", "ash", "ballad", "coral", "echo", "sage", "shimmer", "verse", "marin", "cedar"
        ]
        | str
        | OutputVoiceID
        | None
    ) = None
    """Voice the model speaks with: a name or a custom voice. It cannot change once the model has
    spoken in the session.

    Default: "alloy".
    """


class RealtimeResponseCreateAudioOutput(BaseModel):
    """Audio settings of one response."""

    output: Output | None = None
    """Settings of the audio the model sends."""
