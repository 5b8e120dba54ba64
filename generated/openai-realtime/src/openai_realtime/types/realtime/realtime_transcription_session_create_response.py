from __future__ import annotations

from typing import Literal

from ..._runtime.models import BaseModel
from .audio_transcription import AudioTranscription
from .noise_reduction_type import NoiseReductionType
from .realtime_audio_formats import RealtimeAudioFormats
from .realtime_transcription_session_turn_detection import RealtimeTranscriptionSessionTurnDetection

__all__ = ["RealtimeTranscriptionSessionCreateResponse"]


class AudioInputNoiseReduction(BaseModel):
    """Noise filter in use. Null when it is off."""

    type: NoiseReductionType | None = None
    """Where the microphone is, which picks the filter."""


class AudioInput(BaseModel):
    """Settings of the audio you send."""

    format: RealtimeAudioFormats | None = None
    """Encoding of the audio you send."""

    transcription: AudioTranscription | None = None
    """Model, language and hint of the transcription."""

    noise_reduction: AudioInputNoiseReduction | None = None
    """Noise filter in use. Null when it is off."""

    turn_detection: RealtimeTranscriptionSessionTurnDetection | None = None
    """How the audio is cut into turns. Null when detection is off."""


class Audio(BaseModel):
    """Settings of the audio to transcribe."""

    input: AudioInput | None = None
    """Settings of the audio you send."""


class RealtimeTranscriptionSessionCreateResponse(BaseModel):
    """Settings of a transcription session as the service stored them, defaults filled in."""

    type: Literal["transcription"]
    """Marks a transcription session."""

    id: str
    """Id of the session, such as `sess_1234`."""

    object: str
    """Kind of object, `realtime.transcription_session`."""

    expires_at: int | None = None
    """When the session ends, in Unix seconds."""

    include: list[Literal["item.input_audio_transcription.logprobs"]] | None = None
    """Extra data sent with events, or null for none."""

    audio: Audio | None = None
    """Settings of the audio to transcribe."""
