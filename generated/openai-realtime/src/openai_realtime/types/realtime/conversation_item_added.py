from __future__ import annotations

from typing import Literal

from ..._runtime.models import BaseModel
from .conversation_item import ConversationItem

__all__ = ["ConversationItemAdded"]


class ConversationItemAdded(BaseModel):
    """Reports a new item, possibly still without content."""

    event_id: str
    """Id of this event, made by the service."""

    type: Literal["conversation.item.added"]
    """Kind of event."""

    previous_item_id: str | None = None
    """Id of the item before this one. Null when it is the first."""

    item: ConversationItem
    """The item as it was added."""
