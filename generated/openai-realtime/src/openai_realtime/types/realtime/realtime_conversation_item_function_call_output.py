from __future__ import annotations

from typing import Literal

from ..._runtime.models import BaseModel

__all__ = ["RealtimeConversationItemFunctionCallOutput"]


class RealtimeConversationItemFunctionCallOutput(BaseModel):
    """The result of a function call, which you add to the conversation."""

    id: str | None = None
    """Id of the item. Choose one when you create an item, or leave it out and the service makes
    one.
    """

    object: Literal["realtime.item"] | None = None
    """Kind of object. Always the same; may be left out when you create an item."""

    type: Literal["function_call_output"]
    """Marks the result of a function call."""

    status: Literal["completed", "incomplete", "in_progress"] | None = None
    """How far the item has got. Set by the service; ignored when you send it."""

    call_id: str
    """Id of the call this is the result of."""

    output: str
    """The result, as any text: often JSON, an error message, or nothing."""
