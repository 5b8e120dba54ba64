from __future__ import annotations

from typing import Literal

from typing_extensions import Required, TypedDict

__all__ = ["InputAudioBufferClearEventParam"]


class InputAudioBufferClearEventParam(TypedDict, total=False):
    """Discards the audio that has been sent but not committed."""

    event_id: str
    """Id you choose for this event. An `error` event that it causes repeats it."""

    type: Required[Literal["input_audio_buffer.clear"]]
    """Kind of event."""
