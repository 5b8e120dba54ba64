from __future__ import annotations

from typing import Literal

from ..._runtime.models import BaseModel

__all__ = ["ResponseFunctionCallArgumentsDoneEvent"]


class ResponseFunctionCallArgumentsDoneEvent(BaseModel):
    """Carries the complete arguments of a function call."""

    event_id: str
    """Id of this event, made by the service."""

    type: Literal["response.function_call_arguments.done"]
    """Kind of event."""

    response_id: str
    """Id of the response this belongs to."""

    item_id: str
    """Id of the function call item."""

    output_index: int
    """Position of the item in the output of the response, from 0."""

    call_id: str
    """Id of the call, to be repeated in its result."""

    name: str
    """Name of the function."""

    arguments: str
    """Arguments as JSON text. Written by the model, so check them before use."""
