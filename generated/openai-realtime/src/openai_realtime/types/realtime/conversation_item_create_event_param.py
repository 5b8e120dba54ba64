from __future__ import annotations

from typing import Literal, TYPE_CHECKING

from typing_extensions import Required, TypedDict

from ..._runtime.lazy_types import LazyType
from .conversation_item_param import ConversationItemParam

if TYPE_CHECKING:
    from .conversation_item import ConversationItem
else:
    ConversationItem = LazyType(".conversation_item", "ConversationItem", __package__)

__all__ = ["ConversationItemCreateEventParam"]


class ConversationItemCreateEventParam(TypedDict, total=False):
    """Puts an item into the conversation, for example a text message, earlier turns, or the result
    of a function call.
    """

    event_id: str
    """Id you choose for this event. An `error` event that it causes repeats it."""

    type: Required[Literal["conversation.item.create"]]
    """Kind of event."""

    previous_item_id: str
    """Id of the item to insert after. `root` inserts at the start; leaving it out appends. An id
    that does not exist is an error.
    """

    item: Required[ConversationItem | ConversationItemParam]
    """The item to add."""
