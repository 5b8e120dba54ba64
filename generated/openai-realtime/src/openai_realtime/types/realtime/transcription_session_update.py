from __future__ import annotations

from typing import Literal

from ..._runtime.models import BaseModel
from .audio_transcription import AudioTranscription
from .noise_reduction_type import NoiseReductionType

__all__ = ["TranscriptionSessionUpdate"]


class SessionTurnDetection(BaseModel):
    """How the end of a turn is found."""

    type: Literal["server_vad"] | None = None
    """Kind of detection. Only silence can be detected."""

    threshold: float | None = None
    """How loud speech must be to count, from 0 to 1."""

    prefix_padding_ms: int | None = None
    """Audio kept from before the detected start of speech, in milliseconds."""

    silence_duration_ms: int | None = None
    """Silence that ends a turn, in milliseconds."""


class SessionInputAudioNoiseReduction(BaseModel):
    """Noise filter for incoming audio. Null turns it off."""

    type: NoiseReductionType | None = None
    """Where the microphone is, which picks the filter."""


class Session(BaseModel):
    """Settings to change."""

    turn_detection: SessionTurnDetection | None = None
    """How the end of a turn is found."""

    input_audio_noise_reduction: SessionInputAudioNoiseReduction | None = None
    """Noise filter for incoming audio. Null turns it off."""

    input_audio_format: Literal["pcm16", "g711_ulaw", "g711_alaw"] | None = None
    """Encoding of incoming audio. `pcm16` is 24 kHz, 16-bit little-endian mono.

    Default: "pcm16".
    """

    input_audio_transcription: AudioTranscription | None = None
    """Model, language and hint of the transcription."""

    include: list[Literal["item.input_audio_transcription.logprobs"]] | None = None
    """Extra data to send with events."""


class TranscriptionSessionUpdate(BaseModel):
    """Deprecated.

    Changes the settings of a transcription session of the beta interface. Current sessions use
    `session.update`.
    """

    event_id: str | None = None
    """Id you choose for this event."""

    type: Literal["transcription_session.update"]
    """Kind of event."""

    session: Session
    """Settings to change."""
