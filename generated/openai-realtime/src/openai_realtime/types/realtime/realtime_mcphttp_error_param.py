from __future__ import annotations

from typing import Literal

from typing_extensions import Required, TypedDict

__all__ = ["RealtimeMcphttpErrorParam"]


class RealtimeMcphttpErrorParam(TypedDict, total=False):
    """The MCP server answered with an HTTP error."""

    type: Required[Literal["http_error"]]
    """Marks an HTTP error."""

    code: Required[int]
    """HTTP status code."""

    message: Required[str]
    """Explanation of the failure."""
