from __future__ import annotations

from typing import Literal

from ..._runtime.models import BaseModel
from .audio_transcription import AudioTranscription
from .noise_reduction_type import NoiseReductionType
from .realtime_audio_input_turn_detection import RealtimeAudioInputTurnDetection
from .realtime_function_tool import RealtimeFunctionTool
from ..responses.response_prompt import ResponsePrompt

__all__ = ["RealtimeSession"]


class InputAudioNoiseReduction(BaseModel):
    """Noise filter for incoming audio. Null turns it off."""

    type: NoiseReductionType | None = None
    """Where the microphone is, which picks the filter."""


class TracingTracingConfiguration(BaseModel):
    """Trace under names of your own."""

    workflow_name: str | None = None
    """Name of the workflow the trace is filed under."""

    group_id: str | None = None
    """Id that ties several traces together, for example those of one customer."""

    metadata: dict[str, object] | None = None
    """Free-form data stored with the trace, for filtering in the dashboard."""


class RealtimeSession(BaseModel):
    """Session object of the beta interface, with its flat audio settings. Kept for programs that
    stored such objects; current sessions are described by `RealtimeSessionCreateRequest`.
    """

    id: str | None = None
    """Id of the session, such as `sess_1234`."""

    object: Literal["realtime.session"] | None = None
    """Kind of object."""

    modalities: list[Literal["text", "audio"]] | None = None
    """Kinds of output the model may produce. Leave out `audio` to have text only.

    Default: ["text", "audio"].
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
    """Model that runs the session."""

    instructions: str | None = None
    """System message put before the conversation."""

    voice: (
        Literal[
            "alloy", "ash", "ballad", "coral", "echo", "sage", "shimmer", "verse", "marin", "cedar"
        ]
        | str
        | None
    ) = None
    """Voice of the model. Fixed once the model has spoken."""

    input_audio_format: Literal["pcm16", "g711_ulaw", "g711_alaw"] | None = None
    """Encoding of incoming audio. `pcm16` is 24 kHz, 16-bit little-endian mono; the G.711
    encodings are 8 kHz.

    Default: "pcm16".
    """

    output_audio_format: Literal["pcm16", "g711_ulaw", "g711_alaw"] | None = None
    """Encoding of the audio the model sends. `pcm16` is 24 kHz, 16-bit little-endian mono.

    Default: "pcm16".
    """

    input_audio_transcription: AudioTranscription | None = None
    """How incoming speech is transcribed. Null turns transcription off."""

    turn_detection: RealtimeAudioInputTurnDetection | None = None
    """How the end of a turn is found. Null means the client decides."""

    input_audio_noise_reduction: InputAudioNoiseReduction | None = None
    """Noise filter for incoming audio. Null turns it off."""

    speed: float | None = None
    """Speaking rate, where 1 is normal. It can change between turns, not while a response is
    spoken.

    Default: 1.
    """

    tracing: Literal["auto"] | TracingTracingConfiguration | None = None
    """Whether and how the session is traced. Null turns tracing off."""

    tools: list[RealtimeFunctionTool] | None = None
    """Functions the model may call."""

    tool_choice: str | None = None
    """How the model picks a tool: `auto`, `none`, `required` or the name of a function.

    Default: "auto".
    """

    temperature: float | None = None
    """Randomness of the output, from 0.6 to 1.2.

    Default: 0.8.
    """

    max_response_output_tokens: Literal["inf"] | int | None = None
    """Most tokens one response may use, or `inf` for the limit of the model."""

    expires_at: int | None = None
    """When the session ends, in Unix seconds."""

    prompt: ResponsePrompt | None = None
    """Stored prompt template to use, with values for its variables."""

    include: list[Literal["item.input_audio_transcription.logprobs"]] | None = None
    """Extra data sent with events, or null for none."""
