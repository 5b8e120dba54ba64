from __future__ import annotations

from typing import Literal

from ..._runtime.models import BaseModel

__all__ = ["ResponseTextDoneEvent"]


class ResponseTextDoneEvent(BaseModel):
    """Carries the whole text of a part."""

    event_id: str
    """Id of this event, made by the service."""

    type: Literal["response.output_text.done"]
    """Kind of event."""

    response_id: str
    """Id of the response this belongs to."""

    item_id: str
    """Id of the item this belongs to."""

    output_index: int
    """Position of the item in the output of the response, from 0."""

    content_index: int
    """Position of the part in the content of the item, from 0."""

    text: str
    """The text."""
