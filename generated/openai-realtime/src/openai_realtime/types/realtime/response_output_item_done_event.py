from __future__ import annotations

from typing import Literal

from ..._runtime.models import BaseModel
from .conversation_item import ConversationItem

__all__ = ["ResponseOutputItemDoneEvent"]


class ResponseOutputItemDoneEvent(BaseModel):
    """Carries a finished item of the output of a response."""

    event_id: str
    """Id of this event, made by the service."""

    type: Literal["response.output_item.done"]
    """Kind of event."""

    response_id: str
    """Id of the response this belongs to."""

    output_index: int
    """Position of the item in the output of the response, from 0."""

    item: ConversationItem
    """The finished item."""
