from __future__ import annotations

from ..._runtime.models import BaseModel

__all__ = ["LogProbProperties"]


class LogProbProperties(BaseModel):
    """How probable a token of a transcript is."""

    token: str
    """The token."""

    logprob: float
    """Natural logarithm of its probability: 0 is certain."""

    bytes: list[int]
    """The token as UTF-8 bytes. A character can be split over tokens."""
