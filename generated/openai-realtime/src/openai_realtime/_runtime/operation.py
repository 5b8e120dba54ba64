"""An operation as data: the generated code declares one per method."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Generic, TypeVar

from .body import BodyKind
from .error_models import ErrorModels
from .results import Result
from .settings import SecurityRequirement
from .styles import Style, Styles

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Operation(Generic[T]):
    """One REST operation.

    path: a template such as `/calls/{call_id}`.
    result: what becomes of the answer.
    bodies: the declared request bodies, in the document's order.
    accept: the `Accept` header; the result's own unless told.
    security: the credential alternatives; None for the API's default.
    errors: the types of the bodies of failures.
    server: an address of its own, which may be relative to the client's; not used once the user
        has given the client another base URL, unless it is relative.
    path_styles, query_styles, header_styles, cookie_styles: how a parameter is written, by wire
        name, where it is not in the default style of its place.
    whole_query: the media type of the one argument that is the whole query string.
    idempotency_header: where it takes a key, if the document declares a header for that.
    resumes: a stream of events that breaks off is asked for again from where it was.
    """

    method: str
    path: str
    result: Result[T]
    bodies: tuple[BodyKind, ...] = ()
    accept: str | None = None
    security: tuple[SecurityRequirement, ...] | None = None
    errors: ErrorModels | None = None
    server: str | None = None
    path_styles: Styles = field(default_factory=dict[str, Style])
    query_styles: Styles = field(default_factory=dict[str, Style])
    header_styles: Styles = field(default_factory=dict[str, Style])
    cookie_styles: Styles = field(default_factory=dict[str, Style])
    whole_query: str | None = None
    idempotency_header: str | None = None
    resumes: bool = False
