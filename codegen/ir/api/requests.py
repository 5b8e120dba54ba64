"""What a request is made of: parameters and bodies."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from codegen.diagnostics import Location
from codegen.ir.types import Type
from codegen.text import SpecText


class ParameterIn(Enum):
    """Where a parameter stands (OpenAPI 3.1, section 4.8.12.1)."""

    PATH = "path"
    QUERY = "query"
    HEADER = "header"
    COOKIE = "cookie"
    QUERYSTRING = "querystring"


class StyleName(Enum):
    """How the value of a parameter becomes text (OpenAPI 3.2, section 4.12.2.2)."""

    FORM = "form"
    SPACE_DELIMITED = "spaceDelimited"
    PIPE_DELIMITED = "pipeDelimited"
    DEEP_OBJECT = "deepObject"
    SIMPLE = "simple"
    LABEL = "label"
    MATRIX = "matrix"
    COOKIE = "cookie"


@dataclass(frozen=True, slots=True)
class Style:
    """A style, with what a document says about it.

    Attributes:
        explode: whether every item of an array or member of an object stands alone.
        reserved: whether the reserved characters of URLs are not percent-encoded.
        content: the media type of a parameter that is a small document (`content`).
    """

    name: StyleName
    explode: bool = False
    reserved: bool = False
    content: SpecText | None = None


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of an operation or of a channel, outside the body.

    Attributes:
        style: how it is written; None where the default of its place says all.
        default: what is taken when it is left out, as JSON text for the docstring.
        origin: where it stands; no part of what it means.
    """

    name: SpecText
    place: ParameterIn
    type: Type
    required: bool
    description: SpecText | None = None
    deprecated: bool = False
    style: Style | None = None
    default: SpecText | None = None
    origin: Location | None = field(default=None, compare=False)


class BodyKind(Enum):
    """How a request body is written."""

    JSON = "json"
    MULTIPART = "multipart"
    FORM = "form"
    RAW = "raw"
    SEQUENCE = "sequence"
    """Items one after the other (OpenAPI 3.2, section 4.14.2)."""
    PARTS = "parts"
    """Parts without names, in their order (OpenAPI 3.2, "Encoding By Position")."""


class ItemForm(Enum):
    """How an item of a sequence is written; the value is the function of the runtime."""

    JSON_LINE = "json_line"
    JSON_RECORD = "json_record"
    TEXT_EVENT = "text_event"
    DATA_EVENT = "data_event"
    WHOLE_EVENT = "whole_event"


@dataclass(frozen=True, slots=True)
class PartEncoding:
    """How a property of a form is written (OpenAPI 3.1, Encoding Object).

    Attributes:
        content_type: of the part; several are separated by commas.
        style: where the document gives one: the part is written like a query parameter.
        headers: those of the part whose value the document gives.
    """

    name: SpecText
    content_type: SpecText | None = None
    style: Style | None = None
    headers: tuple[tuple[SpecText, SpecText], ...] = ()


@dataclass(frozen=True, slots=True)
class Body:
    """One of the bodies that an operation accepts.

    Attributes:
        encodings: what a form says of its properties; of parts, what is said of the first ones.
        item_encoding: what is said of the parts behind those.
        is_same_data: whether a raw body holds what a schema describes, in a format such as XML.
        item_form: of a sequence, whose type is an array of its items.
    """

    kind: BodyKind
    media_type: SpecText
    type: Type
    required: bool
    location: Location
    encodings: tuple[PartEncoding, ...] = ()
    is_same_data: bool = False
    item_form: ItemForm | None = None
    item_encoding: PartEncoding | None = None
