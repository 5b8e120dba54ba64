"""What methods give: the types of an operation's responses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from codegen.ir import sdk
from codegen.ir.api import Responses, Result, ResultKind
from codegen.ir.types import Reference
from codegen.names.scopes import Face
from codegen.names.types import TypeNamer
from codegen.text import SpecText


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers of one method, and the types that only they have."""

    answers: tuple[sdk.Answer, ...]
    stream: sdk.Answer | None
    errors: tuple[tuple[str, sdk.TypeName], ...]
    definitions: tuple[sdk.TypeDefinition, ...]


def build_answers(
    responses: Responses, stem: str, folder: sdk.ModuleName, namer: TypeNamer
) -> Answers:
    """Name the types of an operation's responses.

    The first inline type is `...Response`; that of another status has the status behind it, and
    an item of a stream is an `...Event` or an `...Item`.

    Args:
        responses: what the operation can answer.
        stem: what the types of the method begin with.
        folder: where they are defined.
        namer: names everything else.
    """
    found: list[sdk.Answer] = []
    definitions: list[sdk.TypeDefinition] = []

    def answer(status: str, result: Result, name: str) -> sdk.Answer:
        type_ = None
        if result.type is not None:
            scope = namer.scope(namer.classes.module_for(folder, name), name, Face.MODEL)
            type_ = namer.resolve(result.type, scope, name)
            definitions.extend(scope.definitions)
        return sdk.Answer(status, result.kind, type_, result.media_types, result.envelope)

    names = _names(responses, stem)
    for status, result in responses.successes:
        found.append(answer(status, result, next(names)))
    stream = None
    if responses.stream is not None:
        stream = answer("default", responses.stream, f"{stem}{_stream_word(responses.stream)}")
    errors = tuple(
        (status, name)
        for status, type_ in responses.errors
        if isinstance(type_, Reference)
        and (name := namer.classes.models.get(type_.target)) is not None
    )
    return Answers(
        tuple(_alike_as_one(found)), stream, tuple(_not_repeated(errors)), tuple(definitions)
    )


def _names(responses: Responses, stem: str) -> Iterator[str]:
    is_first = True
    for status, result in responses.successes:
        if result.kind.is_stream:
            yield f"{stem}{_stream_word(result)}"
        elif result.kind is ResultKind.JSON and is_first:
            is_first = False
            yield f"{stem}Response"
        else:
            yield f"{stem}Response{status.title()}"


def _stream_word(result: Result) -> str:
    return "Event" if result.kind is ResultKind.EVENTS else "Item"


def _alike_as_one(answers: list[sdk.Answer]) -> list[sdk.Answer]:
    """One answer where the status makes no difference."""
    first = answers[0]
    if any(
        (a.kind, a.type, a.envelope) != (first.kind, first.type, first.envelope) for a in answers
    ):
        return answers
    media_types: dict[SpecText, None] = {}
    for answer in answers:
        media_types.update(dict.fromkeys(answer.media_types))
    return [sdk.Answer("default", first.kind, first.type, tuple(media_types), first.envelope)]


def _not_repeated(
    errors: tuple[tuple[str, sdk.TypeName], ...],
) -> Iterator[tuple[str, sdk.TypeName]]:
    """Yield the failures whose type the range of their status, or `default`, does not give."""
    by_status = dict(errors)
    for status, name in errors:
        wider = [key for key in (f"{status[0]}XX", "default") if key in by_status and key != status]
        if status == "default" or not wider or by_status[wider[0]] != name:
            yield status, name
