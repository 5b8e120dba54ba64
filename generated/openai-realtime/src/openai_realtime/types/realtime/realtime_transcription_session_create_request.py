from __future__ import annotations

from typing import Literal

from ..._runtime.models import BaseModel
from .realtime_transcription_session_audio import RealtimeTranscriptionSessionAudio

__all__ = ["RealtimeTranscriptionSessionCreateRequest"]


class RealtimeTranscriptionSessionCreateRequest(BaseModel):
    """Settings of a session that only transcribes: it turns audio into text and never answers.
    Sent and reported in the same places as the settings of a speech-to-speech session.
    """

    type: Literal["transcription"]
    """Marks a transcription session."""

    audio: RealtimeTranscriptionSessionAudio | None = None
    """Format, transcription and turn detection of the incoming audio."""

    include: list[Literal["item.input_audio_transcription.logprobs"]] | None = None
    """Extra data to send with events. `item.input_audio_transcription.logprobs` adds token
    probabilities to transcriptions. Null when nothing extra was asked for.
    """
