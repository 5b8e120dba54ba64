from __future__ import annotations

from typing import Literal

from typing_extensions import Required, TypedDict

__all__ = ["ConversationItemTruncateEventParam"]


class ConversationItemTruncateEventParam(TypedDict, total=False):
    """Shortens the audio of an assistant message to the part that was really played."""

    event_id: str
    """Id you choose for this event. An `error` event that it causes repeats it."""

    type: Required[Literal["conversation.item.truncate"]]
    """Kind of event."""

    item_id: Required[str]
    """Id of the assistant message to cut. No other kind of item can be cut."""

    content_index: Required[int]
    """Position of the part to cut in the content of the item. Use 0."""

    audio_end_ms: Required[int]
    """Length of audio to keep, in milliseconds. Asking for more than there is gives an `error`
    event.
    """
