from __future__ import annotations

from typing import Literal

from typing_extensions import Required, TypedDict

from .realtime_audio_formats_param import RealtimeAudioFormatsParam

__all__ = ["RealtimeAudioConfigOutputParam"]


class VoiceID(TypedDict, total=False):
    """A custom voice of your organization."""

    id: Required[str]
    """Id of the custom voice, such as `voice_1234`."""


class RealtimeAudioConfigOutputParam(TypedDict, total=False):
    """How the speech of the model is encoded and how it sounds."""

    format: RealtimeAudioFormatsParam
    """Encoding of the audio the model sends."""

    voice: (
        Literal[
            "alloy", "ash", "ballad", "coral", "echo", "sage", "shimmer", "verse", "marin", "cedar"
        ]
        | str
        | VoiceID
    )
    """Voice the model speaks with: a name or a custom voice. It cannot change once the model has
    spoken in the session.

    Default: "alloy".
    """

    speed: float
    """Speaking rate, where 1 is normal. It can change between turns, not while a response is
    spoken.

    Default: 1.
    """
