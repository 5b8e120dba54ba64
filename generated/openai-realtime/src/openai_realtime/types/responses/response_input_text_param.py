from __future__ import annotations

from typing import Literal

from typing_extensions import Required, TypedDict

__all__ = ["ResponseInputTextParam"]


class ResponseInputTextParam(TypedDict, total=False):
    """Text as a prompt variable."""

    type: Required[Literal["input_text"]]
    """Marks text input.

    Default: "input_text".
    """

    text: Required[str]
    """The text."""
