from __future__ import annotations

from typing import Literal

from ..._runtime.models import BaseModel

__all__ = ["ResponseFunctionCallArgumentsDeltaEvent"]


class ResponseFunctionCallArgumentsDeltaEvent(BaseModel):
    """Carries the next piece of the arguments of a function call."""

    event_id: str
    """Id of this event, made by the service."""

    type: Literal["response.function_call_arguments.delta"]
    """Kind of event."""

    response_id: str
    """Id of the response this belongs to."""

    item_id: str
    """Id of the function call item."""

    output_index: int
    """Position of the item in the output of the response, from 0."""

    call_id: str
    """Id of the call."""

    delta: str
    """JSON text to append to the arguments so far."""
