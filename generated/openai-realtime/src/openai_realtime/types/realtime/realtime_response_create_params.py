from __future__ import annotations

from typing import Literal

from ..._runtime.models import BaseModel
from .conversation_item import ConversationItem
from .realtime_function_tool import RealtimeFunctionTool
from .realtime_response_create_audio_output import RealtimeResponseCreateAudioOutput
from .realtime_response_create_mcp_tool import RealtimeResponseCreateMcpTool
from .realtime_tool_choice_config import RealtimeToolChoiceConfig
from ..responses.response_prompt import ResponsePrompt

__all__ = ["RealtimeResponseCreateParams"]


class RealtimeResponseCreateParams(BaseModel):
    """Settings of one response. They replace those of the session for this response and leave the
    session as it is.
    """

    output_modalities: list[Literal["text", "audio"]] | None = None
    """What the model answers with: `[audio]` gives speech and its transcript, `[text]` gives text
    only.
    """

    instructions: str | None = None
    """System message for this response, in place of that of the session."""

    audio: RealtimeResponseCreateAudioOutput | None = None
    """Format and voice of the answer."""

    tools: list[RealtimeFunctionTool | RealtimeResponseCreateMcpTool] | None = None
    """Tools the model may call."""

    tool_choice: RealtimeToolChoiceConfig | None = None
    """How the model picks a tool."""

    max_output_tokens: Literal["inf"] | int | None = None
    """Most tokens the response may use, tool calls included: 1 to 4096, or `inf` for the limit of
    the model.
    """

    conversation: Literal["auto", "none"] | str | None = None
    """Conversation the response is added to: `auto`, the default, for the conversation of the
    session, `none` to keep the response out of it. Responses with `none` can run beside each
    other.
    """

    metadata: dict[str, str] | None = None
    """Data of your own, repeated in the events of the response. Handy to tell responses apart."""

    prompt: ResponsePrompt | None = None
    """Stored prompt template to use, with values for its variables."""

    input: list[ConversationItem] | None = None
    """Items to answer in place of the conversation. An empty list starts from nothing."""
