from __future__ import annotations

from typing import Literal

from typing_extensions import Required, TypedDict

from .realtime_audio_formats_param import RealtimeAudioFormatsParam

__all__ = ["RealtimeResponseCreateAudioOutputParam"]


class OutputVoiceID(TypedDict, total=False):
    """A custom voice of your organization."""

    id: Required[str]
    """Id of the custom voice, such as `voice_1234`."""


class Output(TypedDict, total=False):
    """Settings of the audio the model sends."""

    format: RealtimeAudioFormatsParam
    """Encoding of the audio."""

    voice: (
        Literal[
            "alloy", "ash", "ballad", "coral", "echo", "sage", "shimmer", "verse", "marin", "cedar"
        ]
        | str
        | OutputVoiceID
    )
    """Voice the model speaks with: a name or a custom voice. It cannot change once the model has
    spoken in the session.

    Default: "alloy".
    """


class RealtimeResponseCreateAudioOutputParam(TypedDict, total=False):
    """Audio settings of one response."""

    output: Output
    """Settings of the audio the model sends."""
