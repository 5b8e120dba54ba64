from __future__ import annotations

from typing import Annotated

from pydantic import Field

from ..._runtime.models import BaseModel
from .realtime_session_create_response import RealtimeSessionCreateResponse
from .realtime_transcription_session_create_response import (
    RealtimeTranscriptionSessionCreateResponse,
)

__all__ = ["ClientSecretCreateResponse"]


class ClientSecretCreateResponse(BaseModel):
    """A new client secret and the session settings it carries."""

    value: str
    """The secret, to be used as a bearer token by a browser or a mobile app."""

    expires_at: int
    """When the secret stops working, in Unix seconds."""

    session: Annotated[
        RealtimeSessionCreateResponse | RealtimeTranscriptionSessionCreateResponse,
        Field(discriminator="type"),
    ]
    """Settings of the sessions started with the secret, with defaults filled in."""
