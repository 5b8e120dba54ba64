from __future__ import annotations

from typing import Literal

from typing_extensions import Required, TypedDict

__all__ = ["RealtimeConversationItemFunctionCallParam"]


class RealtimeConversationItemFunctionCallParam(TypedDict, total=False):
    """A request by the model to run a function of yours."""

    id: str
    """Id of the item. Choose one when you create an item, or leave it out and the service makes
    one.
    """

    object: Literal["realtime.item"]
    """Kind of object. Always the same; may be left out when you create an item."""

    type: Required[Literal["function_call"]]
    """Marks a function call."""

    status: Literal["completed", "incomplete", "in_progress"]
    """How far the item has got. Set by the service; ignored when you send it."""

    call_id: str
    """Id of the call, to be repeated in its result."""

    name: Required[str]
    """Name of the function."""

    arguments: Required[str]
    """Arguments as JSON text. Empty while the call is being written."""
