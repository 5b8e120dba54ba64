from __future__ import annotations

from typing import Literal

from typing_extensions import TypedDict

__all__ = ["RealtimeFunctionToolParam"]


class RealtimeFunctionToolParam(TypedDict, total=False):
    """A function of yours that the model may ask for. The call arrives as an item of type
    `function_call`; you answer with one of type `function_call_output`.
    """

    type: Literal["function"]
    """Marks a function tool."""

    name: str
    """Name the model calls the function by."""

    description: str
    """What the function does and when to use it, for the model to read. Rules on what to say
    before a call can stand here too.
    """

    parameters: dict[str, object]
    """Arguments of the function, as a JSON Schema object."""
