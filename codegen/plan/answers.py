"""What a method gives, as the type that it returns and as the data that reads it."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from codegen.ir import sdk
from codegen.ir.api import ResultKind
from codegen.ir.media_types import is_header_text
from codegen.plan.expressions import ExpressionWriter
from codegen.plan.imports import Imports, places
from codegen.text import Code, SpecText, python_literal

_JSON = "application/json"
# What the results of the runtime ask for by themselves.
_OWN = {
    ResultKind.JSON: _JSON,
    ResultKind.EVENTS: "text/event-stream",
    ResultKind.JSON_LINES: "application/x-ndjson",
}


def returned(
    answers: Iterable[sdk.Answer],
    imports: Imports,
    shadowed: Collection[str] = (),
    *,
    is_async: bool = False,
) -> Code:
    """The type that a method returns: of one status or another.

    Args:
        answers: what it gives.
        imports: of the module.
        shadowed: names that the class defines.
        is_async: whether a stream is for asyncio.
    """
    writer = ExpressionWriter(imports, shadowed=shadowed)
    listed = tuple(answers)
    types = [a.type for a in listed if a.kind is ResultKind.JSON and a.type is not None]
    written = [writer.write(types[0] if len(types) == 1 else _either(types))] if types else []
    for kind in dict.fromkeys(a.kind for a in listed):
        match kind:
            case ResultKind.TEXT:
                written.append(writer.builtin("str"))
            case ResultKind.BINARY:
                imports.add_runtime("response", "HttpxBinaryResponseContent")
                written.append(Code("HttpxBinaryResponseContent"))
            case ResultKind.EVENTS | ResultKind.JSON_LINES:
                stream = "AsyncStream" if is_async else "Stream"
                imports.add_runtime("stream", stream)
                (item,) = (_item(a, writer) for a in listed if a.kind is kind)
                written.append(Code(f"{stream}[{item}]"))
            case _:
                continue
    is_nothing = any(a.kind is ResultKind.NOTHING for a in listed)
    nullable = types and any(map(sdk.is_nullable, types))
    if is_nothing and not nullable:
        written.append(Code("None"))
    return Code(" | ".join(dict.fromkeys(written)))


def result(answers: tuple[sdk.Answer, ...], imports: Imports) -> Code:
    """What reads the answer."""
    if len(answers) == 1:
        return _result(answers[0], imports)
    imports.add_runtime("results", "ByStatus")
    entries = (f"{python_literal(a.status)}: {_result(a, imports)}" for a in answers)
    return Code(f"ByStatus({{{', '.join(entries)},}})")


def accept(answers: Iterable[sdk.Answer]) -> Code | None:
    """The `Accept` header: the declared media types in their order.

    None where they are what the result asks for by itself; JSON by another name than a range.
    """
    listed = tuple(answers)
    declared = dict.fromkeys(
        _JSON if a.kind is ResultKind.JSON and "*" in name.reveal() else name.reveal()
        for a in listed
        for name in a.media_types
        if is_header_text(name.reveal())
    )
    own = _OWN.get(listed[0].kind) if len(listed) == 1 else None
    if not declared or list(declared) == [own]:
        return None
    if all(a.kind in (ResultKind.JSON, ResultKind.NOTHING) for a in listed) and set(declared) == {
        _JSON
    }:
        return None
    return python_literal(SpecText(", ".join(declared)))


def error_models(errors: Iterable[tuple[str, sdk.TypeName]], imports: Imports) -> Code:
    """The types of failures, by the name that they are imported by when one comes."""
    imports.add_runtime("error_models", "ErrorModels")
    return Code(f"ErrorModels({{{places(imports.module, errors)}}}, __package__)")


def _either(types: Iterable[sdk.TypeExpression]) -> sdk.TypeExpression:
    """One of several types; what a tag tells apart stays so."""
    members: dict[sdk.TypeExpression, None] = {}
    for type_ in types:
        if isinstance(type_, sdk.Union) and type_.tag is None:
            members.update(dict.fromkeys(type_.members))
        else:
            members[type_] = None
    ordered = sorted(members, key=lambda member: member == sdk.NULL)
    return sdk.Union(tuple(ordered))


def _result(answer: sdk.Answer, imports: Imports) -> Code:
    match answer.kind:
        case ResultKind.JSON:
            imports.add_runtime("results", "JsonResult")
            writer = ExpressionWriter(imports)
            return Code(f"JsonResult({writer.write(answer.type) if answer.type else 'object'})")
        case ResultKind.EVENTS | ResultKind.JSON_LINES:
            return _stream_result(answer, imports)
        case ResultKind.BINARY:
            name = "BINARY"
        case ResultKind.TEXT:
            name = "TEXT"
        case _:
            name = "NOTHING"
    imports.add_runtime("results", name)
    return Code(name)


def _stream_result(answer: sdk.Answer, imports: Imports) -> Code:
    if answer.type is None:
        imports.add_runtime("stream_results", "EVENTS")
        return Code("EVENTS")
    name = "JsonLines" if answer.kind is ResultKind.JSON_LINES else "EventStream"
    imports.add_runtime("stream_results", name)
    envelope = ", envelope=True" if answer.envelope else ""
    return Code(f"{name}({_item(answer, ExpressionWriter(imports))}{envelope})")


def _item(answer: sdk.Answer, writer: ExpressionWriter) -> Code:
    """The type of one item of a stream; an event without a schema is what came."""
    if answer.type is not None:
        return writer.write(answer.type)
    writer.imports.add_runtime("event_stream", "ServerSentEvent")
    return Code("ServerSentEvent")
