from __future__ import annotations

from typing import Literal

from ..._runtime.models import BaseModel

__all__ = ["ResponseInputText"]


class ResponseInputText(BaseModel):
    """Text as a prompt variable."""

    type: Literal["input_text"]
    """Marks text input.

    Default: "input_text".
    """

    text: str
    """The text."""
