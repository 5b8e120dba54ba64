from __future__ import annotations

from typing import Literal

from typing_extensions import Required, TypedDict

from .realtime_session_create_request_param import RealtimeSessionCreateRequestParam
from .realtime_transcription_session_create_request_param import (
    RealtimeTranscriptionSessionCreateRequestParam,
)

__all__ = ["SessionUpdateEventParam"]


class SessionUpdateEventParam(TypedDict, total=False):
    """Changes the settings of the session. The model cannot be changed, nor the voice once the
    model has spoken.
    """

    event_id: str
    """Id you choose for this event. An `error` event that it causes repeats it."""

    type: Required[Literal["session.update"]]
    """Kind of event."""

    session: Required[
        RealtimeSessionCreateRequestParam | RealtimeTranscriptionSessionCreateRequestParam
    ]
    """Settings to change. The `type` must be that of the running session."""
