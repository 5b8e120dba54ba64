from __future__ import annotations

from ..._runtime.models import BaseModel

__all__ = ["RealtimeTranscriptionSessionTurnDetection"]


class RealtimeTranscriptionSessionTurnDetection(BaseModel):
    """Turn detection of a transcription session, as the service reports it."""

    type: str | None = None
    """Kind of detection. Only `server_vad` is in use for transcription."""

    threshold: float | None = None
    """How loud speech must be to count, from 0 to 1."""

    prefix_padding_ms: int | None = None
    """Audio kept from before the detected start of speech, in milliseconds."""

    silence_duration_ms: int | None = None
    """Silence that ends a turn, in milliseconds."""
