from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from ..._runtime.models import BaseModel

__all__ = ["RealtimeTranscriptionSessionAudioInputTurnDetection"]


class ServerVad(BaseModel):
    """Ends a turn after a stretch of silence."""

    type: Literal["server_vad"]
    """Selects silence-based detection.

    Default: "server_vad".
    """

    threshold: float | None = None
    """How loud speech must be to count, from 0 to 1. The service uses 0.5 when this is left out;
    raise it in noisy rooms.
    """

    prefix_padding_ms: int | None = None
    """Audio kept from before the detected start of speech, in milliseconds. The service uses 300
    when this is left out.
    """

    silence_duration_ms: int | None = None
    """Silence that ends a turn, in milliseconds: the service uses 200 to 500 when this is left
    out, and reports which. A smaller value answers sooner but cuts off slow speakers.
    """

    create_response: bool | None = None
    """Without effect in a transcription session, which never answers.

    Default: true.
    """

    interrupt_response: bool | None = None
    """Without effect in a transcription session, which has no response to stop.

    Default: true.
    """

    idle_timeout_ms: int | None = None
    """Time without speech before the service acts, in milliseconds. Meant for speech-to-speech
    sessions; null, the default, means no limit.
    """


class SemanticVad(BaseModel):
    """Ends a turn when the words sound finished, as judged by a model."""

    type: Literal["semantic_vad"]
    """Selects detection by meaning."""

    eagerness: Literal["low", "medium", "high", "auto"] | None = None
    """How soon the model takes over: `low` lets the speaker pause for longest (about 8 seconds),
    `high` answers soonest (about 2 seconds). `auto` is the same as `medium`, about 4 seconds.

    Default: "auto".
    """

    create_response: bool | None = None
    """Without effect in a transcription session, which never answers.

    Default: true.
    """

    interrupt_response: bool | None = None
    """Without effect in a transcription session, which has no response to stop.

    Default: true.
    """


RealtimeTranscriptionSessionAudioInputTurnDetection: TypeAlias = Annotated[
    ServerVad | SemanticVad | None, Field(discriminator="type")
]
"""How the service cuts the audio of a transcription session into turns. Null turns detection off:
you then send `input_audio_buffer.commit` yourself.
"""
