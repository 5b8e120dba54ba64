from __future__ import annotations

from typing import TYPE_CHECKING

from typing_extensions import TypedDict

from ..._runtime.lazy_types import LazyType
from .realtime_transcription_session_audio_input_param import (
    RealtimeTranscriptionSessionAudioInputParam,
)

if TYPE_CHECKING:
    from .realtime_transcription_session_audio_input import RealtimeTranscriptionSessionAudioInput
else:
    RealtimeTranscriptionSessionAudioInput = LazyType(
        ".realtime_transcription_session_audio_input",
        "RealtimeTranscriptionSessionAudioInput",
        __package__,
    )

__all__ = ["RealtimeTranscriptionSessionAudioParam"]


class RealtimeTranscriptionSessionAudioParam(TypedDict, total=False):
    """Audio settings of a transcription session, which has input only."""

    input: RealtimeTranscriptionSessionAudioInput | RealtimeTranscriptionSessionAudioInputParam
    """Settings of the audio you send."""
