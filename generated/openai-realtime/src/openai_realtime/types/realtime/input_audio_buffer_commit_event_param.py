from __future__ import annotations

from typing import Literal

from typing_extensions import Required, TypedDict

__all__ = ["InputAudioBufferCommitEventParam"]


class InputAudioBufferCommitEventParam(TypedDict, total=False):
    """Turns the audio in the input buffer into a user message."""

    event_id: str
    """Id you choose for this event. An `error` event that it causes repeats it."""

    type: Required[Literal["input_audio_buffer.commit"]]
    """Kind of event."""
