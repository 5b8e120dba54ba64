from __future__ import annotations

from typing import Literal

from ..._runtime.models import BaseModel

__all__ = ["ConversationItemDeletedEvent"]


class ConversationItemDeletedEvent(BaseModel):
    """Reports that an item is gone from the conversation."""

    event_id: str
    """Id of this event, made by the service."""

    type: Literal["conversation.item.deleted"]
    """Kind of event."""

    item_id: str
    """Id of the item that was removed."""
