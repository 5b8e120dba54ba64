from __future__ import annotations

from ..._runtime.models import BaseModel
from .realtime_transcription_session_audio_input import RealtimeTranscriptionSessionAudioInput

__all__ = ["RealtimeTranscriptionSessionAudio"]


class RealtimeTranscriptionSessionAudio(BaseModel):
    """Audio settings of a transcription session, which has input only."""

    input: RealtimeTranscriptionSessionAudioInput | None = None
    """Settings of the audio you send."""
