"""What a generated SDK tells the runtime about its API: plain data, checked by its types alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

CredentialKind: TypeAlias = Literal[
    "bearer", "basic", "username", "password", "header", "query", "cookie"
]


@dataclass(frozen=True, slots=True)
class Scoped:
    """A credential whose token has to have been given for these scopes (RFC 6749, section 3.3)."""

    option: str
    scopes: tuple[str, ...]


SecurityRequirement: TypeAlias = tuple[str | Scoped, ...]
"""Credential options that are sent together; `()` sends none."""


@dataclass(frozen=True, slots=True)
class ClientCredentials:
    """How the SDK gets tokens with the application's id and secret (RFC 6749, section 4.4).

    client_id, client_secret, token_url: plain options of the client; the last may be missing.
    url: the token endpoint while the user gives none; it may be relative to the base URL, and is
        empty where the documents name none.
    refresh_url: where a refresh token is used, if that is not the token endpoint.
    scopes: what is asked for whatever an operation needs; None for what each operation needs.
    parameters: further fields of every token request, such as `audience`.
    in_body: the id and the secret are fields of the request, not a header of HTTP Basic.
    """

    client_id: str
    client_secret: str
    token_url: str | None = None
    url: str = ""
    refresh_url: str | None = None
    scopes: tuple[str, ...] | None = None
    parameters: tuple[tuple[str, str], ...] = ()
    in_body: bool = False


@dataclass(frozen=True, slots=True)
class Credential:
    """A secret that the user gives to the client.

    option: the keyword argument of the client.
    kind: `bearer` and `basic` go into `Authorization`; `header`, `query` and `cookie` use `name`.
        A `basic` credential is `user:password`, and `username` and `password` are its halves.
    name: the header, query parameter or cookie.
    variable: the environment variable read when the argument is not given.
    required: whether a client without it is refused at construction.
    grant: how the SDK gets it where the user does not give it.
    """

    option: str
    kind: CredentialKind
    name: str = "Authorization"
    variable: str | None = None
    required: bool = False
    grant: ClientCredentials | None = None


@dataclass(frozen=True, slots=True)
class HeaderOption:
    """A client option sent as a header with every request, when it is given."""

    option: str
    header: str
    variable: str | None = None


@dataclass(frozen=True, slots=True)
class PlainOption:
    """A client option that goes into no request as it is: the user's own code may read it."""

    option: str
    variable: str | None = None
    secret: bool = False


@dataclass(frozen=True, slots=True)
class ServerVariable:
    """A part of the API's addresses that the user may choose.

    option: the keyword argument of the client; in braces, it stands in the addresses.
    default: None where the user has to choose.
    choices: all that there are; empty where the value is free.
    """

    option: str
    default: str | None
    choices: tuple[str, ...] = ()
    variable: str | None = None


@dataclass(frozen=True, slots=True)
class SDKSettings:
    """Everything the runtime knows about one API.

    base_url: empty where the documents name no server; variables stand in it in braces.
    websocket_url: used while `base_url` is left at its default, with variables like it; without it
        the WebSocket address is the base URL with `wss` for `https` and `ws` for `http`.
    security: what an operation needs that does not say; None sends every credential given.
    idempotency_header: a header that carries the same random value in every attempt of a call
        whose method is not idempotent.
    retry_non_idempotent: whether such a call is sent again after a failure that leaves open
        whether the server already did the work. Answers such as 429 and 503 are always retried.
    """

    title: str
    client_name: str
    version: str
    package: str
    base_url: str
    base_url_variable: str | None = None
    websocket_url: str | None = None
    log_variable: str | None = None
    credentials: tuple[Credential, ...] = ()
    header_options: tuple[HeaderOption, ...] = ()
    plain_options: tuple[PlainOption, ...] = ()
    server_variables: tuple[ServerVariable, ...] = ()
    security: tuple[SecurityRequirement, ...] | None = None
    default_headers: tuple[tuple[str, str], ...] = ()
    request_id_header: str = "x-request-id"
    idempotency_header: str | None = None
    retry_non_idempotent: bool = False

    @property
    def user_agent(self) -> str:
        """The value of the `User-Agent` header."""
        return f"{self.client_name}/Python {self.version}"
