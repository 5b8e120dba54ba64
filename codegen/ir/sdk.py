"""The SDK as it will be written: every type, resource and method with its name.

This is what the names stage produces and all that a template sees.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Literal

from codegen.diagnostics import Location
from codegen.ir.api import CredentialKind, ParameterIn, ResultKind, ServerVariable, Style
from codegen.ir.shapes import Shape
from codegen.ir.types import Format, JsonScalar, PrimitiveKind
from codegen.text import Identifier, SpecText


@dataclass(frozen=True, slots=True, order=True)
class ModuleName:
    """A module of the generated package, relative to the package: `("types", "user")`."""

    parts: tuple[str, ...]

    def child(self, name: str) -> ModuleName:
        return ModuleName((*self.parts, name))

    @property
    def parent(self) -> ModuleName:
        return ModuleName(self.parts[:-1])

    @property
    def path(self) -> str:
        """The file, relative to the package folder."""
        return "/".join(self.parts) + ".py"


@dataclass(frozen=True, slots=True, order=True)
class TypeName:
    """A class or an alias, and the module that defines it."""

    module: ModuleName
    name: Identifier


# Type expressions: as in `codegen.ir.types`, with every class by its name.


@dataclass(frozen=True, slots=True)
class Scalar:
    kind: PrimitiveKind
    format: Format | None = None


@dataclass(frozen=True, slots=True)
class Instance:
    """An object of a class of the standard library, which an argument may be."""

    module: str
    name: str


@dataclass(frozen=True, slots=True)
class Literals:
    values: tuple[JsonScalar, ...]


@dataclass(frozen=True, slots=True)
class Sequence:
    """A JSON array. Attributes: container: `list`, or a wider type for an argument."""

    items: TypeExpression
    container: str = "list"


@dataclass(frozen=True, slots=True)
class Tuple:
    """A JSON array of so many items."""

    items: tuple[TypeExpression, ...]


@dataclass(frozen=True, slots=True)
class Mapping:
    values: TypeExpression


@dataclass(frozen=True, slots=True)
class Named:
    name: TypeName


@dataclass(frozen=True, slots=True)
class Union:
    """Attributes: tag: the property by whose value pydantic tells the members apart."""

    members: tuple[TypeExpression, ...]
    tag: SpecText | None = None


TypeExpression = Scalar | Instance | Literals | Sequence | Tuple | Mapping | Named | Union

NULL = Scalar(PrimitiveKind.NULL)


def inner(expression: TypeExpression) -> tuple[TypeExpression, ...]:
    """Return the expressions directly inside an expression."""
    match expression:
        case Sequence(items=item) | Mapping(values=item):
            return (item,)
        case Tuple(items=items):
            return items
        case Union(members=members):
            return members
        case _:
            return ()


def names_in(expression: TypeExpression) -> Iterator[TypeName]:
    """Yield every class and alias that an expression mentions."""
    if isinstance(expression, Named):
        yield expression.name
    for part in inner(expression):
        yield from names_in(part)


def is_nullable(expression: TypeExpression) -> bool:
    return expression == NULL or (
        isinstance(expression, Union) and any(is_nullable(m) for m in expression.members)
    )


@dataclass(frozen=True, slots=True)
class Field:
    """A property of a model or a key of a `TypedDict`.

    Attributes:
        name: the attribute; for a `TypedDict` the key is `wire` and this is not used.
    """

    name: Identifier
    wire: SpecText
    type: TypeExpression
    required: bool
    description: SpecText | None
    deprecated: bool
    default: SpecText | None = None


@dataclass(frozen=True, slots=True)
class Model:
    """A class with fields: a pydantic model, or a `TypedDict`.

    Attributes:
        extras: the type of keys that are no field, None where nothing is said of them.
    """

    name: TypeName
    fields: tuple[Field, ...]
    description: SpecText | None
    deprecated: bool
    origin: Location
    extras: TypeExpression | None = None


@dataclass(frozen=True, slots=True)
class Constants:
    """A class with a constant for each value of an enumeration that the document names."""

    name: TypeName
    values: tuple[tuple[Identifier, JsonScalar, SpecText | None], ...]


@dataclass(frozen=True, slots=True)
class Alias:
    """A name for a type expression."""

    name: TypeName
    type: TypeExpression
    description: SpecText | None
    origin: Location
    constants: Constants | None = None


TypeDefinition = Model | Alias


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


BodyForm = JsonBody | TextBody | MultipartBody | FormBody


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


Requirements = tuple[tuple[Identifier, ...], ...]
"""Alternatives, each of options of the client that are needed together."""


@dataclass(frozen=True, slots=True)
class Method:
    """A method of a resource, for one REST operation.

    Attributes:
        answers: what it gives by status; one, where all statuses give the same.
        stream: what it gives when the argument `switch` is true.
        errors: the type of the JSON of a failure by status.
        security: the options that it needs, None where the client's default says it.
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

    @property
    def has_stream(self) -> bool:
        """Whether its answer is, or can be, a stream."""
        return self.stream is not None or self.answers[0].kind.is_stream

    @property
    def constant(self) -> Identifier:
        return Identifier(f"_{self.name.upper()}")

    def arguments_in(self, place: ParameterIn | None) -> tuple[Argument, ...]:
        return tuple(a for a in self.arguments if a.place is place)


