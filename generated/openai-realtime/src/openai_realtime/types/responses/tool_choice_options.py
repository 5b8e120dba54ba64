from __future__ import annotations

from typing import Literal, TypeAlias

__all__ = ["ToolChoiceOptions"]

ToolChoiceOptions: TypeAlias = Literal["none", "auto", "required"]
"""Tool use in general: `none` forbids it, `auto` leaves it to the model, `required` makes the
model call at least one tool.
"""
