from __future__ import annotations

from typing_extensions import TypedDict

from .audio_transcription_param import AudioTranscriptionParam
from .noise_reduction_type import NoiseReductionType
from .realtime_audio_formats_param import RealtimeAudioFormatsParam
from .realtime_transcription_session_audio_input_turn_detection_param import (
    RealtimeTranscriptionSessionAudioInputTurnDetectionParam,
)

__all__ = ["RealtimeTranscriptionSessionAudioInputParam"]


class NoiseReduction(TypedDict, total=False):
    """Noise filter that runs before turn detection and transcription. Null turns it off."""

    type: NoiseReductionType
    """Where the microphone is, which picks the filter."""


class RealtimeTranscriptionSessionAudioInputParam(TypedDict, total=False):
    """How the audio to transcribe is encoded, cleaned and cut into turns, and which model
    transcribes it.
    """

    format: RealtimeAudioFormatsParam
    """Encoding of the audio you send."""

    transcription: AudioTranscriptionParam | None
    """Model, language and hint of the transcription."""

    noise_reduction: NoiseReduction | None
    """Noise filter that runs before turn detection and transcription. Null turns it off."""

    turn_detection: RealtimeTranscriptionSessionAudioInputTurnDetectionParam | None
    """How the audio is cut into turns. Null means you commit the buffer yourself."""
