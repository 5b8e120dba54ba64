from __future__ import annotations

from ..._runtime.models import BaseModel

__all__ = ["RealtimeResponseUsageOutputTokenDetails"]


class RealtimeResponseUsageOutputTokenDetails(BaseModel):
    """Output tokens of a response by kind."""

    text_tokens: int | None = None
    """Text tokens."""

    audio_tokens: int | None = None
    """Audio tokens."""
