from __future__ import annotations

from typing import Literal

from typing_extensions import Required, TypedDict

__all__ = ["ResponseCancelEventParam"]


class ResponseCancelEventParam(TypedDict, total=False):
    """Stops a response that is being generated."""

    event_id: str
    """Id you choose for this event. An `error` event that it causes repeats it."""

    type: Required[Literal["response.cancel"]]
    """Kind of event."""

    response_id: str
    """Id of the response to stop. Leave it out to stop the one in progress in the default
    conversation.
    """
