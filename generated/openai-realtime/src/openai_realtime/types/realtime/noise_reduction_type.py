from __future__ import annotations

from typing import Literal, TypeAlias

__all__ = ["NoiseReductionType"]

NoiseReductionType: TypeAlias = Literal["near_field", "far_field"]
"""Kind of noise filter: `near_field` for a microphone close to the mouth such as a headset,
`far_field` for one across the room such as a laptop or a conference device.
"""
