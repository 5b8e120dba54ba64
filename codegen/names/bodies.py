"""Request bodies as arguments: one set of them for all the forms that a body can be sent in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from codegen.ir import sdk
from codegen.ir.api import Body, BodyKind, PartEncoding, Style, StyleName
from codegen.ir.media_types import essence, is_json
from codegen.ir.types import (
    ANY,
    BINARY,
    STRING,
    ArrayType,
    MapType,
    ObjectType,
    Primitive,
    PrimitiveKind,
    Property,
    TupleType,
    Type,
    TypeTable,
    UnionType,
    without_null,
)
from codegen.ir.unions import union
from codegen.text import SpecText

_FILE: Final = Primitive(PrimitiveKind.FILE)
# What the argument is called that is a whole body, unless a property is called so.
_WHOLE_NAMES: Final = (SpecText("body"), SpecText("content"), SpecText("whole_body"))
_JSON: Final = SpecText("application/json")


@dataclass(frozen=True, slots=True)
class _Fields:
    """A body whose members are arguments, with its properties as they are sent in it."""

    body: Body
    properties: tuple[Property, ...]

    @property
    def names(self) -> tuple[SpecText, ...]:
        return tuple(item.name for item in self.properties)

    @property
    def has_files(self) -> bool:
        return any(_mentions_file(item.type) for item in self.properties)


def merge_bodies(
    bodies: Sequence[Body], types: TypeTable
) -> tuple[tuple[sdk.BodyForm, ...], tuple[Property, ...]]:
    """The forms that a body can be sent in, in the order of preference, and their arguments.

    The members of an object are arguments of their own; any other body is one argument. What all
    forms require is required. What `left_out` gives has no arguments: it is sent with `extra_body`
    and its `Content-Type`.

    A bare text body beside a multipart one with a part of the same media type is the short form
    of it: it is sent when no other part is given.
    """
    fields: list[_Fields] = []
    whole: list[Body] = []
    for body in bodies:
        shape = _shape(body, types)
        if body.kind is BodyKind.PARTS:
            whole.append(replace(body, type=_as_file(body.type, None, types)))
        elif body.kind in (BodyKind.RAW, BodyKind.SEQUENCE):
            whole.append(body)
        elif isinstance(shape, ObjectType):
            fields.append(_Fields(body, tuple(_sent(shape, body, types))))
        else:
            whole.append(body)
    short = list(_short_forms(fields, whole))
    taken = {form.media_type for form in short}
    unsent = left_out(bodies, types)
    whole = [body for body in whole if body.media_type not in taken and body not in unsent]
    # Files can be sent in a form alone; else JSON is what most servers read best.
    fields.sort(key=lambda f: (not f.has_files, f.body.kind is not BodyKind.JSON))
    properties = _merged(fields, alone=not whole)
    forms: list[sdk.BodyForm] = list(short)
    several = len({frozenset(f.names) for f in fields}) > 1 or bool(fields and whole)
    forms.extend(_form_of(f, several=several) for f in fields)
    if whole:
        used = {item.name for item in properties}
        name = next(name for name in _WHOLE_NAMES if name not in used)
        required = not fields and all(body.required for body in whole)
        type_ = union((body.type for body in whole), whole[0].location)
        properties = (*properties, Property(name, type_, required))
        forms.extend(_whole_form(body, name) for body in whole)
    return tuple(forms), properties


def left_out(bodies: Sequence[Body], types: TypeTable) -> tuple[Body, ...]:
    """The bodies with the same data as another one in a format that the SDK does not write (XML).

    To take them as text would make every argument of the other one optional.
    """
    has_fields = any(
        body.kind not in (BodyKind.RAW, BodyKind.SEQUENCE)
        and isinstance(_shape(body, types), ObjectType)
        for body in bodies
    )
    return tuple(body for body in bodies if has_fields and body.is_same_data)


def _shape(body: Body, types: TypeTable) -> Type:
    return types.not_null(body.type)


def _short_forms(fields: Iterable[_Fields], whole: Iterable[Body]) -> Iterator[sdk.TextBody]:
    raw = [body for body in whole if body.kind is BodyKind.RAW]
    for item in fields:
        for part in item.body.encodings if item.body.kind is BodyKind.MULTIPART else ():
            for body in raw:
                if part.content_type == body.media_type:
                    yield sdk.TextBody(body.media_type, part.name)


def _sent(shape: ObjectType, body: Body, types: TypeTable) -> Iterator[Property]:
    """Yield the properties as a body carries them: what is binary is a file of a form."""
    if body.kind is not BodyKind.MULTIPART:
        yield from shape.given
        return
    declared = {part.name: part for part in body.encodings}
    for item in shape.given:
        part = declared.get(item.name)
        yield replace(item, type=_as_file(item.type, part, types))


def _as_file(
    type_: Type,
    part: PartEncoding | None,
    types: TypeTable,
    passed: frozenset[Type] = frozenset(),
) -> Type:
    """The type with files where it has bytes; itself, where it has none.

    `passed` are the types around it, which it may contain again.
    """
    if type_ in passed:
        return type_
    around = passed | {type_}
    body = types.body(type_)
    if body == BINARY or (_is_open(body) and _is_binary(part)):
        return _FILE
    if isinstance(body, ArrayType):
        items = _as_file(body.items, part, types, around)
        return type_ if items == body.items else ArrayType(items)
    if isinstance(body, TupleType):
        several = tuple(_as_file(item, part, types) for item in body.items)
        return type_ if several == body.items else TupleType(several)
    if isinstance(body, UnionType):
        members = tuple(_as_file(member, part, types, around) for member in body.members)
        return type_ if members == body.members else union(members, body.origin)
    return type_


def _is_open(body: Type) -> bool:
    return body in (ANY, STRING)


def _is_binary(part: PartEncoding | None) -> bool:
    """Whether the declared media type of a part says that it is no text."""
    if part is None or part.content_type is None:
        return False
    names = [essence(name) for name in part.content_type.reveal().split(",")]
    return not any(name.startswith("text/") or is_json(name, ANY) for name in names) and any(
        name.startswith(("image/", "audio/", "video/", "application/octet-stream", "*/"))
        or name in ("application/pdf", "application/zip")
        for name in names
    )


def _mentions_file(type_: Type) -> bool:
    match type_:
        case ArrayType(items=items):
            return _mentions_file(items)
        case UnionType(members=members):
            return any(map(_mentions_file, members))
        case _:
            return type_ == _FILE


def _merged(fields: Sequence[_Fields], *, alone: bool) -> tuple[Property, ...]:
    """The arguments of all bodies: optional unless every body has to have them."""
    found: dict[SpecText, list[Property]] = {}
    for body in fields:
        for item in body.properties:
            found.setdefault(item.name, []).append(item)
    required = alone and all(f.body.required for f in fields)
    merged: list[Property] = []
    for items in found.values():
        first = items[0]
        kinds = _distinct_types(items)
        type_ = first.type if len(kinds) == 1 else union(kinds, fields[0].body.location)
        needed = required and len(items) == len(fields) and all(i.required for i in items)
        merged.append(replace(first, type=type_, required=needed))
    return tuple(merged)


def _distinct_types(items: Iterable[Property]) -> list[Type]:
    """The types that a property has in several bodies: bytes are a file in a form alone."""
    kinds = dict.fromkeys(item.type for item in items)
    files = {kind for kind in kinds if _mentions_file(kind)}
    return [kind for kind in kinds if kind in files or _with_files(kind) not in files]


def _with_files(type_: Type) -> Type:
    match type_:
        case ArrayType(items=items):
            return ArrayType(_with_files(items))
        case UnionType(members=members):
            return union(map(_with_files, members), type_.origin)
        case _:
            return _FILE if type_ == BINARY else type_


def _form_of(fields: _Fields, *, several: bool) -> sdk.BodyForm:
    body = fields.body
    match body.kind:
        case BodyKind.MULTIPART:
            return sdk.MultipartBody(tuple(_parts(fields)), _other(body, "multipart/form-data"))
        case BodyKind.FORM:
            return sdk.FormBody(
                tuple(_form_styles(fields)), None, body.required, fields.names if several else None
            )
        case _:
            return sdk.JsonBody(
                None,
                body.required,
                _other(body, _JSON.reveal()),
                fields.names if several else None,
            )


def _whole_form(body: Body, name: SpecText) -> sdk.BodyForm:
    match body.kind:
        case BodyKind.RAW:
            return sdk.TextBody(body.media_type, name)
        case BodyKind.SEQUENCE if body.item_form is not None:
            return sdk.SequenceBody(body.media_type, name, body.item_form)
        case BodyKind.PARTS:
            item = body.item_encoding
            return sdk.PartsBody(
                body.media_type,
                name,
                tuple(map(_positional, body.encodings)),
                _positional(item) if item is not None else None,
            )
        case BodyKind.MULTIPART:
            return sdk.MultipartBody((), _other(body, "multipart/form-data"), name)
        case BodyKind.FORM:
            return sdk.FormBody((), name, body.required)
        case _:
            return sdk.JsonBody(name, True, _other(body, _JSON.reveal()))


def _other(body: Body, usual: str) -> SpecText | None:
    """The media type of a body, None where it is the usual one."""
    return None if body.media_type.reveal() == usual else body.media_type


def _parts(fields: _Fields) -> Iterator[sdk.Part]:
    declared = {part.name: part for part in fields.body.encodings}
    for item in fields.properties:
        part = declared.get(item.name, PartEncoding(item.name))
        is_file = _mentions_file(item.type)
        is_text = STRING in (item.type.members if isinstance(item.type, UnionType) else ())
        yield sdk.Part(item.name, part.content_type, is_file, is_text, part.style, part.headers)


def _positional(encoding: PartEncoding) -> sdk.Part:
    return sdk.Part(encoding.name, encoding.content_type, headers=encoding.headers)


def _form_styles(fields: _Fields) -> Iterator[tuple[SpecText, Style]]:
    """Yield how the members are written, where not as a query is (OpenAPI 3.1, section 4.8.15).

    Without a style an object is JSON.
    """
    declared = {part.name: part for part in fields.body.encodings}
    for item in fields.properties:
        part = declared.get(item.name, PartEncoding(item.name))
        if part.style is not None:
            if part.style != Style(StyleName.FORM, explode=True) or _is_object(item.type):
                yield item.name, part.style
        elif part.content_type is not None and is_json(part.content_type.reveal(), ANY):
            yield item.name, Style(StyleName.FORM, content=part.content_type)
        elif _is_object(item.type):
            yield item.name, Style(StyleName.FORM, content=_JSON)


def _is_object(type_: Type) -> bool:
    return isinstance(without_null(type_)[0], (ObjectType, MapType))
