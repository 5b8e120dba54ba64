from __future__ import annotations

from typing import TypeAlias

from ..responses.tool_choice_function_param import ToolChoiceFunctionParam
from ..responses.tool_choice_mcp_param import ToolChoiceMcpParam
from ..responses.tool_choice_options import ToolChoiceOptions

__all__ = ["RealtimeToolChoiceConfigParam"]

RealtimeToolChoiceConfigParam: TypeAlias = (
    ToolChoiceOptions | ToolChoiceFunctionParam | ToolChoiceMcpParam
)
"""How the model picks a tool: a mode, one function, or one MCP server."""
