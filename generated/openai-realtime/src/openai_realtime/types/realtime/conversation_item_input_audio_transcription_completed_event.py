from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from ..._runtime.models import BaseModel
from .log_prob_properties import LogProbProperties

__all__ = ["ConversationItemInputAudioTranscriptionCompletedEvent"]


class UsageTranscriptTextUsageTokensInputTokenDetails(BaseModel):
    """Input tokens by kind."""

    text_tokens: int | None = None
    """Text tokens, from the prompt."""

    audio_tokens: int | None = None
    """Audio tokens."""


class UsageTranscriptTextUsageTokens(BaseModel):
    """Usage of a transcription model that is billed by the token."""

    type: Literal["tokens"]
    """Marks usage in tokens."""

    input_tokens: int
    """Tokens read."""

    input_token_details: UsageTranscriptTextUsageTokensInputTokenDetails | None = None
    """Input tokens by kind."""

    output_tokens: int
    """Tokens of the transcript."""

    total_tokens: int
    """Input and output together."""


class UsageTranscriptTextUsageDuration(BaseModel):
    """Usage of a transcription model that is billed by time."""

    type: Literal["duration"]
    """Marks usage in seconds."""

    seconds: float
    """Length of the audio in seconds."""


class ConversationItemInputAudioTranscriptionCompletedEvent(BaseModel):
    """Carries the whole transcript of a piece of user audio. It comes from a separate model and
    can differ from what the session model understood.
    """

    event_id: str
    """Id of this event, made by the service."""

    type: Literal["conversation.item.input_audio_transcription.completed"]
    """Kind of event."""

    item_id: str
    """Id of the user message with the audio."""

    content_index: int
    """Position of the part in the content of the item, from 0."""

    transcript: str
    """The transcript."""

    logprobs: list[LogProbProperties] | None = None
    """Probabilities of the tokens of the transcript, when the session includes them. Null
    otherwise.
    """

    usage: Annotated[
        UsageTranscriptTextUsageTokens | UsageTranscriptTextUsageDuration,
        Field(discriminator="type"),
    ]
    """What the transcription is billed for: tokens or seconds, depending on the model. It is
    billed apart from the session model.
    """
