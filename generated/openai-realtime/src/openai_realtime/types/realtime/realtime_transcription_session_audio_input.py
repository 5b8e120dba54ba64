from __future__ import annotations

from ..._runtime.models import BaseModel
from .audio_transcription import AudioTranscription
from .noise_reduction_type import NoiseReductionType
from .realtime_audio_formats import RealtimeAudioFormats
from .realtime_transcription_session_audio_input_turn_detection import (
    RealtimeTranscriptionSessionAudioInputTurnDetection,
)

__all__ = ["RealtimeTranscriptionSessionAudioInput"]


class NoiseReduction(BaseModel):
    """Noise filter that runs before turn detection and transcription. Null turns it off."""

    type: NoiseReductionType | None = None
    """Where the microphone is, which picks the filter."""


class RealtimeTranscriptionSessionAudioInput(BaseModel):
    """How the audio to transcribe is encoded, cleaned and cut into turns, and which model
    transcribes it.
    """

    format: RealtimeAudioFormats | None = None
    """Encoding of the audio you send."""

    transcription: AudioTranscription | None = None
    """Model, language and hint of the transcription."""

    noise_reduction: NoiseReduction | None = None
    """Noise filter that runs before turn detection and transcription. Null turns it off."""

    turn_detection: RealtimeTranscriptionSessionAudioInputTurnDetection | None = None
    """How the audio is cut into turns. Null means you commit the buffer yourself."""
