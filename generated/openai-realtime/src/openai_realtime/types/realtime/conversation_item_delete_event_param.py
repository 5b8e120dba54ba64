from __future__ import annotations

from typing import Literal

from typing_extensions import Required, TypedDict

__all__ = ["ConversationItemDeleteEventParam"]


class ConversationItemDeleteEventParam(TypedDict, total=False):
    """Takes an item out of the conversation."""

    event_id: str
    """Id you choose for this event. An `error` event that it causes repeats it."""

    type: Required[Literal["conversation.item.delete"]]
    """Kind of event."""

    item_id: Required[str]
    """Id of the item to remove."""
