from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, TYPE_CHECKING

from typing_extensions import TypedDict

from ..._runtime.lazy_types import LazyType
from .conversation_item_param import ConversationItemParam
from .realtime_function_tool_param import RealtimeFunctionToolParam
from .realtime_response_create_audio_output_param import RealtimeResponseCreateAudioOutputParam
from .realtime_response_create_mcp_tool_param import RealtimeResponseCreateMcpToolParam
from .realtime_tool_choice_config_param import RealtimeToolChoiceConfigParam
from ..responses.response_prompt_param import ResponsePromptParam

if TYPE_CHECKING:
    from .conversation_item import ConversationItem
    from .realtime_function_tool import RealtimeFunctionTool
    from .realtime_response_create_audio_output import RealtimeResponseCreateAudioOutput
    from .realtime_response_create_mcp_tool import RealtimeResponseCreateMcpTool
    from .realtime_tool_choice_config import RealtimeToolChoiceConfig
    from ..responses.response_prompt import ResponsePrompt
else:
    ConversationItem = LazyType(".conversation_item", "ConversationItem", __package__)
    RealtimeFunctionTool = LazyType(".realtime_function_tool", "RealtimeFunctionTool", __package__)
    RealtimeResponseCreateAudioOutput = LazyType(
        ".realtime_response_create_audio_output", "RealtimeResponseCreateAudioOutput", __package__
    )
    RealtimeResponseCreateMcpTool = LazyType(
        ".realtime_response_create_mcp_tool", "RealtimeResponseCreateMcpTool", __package__
    )
    RealtimeToolChoiceConfig = LazyType(
        ".realtime_tool_choice_config", "RealtimeToolChoiceConfig", __package__
    )
    ResponsePrompt = LazyType("..responses.response_prompt", "ResponsePrompt", __package__)

__all__ = ["RealtimeResponseCreateParamsParam"]


class RealtimeResponseCreateParamsParam(TypedDict, total=False):
    """Settings of one response. They replace those of the session for this response and leave the
    session as it is.
    """

    output_modalities: list[Literal["text", "audio"]]
    """What the model answers with: `[audio]` gives speech and its transcript, `[text]` gives text
    only.
    """

    instructions: str
    """System message for this response, in place of that of the session."""

    audio: RealtimeResponseCreateAudioOutput | RealtimeResponseCreateAudioOutputParam
    """Format and voice of the answer."""

    tools: Iterable[
        RealtimeFunctionTool
        | RealtimeResponseCreateMcpTool
        | RealtimeFunctionToolParam
        | RealtimeResponseCreateMcpToolParam
    ]
    """Tools the model may call."""

    tool_choice: RealtimeToolChoiceConfig | RealtimeToolChoiceConfigParam
    """How the model picks a tool."""

    max_output_tokens: Literal["inf"] | int
    """Most tokens the response may use, tool calls included: 1 to 4096, or `inf` for the limit of
    the model.
    """

    conversation: Literal["auto", "none"] | str
    """Conversation the response is added to: `auto`, the default, for the conversation of the
    session, `none` to keep the response out of it. Responses with `none` can run beside each
    other.
    """

    metadata: dict[str, str] | None
    """Data of your own, repeated in the events of the response. Handy to tell responses apart."""

    prompt: ResponsePrompt | ResponsePromptParam | None
    """Stored prompt template to use, with values for its variables."""

    input: Iterable[ConversationItem | ConversationItemParam]
    """Items to answer in place of the conversation. An empty list starts from nothing."""
