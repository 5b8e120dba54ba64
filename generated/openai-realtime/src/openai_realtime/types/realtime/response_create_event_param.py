from __future__ import annotations

from typing import Literal, TYPE_CHECKING

from typing_extensions import Required, TypedDict

from ..._runtime.lazy_types import LazyType
from .realtime_response_create_params_param import RealtimeResponseCreateParamsParam

if TYPE_CHECKING:
    from .realtime_response_create_params import RealtimeResponseCreateParams
else:
    RealtimeResponseCreateParams = LazyType(
        ".realtime_response_create_params", "RealtimeResponseCreateParams", __package__
    )

__all__ = ["ResponseCreateEventParam"]


class ResponseCreateEventParam(TypedDict, total=False):
    """Asks the model for a response, optionally with settings of its own."""

    event_id: str
    """Id you choose for this event. An `error` event that it causes repeats it."""

    type: Required[Literal["response.create"]]
    """Kind of event."""

    response: RealtimeResponseCreateParams | RealtimeResponseCreateParamsParam
    """Settings for this response only. Whatever is left out is taken from the session."""
