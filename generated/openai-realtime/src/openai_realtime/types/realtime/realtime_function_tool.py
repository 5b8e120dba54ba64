from __future__ import annotations

from typing import Literal

from ..._runtime.models import BaseModel

__all__ = ["RealtimeFunctionTool"]


class RealtimeFunctionTool(BaseModel):
    """A function of yours that the model may ask for. The call arrives as an item of type
    `function_call`; you answer with one of type `function_call_output`.
    """

    type: Literal["function"] | None = None
    """Marks a function tool."""

    name: str | None = None
    """Name the model calls the function by."""

    description: str | None = None
    """What the function does and when to use it, for the model to read. Rules on what to say
    before a call can stand here too.
    """

    parameters: dict[str, object] | None = None
    """Arguments of the function, as a JSON Schema object."""
