from __future__ import annotations

from typing_extensions import Required, TypedDict

from .realtime_session_create_request_param import RealtimeSessionCreateRequestParam

__all__ = ["CallCreateParams"]


class CallCreateParams(TypedDict, total=False):
    sdp: Required[str]
    """SDP offer of the caller, as made by `RTCPeerConnection.createOffer`."""

    session: RealtimeSessionCreateRequestParam
    """Settings of the session. Leave them out when the call is made with a client secret that
    carries them.
    """
