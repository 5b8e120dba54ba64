from __future__ import annotations

from typing import Literal, TypeAlias

from typing_extensions import TypedDict

__all__ = ["RealtimeTracingConfigParam"]


class TracingConfiguration(TypedDict, total=False):
    """Trace under names of your own."""

    workflow_name: str
    """Name of the workflow the trace is filed under."""

    group_id: str
    """Id that ties several traces together, for example those of one customer."""

    metadata: dict[str, object]
    """Free-form data stored with the trace, for filtering in the dashboard."""


RealtimeTracingConfigParam: TypeAlias = Literal["auto"] | TracingConfiguration
"""Tracing of a session in the dashboard. Null turns tracing off; once it is on for a session its
configuration cannot change.
"""
