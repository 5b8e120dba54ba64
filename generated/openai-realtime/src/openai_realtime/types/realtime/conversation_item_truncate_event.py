from __future__ import annotations

from typing import Literal

from ..._runtime.models import BaseModel

__all__ = ["ConversationItemTruncateEvent"]


class ConversationItemTruncateEvent(BaseModel):
    """Shortens the audio of an assistant message to the part that was really played."""

    event_id: str | None = None
    """Id you choose for this event. An `error` event that it causes repeats it."""

    type: Literal["conversation.item.truncate"]
    """Kind of event."""

    item_id: str
    """Id of the assistant message to cut. No other kind of item can be cut."""

    content_index: int
    """Position of the part to cut in the content of the item. Use 0."""

    audio_end_ms: int
    """Length of audio to keep, in milliseconds. Asking for more than there is gives an `error`
    event.
    """
