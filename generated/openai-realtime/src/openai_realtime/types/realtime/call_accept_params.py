from __future__ import annotations

from typing import Literal

from typing_extensions import Required, TypedDict

from .realtime_audio_config_param import RealtimeAudioConfigParam
from .realtime_tool_choice_config_param import RealtimeToolChoiceConfigParam
from .realtime_tools_config_param import RealtimeToolsConfigParam
from .realtime_tracing_config_param import RealtimeTracingConfigParam
from .realtime_truncation_param import RealtimeTruncationParam
from ..responses.response_prompt_param import ResponsePromptParam

__all__ = ["CallAcceptParams"]


class CallAcceptParams(TypedDict, total=False):
    type: Required[Literal["realtime"]]
    """Marks a speech-to-speech session."""

    audio: RealtimeAudioConfigParam
    """Audio formats, voice, transcription and turn detection."""

    include: list[Literal["item.input_audio_transcription.logprobs"]] | None
    """Extra data to send with events. `item.input_audio_transcription.logprobs` adds token
    probabilities to input transcriptions. Null when nothing extra was asked for.
    """

    instructions: str
    """System message put before the conversation: how to behave, sound and answer. When it is left
    out the service uses its own default, which `session.created` shows.
    """

    max_output_tokens: Literal["inf"] | int
    """Most tokens one response may use, tool calls included: 1 to 4096, or `inf` for the limit of
    the model, which is the default.
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
    )
    """Model that runs the session. It cannot be changed once the session has started."""

    output_modalities: list[Literal["text", "audio"]]
    """What the model answers with: `[audio]` gives speech and its transcript, `[text]` gives text
    only. The two cannot be combined.

    Default: ["audio"].
    """

    prompt: ResponsePromptParam | None
    """Stored prompt template to use, with values for its variables."""

    tool_choice: RealtimeToolChoiceConfigParam
    """How the model picks a tool."""

    tools: RealtimeToolsConfigParam
    """Tools the model may call."""

    tracing: RealtimeTracingConfigParam | None
    """Whether and how the session is traced. Once tracing is on, its configuration is fixed."""

    truncation: RealtimeTruncationParam
    """What happens to old items when the conversation outgrows the context window."""
