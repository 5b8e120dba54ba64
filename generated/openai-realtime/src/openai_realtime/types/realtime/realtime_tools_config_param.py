from __future__ import annotations

from typing import TypeAlias

from .realtime_tools_config_union_param import RealtimeToolsConfigUnionParam

__all__ = ["RealtimeToolsConfigParam"]

RealtimeToolsConfigParam: TypeAlias = list[RealtimeToolsConfigUnionParam]
"""Tools the model may call: functions that you run, and MCP servers that the service calls for
you.
"""
