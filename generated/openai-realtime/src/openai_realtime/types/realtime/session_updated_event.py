from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from ..._runtime.models import BaseModel
from .realtime_session_create_request import RealtimeSessionCreateRequest
from .realtime_transcription_session_create_request import RealtimeTranscriptionSessionCreateRequest

__all__ = ["SessionUpdatedEvent"]


class SessionUpdatedEvent(BaseModel):
    """Carries the full settings of the session after a change."""

    event_id: str
    """Id of this event, made by the service."""

    type: Literal["session.updated"]
    """Kind of event."""

    session: Annotated[
        RealtimeSessionCreateRequest | RealtimeTranscriptionSessionCreateRequest,
        Field(discriminator="type"),
    ]
    """All settings of the session, changed or not."""
