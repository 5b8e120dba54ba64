from __future__ import annotations

from typing import Literal

from ..._runtime.models import BaseModel
from .conversation_item import ConversationItem

__all__ = ["ConversationItemCreateEvent"]


class ConversationItemCreateEvent(BaseModel):
    """Puts an item into the conversation, for example a text message, earlier turns, or the result
    of a function call.
    """

    event_id: str | None = None
    """Id you choose for this event. An `error` event that it causes repeats it."""

    type: Literal["conversation.item.create"]
    """Kind of event."""

    previous_item_id: str | None = None
    """Id of the item to insert after. `root` inserts at the start; leaving it out appends. An id
    that does not exist is an error.
    """

    item: ConversationItem
    """The item to add."""
