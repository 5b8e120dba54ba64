from __future__ import annotations

from typing import Literal

from ..._runtime.models import BaseModel

__all__ = ["RealtimeTruncationRetentionRatio"]


class TokenLimits(BaseModel):
    """Limits of your own, tighter than those of the model."""

    post_instructions: int | None = None
    """Most tokens allowed after the instructions, which are the system message and the tools.
    Truncation starts when the conversation exceeds it.
    """


class RealtimeTruncationRetentionRatio(BaseModel):
    """Drops old messages down to a share of the context window, so that truncation is needed less
    often and cached tokens are reused for longer.
    """

    type: Literal["retention_ratio"]
    """Marks truncation by ratio."""

    retention_ratio: float
    """Share of the conversation tokens after the instructions that is kept when truncation
    happens, from 0 to 1.
    """

    token_limits: TokenLimits | None = None
    """Limits of your own, tighter than those of the model."""