@dataclass(frozen=True, slots=True)
class Reply:
    """How a message is answered.

    Attributes:
        request_id: the property with the id of the request.
        reply_id: where answers repeat it.
        type: what means success.
        classes: the classes of `type`, None when they are not told by their class.
    """

    request_id: SpecText
    reply_id: tuple[SpecText, ...]
    is_integer: bool
    type: TypeExpression
    classes: tuple[TypeName, ...] | None


@dataclass(frozen=True, slots=True)
class SendHelper:
    """A method that sends one client message.

    Attributes:
        announced: what the message is called in prose: its tag, or its name.
        constants: what every such message has, by wire name, the tag first.
        reply: how it is answered, when the method waits for that.
    """

    name: Identifier
    announced: SpecText
    constants: tuple[tuple[SpecText, JsonScalar], ...]
    arguments: tuple[Argument, ...]
    description: SpecText | None
    message: TypeExpression
    reply: Reply | None = None

    @property
    def plain(self) -> bool:
        """Whether the message has nothing to encode: strings and numbers alone."""
        return all(isinstance(a.type, (Scalar, Literals)) for a in self.arguments)


@dataclass(frozen=True, slots=True)
class SendResource:
    """A node of the tree of send helpers below a connection: `conversation.item`."""

    name: Identifier
    class_stem: Identifier
    helpers: tuple[SendHelper, ...]
    children: tuple[SendResource, ...]

    def walk(self) -> Iterator[SendResource]:
        """Yield the node's descendants, then the node: an order in which classes can be defined."""
        for child in self.children:
            yield from child.walk()
        yield self


@dataclass(frozen=True, slots=True)
class MessageShape:
    """A type that a received message can have, and what such a message looks like."""

    type: TypeName
    shape: Shape


@dataclass(frozen=True, slots=True)
class Connection:
    """A socket: the `connect` method of a resource and what it opens.

    Attributes:
        tag: the property that tells received messages apart, None where none does.
        classes: the class of a received message by the value of the tag; None when the tag alone
            does not tell the class.
        shapes: what received messages look like, where a look tells more than the tag; None when
            they have one type, or can be any value.
        binary: whether the server sends binary messages too.
        text: whether bare text is among the messages of either side.
        server_url: where it is, when that is not where the client's other sockets are.
    """

    class_stem: Identifier
    address: SpecText
    arguments: tuple[Argument, ...]
    params: TypeName
    tag: SpecText | None
    received: TypeName
    classes: tuple[tuple[SpecText, TypeName], ...] | None
    shapes: tuple[MessageShape, ...] | None
    binary: bool
    text: bool
    sent: TypeName | None
    sent_params: TypeName | None
    root_helpers: tuple[SendHelper, ...]
    send_resources: tuple[SendResource, ...]
    description: SpecText | None
    security: Requirements | None = None
    server_url: SpecText | None = None

    @property
    def has_requests(self) -> bool:
        """Whether some messages wait for their answers."""
        below = (helper for node in self.all_send_resources() for helper in node.helpers)
        return any(helper.reply for helper in (*self.root_helpers, *below))

    def all_send_resources(self) -> tuple[SendResource, ...]:
        return tuple(node for top in self.send_resources for node in top.walk())


