from __future__ import annotations

from typing import Literal

from ..._runtime.models import BaseModel
from .conversation_item import ConversationItem

__all__ = ["ConversationItemCreatedEvent"]


class ConversationItemCreatedEvent(BaseModel):
    """Reports a new item under the name the beta interface used."""

    event_id: str
    """Id of this event, made by the service."""

    type: Literal["conversation.item.created"]
    """Kind of event."""

    previous_item_id: str | None = None
    """Id of the item before this one in the conversation. Null when it is the first."""

    item: ConversationItem
    """The new item."""
