from __future__ import annotations

from typing_extensions import TypedDict

from .realtime_transcription_session_audio_input_param import (
    RealtimeTranscriptionSessionAudioInputParam,
)

__all__ = ["RealtimeTranscriptionSessionAudioParam"]


class RealtimeTranscriptionSessionAudioParam(TypedDict, total=False):
    """Audio settings of a transcription session, which has input only."""

    input: RealtimeTranscriptionSessionAudioInputParam
    """Settings of the audio you send."""
