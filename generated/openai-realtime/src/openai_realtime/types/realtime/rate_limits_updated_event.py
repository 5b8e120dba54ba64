from __future__ import annotations

from typing import Literal

from ..._runtime.models import BaseModel

__all__ = ["RateLimitsUpdatedEvent"]


class RateLimit(BaseModel):
    """State of one rate limit."""

    name: Literal["requests", "tokens"] | None = None
    """What is counted."""

    limit: int | None = None
    """Most that is allowed in a period."""

    remaining: int | None = None
    """How much is left."""

    reset_seconds: float | None = None
    """Seconds until the limit is full again."""


class RateLimitsUpdatedEvent(BaseModel):
    """Reports how much of each rate limit is left."""

    event_id: str
    """Id of this event, made by the service."""

    type: Literal["rate_limits.updated"]
    """Kind of event."""

    rate_limits: list[RateLimit]
    """One entry for each limit."""
