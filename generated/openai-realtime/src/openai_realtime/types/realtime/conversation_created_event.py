from __future__ import annotations

from typing import Literal

from ..._runtime.models import BaseModel

__all__ = ["ConversationCreatedEvent"]


class Conversation(BaseModel):
    """The conversation."""

    id: str | None = None
    """Id of the conversation, such as `conv_1234`."""

    object: str | None = None
    """Kind of object, `realtime.conversation`."""


class ConversationCreatedEvent(BaseModel):
    """Reports that the default conversation of the session exists."""

    event_id: str
    """Id of this event, made by the service."""

    type: Literal["conversation.created"]
    """Kind of event."""

    conversation: Conversation
    """The conversation."""
