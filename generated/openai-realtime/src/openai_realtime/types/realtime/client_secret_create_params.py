from __future__ import annotations

from typing import Literal, TYPE_CHECKING

from typing_extensions import TypedDict

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

__all__ = ["ClientSecretCreateParams"]


class ExpiresAfter(TypedDict, total=False):
    """When the secret stops working. Sessions already running are not affected."""

    anchor: Literal["created_at"]
    """Moment the time is counted from, which is always the creation of the secret.

    Default: "created_at".
    """

    seconds: int
    """Seconds the secret works for, from 10 seconds to 2 hours.

    Default: 600.
    """


class ClientSecretCreateParams(TypedDict, total=False):
    expires_after: ExpiresAfter
    """When the secret stops working. Sessions already running are not affected."""

    session: (
        RealtimeSessionCreateRequest
        | RealtimeTranscriptionSessionCreateRequest
        | RealtimeSessionCreateRequestParam
        | RealtimeTranscriptionSessionCreateRequestParam
    )
    """Settings of the sessions started with the secret. The client can still change them with
    `session.update`.
    """
