"""Methods of resources: their arguments, bodies, answers and pages."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final, Literal

from codegen.diagnostics import Location
from codegen.ir.api import ItemForm, ParameterIn, ResultKind, Style
from codegen.ir.sdk.types import NULL, Instance, Scalar, TypeExpression, TypeName, Union
from codegen.ir.types import Format, PrimitiveKind
from codegen.text import Identifier, SpecText


@dataclass(frozen=True, slots=True)
class Argument:
    """An argument of a method.

    Attributes:
        wire: the name that it has in the request.
        style: how it is written; None where the default of its place says all.
        default: what the API takes when it is left out, as JSON text.
        format: what the method makes of the value before it is sent: base64 of bytes, or a number
            of a decimal.
    """

    name: Identifier
    wire: SpecText
    type: TypeExpression
    required: bool
    description: SpecText | None
    deprecated: bool = False
    place: ParameterIn | None = None
    style: Style | None = None
    format: Format | None = None
    default: SpecText | None = None


@dataclass(frozen=True, slots=True)
class JsonBody:
    """A body of the method's arguments as one JSON object.

    Attributes:
        whole: the one argument that is the body itself, when it is no object.
        required: whether a call without any argument sends an empty object.
        media_type: None for `application/json`.
        fields: its members, where the method has arguments of other bodies too.
    """

    whole: SpecText | None = None
    required: bool = True
    media_type: SpecText | None = None
    fields: tuple[SpecText, ...] | None = None


@dataclass(frozen=True, slots=True)
class TextBody:
    """A body that is the bare value of one argument."""

    media_type: SpecText
    field: SpecText


@dataclass(frozen=True, slots=True)
class SequenceBody:
    """A body of items that one argument has, sent as they come."""

    media_type: SpecText
    field: SpecText
    item_form: ItemForm


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a multipart body.

    Attributes:
        media_type: None for what its value says.
        is_text: whether a file may be text as well.
        style: where it is written like a query parameter.
    """

    name: SpecText
    media_type: SpecText | None = None
    is_file: bool = False
    is_text: bool = False
    style: Style | None = None
    headers: tuple[tuple[SpecText, SpecText], ...] = ()


@dataclass(frozen=True, slots=True)
class MultipartBody:
    """A body of parts.

    Attributes:
        media_type: None for `multipart/form-data`.
        whole: the one argument that holds all parts, when the document names none.
    """

    parts: tuple[Part, ...]
    media_type: SpecText | None = None
    whole: SpecText | None = None


@dataclass(frozen=True, slots=True)
class PartsBody:
    """A body of parts without names: the items of one argument.

    Attributes:
        prefix: how the first parts are written.
        item: how those behind them are; None for what their values say.
    """

    media_type: SpecText
    field: SpecText
    prefix: tuple[Part, ...] = ()
    item: Part | None = None


@dataclass(frozen=True, slots=True)
class FormBody:
    """A body of the method's arguments, URL-encoded.

    Attributes:
        styles: how members are written, where not as a query is by default.
        whole: the one argument that holds all members, when the document names none.
        required: whether a call without any argument sends an empty body.
        fields: its members, where the method has arguments of other bodies too.
    """

    styles: tuple[tuple[SpecText, Style], ...] = ()
    whole: SpecText | None = None
    required: bool = True
    fields: tuple[SpecText, ...] | None = None


BodyForm = JsonBody | TextBody | SequenceBody | MultipartBody | PartsBody | FormBody


class PagingStyle(Enum):
    """How a listing goes on; the value is the class of the runtime."""

    CURSOR = "CursorPaging"
    OFFSET = "OffsetPaging"
    NUMBER = "NumberPaging"
    LINK = "LinkPaging"


PagingPlace = Literal["query", "body"]

AttributePath = tuple[SpecText, ...]
"""Attributes of models and keys of mappings, one below the other."""


