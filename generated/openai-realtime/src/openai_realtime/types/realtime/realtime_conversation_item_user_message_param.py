from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, TYPE_CHECKING

from typing_extensions import Required, TypedDict

from ..._runtime.lazy_types import LazyType

if TYPE_CHECKING:
    from .realtime_conversation_item_user_message import Content as ContentModel
else:
    ContentModel = LazyType(".realtime_conversation_item_user_message", "Content", __package__)

__all__ = ["RealtimeConversationItemUserMessageParam"]


class Content(TypedDict, total=False):
    """A part of a user message."""

    type: Literal["input_text", "input_audio", "input_image"]
    """Kind of part."""

    text: str
    """The text, in a part of type `input_text`."""

    audio: str
    """The audio in base64, in a part of type `input_audio`, encoded as the `format` of the session
    input says.
    """

    image_url: str
    """The image as a base64 data URL, in a part of type `input_image`. PNG and JPEG are accepted.
    """

    detail: Literal["auto", "low", "high"]
    """How closely the model looks at the image. `auto` means `high`.

    Default: "auto".
    """

    transcript: str | None
    """What is said, in a part of type `input_audio`. Null until the audio has been transcribed.
    The model does not see it.
    """


class RealtimeConversationItemUserMessageParam(TypedDict, total=False):
    """A message from the user: text, audio or images."""

    id: str
    """Id of the item. Choose one when you create an item, or leave it out and the service makes
    one.
    """

    object: Literal["realtime.item"]
    """Kind of object. Always the same; may be left out when you create an item."""

    type: Required[Literal["message"]]
    """Marks a message."""

    status: Literal["completed", "incomplete", "in_progress"]
    """How far the item has got. Set by the service; ignored when you send it."""

    role: Required[Literal["user"]]
    """Marks a user message."""

    content: Required[Iterable[ContentModel | Content]]
    """Parts of the message."""
