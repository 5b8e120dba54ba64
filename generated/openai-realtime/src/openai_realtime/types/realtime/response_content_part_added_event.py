from __future__ import annotations

from typing import Literal

from ..._runtime.binary import base64_bytes
from ..._runtime.models import BaseModel

__all__ = ["ResponseContentPartAddedEvent"]


class Part(BaseModel):
    """The part as it begins."""

    type: Literal["audio", "text"] | None = None
    """Kind of part."""

    text: str | None = None
    """The text, in a part of type `text`."""

    audio: str | None = None
    """The audio in base64, in a part of type `audio`. Usually left out, since deltas carry it."""

    transcript: str | None = None
    """What is said, in a part of type `audio`."""

    @property
    def audio_bytes(self) -> bytes | None:
        """The bytes of `audio`, which is base64."""
        return base64_bytes(self.audio)


class ResponseContentPartAddedEvent(BaseModel):
    """Reports a new, still empty part of an assistant message."""

    event_id: str
    """Id of this event, made by the service."""

    type: Literal["response.content_part.added"]
    """Kind of event."""

    response_id: str
    """Id of the response this belongs to."""

    item_id: str
    """Id of the message the part belongs to."""

    output_index: int
    """Position of the item in the output of the response, from 0."""

    content_index: int
    """Position of the part in the content of the item, from 0."""

    part: Part
    """The part as it begins."""
