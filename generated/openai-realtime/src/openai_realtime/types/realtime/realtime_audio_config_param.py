from __future__ import annotations

from typing_extensions import TypedDict

from .realtime_audio_config_input_param import RealtimeAudioConfigInputParam
from .realtime_audio_config_output_param import RealtimeAudioConfigOutputParam

__all__ = ["RealtimeAudioConfigParam"]


class RealtimeAudioConfigParam(TypedDict, total=False):
    """Audio settings of a speech-to-speech session, both directions."""

    input: RealtimeAudioConfigInputParam
    """Settings of the audio you send."""

    output: RealtimeAudioConfigOutputParam
    """Settings of the audio the model sends."""
