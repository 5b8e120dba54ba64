from __future__ import annotations

from typing import Literal

from ..._runtime.models import BaseModel
from .conversation_item import ConversationItem
from .realtime_audio_formats import RealtimeAudioFormats
from .realtime_response_status import RealtimeResponseStatus
from .realtime_response_usage import RealtimeResponseUsage

__all__ = ["RealtimeResponse"]


class AudioOutput(BaseModel):
    """Settings of the audio the model sent."""

    format: RealtimeAudioFormats | None = None
    """Encoding of the audio."""

    voice: (
        Literal[
            "alloy", "ash", "ballad", "coral", "echo", "sage", "shimmer", "verse", "marin", "cedar"
        ]
        | str
        | None
    ) = None
    """Voice the model spoke with.

    Default: "alloy".
    """


class Audio(BaseModel):
    """Audio settings of the response."""

    output: AudioOutput | None = None
    """Settings of the audio the model sent."""


class RealtimeResponse(BaseModel):
    """An answer of the model: its state, its output and what it cost."""

    id: str | None = None
    """Id of the response, such as `resp_1234`."""

    object: Literal["realtime.response"] | None = None
    """Kind of object."""

    status: Literal["completed", "cancelled", "failed", "incomplete", "in_progress"] | None = None
    """State of the response. Everything but `in_progress` is final."""

    status_details: RealtimeResponseStatus | None = None
    """More about the state. Null while in progress and for a response that simply completed."""

    output: list[ConversationItem] | None = None
    """Items the model made. Empty at first."""

    metadata: dict[str, str] | None = None
    """Data you gave in `response.create`. Null when there was none."""

    audio: Audio | None = None
    """Audio settings of the response."""

    usage: RealtimeResponseUsage | None = None
    """Tokens used. Null until the response is over. Earlier turns count as input again in every
    response.
    """

    conversation_id: str | None = None
    """Id of the conversation the response was added to. Left out or null when it was kept out of
    it.
    """

    output_modalities: list[Literal["text", "audio"]] | None = None
    """What the model answers with: `[audio]` gives speech and its transcript, `[text]` gives text
    only.
    """

    max_output_tokens: Literal["inf"] | int | None = None
    """Most tokens the response may use, tool calls included, or `inf` for the limit of the model.
    """
