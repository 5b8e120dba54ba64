"""What every section of sdk.yaml is, and what several of them have."""

from __future__ import annotations

import keyword
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

VARIABLE = r"^[A-Za-z_][A-Za-z0-9_]*$"
"""A name of Python, or of an environment variable."""


class Section(BaseModel):
    """A mapping with known settings and no others."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def setting(description: str, **constraints: Any) -> Any:
    """A setting that may be left out, with what editors and the documentation say of it."""
    return Field(default=None, description=description, **constraints)


def no_keyword(name: str) -> str:
    """The name, unless it is a keyword.

    Raises:
        ValueError: it is one.
    """
    if keyword.iskeyword(name):
        raise ValueError("a keyword of Python is no name")
    return name


ClassName = Annotated[str, AfterValidator(no_keyword)]