@dataclass(frozen=True, slots=True)
class Paging:
    """How a method that lists things gets from one page to the next.

    Attributes:
        parameter, place: what the next page is asked for with; None for a link.
        item: the type of an item.
        paths: where an answer has what, by role: `items`, `cursor`, `last_item`, `more`, `total`,
            `pages`, `link`.
        first: the number of the first page.
    """

    style: PagingStyle
    parameter: SpecText | None
    place: PagingPlace
    item: TypeExpression
    paths: dict[str, AttributePath]
    first: int = 1


@dataclass(frozen=True, slots=True)
class Answer:
    """What a method gives for a status.

    Attributes:
        status: `200`, `2XX` or `default`.
        type: of the JSON, or of each item of a stream; None where the document has no schema.
        media_types: what the request accepts.
        envelope: whether an item is a whole server-sent event, not what its data holds.
    """

    status: str
    kind: ResultKind
    type: TypeExpression | None
    media_types: tuple[SpecText, ...]
    envelope: bool = False


@dataclass(frozen=True, slots=True)
class Callback:
    """What the server sends to an address that the user gave it; see `codegen.ir.api.Callback`."""

    name: SpecText
    method: str
    url: SpecText
    type: TypeName | None
    description: SpecText | None


@dataclass(frozen=True, slots=True)
class OptionUse:
    """An option of the client that is needed; scopes: what its token is asked for with."""

    name: Identifier
    scopes: tuple[SpecText, ...] = ()


_KEY_HEADERS: Final = ("idempotency-key", "x-idempotency-key")

Requirements = tuple[tuple[OptionUse, ...], ...]
"""Alternatives, each of options of the client that are needed together."""


@dataclass(frozen=True, slots=True)
class Method:
    """A method of a resource, for one REST operation.

    Attributes:
        answers: what it gives by status; one, where all statuses give the same.
        stream: what it gives when the argument `switch` is true.
        errors: the type of the JSON of a failure by status.
        security: the options that it needs, None where the client's default says it.
        resumes: whether its stream of events is asked for again after a break.
    """

    name: Identifier
    verb: str
    path: SpecText
    arguments: tuple[Argument, ...]
    bodies: tuple[BodyForm, ...]
    answers: tuple[Answer, ...]
    stream: Answer | None
    switch: Argument | None
    errors: tuple[tuple[str, TypeName], ...]
    params: TypeName | None
    description: SpecText | None
    deprecated: bool
    origin: Location
    paging: Paging | None = None
    security: Requirements | None = None
    server: SpecText | None = None
    callbacks: tuple[Callback, ...] = ()
    resumes: bool = False

    @property
    def idempotency_header(self) -> SpecText | None:
        """The header that takes a key, of text, by which a request is known again."""
        for argument in self.arguments_in(ParameterIn.HEADER):
            if argument.wire.reveal().lower() in _KEY_HEADERS and _takes_key(argument.type):
                return argument.wire
        return None

    @property
    def has_events(self) -> bool:
        """Whether its answer is, or can be, a stream of events."""
        return (self.stream or self.answers[0]).kind is ResultKind.EVENTS

    @property
    def has_stream(self) -> bool:
        """Whether its answer is, or can be, a stream."""
        return self.stream is not None or self.answers[0].kind.is_stream

    @property
    def constant(self) -> Identifier:
        return Identifier(f"_{self.name.upper()}")

    def arguments_in(self, place: ParameterIn | None) -> tuple[Argument, ...]:
        return tuple(a for a in self.arguments if a.place is place)


def _takes_key(type_: TypeExpression) -> bool:
    """Whether any text, or any UUID, will do."""
    match type_:
        case Union(members=members):
            return all(map(_takes_key, members))
        case Scalar(kind=PrimitiveKind.STRING, format=format_):
            return format_ in (None, Format.UUID)
        case Instance(name=name):
            return name == "UUID"
        case _:
            return type_ == NULL
