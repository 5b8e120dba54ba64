from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, TYPE_CHECKING

from typing_extensions import Required, TypedDict

from ..._runtime.lazy_types import LazyType
from .realtime_audio_config_param import RealtimeAudioConfigParam
from .realtime_tool_choice_config_param import RealtimeToolChoiceConfigParam
from .realtime_tools_config_union_param import RealtimeToolsConfigUnionParam
from .realtime_tracing_config_param import RealtimeTracingConfigParam
from .realtime_truncation_param import RealtimeTruncationParam
from ..responses.response_prompt_param import ResponsePromptParam

if TYPE_CHECKING:
    from .realtime_audio_config import RealtimeAudioConfig
    from .realtime_tool_choice_config import RealtimeToolChoiceConfig
    from .realtime_tools_config_union import RealtimeToolsConfigUnion
    from .realtime_tracing_config import RealtimeTracingConfig
    from .realtime_truncation import RealtimeTruncation
    from ..responses.response_prompt import ResponsePrompt
else:
    RealtimeAudioConfig = LazyType(".realtime_audio_config", "RealtimeAudioConfig", __package__)
    RealtimeToolChoiceConfig = LazyType(
        ".realtime_tool_choice_config", "RealtimeToolChoiceConfig", __package__
    )
    RealtimeToolsConfigUnion = LazyType(
        ".realtime_tools_config_union", "RealtimeToolsConfigUnion", __package__
    )
    RealtimeTracingConfig = LazyType(
        ".realtime_tracing_config", "RealtimeTracingConfig", __package__
    )
    RealtimeTruncation = LazyType(".realtime_truncation", "RealtimeTruncation", __package__)
    ResponsePrompt = LazyType("..responses.response_prompt", "ResponsePrompt", __package__)

__all__ = ["CallAcceptParams"]


class CallAcceptParams(TypedDict, total=False):
    type: Required[Literal["realtime"]]
    """Marks a speech-to-speech session."""

    audio: RealtimeAudioConfig | RealtimeAudioConfigParam
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

    prompt: ResponsePrompt | ResponsePromptParam | None
    """Stored prompt template to use, with values for its variables."""

    tool_choice: RealtimeToolChoiceConfig | RealtimeToolChoiceConfigParam
    """How the model picks a tool."""

    tools: Iterable[RealtimeToolsConfigUnion | RealtimeToolsConfigUnionParam]
    """Tools the model may call."""

    tracing: RealtimeTracingConfig | RealtimeTracingConfigParam | None
    """Whether and how the session is traced. Once tracing is on, its configuration is fixed."""

    truncation: RealtimeTruncation | RealtimeTruncationParam
    """What happens to old items when the conversation outgrows the context window."""
