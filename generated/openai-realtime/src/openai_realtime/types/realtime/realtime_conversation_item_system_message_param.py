from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, TYPE_CHECKING

from typing_extensions import Required, TypedDict

from ..._runtime.lazy_types import LazyType

if TYPE_CHECKING:
    from .realtime_conversation_item_system_message import Content as ContentModel
else:
    ContentModel = LazyType(".realtime_conversation_item_system_message", "Content", __package__)

__all__ = ["RealtimeConversationItemSystemMessageParam"]


class Content(TypedDict, total=False):
    """A part of a system message."""

    type: Literal["input_text"]
    """Kind of part. Only text is possible here."""

    text: str
    """The text."""


class RealtimeConversationItemSystemMessageParam(TypedDict, total=False):
    """A system message: instructions put in the course of the conversation."""

    id: str
    """Id of the item. Choose one when you create an item, or leave it out and the service makes
    one.
    """

    object: Literal["realtime.item"]
    """Kind of object. Always the same; may be left out when you create an item."""

    type: Required[Literal["message"]]
    """Marks a message."""

    status: Literal["completed", "incomplete", "in_progress"]
    """How far the item has got. Set by the service; ignored when you send it."""

    role: Required[Literal["system"]]
    """Marks a system message."""

    content: Required[Iterable[ContentModel | Content]]
    """Parts of the message."""
