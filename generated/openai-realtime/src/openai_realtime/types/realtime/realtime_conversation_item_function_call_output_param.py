from __future__ import annotations

from typing import Literal

from typing_extensions import Required, TypedDict

__all__ = ["RealtimeConversationItemFunctionCallOutputParam"]


class RealtimeConversationItemFunctionCallOutputParam(TypedDict, total=False):
    """The result of a function call, which you add to the conversation."""

    id: str
    """Id of the item. Choose one when you create an item, or leave it out and the service makes
    one.
    """

    object: Literal["realtime.item"]
    """Kind of object. Always the same; may be left out when you create an item."""

    type: Required[Literal["function_call_output"]]
    """Marks the result of a function call."""

    status: Literal["completed", "incomplete", "in_progress"]
    """How far the item has got. Set by the service; ignored when you send it."""

    call_id: Required[str]
    """Id of the call this is the result of."""

    output: Required[str]
    """The result, as any text: often JSON, an error message, or nothing."""
