from __future__ import annotations

from ..._runtime.models import BaseModel
from .audio_transcription import AudioTranscription
from .noise_reduction_type import NoiseReductionType
from .realtime_audio_formats import RealtimeAudioFormats
from .realtime_audio_input_turn_detection import RealtimeAudioInputTurnDetection

__all__ = ["RealtimeAudioConfigInput"]


class NoiseReduction(BaseModel):
    """Noise filter that runs before turn detection and before the model. Null turns it off."""

    type: NoiseReductionType | None = None
    """Where the microphone is, which picks the filter."""


class RealtimeAudioConfigInput(BaseModel):
    """How the audio you send is encoded, cleaned, transcribed and cut into turns."""

    format: RealtimeAudioFormats | None = None
    """Encoding of the audio you send."""

    transcription: AudioTranscription | None = None
    """How your speech is transcribed beside the conversation. Null, the default, means no
    transcription. The transcript comes from a separate model, so it can differ from what the
    session model understood.
    """

    noise_reduction: NoiseReduction | None = None
    """Noise filter that runs before turn detection and before the model. Null turns it off."""

    turn_detection: RealtimeAudioInputTurnDetection | None = None
    """How the end of your turn is found. Null means you commit the audio and ask for a response
    yourself.
    """
