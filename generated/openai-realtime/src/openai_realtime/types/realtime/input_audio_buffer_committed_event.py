from __future__ import annotations

from typing import Literal

from ..._runtime.models import BaseModel

__all__ = ["InputAudioBufferCommittedEvent"]


class InputAudioBufferCommittedEvent(BaseModel):
    """Reports that the input buffer became a user message."""

    event_id: str
    """Id of this event, made by the service."""

    type: Literal["input_audio_buffer.committed"]
    """Kind of event."""

    previous_item_id: str | None = None
    """Id of the item the message comes after. Null when it is the first."""

    item_id: str
    """Id of the user message that will be created."""
