from __future__ import annotations

from typing import Literal

from ..._runtime.models import BaseModel

__all__ = ["ConversationItemTruncatedEvent"]


class ConversationItemTruncatedEvent(BaseModel):
    """Reports that the audio of an assistant message was cut and its transcript removed."""

    event_id: str
    """Id of this event, made by the service."""

    type: Literal["conversation.item.truncated"]
    """Kind of event."""

    item_id: str
    """Id of the message that was cut."""

    content_index: int
    """Position of the part that was cut, from 0."""

    audio_end_ms: int
    """Length of audio that was kept, in milliseconds."""
