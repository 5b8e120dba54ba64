from __future__ import annotations

from typing import Literal

from ..._runtime.models import BaseModel

__all__ = ["ConversationItemDeleteEvent"]


class ConversationItemDeleteEvent(BaseModel):
    """Takes an item out of the conversation."""

    event_id: str | None = None
    """Id you choose for this event. An `error` event that it causes repeats it."""

    type: Literal["conversation.item.delete"]
    """Kind of event."""

    item_id: str
    """Id of the item to remove."""
