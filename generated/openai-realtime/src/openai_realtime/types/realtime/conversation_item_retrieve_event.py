from __future__ import annotations

from typing import Literal

from ..._runtime.models import BaseModel

__all__ = ["ConversationItemRetrieveEvent"]


class ConversationItemRetrieveEvent(BaseModel):
    """Asks for an item of the conversation as the service holds it."""

    event_id: str | None = None
    """Id you choose for this event. An `error` event that it causes repeats it."""

    type: Literal["conversation.item.retrieve"]
    """Kind of event."""

    item_id: str
    """Id of the item to fetch."""
