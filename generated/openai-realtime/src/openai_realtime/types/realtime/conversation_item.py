from __future__ import annotations

from typing import Annotated, TypeAlias

from pydantic import Field

from .realtime_conversation_item_assistant_message import RealtimeConversationItemAssistantMessage
from .realtime_conversation_item_function_call import RealtimeConversationItemFunctionCall
from .realtime_conversation_item_function_call_output import (
    RealtimeConversationItemFunctionCallOutput,
)
from .realtime_conversation_item_system_message import RealtimeConversationItemSystemMessage
from .realtime_conversation_item_user_message import RealtimeConversationItemUserMessage
from .realtime_mcp_approval_request import RealtimeMcpApprovalRequest
from .realtime_mcp_approval_response import RealtimeMcpApprovalResponse
from .realtime_mcp_list_tools import RealtimeMcpListTools
from .realtime_mcp_tool_call import RealtimeMcpToolCall

__all__ = ["ConversationItem"]

ConversationItem: TypeAlias = Annotated[
    Annotated[
        RealtimeConversationItemSystemMessage
        | RealtimeConversationItemUserMessage
        | RealtimeConversationItemAssistantMessage,
        Field(discriminator="role"),
    ]
    | RealtimeConversationItemFunctionCall
    | RealtimeConversationItemFunctionCallOutput
    | RealtimeMcpApprovalResponse
    | RealtimeMcpListTools
    | RealtimeMcpToolCall
    | RealtimeMcpApprovalRequest,
    Field(discriminator="type"),
]
"""One entry of a conversation, told apart by `type`; the three kinds of message by `role` as well.
"""
