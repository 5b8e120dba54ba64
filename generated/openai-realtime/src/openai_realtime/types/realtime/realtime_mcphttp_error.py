from __future__ import annotations

from typing import Literal

from ..._runtime.models import BaseModel

__all__ = ["RealtimeMcphttpError"]


class RealtimeMcphttpError(BaseModel):
    """The MCP server answered with an HTTP error."""

    type: Literal["http_error"]
    """Marks an HTTP error."""

    code: int
    """HTTP status code."""

    message: str
    """Explanation of the failure."""
