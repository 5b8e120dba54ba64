from __future__ import annotations

from typing import Literal

from ..._runtime.models import BaseModel

__all__ = ["RealtimeConversationItemSystemMessage"]


class Content(BaseModel):
    """A part of a system message."""

    type: Literal["input_text"] | None = None
    """Kind of part. Only text is possible here."""

    text: str | None = None
    """The text."""


class RealtimeConversationItemSystemMessage(BaseModel):
    """A system message: instructions put in the course of the conversation."""

    id: str | None = None
    """Id of the item. Choose one when you create an item, or leave it out and the service makes
    one.
    """

    object: Literal["realtime.item"] | None = None
    """Kind of object. Always the same; may be left out when you create an item."""

    type: Literal["message"]
    """Marks a message."""

    status: Literal["completed", "incomplete", "in_progress"] | None = None
    """How far the item has got. Set by the service; ignored when you send it."""

    role: Literal["system"]
    """Marks a system message."""

    content: list[Content]
    """Parts of the message."""
