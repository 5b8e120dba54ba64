from __future__ import annotations

from typing import Literal

from ..._runtime.models import BaseModel

__all__ = ["ToolChoiceFunction"]


class ToolChoiceFunction(BaseModel):
    """Makes the model call one particular function."""

    type: Literal["function"]
    """Marks the choice of a function."""

    name: str
    """Name of the function to call."""
