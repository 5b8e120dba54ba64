from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from ..._runtime.models import BaseModel
from .realtime_session_create_request import RealtimeSessionCreateRequest
from .realtime_transcription_session_create_request import RealtimeTranscriptionSessionCreateRequest

__all__ = ["SessionCreatedEvent"]


class SessionCreatedEvent(BaseModel):
    """Reports a new session and its settings."""

    event_id: str
    """Id of this event, made by the service."""

    type: Literal["session.created"]
    """Kind of event."""

    session: Annotated[
        RealtimeSessionCreateRequest | RealtimeTranscriptionSessionCreateRequest,
        Field(discriminator="type"),
    ]
    """Settings of the session, defaults filled in."""
