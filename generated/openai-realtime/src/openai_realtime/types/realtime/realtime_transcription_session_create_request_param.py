from __future__ import annotations

from typing import Literal, TYPE_CHECKING

from typing_extensions import Required, TypedDict

from ..._runtime.lazy_types import LazyType
from .realtime_transcription_session_audio_param import RealtimeTranscriptionSessionAudioParam

if TYPE_CHECKING:
    from .realtime_transcription_session_audio import RealtimeTranscriptionSessionAudio
else:
    RealtimeTranscriptionSessionAudio = LazyType(
        ".realtime_transcription_session_audio", "RealtimeTranscriptionSessionAudio", __package__
    )

__all__ = ["RealtimeTranscriptionSessionCreateRequestParam"]


class RealtimeTranscriptionSessionCreateRequestParam(TypedDict, total=False):
    """Settings of a session that only transcribes: it turns audio into text and never answers.
    Sent and reported in the same places as the settings of a speech-to-speech session.
    """

    type: Required[Literal["transcription"]]
    """Marks a transcription session."""

    audio: RealtimeTranscriptionSessionAudio | RealtimeTranscriptionSessionAudioParam
    """Format, transcription and turn detection of the incoming audio."""

    include: list[Literal["item.input_audio_transcription.logprobs"]] | None
    """Extra data to send with events. `item.input_audio_transcription.logprobs` adds token
    probabilities to transcriptions. Null when nothing extra was asked for.
    """
