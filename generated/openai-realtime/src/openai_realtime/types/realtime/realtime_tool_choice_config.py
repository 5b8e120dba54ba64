from __future__ import annotations

from typing import TypeAlias

from ..responses.tool_choice_function import ToolChoiceFunction
from ..responses.tool_choice_mcp import ToolChoiceMcp
from ..responses.tool_choice_options import ToolChoiceOptions

__all__ = ["RealtimeToolChoiceConfig"]

RealtimeToolChoiceConfig: TypeAlias = ToolChoiceOptions | ToolChoiceFunction | ToolChoiceMcp
"""How the model picks a tool: a mode, one function, or one MCP server."""
