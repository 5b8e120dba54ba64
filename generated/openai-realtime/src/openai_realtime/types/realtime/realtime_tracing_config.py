from __future__ import annotations

from typing import Literal, TypeAlias

from ..._runtime.models import BaseModel

__all__ = ["RealtimeTracingConfig"]


class TracingConfiguration(BaseModel):
    """Trace under names of your own."""

    workflow_name: str | None = None
    """Name of the workflow the trace is filed under."""

    group_id: str | None = None
    """Id that ties several traces together, for example those of one customer."""

    metadata: dict[str, object] | None = None
    """Free-form data stored with the trace, for filtering in the dashboard."""


RealtimeTracingConfig: TypeAlias = Literal["auto"] | TracingConfiguration | None
"""Tracing of a session in the dashboard. Null turns tracing off; once it is on for a session its
configuration cannot change.
"""
