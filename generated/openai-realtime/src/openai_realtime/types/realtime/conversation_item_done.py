from __future__ import annotations

from typing import Literal

from ..._runtime.models import BaseModel
from .conversation_item import ConversationItem

__all__ = ["ConversationItemDone"]


class ConversationItemDone(BaseModel):
    """Carries a finished item of the conversation."""

    event_id: str
    """Id of this event, made by the service."""

    type: Literal["conversation.item.done"]
    """Kind of event."""

    previous_item_id: str | None = None
    """Id of the item before this one. Null when it is the first, and the service also sends null
    for output of the model.
    """

    item: ConversationItem
    """The finished item."""
