from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, TYPE_CHECKING

from typing_extensions import Required, TypedDict

from ..._runtime.lazy_types import LazyType

if TYPE_CHECKING:
    from .realtime_conversation_item_assistant_message import Content as ContentModel
else:
    ContentModel = LazyType(".realtime_conversation_item_assistant_message", "Content", __package__)

__all__ = ["RealtimeConversationItemAssistantMessageParam"]


class Content(TypedDict, total=False):
    """A part of an assistant message."""

    type: Literal["output_text", "output_audio"]
    """Kind of part."""

    text: str
    """The text, in a part of type `output_text`."""

    audio: str
    """The audio in base64, in a part of type `output_audio`. Left out of most events."""

    transcript: str
    """What is said, in a part of type `output_audio`."""


class RealtimeConversationItemAssistantMessageParam(TypedDict, total=False):
    """A message from the model: text or speech."""

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

    role: Required[Literal["assistant"]]
    """Marks an assistant message."""

    content: Required[Iterable[ContentModel | Content]]
    """Parts of the message. Empty while the message is being started."""
