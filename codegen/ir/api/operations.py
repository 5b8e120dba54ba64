"""REST operations, and what a server sends over HTTP on its own."""

from __future__ import annotations

from dataclasses import dataclass

from codegen.diagnostics import Location
from codegen.ir.api.requests import Body, Parameter
from codegen.ir.api.responses import Responses
from codegen.ir.api.security import Security
from codegen.ir.types import Reference, Type
from codegen.text import SpecText


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
class Webhook:
    """What the server sends on its own (OpenAPI 3.1, `webhooks`)."""

    name: SpecText
    payload: Type
    description: SpecText | None
    location: Location
