from __future__ import annotations

from typing import Literal

from typing_extensions import Required, TypedDict

__all__ = ["InputAudioBufferAppendEventParam"]


class InputAudioBufferAppendEventParam(TypedDict, total=False):
    """Carries a piece of your audio to the input buffer, up to 15 MiB at a time."""

    event_id: str
    """Id you choose for this event. An `error` event that it causes repeats it."""

    type: Required[Literal["input_audio_buffer.append"]]
    """Kind of event."""

    audio: Required[str]
    """The audio in base64, encoded as the `format` of the session input says."""
