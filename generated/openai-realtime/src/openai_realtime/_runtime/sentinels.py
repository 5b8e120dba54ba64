"""Two values that mean "no value": `omit` for a parameter, `not_given` for an option.

`None` is a value of its own (JSON `null`, or "no timeout"), so it cannot stand for absence.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal, TypeVar, final

ValueT = TypeVar("ValueT")


@final
class Omit:
    """The type of `omit`: a parameter that is left out of the request.

    As a header value it removes the header that the SDK would send by default.
    """

    _instance: Omit | None = None

    def __new__(cls) -> Omit:
        if cls._instance is None:
            cls._instance = super().__new__(cls)
        return cls._instance

    def __bool__(self) -> Literal[False]:
        return False

    def __repr__(self) -> str:
        return "omit"

    def __reduce__(self) -> str:
        return "omit"


@final
class NotGiven:
    """The type of `not_given`: an option for which the client's own setting holds."""

    _instance: NotGiven | None = None

    def __new__(cls) -> NotGiven:
        if cls._instance is None:
            cls._instance = super().__new__(cls)
        return cls._instance

    def __bool__(self) -> Literal[False]:
        return False

    def __repr__(self) -> str:
        return "NOT_GIVEN"

    def __reduce__(self) -> str:
        return "not_given"


omit: Final = Omit()
not_given: Final = NotGiven()


def is_given(value: object) -> bool:
    """Say whether `value` is neither `omit` nor `not_given`."""
    return value is not omit and value is not not_given


def strip_omitted(values: Mapping[str, ValueT | Omit | NotGiven]) -> dict[str, ValueT]:
    """Copy `values` without the entries that are `omit` or `not_given`."""
    return {
        name: value for name, value in values.items() if not isinstance(value, (Omit, NotGiven))
    }
