from __future__ import annotations

from typing import Literal

from ..._runtime.models import BaseModel
from .realtime_error import RealtimeError

__all__ = ["RealtimeErrorEvent"]


class RealtimeErrorEvent(BaseModel):
    """Reports a failure on the side of the client or of the service."""

    event_id: str
    """Id of this event, made by the service."""

    type: Literal["error"]
    """Kind of event."""

    error: RealtimeError
    """What went wrong."""
