from __future__ import annotations

from typing import Literal

from typing_extensions import Required, TypedDict

__all__ = ["RealtimeMcpToolExecutionErrorParam"]


class RealtimeMcpToolExecutionErrorParam(TypedDict, total=False):
    """The tool itself failed while it ran."""

    type: Required[Literal["tool_execution_error"]]
    """Marks a failure of the tool."""

    message: Required[str]
    """Explanation from the tool."""
