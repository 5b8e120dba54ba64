from __future__ import annotations

from typing import TYPE_CHECKING

from typing_extensions import TypedDict

from ..._runtime.lazy_types import LazyType
from .realtime_audio_config_input_param import RealtimeAudioConfigInputParam
from .realtime_audio_config_output_param import RealtimeAudioConfigOutputParam

if TYPE_CHECKING:
    from .realtime_audio_config_input import RealtimeAudioConfigInput
    from .realtime_audio_config_output import RealtimeAudioConfigOutput
else:
    RealtimeAudioConfigInput = LazyType(
        ".realtime_audio_config_input", "RealtimeAudioConfigInput", __package__
    )
    RealtimeAudioConfigOutput = LazyType(
        ".realtime_audio_config_output", "RealtimeAudioConfigOutput", __package__
    )

__all__ = ["RealtimeAudioConfigParam"]


class RealtimeAudioConfigParam(TypedDict, total=False):
    """Audio settings of a speech-to-speech session, both directions."""

    input: RealtimeAudioConfigInput | RealtimeAudioConfigInputParam
    """Settings of the audio you send."""

    output: RealtimeAudioConfigOutput | RealtimeAudioConfigOutputParam
    """Settings of the audio the model sends."""
