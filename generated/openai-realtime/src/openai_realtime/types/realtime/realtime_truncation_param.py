from __future__ import annotations

from typing import Literal, TypeAlias

from .realtime_truncation_retention_ratio_param import RealtimeTruncationRetentionRatioParam

__all__ = ["RealtimeTruncationParam"]

RealtimeTruncationParam: TypeAlias = (
    Literal["auto", "disabled"] | RealtimeTruncationRetentionRatioParam
)
"""What happens when the conversation no longer fits the context window of the model."""
