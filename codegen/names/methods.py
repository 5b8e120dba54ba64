"""Methods of resources: an operation's parameters and body as arguments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from codegen.ir import sdk
from codegen.ir.api import Callback, Operation, Parameter, ParameterIn
from codegen.ir.types import Format, PrimitiveKind, Property, TypeTable
from codegen.names import identifiers, words
from codegen.names.answers import build_answers
from codegen.names.arguments import as_fields, tell_apart
from codegen.names.attributes import alike_in_order
from codegen.names.bodies import merge_bodies
from codegen.names.scopes import Face, Scope
from codegen.names.tree import Placement
from codegen.names.types import TypeNamer
from codegen.settings import keys_of
from codegen.text import Identifier, SpecText

_STREAM = SpecText("stream")


@dataclass(frozen=True, slots=True)
class BuiltMethod:
    """A method with the types that only it has: of its arguments, and of what it gives."""

    method: sdk.Method
    params: tuple[sdk.TypeDefinition, ...]
    models: tuple[sdk.TypeDefinition, ...]


def build_method(
    operation: Operation, placement: Placement, namer: TypeNamer, types: TypeTable
) -> BuiltMethod:
    """A method, and the `...Params` that describes its arguments.

    Raises:
        SpecError: two inline types want the same name.
    """
    stem = namer.classes.stem(placement.resource) + words.pascal(placement.method)
    name = Identifier(f"{stem}Params")
    scope = namer.scope(
        namer.classes.module_for(namer.classes.folder(placement.resource), name), name, Face.PARAM
    )
    params = scope.claim(name, operation.location)
    bodies, properties = merge_bodies(operation.bodies, types)

    given = [build_parameter(p, namer, scope) for p in operation.parameters]
    is_multipart = any(isinstance(form, sdk.MultipartBody) for form in bodies)
    streamed = _streamed(bodies)
    for item in alike_in_order(properties):
        argument = build_property(item, namer, scope)
        if item.name in streamed:
            argument = replace(argument, type=_as_stream(argument.type, streamed[item.name]))
        # Bytes are a part of a multipart body as they are.
        given.append(replace(argument, format=None) if is_multipart else argument)
    owners = keys_of(operation)
    origins = {(p.place, p.name): p.origin for p in operation.parameters}
    settled: dict[tuple[ParameterIn | None, SpecText], Identifier | None] = {}
    for argument in given:
        place, wire = argument.place, argument.wire
        origin = origins.get((place, wire)) if place else None
        settled[place, wire] = namer.given.argument(owners, place, wire, origin)
    named = tell_apart(given, settled, operation.location)
    path = [a for a in named if a.place is ParameterIn.PATH]
    # Required before optional, each in alphabetic order: reordering a document changes nothing.
    keywords = sorted(
        (a for a in named if a.place is not ParameterIn.PATH),
        key=lambda a: (not a.required, a.name),
    )
    arguments = (*path, *keywords)

    definition = sdk.Model(params, as_fields(keywords), None, False, operation.location)
    folder = namer.classes.folder(placement.resource)
    answers = build_answers(operation.responses, stem, folder, namer)
    switch = _stream_switch(keywords) if answers.stream else None
    method = sdk.Method(
        name=placement.method,
        verb=operation.method,
        path=operation.path,
        arguments=arguments,
        bodies=bodies,
        answers=answers.answers,
        stream=answers.stream if switch else None,
        switch=switch,
        errors=answers.errors,
        params=params if keywords else None,
        description=_description(operation),
        deprecated=operation.deprecated,
        origin=operation.location,
        server=operation.server,
        callbacks=tuple(_callbacks(operation.callbacks, namer)),
    )
    # What only a path parameter is made of has its place in the same module.
    has_module = bool(keywords or scope.definitions)
    definitions = (*scope.definitions, definition) if has_module else ()
    return BuiltMethod(method, definitions, answers.definitions)


def _callbacks(callbacks: Iterable[Callback], namer: TypeNamer) -> Iterator[sdk.Callback]:
    for item in callbacks:
        type_ = namer.classes.models.get(item.payload.target) if item.payload else None
        yield sdk.Callback(item.name, item.method, item.url, type_, item.description)


def _streamed(bodies: Iterable[sdk.BodyForm]) -> dict[SpecText, bool]:
    """The arguments whose items are sent as they come, and that are not JSON as well.

    The value says whether a file with the items in it can be sent in their place.
    """
    listed = list(bodies)
    documents = {form.whole for form in listed if isinstance(form, sdk.JsonBody)}
    return {
        form.field: isinstance(form, sdk.SequenceBody)
        for form in listed
        if isinstance(form, (sdk.SequenceBody, sdk.PartsBody)) and form.field not in documents
    }


def _as_stream(type_: sdk.TypeExpression, or_file: bool) -> sdk.TypeExpression:
    match type_:
        case sdk.Sequence(items=items):
            return sdk.Stream(items, or_file)
        case sdk.Union(members=members, tag=tag):
            return sdk.Union(tuple(_as_stream(member, or_file) for member in members), tag)
        case _:
            return type_


def _stream_switch(arguments: Iterable[sdk.Argument]) -> sdk.Argument | None:
    """The argument `stream` that asks for the answer piece by piece: a boolean."""
    for argument in arguments:
        if argument.wire == _STREAM and argument.place in (None, ParameterIn.QUERY):
            type_ = sdk.not_null(argument.type)
            if all(map(_is_boolean, type_.members if isinstance(type_, sdk.Union) else (type_,))):
                return argument
    return None


def _is_boolean(type_: sdk.TypeExpression) -> bool:
    if isinstance(type_, sdk.Literals):
        return all(isinstance(value, bool) for value in type_.values) and True in type_.values
    return type_ == sdk.Scalar(PrimitiveKind.BOOLEAN)


def _description(operation: Operation) -> SpecText | None:
    if operation.summary and operation.description and operation.summary != operation.description:
        summary = operation.summary.reveal().rstrip(".")
        return SpecText(f"{summary}.\n\n{operation.description.reveal()}")
    return operation.description or operation.summary


def build_parameter(parameter: Parameter, namer: TypeNamer, scope: Scope) -> sdk.Argument:
    """An argument for a parameter that stands outside the body."""
    wire = parameter.name.reveal()
    type_ = namer.resolve(parameter.type, scope, words.pascal(wire))
    if namer.made_format(parameter.type) is Format.DECIMAL:
        # In a URL or a header a number is text, whatever its class.
        type_ = sdk.Union((type_, sdk.Instance("decimal", "Decimal")))
    return sdk.Argument(
        identifiers.argument_name(wire),
        parameter.name,
        type_,
        parameter.required,
        parameter.description,
        parameter.deprecated,
        parameter.place,
        parameter.style,
        default=parameter.default,
    )


def build_property(item: Property, namer: TypeNamer, scope: Scope) -> sdk.Argument:
    """An argument for a property of a body or of a message."""
    return sdk.Argument(
        namer.given.attribute(item) or identifiers.argument_name(item.name.reveal()),
        item.name,
        namer.property_type(item, scope, ""),
        item.required,
        item.description,
        item.deprecated,
        format=namer.made_format(item.type),
        default=item.default,
    )


def distinct(arguments: Iterable[sdk.Argument]) -> Iterator[sdk.Argument]:
    """The arguments with an underscore behind a name that an earlier one has (`e` and `E`).

    The fields of a model are told apart in the same way.
    """
    taken: set[Identifier] = set()
    for argument in arguments:
        name = identifiers.free(argument.name, taken)
        taken.add(name)
        yield replace(argument, name=name)
