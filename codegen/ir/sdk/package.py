"""The resources, the client and the package as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from codegen.diagnostics import Location
from codegen.ir.api import CredentialKind, ServerVariable
from codegen.ir.sdk.connections import Connection
from codegen.ir.sdk.methods import Method, Requirements
from codegen.ir.sdk.types import ModuleName, TypeDefinition, TypeName
from codegen.text import Identifier, SpecText


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
class ClientCredentials:
    """How the SDK gets the tokens of an option itself (RFC 6749, section 4.4).

    Attributes:
        client_id, client_secret, token_url: the options that it does it with.
        url: the token endpoint; None where the documents name none.
        scopes: what is asked for; None for what each operation needs.
        parameters: further fields of a token request.
        in_body: the id and the secret are fields of it, instead of HTTP Basic.
    """

    client_id: Identifier
    client_secret: Identifier
    token_url: Identifier | None
    url: SpecText | None
    refresh_url: SpecText | None
    scopes: tuple[SpecText, ...] | None
    parameters: tuple[tuple[SpecText, SpecText], ...]
    in_body: bool


@dataclass(frozen=True, slots=True)
class ClientOption:
    """An option of the client that travels with every request, or is only kept.

    Attributes:
        kind: how a credential is sent; None for an option that is none.
        header: the header that carries it, or the credential's header or query name.
        server: the variable of the server's address that it is the value of.
        grant: how the SDK gets it where the user does not give it.
    """

    name: Identifier
    variable: SpecText | None
    kind: CredentialKind | None
    header: SpecText | None
    secret: bool
    required: bool
    description: SpecText | None
    server: ServerVariable | None = None
    grant: ClientCredentials | None = None


@dataclass(frozen=True, slots=True)
class Client:
    """Both clients, blocking and asyncio.

    Attributes:
        security: what an operation needs that does not say; None for all that is given.
        transport: the security schemes that are left to the HTTP client.
        request_id_header: the header of answers that has the server's id of the request; None for
            the usual one.
        idempotency_header: carries a key with every POST and PATCH.
    """

    name: Identifier
    options: tuple[ClientOption, ...]
    base_url: SpecText | None
    base_url_variable: SpecText | None
    websocket_url: SpecText | None
    log_variable: SpecText
    security: Requirements | None = None
    transport: tuple[SpecText, ...] = ()
    request_id_header: SpecText | None = None
    idempotency_header: SpecText | None = None


class HTTPLibrary(Enum):
    """What the SDK sends its requests with."""

    HTTPX = "httpx"
    HTTPX2 = "httpx2"


@dataclass(frozen=True, slots=True)
class Distribution:
    """What goes into the generated `pyproject.toml`.

    Attributes:
        http_library: what sends the requests.
    """

    name: SpecText
    version: SpecText
    summary: SpecText
    license: SpecText
    http_library: HTTPLibrary
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
