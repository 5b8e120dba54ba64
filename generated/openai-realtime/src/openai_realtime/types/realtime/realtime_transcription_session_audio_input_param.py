from __future__ import annotations

from typing import TYPE_CHECKING

from typing_extensions import TypedDict

from ..._runtime.lazy_types import LazyType
from .audio_transcription_param import AudioTranscriptionParam
from .noise_reduction_type import NoiseReductionType
from .realtime_audio_formats_param import RealtimeAudioFormatsParam
from .realtime_transcription_session_audio_input_turn_detection_param import (
    RealtimeTranscriptionSessionAudioInputTurnDetectionParam,
)

if TYPE_CHECKING:
    from .audio_transcription import AudioTranscription
    from .realtime_audio_formats import RealtimeAudioFormats
    from .realtime_transcription_session_audio_input import NoiseReduction as NoiseReductionModel
    from .realtime_transcription_session_audio_input_turn_detection import (
        RealtimeTranscriptionSessionAudioInputTurnDetection,
    )
else:
    AudioTranscription = LazyType(".audio_transcription", "AudioTranscription", __package__)
    RealtimeAudioFormats = LazyType(".realtime_audio_formats", "RealtimeAudioFormats", __package__)
    NoiseReductionModel = LazyType(
        ".realtime_transcription_session_audio_input", "NoiseReduction", __package__
    )
    RealtimeTranscriptionSessionAudioInputTurnDetection = LazyType(
        ".realtime_transcription_session_audio_input_turn_detection",
        "RealtimeTranscriptionSessionAudioInputTurnDetection",
        __package__,
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

    format: RealtimeAudioFormats | RealtimeAudioFormatsParam
    """Encoding of the audio you send."""

    transcription: AudioTranscription | AudioTranscriptionParam | None
    """Model, language and hint of the transcription."""

    noise_reduction: NoiseReductionModel | NoiseReduction | None
    """Noise filter that runs before turn detection and transcription. Null turns it off."""

    turn_detection: (
        RealtimeTranscriptionSessionAudioInputTurnDetection
        | RealtimeTranscriptionSessionAudioInputTurnDetectionParam
        | None
    )
    """How the audio is cut into turns. Null means you commit the buffer yourself."""
