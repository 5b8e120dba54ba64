from __future__ import annotations

from ..._runtime.models import BaseModel

__all__ = ["RealtimeError"]


class RealtimeError(BaseModel):
    """A failure reported over the socket."""

    type: str
    """Class of the failure, such as `invalid_request_error` or `server_error`."""

    code: str | None = None
    """Code to test for, or null."""

    message: str
    """Explanation for a person to read."""

    param: str | None = None
    """Path of the field at fault, such as `session.audio`, or null."""

    event_id: str | None = None
    """Id you gave the event that caused the failure, or null."""
