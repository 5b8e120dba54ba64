from __future__ import annotations

from typing import Literal

from ..._runtime.models import BaseModel

__all__ = ["AudioTranscription"]


class AudioTranscription(BaseModel):
    """Settings of input transcription."""

    model: (
        Literal[
            "whisper-1",
            "gpt-4o-mini-transcribe",
            "gpt-4o-mini-transcribe-2025-12-15",
            "gpt-4o-transcribe",
            "gpt-4o-transcribe-diarize",
        ]
        | str
        | None
    ) = None
    """Model that transcribes. `gpt-4o-transcribe-diarize` also tells speakers apart."""

    language: str | None = None
    """Language spoken, as an ISO 639-1 code such as `en`. Naming it makes the transcript better
    and faster. Null lets the model find out.
    """

    prompt: str | None = None
    """Hint for the transcript. For `whisper-1` it is a list of keywords, for the other models free
    text; `gpt-4o-transcribe-diarize` takes none. Null when there is no hint.
    """
