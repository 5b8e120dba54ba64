from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from ..._runtime.models import BaseModel
from .realtime_session_create_request import RealtimeSessionCreateRequest
from .realtime_transcription_session_create_request import RealtimeTranscriptionSessionCreateRequest

__all__ = ["SessionUpdateEvent"]


class SessionUpdateEvent(BaseModel):
    """Changes the settings of the session. The model cannot be changed, nor the voice once the
    model has spoken.
    """

    event_id: str | None = None
    """Id you choose for this event. An `error` event that it causes repeats it."""

    type: Literal["session.update"]
    """Kind of event."""

    session: Annotated[
        RealtimeSessionCreateRequest | RealtimeTranscriptionSessionCreateRequest,
        Field(discriminator="type"),
    ]
    """Settings to change. The `type` must be that of the running session."""
