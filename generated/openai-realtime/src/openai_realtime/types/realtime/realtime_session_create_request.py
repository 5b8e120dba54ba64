from __future__ import annotations

from typing import Literal

from ..._runtime.models import BaseModel
from .realtime_audio_config import RealtimeAudioConfig
from .realtime_tool_choice_config import RealtimeToolChoiceConfig
from .realtime_tools_config import RealtimeToolsConfig
from .realtime_tracing_config import RealtimeTracingConfig
from .realtime_truncation import RealtimeTruncation
from ..responses.response_prompt import ResponsePrompt

__all__ = ["RealtimeSessionCreateRequest"]


class RealtimeSessionCreateRequest(BaseModel):
    """Settings of a speech-to-speech session. Given when a call or a client secret is created,
    sent in `session.update`, and reported back in `session.created` and `session.updated`,
    where the service also adds fields such as `id`, `object` and `expires_at`.
    """

    type: Literal["realtime"]
    """Marks a speech-to-speech session."""

    output_modalities: list[Literal["text", "audio"]] | None = None
    """What the model answers with: `[audio]` gives speech and its transcript, `[text]` gives text
    only. The two cannot be combined.

    Default: ["audio"].
    """

    model: (
        Literal[
            "gpt-realtime",
            "gpt-realtime-2025-08-28",
            "gpt-4o-realtime-preview",
            "gpt-4o-realtime-preview-2024-10-01",
            "gpt-4o-realtime-preview-2024-12-17",
            "gpt-4o-realtime-preview-2025-06-03",
            "gpt-4o-mini-realtime-preview",
            "gpt-4o-mini-realtime-preview-2024-12-17",
            "gpt-realtime-mini",
            "gpt-realtime-mini-2025-10-06",
            "gpt-realtime-mini-2025-12-15",
            "gpt-audio-mini",
            "gpt-audio-mini-2025-10-06",
            "gpt-audio-mini-2025-12-15",
        ]
        | str
        | None
    ) = None
    """Model that runs the session. It cannot be changed once the session has started."""

    instructions: str | None = None
    """System message put before the conversation: how to behave, sound and answer. When it is left
    out the service uses its own default, which `session.created` shows.
    """

    audio: RealtimeAudioConfig | None = None
    """Audio formats, voice, transcription and turn detection."""

    include: list[Literal["item.input_audio_transcription.logprobs"]] | None = None
    """Extra data to send with events. `item.input_audio_transcription.logprobs` adds token
    probabilities to input transcriptions. Null when nothing extra was asked for.
    """

    tracing: RealtimeTracingConfig | None = None
    """Whether and how the session is traced. Once tracing is on, its configuration is fixed."""

    tools: RealtimeToolsConfig | None = None
    """Tools the model may call."""

    tool_choice: RealtimeToolChoiceConfig | None = None
    """How the model picks a tool."""

    max_output_tokens: Literal["inf"] | int | None = None
    """Most tokens one response may use, tool calls included: 1 to 4096, or `inf` for the limit of
    the model, which is the default.
    """

    truncation: RealtimeTruncation | None = None
    """What happens to old items when the conversation outgrows the context window."""

    prompt: ResponsePrompt | None = None
    """Stored prompt template to use, with values for its variables."""
