from __future__ import annotations

from typing import Literal

from ..._runtime.models import BaseModel
from .audio_transcription import AudioTranscription
from .noise_reduction_type import NoiseReductionType
from .realtime_audio_formats import RealtimeAudioFormats
from .realtime_audio_input_turn_detection import RealtimeAudioInputTurnDetection
from .realtime_function_tool import RealtimeFunctionTool
from .realtime_session_client_secret import RealtimeSessionClientSecret
from .realtime_tool_choice_config import RealtimeToolChoiceConfig
from .realtime_truncation import RealtimeTruncation
from ..responses.response_prompt import ResponsePrompt

__all__ = ["RealtimeSessionCreateResponse"]


class AudioInputNoiseReduction(BaseModel):
    """Noise filter in use. Null when it is off."""

    type: NoiseReductionType | None = None
    """Where the microphone is, which picks the filter."""


class AudioInput(BaseModel):
    """Settings of the audio you send."""

    format: RealtimeAudioFormats | None = None
    """Encoding of the audio you send."""

    transcription: AudioTranscription | None = None
    """How your speech is transcribed. Null when transcription is off."""

    noise_reduction: AudioInputNoiseReduction | None = None
    """Noise filter in use. Null when it is off."""

    turn_detection: RealtimeAudioInputTurnDetection | None = None
    """How the end of your turn is found. Null when detection is off."""


class AudioOutput(BaseModel):
    """Settings of the audio the model sends."""

    format: RealtimeAudioFormats | None = None
    """Encoding of the audio the model sends."""

    voice: (
        Literal[
            "alloy", "ash", "ballad", "coral", "echo", "sage", "shimmer", "verse", "marin", "cedar"
        ]
        | str
        | None
    ) = None
    """Voice the model speaks with.

    Default: "alloy".
    """

    speed: float | None = None
    """Speaking rate, where 1 is normal.

    Default: 1.
    """


class Audio(BaseModel):
    """Audio formats, voice, transcription and turn detection."""

    input: AudioInput | None = None
    """Settings of the audio you send."""

    output: AudioOutput | None = None
    """Settings of the audio the model sends."""


class TracingTracingConfiguration(BaseModel):
    """Trace under names of your own."""

    workflow_name: str | None = None
    """Name of the workflow the trace is filed under."""

    group_id: str | None = None
    """Id that ties several traces together, for example those of one customer."""

    metadata: dict[str, object] | None = None
    """Free-form data stored with the trace, for filtering in the dashboard."""


class ToolMcpToolAllowedToolsMcpToolFilter(BaseModel):
    """Picks tools of an MCP server. With both fields set, a tool has to match both."""

    tool_names: list[str] | None = None
    """Names of the tools picked."""

    read_only: bool | None = None
    """Whether the tool only reads. It matches tools that the server marks with `readOnlyHint`."""


class ToolMcpToolRequireApprovalMcpToolApprovalFilterAlways(BaseModel):
    """Picks tools of an MCP server. With both fields set, a tool has to match both."""

    tool_names: list[str] | None = None
    """Names of the tools picked."""

    read_only: bool | None = None
    """Whether the tool only reads. It matches tools that the server marks with `readOnlyHint`."""


class ToolMcpToolRequireApprovalMcpToolApprovalFilterNever(BaseModel):
    """Picks tools of an MCP server. With both fields set, a tool has to match both."""

    tool_names: list[str] | None = None
    """Names of the tools picked."""

    read_only: bool | None = None
    """Whether the tool only reads. It matches tools that the server marks with `readOnlyHint`."""


class ToolMcpToolRequireApprovalMcpToolApprovalFilter(BaseModel):
    """Different rules for different tools."""

    always: ToolMcpToolRequireApprovalMcpToolApprovalFilterAlways | None = None
    """Tools that always need your approval."""

    never: ToolMcpToolRequireApprovalMcpToolApprovalFilterNever | None = None
    """Tools that never need your approval."""


class ToolMcpTool(BaseModel):
    """Tools of a remote MCP server or of a connector, called by the service itself."""

    type: Literal["mcp"]
    """Marks an MCP tool."""

    server_label: str
    """Your name for the server. Items and events that concern it repeat this name."""

    server_url: str | None = None
    """Address of the MCP server."""

    connector_id: (
        Literal[
            "connector_dropbox",
            "connector_gmail",
            "connector_googlecalendar",
            "connector_googledrive",
            "connector_microsoftteams",
            "connector_outlookcalendar",
            "connector_outlookemail",
            "connector_sharepoint",
        ]
        | None
    ) = None
    """Built-in connector to use in place of a server address."""

    authorization: str | None = None
    """OAuth access token for the server or the connector. Obtaining and renewing it is up to you.
    """

    server_description: str | None = None
    """What the server offers, for the model to read."""

    headers: dict[str, str] | None = None
    """HTTP headers sent with every request to the server, for example for authentication."""

    allowed_tools: list[str] | ToolMcpToolAllowedToolsMcpToolFilter | None = None
    """Tools of the server the model may use: a list of names or a filter. All of them when left
    out or null.
    """

    require_approval: (
        Literal["always", "never"] | ToolMcpToolRequireApprovalMcpToolApprovalFilter | None
    ) = None
    """Which calls wait for your approval before they run: all, none, or as set by a filter.

    Default: "always".
    """


class RealtimeSessionCreateResponse(BaseModel):
    """Settings of a speech-to-speech session as the service stored them, defaults filled in."""

    client_secret: RealtimeSessionClientSecret
    """Key that starts a session with these settings."""

    type: Literal["realtime"]
    """Marks a speech-to-speech session."""

    output_modalities: list[Literal["text", "audio"]] | None = None
    """What the model answers with: `[audio]` gives speech and its transcript, `[text]` gives text
    only.

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
    """Model that runs the session."""

    instructions: str | None = None
    """System message put before the conversation."""

    audio: Audio | None = None
    """Audio formats, voice, transcription and turn detection."""

    include: list[Literal["item.input_audio_transcription.logprobs"]] | None = None
    """Extra data sent with events, or null for none."""

    tracing: Literal["auto"] | TracingTracingConfiguration | None = None
    """Whether and how the session is traced. Null when tracing is off."""

    tools: list[RealtimeFunctionTool | ToolMcpTool] | None = None
    """Tools the model may call."""

    tool_choice: RealtimeToolChoiceConfig | None = None
    """How the model picks a tool."""

    max_output_tokens: Literal["inf"] | int | None = None
    """Most tokens one response may use, tool calls included, or `inf` for the limit of the model.
    """

    truncation: RealtimeTruncation | None = None
    """What happens to old items when the conversation outgrows the context window."""

    prompt: ResponsePrompt | None = None
    """Stored prompt template in use, or null."""
