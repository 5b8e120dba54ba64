from __future__ import annotations

from typing import Literal

from ..._runtime.binary import base64_bytes
from ..._runtime.models import BaseModel

__all__ = ["RealtimeConversationItemUserMessage"]


class Content(BaseModel):
    """A part of a user message."""

    type: Literal["input_text", "input_audio", "input_image"] | None = None
    """Kind of part."""

    text: str | None = None
    """The text, in a part of type `input_text`."""

    audio: str | None = None
    """The audio in base64, in a part of type `input_audio`, encoded as the `format` of the session
    input says.
    """

    image_url: str | None = None
    """The image as a base64 data URL, in a part of type `input_image`. PNG and JPEG are accepted.
    """

    detail: Literal["auto", "low", "high"] | None = None
    """How closely the model looks at the image. `auto` means `high`.

    Default: "auto".
    """

    transcript: str | None = None
    """What is said, in a part of type `input_audio`. Null until the audio has been transcribed.
    The model does not see it.
    """

    @property
    def audio_bytes(self) -> bytes | None:
        """The bytes of `audio`, which is base64."""
        return base64_bytes(self.audio)


class RealtimeConversationItemUserMessage(BaseModel):
    """A message from the user: text, audio or images."""

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

    role: Literal["user"]
    """Marks a user message."""

    content: list[Content]
    """Parts of the message."""
