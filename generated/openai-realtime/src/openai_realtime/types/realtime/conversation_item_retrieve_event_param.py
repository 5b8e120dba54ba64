from __future__ import annotations

from typing import Literal

from typing_extensions import Required, TypedDict

__all__ = ["ConversationItemRetrieveEventParam"]


class ConversationItemRetrieveEventParam(TypedDict, total=False):
    """Asks for an item of the conversation as the service holds it."""

    event_id: str
    """Id you choose for this event. An `error` event that it causes repeats it."""

    type: Required[Literal["conversation.item.retrieve"]]
    """Kind of event."""

    item_id: Required[str]
    """Id of the item to fetch."""
