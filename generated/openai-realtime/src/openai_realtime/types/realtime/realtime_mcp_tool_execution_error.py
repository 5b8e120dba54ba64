from __future__ import annotations

from typing import Literal

from ..._runtime.models import BaseModel

__all__ = ["RealtimeMcpToolExecutionError"]


class RealtimeMcpToolExecutionError(BaseModel):
    """The tool itself failed while it ran."""

    type: Literal["tool_execution_error"]
    """Marks a failure of the tool."""

    message: str
    """Explanation from the tool."""
