from __future__ import annotations

from typing import TYPE_CHECKING

from typing_extensions import Required, TypedDict

from ..._runtime.lazy_types import LazyType
from .realtime_session_create_request_param import RealtimeSessionCreateRequestParam

if TYPE_CHECKING:
    from .realtime_session_create_request import RealtimeSessionCreateRequest
else:
    RealtimeSessionCreateRequest = LazyType(
        ".realtime_session_create_request", "RealtimeSessionCreateRequest", __package__
    )

__all__ = ["CallCreateParams"]


class CallCreateParams(TypedDict, total=False):
    sdp: Required[str]
    """SDP offer of the caller, as made by `RTCPeerConnection.createOffer`."""

    session: RealtimeSessionCreateRequest | RealtimeSessionCreateRequestParam
    """Settings of the session. Leave them out when the call is made with a client secret that
    carries them.
    """
