from __future__ import annotations

from typing import TYPE_CHECKING

from typing_extensions import TypedDict

from ..._runtime.lazy_types import LazyType
from .audio_transcription_param import AudioTranscriptionParam
from .noise_reduction_type import NoiseReductionType
from .realtime_audio_formats_param import RealtimeAudioFormatsParam
from .realtime_audio_input_turn_detection_param import RealtimeAudioInputTurnDetectionParam

if TYPE_CHECKING:
    from .audio_transcription import AudioTranscription
    from .realtime_audio_config_input import NoiseReduction as NoiseReductionModel
    from .realtime_audio_formats import RealtimeAudioFormats
    from .realtime_audio_input_turn_detection import RealtimeAudioInputTurnDetection
else:
    AudioTranscription = LazyType(".audio_transcription", "AudioTranscription", __package__)
    NoiseReductionModel = LazyType(".realtime_audio_config_input", "NoiseReduction", __package__)
    RealtimeAudioFormats = LazyType(".realtime_audio_formats", "RealtimeAudioFormats", __package__)
    RealtimeAudioInputTurnDetection = LazyType(
        ".realtime_audio_input_turn_detection", "RealtimeAudioInputTurnDetection", __package__
    )

__all__ = ["RealtimeAudioConfigInputParam"]


class NoiseReduction(TypedDict, total=False):
    """Noise filter that runs before turn detection and before the model. Null turns it off."""

    type: NoiseReductionType
    """Where the microphone is, which picks the filter."""


class RealtimeAudioConfigInputParam(TypedDict, total=False):
    """How the audio you send is encoded, cleaned, transcribed and cut into turns."""

    format: RealtimeAudioFormats | RealtimeAudioFormatsParam
    """Encoding of the audio you send."""

    transcription: AudioTranscription | AudioTranscriptionParam | None
    """How your speech is transcribed beside the conversation. Null, the default, means no
    transcription. The transcript comes from a separate model, so it can differ from what the
    session model understood.
    """

    noise_reduction: NoiseReductionModel | NoiseReduction | None
    """Noise filter that runs before turn detection and before the model. Null turns it off."""

    turn_detection: RealtimeAudioInputTurnDetection | RealtimeAudioInputTurnDetectionParam | None
    """How the end of your turn is found. Null means you commit the audio and ask for a response
    yourself.
    """
