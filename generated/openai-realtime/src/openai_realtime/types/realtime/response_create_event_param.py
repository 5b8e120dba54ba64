from __future__ import annotations

from typing import Literal

from typing_extensions import Required, TypedDict

from .realtime_response_create_params_param import RealtimeResponseCreateParamsParam

__all__ = ["ResponseCreateEventParam"]


class ResponseCreateEventParam(TypedDict, total=False):
    """Asks the model for a response, optionally with settings of its own."""

    event_id: str
    """Id you choose for this event. An `error` event that it causes repeats it."""

    type: Required[Literal["response.create"]]
    """Kind of event."""

    response: RealtimeResponseCreateParamsParam
    """Settings for this response only. Whatever is left out is taken from the session."""
