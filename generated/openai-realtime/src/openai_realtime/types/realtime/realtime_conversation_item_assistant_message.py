from __future__ import annotations

from typing import Literal

from ..._runtime.binary import base64_bytes
from ..._runtime.models import BaseModel

__all__ = ["RealtimeConversationItemAssistantMessage"]


class Content(BaseModel):
    """A part of an assistant message."""

    type: Literal["output_text", "output_audio"] | None = None
    """Kind of part."""

    text: str | None = None
    """The text, in a part of type `output_text`."""

    audio: str | None = None
    """The audio in base64, in a part of type `output_audio`. Left out of most events."""

    transcript: str | None = None
    """What is said, in a part of type `output_audio`."""

    @property
    def audio_bytes(self) -> bytes | None:
        """The bytes of `audio`, which is base64."""
        return base64_bytes(self.audio)


class RealtimeConversationItemAssistantMessage(BaseModel):
    """A message from the model: text or speech."""

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

    role: Literal["assistant"]
    """Marks an assistant message."""

    content: list[Content]
    """Parts of the message. Empty while the message is being started."""
