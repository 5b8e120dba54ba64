from __future__ import annotations

from typing import Literal, TYPE_CHECKING

from typing_extensions import Required, TypedDict

from ..._runtime.lazy_types import LazyType
from .realtime_session_create_request_param import RealtimeSessionCreateRequestParam
from .realtime_transcription_session_create_request_param import (
    RealtimeTranscriptionSessionCreateRequestParam,
)

if TYPE_CHECKING:
    from .realtime_session_create_request import RealtimeSessionCreateRequest
    from .realtime_transcription_session_create_request import (
        RealtimeTranscriptionSessionCreateRequest,
    )
else:
    RealtimeSessionCreateRequest = LazyType(
        ".realtime_session_create_request", "RealtimeSessionCreateRequest", __package__
    )
    RealtimeTranscriptionSessionCreateRequest = LazyType(
        ".realtime_transcription_session_create_request",
        "RealtimeTranscriptionSessionCreateRequest",
        __package__,
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
        RealtimeSessionCreateRequest
        | RealtimeTranscriptionSessionCreateRequest
        | RealtimeSessionCreateRequestParam
        | RealtimeTranscriptionSessionCreateRequestParam
    ]
    """Settings to change. The `type` must be that of the running session."""
