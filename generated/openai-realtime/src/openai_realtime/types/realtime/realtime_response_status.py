from __future__ import annotations

from typing import Literal

from ..._runtime.models import BaseModel

__all__ = ["RealtimeResponseStatus"]


class Error(BaseModel):
    """The failure, when the outcome is `failed`."""

    type: str | None = None
    """Class of the failure."""

    code: str | None = None
    """Code to test for, if there is one."""


class RealtimeResponseStatus(BaseModel):
    """Why a response ended the way it did."""

    type: Literal["completed", "cancelled", "failed", "incomplete"] | None = None
    """Outcome, the same as the status of the response."""

    reason: (
        Literal["turn_detected", "client_cancelled", "max_output_tokens", "content_filter"] | None
    ) = None
    """Cause. A cancelled response was interrupted by speech (`turn_detected`) or by
    `response.cancel` (`client_cancelled`); an incomplete one hit the token limit or the safety
    filter.
    """

    error: Error | None = None
    """The failure, when the outcome is `failed`."""
