from __future__ import annotations

from typing import Literal

from ..._runtime.models import BaseModel
from .realtime_response_create_params import RealtimeResponseCreateParams

__all__ = ["ResponseCreateEvent"]


class ResponseCreateEvent(BaseModel):
    """Asks the model for a response, optionally with settings of its own."""

    event_id: str | None = None
    """Id you choose for this event. An `error` event that it causes repeats it."""

    type: Literal["response.create"]
    """Kind of event."""

    response: RealtimeResponseCreateParams | None = None
    """Settings for this response only. Whatever is left out is taken from the session."""
