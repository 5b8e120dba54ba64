"""Operations, channels and security: what an SDK can do with the two documents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from codegen.diagnostics import Location
from codegen.ir.types import Property, Reference, Type, TypeTable
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


@dataclass(frozen=True, slots=True)
class Callback:
    """A request that the server makes to an address of the user's (OpenAPI 3.1, Callback Object).

    Attributes:
        method: the HTTP method, in capitals.
        url: where it goes, a runtime expression.
        payload: the type of its JSON; None where it has none.
    """

    name: SpecText
    method: str
    url: SpecText
    payload: Reference | None
    description: SpecText | None


@dataclass(frozen=True, slots=True)
class Operation:
    """A REST operation (OpenAPI 3.1, Operation Object).

    Attributes:
        security: what it asks for; None where the document says nothing of security.
        server: its own address, which may be relative to the client's; None for the client's.
    """

    location: Location
    method: str
    path: SpecText
    identifier: SpecText | None
    parameters: tuple[Parameter, ...]
    bodies: tuple[Body, ...]
    responses: Responses
    summary: SpecText | None
    description: SpecText | None
    deprecated: bool
    tags: tuple[SpecText, ...] = ()
    security: Security | None = None
    server: SpecText | None = None
    callbacks: tuple[Callback, ...] = ()


@dataclass(frozen=True, slots=True)
class Message:
    """A message of a channel.

    Attributes:
        key: its key in the document.
        name: what the document calls it, else its key.
        payload: `ANY` without a schema, `BYTES` for a binary message.
        tag: the value of the channel's tag property that announces it, None when it has none.
        is_text: whether it travels as the bare text of a frame, and not as JSON.
    """

    key: SpecText
    name: SpecText
    payload: Type
    tag: SpecText | None
    description: SpecText | None
    location: Location
    is_text: bool = False


@dataclass(frozen=True, slots=True)
class Exchange:
    """A message that the client sends and the server answers.

    Attributes:
        request_id: where the request has its id, as a path of keys.
        reply_ids: where replies repeat it.
        is_integer: whether the id is a number, and not text.
    """

    request: Message
    replies: tuple[Message, ...]
    request_id: tuple[SpecText, ...]
    reply_ids: tuple[tuple[SpecText, ...], ...]
    is_integer: bool


@dataclass(frozen=True, slots=True)
class Channel:
    """A socket: what it is reached by, and the messages of both directions.

    Attributes:
        sent_tag, received_tag: the property whose value tells the messages of a direction apart;
            None where no property does.
        sent: messages that the client sends, in the order of the document.
        received: messages that the server sends.
        server: where the channel is, when that is not the first server of the document.
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
    server: Server | None = None
    security: Security | None = None
    exchanges: tuple[Exchange, ...] = ()


@dataclass(frozen=True, slots=True)
class Webhook:
    """What the server sends on its own (OpenAPI 3.1, `webhooks`)."""

    name: SpecText
    payload: Type
    description: SpecText | None
    location: Location


class CredentialKind(Enum):
    """How a credential travels (OpenAPI 3.1, Security Scheme Object).

    `USER` and `PASSWORD` are the two halves of `BASIC`, each an option of its own.
    """

    BEARER = "bearer"
    BASIC = "basic"
    USER = "username"
    PASSWORD = "password"  # noqa: S105 (what it is called)
    HEADER = "header"
    QUERY = "query"
    COOKIE = "cookie"


@dataclass(frozen=True, slots=True)
class OAuthFlow:
    """Where the tokens of an `oauth2` scheme come from (OpenAPI 3.1, OAuth Flow Object)."""

    name: SpecText
    token_url: SpecText | None
    authorization_url: SpecText | None
    refresh_url: SpecText | None
    scopes: tuple[SpecText, ...]
    location: Location | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class SecurityScheme:
    """A way to prove who calls.

    Attributes:
        kind: how its credential travels; None where the connection itself is the proof.
        name: the header, query parameter or cookie.
    """

    key: SpecText
    kind: CredentialKind | None
    name: SpecText
    description: SpecText | None = None
    flows: tuple[OAuthFlow, ...] = ()


@dataclass(frozen=True, slots=True)
class SchemeUse:
    """A scheme that something asks for; scopes: what a token has to have been given for."""

    scheme: SecurityScheme
    scopes: tuple[SpecText, ...] = ()


Security = tuple[tuple[SchemeUse, ...], ...]
"""Alternatives, each of schemes that are fulfilled together; `()` asks for nothing."""


@dataclass(frozen=True, slots=True)
class ServerVariable:
    """A part of a server's address that its user chooses (OpenAPI 3.1, Server Variable Object).

    Attributes:
        default: None where the user has to choose.
    """

    name: SpecText
    default: SpecText | None
    choices: tuple[SpecText, ...] = ()
    description: SpecText | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Server:
    """Where an API or one of its channels is.

    Attributes:
        url: absolute, with its variables in braces.
        variables: all that the address has.
        key: what the document calls it, if it does; no part of what it means.
    """

    url: SpecText
    variables: tuple[ServerVariable, ...] = ()
    key: SpecText | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Api:
    """Both documents together.

    Attributes:
        server: where the OpenAPI document says that the API is.
        websocket_server: where the AsyncAPI document says that its channels are.
        websocket_title: of the AsyncAPI document.
        security: the schemes, one for each credential.
        same_security: the scheme in `security` for another one that has the same credential.
        default_security: what is asked of operations that do not say; None for nothing said.
        pointers: where the keys of the configuration lead that are JSON pointers.
    """

    title: SpecText
    description: SpecText | None
    version: SpecText
    server: Server | None
    websocket_server: Server | None
    security: tuple[SecurityScheme, ...]
    operations: tuple[Operation, ...]
    channels: tuple[Channel, ...]
    types: TypeTable
    same_security: tuple[tuple[SecurityScheme, SecurityScheme], ...] = ()
    default_security: Security | None = None
    pointers: Mapping[str, tuple[Location, ...]] = field(default_factory=dict)
    webhooks: tuple[Webhook, ...] = ()
    websocket_title: SpecText | None = None


__all__ = [
    "Api",
    "Body",
    "BodyKind",
    "Callback",
    "Channel",
    "CredentialKind",
    "Exchange",
    "ItemForm",
    "Message",
    "OAuthFlow",
    "Operation",
    "Parameter",
    "ParameterIn",
    "Property",
    "Responses",
    "Result",
    "ResultKind",
    "SchemeUse",
    "Security",
    "SecurityScheme",
    "Server",
    "ServerVariable",
    "Style",
    "StyleName",
    "Webhook",
]
