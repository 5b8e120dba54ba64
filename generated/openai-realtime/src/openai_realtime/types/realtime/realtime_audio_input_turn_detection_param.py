from __future__ import annotations

from typing import Literal, TypeAlias

from typing_extensions import Required, TypedDict

__all__ = ["RealtimeAudioInputTurnDetectionParam"]


class ServerVad(TypedDict, total=False):
    """Ends a turn after a stretch of silence."""

    type: Required[Literal["server_vad"]]
    """Selects silence-based detection.

    Default: "server_vad".
    """

    threshold: float
    """How loud speech must be to count, from 0 to 1. The service uses 0.5 when this is left out;
    raise it in noisy rooms.
    """

    prefix_padding_ms: int
    """Audio kept from before the detected start of speech, in milliseconds. The service uses 300
    when this is left out.
    """

    silence_duration_ms: int
    """Silence that ends a turn, in milliseconds: the service uses 200 to 500 when this is left
    out, and reports which. A smaller value answers sooner but cuts off slow speakers.
    """

    create_response: bool
    """Whether the model answers by itself when a turn ends.

    Default: true.
    """

    interrupt_response: bool
    """Whether a response in progress stops when you start to speak. If both this and
    `create_response` are off, the model never answers by itself and turn events are still sent.

    Default: true.
    """

    idle_timeout_ms: int | None
    """Time without speech after the last response was played before the model is made to speak up,
    in milliseconds. Null, the default, means no limit.
    """


class SemanticVad(TypedDict, total=False):
    """Ends a turn when the words sound finished, as judged by a model, with a longer wait when
    they trail off.
    """

    type: Required[Literal["semantic_vad"]]
    """Selects detection by meaning."""

    eagerness: Literal["low", "medium", "high", "auto"]
    """How soon the model takes over: `low` lets the speaker pause for longest (about 8 seconds),
    `high` answers soonest (about 2 seconds). `auto` is the same as `medium`, about 4 seconds.

    Default: "auto".
    """

    create_response: bool
    """Whether the model answers by itself when a turn ends.

    Default: true.
    """

    interrupt_response: bool
    """Whether a response in progress stops when you start to speak. If both this and
    `create_response` are off, the model never answers by itself and turn events are still sent.

    Default: true.
    """


RealtimeAudioInputTurnDetectionParam: TypeAlias = ServerVad | SemanticVad
"""How the service finds the end of your turn. Null turns detection off: you then send
`input_audio_buffer.commit` and `response.create` yourself.
"""
