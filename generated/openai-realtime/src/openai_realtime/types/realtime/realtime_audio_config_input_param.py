from __future__ import annotations

from typing_extensions import TypedDict

from .audio_transcription_param import AudioTranscriptionParam
from .noise_reduction_type import NoiseReductionType
from .realtime_audio_formats_param import RealtimeAudioFormatsParam
from .realtime_audio_input_turn_detection_param import RealtimeAudioInputTurnDetectionParam

__all__ = ["RealtimeAudioConfigInputParam"]


class NoiseReduction(TypedDict, total=False):
    """Noise filter that runs before turn detection and before the model. Null turns it off."""

    type: NoiseReductionType
    """Where the microphone is, which picks the filter."""


class RealtimeAudioConfigInputParam(TypedDict, total=False):
    """How the audio you send is encoded, cleaned, transcribed and cut into turns."""

    format: RealtimeAudioFormatsParam
    """Encoding of the audio you send."""

    transcription: AudioTranscriptionParam | None
    """How your speech is transcribed beside the conversation. Null, the default, means no
    transcription. The transcript comes from a separate model, so it can differ from what the
    session model understood.
    """

    noise_reduction: NoiseReduction | None
    """Noise filter that runs before turn detection and before the model. Null turns it off."""

    turn_detection: RealtimeAudioInputTurnDetectionParam | None
    """How the end of your turn is found. Null means you commit the audio and ask for a response
    yourself.
    """
