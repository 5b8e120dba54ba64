from __future__ import annotations

from typing import Literal

from typing_extensions import Required, TypedDict

__all__ = ["ToolChoiceFunctionParam"]


class ToolChoiceFunctionParam(TypedDict, total=False):
    """Makes the model call one particular function."""

    type: Required[Literal["function"]]
    """Marks the choice of a function."""

    name: Required[str]
    """Name of the function to call."""
