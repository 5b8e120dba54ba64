"""Operations, channels and security: what an SDK can do with the two documents."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from codegen.diagnostics import Location
from codegen.ir.types import Property, Type, TypeTable
from codegen.text import SpecText


class ParameterIn(Enum):
    """Where a parameter stands (OpenAPI 3.1, section 4.8.12.1)."""

    PATH = "path"
    QUERY = "query"
    HEADER = "header"


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of an operation or of a channel, outside the body."""

    name: SpecText
    place: ParameterIn
    type: Type
    required: bool
    description: SpecText | None = None
    deprecated: bool = False


class BodyKind(Enum):
    """How a request body is written."""

    JSON = "json"
    MULTIPART = "multipart"
    FORM = "form"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Body:
    """One of the bodies that an operation accepts.

    Attributes:
        part_types: for a multipart body, the declared media type of a part by property name
            (OpenAPI 3.1, Encoding Object).
    """

    kind: BodyKind
    media_type: SpecText
    type: Type
    required: bool
    part_types: tuple[tuple[SpecText, SpecText], ...] = ()


class ResultKind(Enum):
    """What a successful response gives to the caller."""

    NOTHING = "nothing"
    JSON = "json"
    TEXT = "text"
    BINARY = "binary"


@dataclass(frozen=True, slots=True)
class Result:
    kind: ResultKind
    media_type: SpecText | None = None
    type: Type | None = None


@dataclass(frozen=True, slots=True)
class Operation:
    """A REST operation (OpenAPI 3.1, Operation Object)."""

    location: Location
    method: str
    path: SpecText
    identifier: SpecText | None
    parameters: tuple[Parameter, ...]
    bodies: tuple[Body, ...]
    result: Result
    summary: SpecText | None
    description: SpecText | None
    deprecated: bool
    tags: tuple[SpecText, ...] = ()


@dataclass(frozen=True, slots=True)
class Message:
    """A message of a channel.

    Attributes:
        key: its key in the document.
        name: what the document calls it, else its key.
        payload: `ANY` without a schema, `BYTES` for a binary message.
        tag: the value of the channel's tag property that announces it, None when it has none.
    """

    key: SpecText
    name: SpecText
    payload: Type
    tag: SpecText | None
    description: SpecText | None
    location: Location


@dataclass(frozen=True, slots=True)
class Channel:
    """A socket: what it is reached by, and the messages of both directions.

    Attributes:
        sent_tag, received_tag: the property whose value tells the messages of a direction apart;
            None where no property does.
        sent: messages that the client sends, in the order of the document.
        received: messages that the server sends.
        server_url: where the channel is, when that is not the first server of the document.
    """

    location: Location
    key: SpecText
    address: SpecText
    parameters: tuple[Parameter, ...]
    sent_tag: SpecText | None
    received_tag: SpecText | None
    sent: tuple[Message, ...]
    received: tuple[Message, ...]
    title: SpecText | None
    description: SpecText | None
    server_url: SpecText | None = None


class CredentialKind(Enum):
    """How a credential travels (OpenAPI 3.1, Security Scheme Object)."""

    BEARER = "bearer"
    HEADER = "header"
    QUERY = "query"


@dataclass(frozen=True, slots=True)
class SecurityScheme:
    key: SpecText
    kind: CredentialKind
    name: SpecText
    description: SpecText | None


@dataclass(frozen=True, slots=True)
class Api:
    """Both documents together."""

    title: SpecText
    description: SpecText | None
    version: SpecText
    base_url: SpecText | None
    websocket_url: SpecText | None
    security: tuple[SecurityScheme, ...]
    operations: tuple[Operation, ...]
    channels: tuple[Channel, ...]
    types: TypeTable


__all__ = [
    "Api",
    "Body",
    "BodyKind",
    "Channel",
    "CredentialKind",
    "Message",
    "Operation",
    "Parameter",
    "ParameterIn",
    "Property",
    "Result",
    "ResultKind",
    "SecurityScheme",
]
