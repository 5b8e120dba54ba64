from __future__ import annotations

from typing import Literal

from ..._runtime.models import BaseModel

__all__ = ["RealtimeConversationItemFunctionCall"]


class RealtimeConversationItemFunctionCall(BaseModel):
    """A request by the model to run a function of yours."""

    id: str | None = None
    """Id of the item. Choose one when you create an item, or leave it out and the service makes
    one.
    """

    object: Literal["realtime.item"] | None = None
    """Kind of object. Always the same; may be left out when you create an item."""

    type: Literal["function_call"]
    """Marks a function call."""

    status: Literal["completed", "incomplete", "in_progress"] | None = None
    """How far the item has got. Set by the service; ignored when you send it."""

    call_id: str | None = None
    """Id of the call, to be repeated in its result."""

    name: str
    """Name of the function."""

    arguments: str
    """Arguments as JSON text. Empty while the call is being written."""
