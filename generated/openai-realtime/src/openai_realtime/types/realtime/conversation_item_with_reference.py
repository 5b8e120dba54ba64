from __future__ import annotations

from typing import Literal

from ..._runtime.binary import base64_bytes
from ..._runtime.models import BaseModel

__all__ = ["ConversationItemWithReference"]


class Content(BaseModel):
    """A part of the message."""

    type: Literal["input_audio", "input_text", "item_reference", "text"] | None = None
    """Kind of part."""

    text: str | None = None
    """The text, in a part of type `input_text` or `text`."""

    id: str | None = None
    """Id of the item pointed to, in a part of type `item_reference`."""

    audio: str | None = None
    """The audio in base64, in a part of type `input_audio`."""

    transcript: str | None = None
    """What is said, in a part of type `input_audio`."""

    @property
    def audio_bytes(self) -> bytes | None:
        """The bytes of `audio`, which is base64."""
        return base64_bytes(self.audio)


class ConversationItemWithReference(BaseModel):
    """An item of the beta interface, which could also point to an item of the conversation instead
    of giving its content. No current event carries it.
    """

    id: str | None = None
    """Id of the item; for a reference, of the item pointed to."""

    type: Literal["message", "function_call", "function_call_output"] | None = None
    """Kind of item."""

    object: Literal["realtime.item"] | None = None
    """Kind of object."""

    status: Literal["completed", "incomplete", "in_progress"] | None = None
    """How far the item has got. Set by the service; ignored when you send it."""

    role: Literal["user", "assistant", "system"] | None = None
    """Who the message is from. Messages only."""

    content: list[Content] | None = None
    """Parts of the message. Messages only."""

    call_id: str | None = None
    """Id of the function call. Function calls and their results only."""

    name: str | None = None
    """Name of the function. Function calls only."""

    arguments: str | None = None
    """Arguments as JSON text. Function calls only."""

    output: str | None = None
    """Result of the call. Results of function calls only."""
