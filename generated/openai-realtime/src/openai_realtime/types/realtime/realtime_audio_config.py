from __future__ import annotations

from ..._runtime.models import BaseModel
from .realtime_audio_config_input import RealtimeAudioConfigInput
from .realtime_audio_config_output import RealtimeAudioConfigOutput

__all__ = ["RealtimeAudioConfig"]


class RealtimeAudioConfig(BaseModel):
    """Audio settings of a speech-to-speech session, both directions."""

    input: RealtimeAudioConfigInput | None = None
    """Settings of the audio you send."""

    output: RealtimeAudioConfigOutput | None = None
    """Settings of the audio the model sends."""
