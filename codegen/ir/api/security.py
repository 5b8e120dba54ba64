"""Credentials: how they travel, where tokens come from, and what asks for them."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from codegen.diagnostics import Location
from codegen.text import SpecText


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
