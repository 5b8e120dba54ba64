from __future__ import annotations

from typing import Literal

from ..._runtime.binary import base64_bytes
from ..._runtime.models import BaseModel

__all__ = ["ResponseAudioDeltaEvent"]


class ResponseAudioDeltaEvent(BaseModel):
    """Carries the next piece of audio of an answer."""

    event_id: str
    """Id of this event, made by the service."""

    type: Literal["response.output_audio.delta"]
    """Kind of event."""

    response_id: str
    """Id of the response this belongs to."""

    item_id: str
    """Id of the item this belongs to."""

    output_index: int
    """Position of the item in the output of the response, from 0."""

    content_index: int
    """Position of the part in the content of the item, from 0."""

    delta: str
    """The audio in base64, encoded as the `format` of the session output says."""

    @property
    def audio_bytes(self) -> bytes:
        """The bytes of `delta`, which is base64."""
        return base64_bytes(self.delta)
