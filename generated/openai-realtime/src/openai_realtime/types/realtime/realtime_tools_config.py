from __future__ import annotations

from typing import TypeAlias

from .realtime_tools_config_union import RealtimeToolsConfigUnion

__all__ = ["RealtimeToolsConfig"]

RealtimeToolsConfig: TypeAlias = list[RealtimeToolsConfigUnion]
"""Tools the model may call: functions that you run, and MCP servers that the service calls for
you.
"""
