from __future__ import annotations

from typing import Literal

from ..._runtime.models import BaseModel
from .audio_transcription import AudioTranscription
from .realtime_session_client_secret import RealtimeSessionClientSecret

__all__ = ["TranscriptionSessionUpdatedEvent"]


class SessionTurnDetection(BaseModel):
    """How the end of a turn is found."""

    type: str | None = None
    """Kind of detection. Only `server_vad` exists."""

    threshold: float | None = None
    """How loud speech must be to count, from 0 to 1."""

    prefix_padding_ms: int | None = None
    """Audio kept from before the detected start of speech, in milliseconds."""

    silence_duration_ms: int | None = None
    """Silence that ends a turn, in milliseconds."""


class Session(BaseModel):
    """All settings of the session, changed or not."""

    client_secret: RealtimeSessionClientSecret
    """Key that starts a session with these settings."""

    modalities: list[Literal["text", "audio"]] | None = None
    """Kinds of output the session may produce."""

    input_audio_format: str | None = None
    """Encoding of incoming audio: `pcm16`, `g711_ulaw` or `g711_alaw`."""

    input_audio_transcription: AudioTranscription | None = None
    """Model, language and hint of the transcription."""

    turn_detection: SessionTurnDetection | None = None
    """How the end of a turn is found."""


class TranscriptionSessionUpdatedEvent(BaseModel):
    """Deprecated.

    Confirms a change of the settings of a transcription session of the beta interface. Current
    sessions send `session.updated`.
    """

    event_id: str
    """Id of this event, made by the service."""

    type: Literal["transcription_session.updated"]
    """Kind of event."""

    session: Session
    """All settings of the session, changed or not."""
