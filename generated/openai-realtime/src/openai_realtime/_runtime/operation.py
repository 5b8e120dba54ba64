"""An operation as data: the generated code declares one per method."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from .body import BodyKind
from .error_models import ErrorModels
from .query import ArrayStyle
from .results import Result
from .settings import SecurityRequirement

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Operation(Generic[T]):
    """One REST operation.

    path: a template such as `/calls/{call_id}`.
    result: what becomes of the answer.
    bodies: the declared request bodies, in the document's order.
    accept: the `Accept` header; the result's own unless told.
    security: the credential alternatives; None sends every credential given.
    errors: the types of the bodies of failures.
    array_styles: how the arrays of a query parameter are written, by wire name.
    """

    method: str
    path: str
    result: Result[T]
    bodies: tuple[BodyKind, ...] = ()
    accept: str | None = None
    security: tuple[SecurityRequirement, ...] | None = None
    errors: ErrorModels | None = None
    array_styles: Mapping[str, ArrayStyle] = field(default_factory=dict[str, ArrayStyle])
