"""What an operation answers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from codegen.ir.types import Type
from codegen.text import SpecText


class ResultKind(Enum):
    """What a response gives to the caller."""

    NOTHING = "nothing"
    JSON = "json"
    TEXT = "text"
    BINARY = "binary"
    EVENTS = "events"
    """Server-sent events (WHATWG HTML, section 9.2)."""
    JSON_LINES = "json lines"
    """One JSON text after the other: JSON lines, or a JSON text sequence (RFC 7464)."""

    @property
    def is_stream(self) -> bool:
        return self in (ResultKind.EVENTS, ResultKind.JSON_LINES)


@dataclass(frozen=True, slots=True)
class Result:
    """What one response gives to the caller.

    Attributes:
        media_types: those that give it, in the order of the document.
        type: the type of the JSON, or of each item of a stream; None where there is no schema.
        envelope: whether the type of an event has the event's name and id beside its `data`.
    """

    kind: ResultKind
    media_types: tuple[SpecText, ...] = ()
    type: Type | None = None
    envelope: bool = False


@dataclass(frozen=True, slots=True)
class Responses:
    """What an operation can answer; a status is `200`, `2XX` or `default`.

    Attributes:
        successes: what it gives by status, in the order of the document.
        errors: the type of the JSON of a failure by status.
        stream: what a success can be instead, piece by piece.
        request_id_headers: the headers, in lower case, that have the server's id of the request.
    """

    successes: tuple[tuple[str, Result], ...]
    errors: tuple[tuple[str, Type], ...] = ()
    stream: Result | None = None
    request_id_headers: tuple[str, ...] = ()

    @property
    def result(self) -> Result:
        """What a caller hopes for: the first success that is JSON, else that has a body."""
        results = [result for _, result in self.successes]
        json = [r for r in results if r.kind is ResultKind.JSON]
        bodies = [r for r in results if r.kind is not ResultKind.NOTHING]
        return next(iter((*json, *bodies, *results)), Result(ResultKind.NOTHING))

    @property
    def received(self) -> tuple[Type, ...]:
        """The types of the successes."""
        results = [result for _, result in self.successes]
        results += [self.stream] if self.stream else []
        return tuple(r.type for r in results if r.type is not None)
