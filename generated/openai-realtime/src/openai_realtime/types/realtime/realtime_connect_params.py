from __future__ import annotations

from typing_extensions import TypedDict

__all__ = ["RealtimeConnectParams"]


class RealtimeConnectParams(TypedDict, total=False):
    call_id: str
    """Id of the WebRTC or SIP call to attach to, in place of starting a session."""

    model: str
    """Model to start a session with, such as `gpt-realtime`. Leave it out when attaching to a
    call, or when a client secret names the model.
    """
