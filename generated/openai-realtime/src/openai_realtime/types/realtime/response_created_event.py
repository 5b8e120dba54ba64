from __future__ import annotations

from typing import Literal

from ..._runtime.models import BaseModel
from .realtime_response import RealtimeResponse

__all__ = ["ResponseCreatedEvent"]


class ResponseCreatedEvent(BaseModel):
    """Reports a new response, in progress and without output."""

    event_id: str
    """Id of this event, made by the service."""

    type: Literal["response.created"]
    """Kind of event."""

    response: RealtimeResponse
    """The response as it begins."""
