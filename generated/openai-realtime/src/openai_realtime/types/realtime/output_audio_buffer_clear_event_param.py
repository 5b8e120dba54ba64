from __future__ import annotations

from typing import Literal

from typing_extensions import Required, TypedDict

__all__ = ["OutputAudioBufferClearEventParam"]


class OutputAudioBufferClearEventParam(TypedDict, total=False):
    """Discards audio that the service holds ready to play over WebRTC or SIP."""

    event_id: str
    """Id you choose for this event. An `error` event that it causes repeats it."""

    type: Required[Literal["output_audio_buffer.clear"]]
    """Kind of event."""