@dataclass(frozen=True, slots=True)
class Webhooks:
    """What the server sends on its own.

    Attributes:
        union: the type of all of them.
        tag: the property that tells them apart, None where none does.
        classes: the class of a webhook by the value of the tag.
        by_name: the type of a webhook by its name in the document.
    """

    union: TypeName
    tag: SpecText | None
    classes: tuple[tuple[SpecText, TypeName], ...] | None
    by_name: tuple[tuple[SpecText, TypeName], ...]
    origin: Location


@dataclass(frozen=True, slots=True)
class Resource:
    """A node of the resource tree: `client.realtime.calls`."""

    path: tuple[Identifier, ...]
    class_name: Identifier
    methods: tuple[Method, ...]
    connection: Connection | None
    children: tuple[Resource, ...]
    types: tuple[TypeName, ...]
    description: SpecText | None
    webhooks: Webhooks | None = None

    @property
    def name(self) -> Identifier:
        return self.path[-1]

    @property
    def has_methods(self) -> bool:
        """Whether it, or a resource below it, has methods besides `connect`."""
        return bool(self.methods) or any(child.has_methods for child in self.children)

    @property
    def folder(self) -> tuple[Identifier, ...]:
        """Where its files stand: a resource without children has no folder of its own."""
        return self.path if self.children else self.path[:-1]

    @property
    def module(self) -> ModuleName:
        return ModuleName(("resources", *self.folder, self.name))

    def walk(self) -> Iterator[Resource]:
        """Yield the resource, then its descendants, in the order of the API reference."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class ClientOption:
    """An option of the client that travels with every request, or is only kept.

    Attributes:
        kind: how a credential is sent; None for an option that is none.
        header: the header that carries it, or the credential's header or query name.
        server: the variable of the server's address that it is the value of.
    """

    name: Identifier
    variable: SpecText | None
    kind: CredentialKind | None
    header: SpecText | None
    secret: bool
    required: bool
    description: SpecText | None
    server: ServerVariable | None = None


@dataclass(frozen=True, slots=True)
class Client:
    """Both clients, blocking and asyncio.

    Attributes:
        security: what an operation needs that does not say; None for all that is given.
        transport: the security schemes that are left to the HTTP client.
    """

    name: Identifier
    options: tuple[ClientOption, ...]
    base_url: SpecText | None
    base_url_variable: SpecText | None
    websocket_url: SpecText | None
    log_variable: SpecText
    security: Requirements | None = None
    transport: tuple[SpecText, ...] = ()


@dataclass(frozen=True, slots=True)
class Distribution:
    """What goes into the generated `pyproject.toml`."""

    name: SpecText
    version: SpecText
    summary: SpecText
    license: SpecText
    repository: SpecText | None = None


@dataclass(frozen=True, slots=True)
class Sdk:
    """The whole package."""

    package: Identifier
    title: SpecText
    description: SpecText | None
    distribution: Distribution
    client: Client
    resources: tuple[Resource, ...]
    models: tuple[TypeDefinition, ...]
    params: tuple[TypeDefinition, ...]
    tag_properties: tuple[SpecText, ...]

    @property
    def has_connections(self) -> bool:
        return any(resource.connection for resource in self.all_resources())

    @property
    def has_webhooks(self) -> bool:
        return any(resource.webhooks for resource in self.all_resources())

    @property
    def has_streams(self) -> bool:
        """Whether an answer can come piece by piece."""
        return any(m.has_stream for r in self.all_resources() for m in r.methods)

    def all_resources(self) -> tuple[Resource, ...]:
        return tuple(node for top in self.resources for node in top.walk())
