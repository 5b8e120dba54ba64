from __future__ import annotations

from typing import Literal, TYPE_CHECKING

from typing_extensions import Required, TypedDict

from ..._runtime.lazy_types import LazyType
from .realtime_audio_formats_param import RealtimeAudioFormatsParam

if TYPE_CHECKING:
    from .realtime_audio_config_output import VoiceID as VoiceIDModel
    from .realtime_audio_formats import RealtimeAudioFormats
else:
    VoiceIDModel = LazyType(".realtime_audio_config_output", "VoiceID", __package__)
    RealtimeAudioFormats = LazyType(".realtime_audio_formats", "RealtimeAudioFormats", __package__)

__all__ = ["RealtimeAudioConfigOutputParam"]


class VoiceID(TypedDict, total=False):
    """A custom voice of your organization."""

    id: Required[str]
    """Id of the custom voice, such as `voice_1234`."""


class RealtimeAudioConfigOutputParam(TypedDict, total=False):
    """How the speech of the model is encoded and how it sounds."""

    format: RealtimeAudioFormats | RealtimeAudioFormatsParam
    """Encoding of the audio the model sends."""

    voice: (
        VoiceIDModel
        | Literal[
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
