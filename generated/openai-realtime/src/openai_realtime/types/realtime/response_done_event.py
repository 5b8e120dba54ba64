from __future__ import annotations

from typing import Literal

from ..._runtime.models import BaseModel
from .realtime_response import RealtimeResponse

__all__ = ["ResponseDoneEvent"]


class ResponseDoneEvent(BaseModel):
    """Carries a finished response with its output and token counts. Raw audio is left out."""

    event_id: str
    """Id of this event, made by the service."""

    type: Literal["response.done"]
    """Kind of event."""

    response: RealtimeResponse
    """The finished response."""
