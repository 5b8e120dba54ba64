from __future__ import annotations

from typing import Literal, TYPE_CHECKING

from typing_extensions import Required, TypedDict

from ..._runtime.lazy_types import LazyType
from .realtime_audio_formats_param import RealtimeAudioFormatsParam

if TYPE_CHECKING:
    from .realtime_audio_formats import RealtimeAudioFormats
    from .realtime_response_create_audio_output import (
        Output as OutputModel,
        OutputVoiceID as OutputVoiceIDModel,
    )
else:
    RealtimeAudioFormats = LazyType(".realtime_audio_formats", "RealtimeAudioFormats", __package__)
    OutputModel = LazyType(".realtime_response_create_audio_output", "Output", __package__)
    OutputVoiceIDModel = LazyType(
        ".realtime_response_create_audio_output", "OutputVoiceID", __package__
    )

__all__ = ["RealtimeResponseCreateAudioOutputParam"]


class OutputVoiceID(TypedDict, total=False):
    """A custom voice of your organization."""

    id: Required[str]
    """Id of the custom voice, such as `voice_1234`."""


class Output(TypedDict, total=False):
    """Settings of the audio the model sends."""

    format: RealtimeAudioFormats | RealtimeAudioFormatsParam
    """Encoding of the audio."""

    voice: (
        OutputVoiceIDModel
        | Literal[
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

    output: OutputModel | Output
    """Settings of the audio the model sends."""
