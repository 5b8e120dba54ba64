from __future__ import annotations

from typing import Literal

from ..._runtime.models import BaseModel

__all__ = ["ResponseCancelEvent"]


class ResponseCancelEvent(BaseModel):
    """Stops a response that is being generated."""

    event_id: str | None = None
    """Id you choose for this event. An `error` event that it causes repeats it."""

    type: Literal["response.cancel"]
    """Kind of event."""

    response_id: str | None = None
    """Id of the response to stop. Leave it out to stop the one in progress in the default
    conversation.
    """
