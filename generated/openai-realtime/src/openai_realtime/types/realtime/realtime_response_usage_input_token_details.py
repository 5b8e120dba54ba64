from __future__ import annotations

from ..._runtime.models import BaseModel

__all__ = ["RealtimeResponseUsageInputTokenDetails"]


class CachedTokensDetails(BaseModel):
    """Cached tokens by kind."""

    text_tokens: int | None = None
    """Cached text tokens."""

    image_tokens: int | None = None
    """Cached image tokens."""

    audio_tokens: int | None = None
    """Cached audio tokens."""


class RealtimeResponseUsageInputTokenDetails(BaseModel):
    """Input tokens of a response by kind. Cached tokens are also counted under their kind."""

    cached_tokens: int | None = None
    """Tokens taken from the cache, at a lower price."""

    text_tokens: int | None = None
    """Text tokens."""

    image_tokens: int | None = None
    """Image tokens."""

    audio_tokens: int | None = None
    """Audio tokens."""

    cached_tokens_details: CachedTokensDetails | None = None
    """Cached tokens by kind."""
