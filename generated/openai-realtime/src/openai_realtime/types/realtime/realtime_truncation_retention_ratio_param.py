from __future__ import annotations

from typing import Literal, TYPE_CHECKING

from typing_extensions import Required, TypedDict

from ..._runtime.lazy_types import LazyType

if TYPE_CHECKING:
    from .realtime_truncation_retention_ratio import TokenLimits as TokenLimitsModel
else:
    TokenLimitsModel = LazyType(".realtime_truncation_retention_ratio", "TokenLimits", __package__)

__all__ = ["RealtimeTruncationRetentionRatioParam"]


class TokenLimits(TypedDict, total=False):
    """Limits of your own, tighter than those of the model."""

    post_instructions: int
    """Most tokens allowed after the instructions, which are the system message and the tools.
    Truncation starts when the conversation exceeds it.
    """


class RealtimeTruncationRetentionRatioParam(TypedDict, total=False):
    """Drops old messages down to a share of the context window, so that truncation is needed less
    often and cached tokens are reused for longer.
    """

    type: Required[Literal["retention_ratio"]]
    """Marks truncation by ratio."""

    retention_ratio: Required[float]
    """Share of the conversation tokens after the instructions that is kept when truncation
    happens, from 0 to 1.
    """

    token_limits: TokenLimitsModel | TokenLimits
    """Limits of your own, tighter than those of the model."""
