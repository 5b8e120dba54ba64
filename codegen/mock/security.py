"""Who may come in: the security schemes of both kinds of document, checked on a request."""

from __future__ import annotations

import base64
import binascii
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from codegen.ir.api import CredentialKind, Security, SecurityScheme
from codegen.mock.state import Shared

MISSING_CREDENTIAL: Final = "a credential is missing or wrong"
"""What a request that is not let in is told."""


@dataclass(frozen=True)
class Credentials:
    """Where a request can carry a credential; header names in lower case."""

    headers: Mapping[str, str]
    query: Mapping[str, str]
    cookies: Mapping[str, str]
    offered_key: str | None = None


@dataclass(frozen=True)
class Authenticator:
    """Decides whether a key opens the door.

    Any key does unless one is demanded; keys that the server issued itself always do.
    """

    shared: Shared
    demanded: str | None = None

    def key(self, credentials: Credentials, security: Security) -> str | None:
        """The key of a request that is let in (empty where none is needed), or None."""
        if not security:
            return ""
        for uses in security:
            keys = [_credential(credentials, use.scheme) for use in uses]
            if all(key is not None and self._accepts(key) for key in keys):
                return next((key for key in keys if key), "")
        return None

    def _accepts(self, key: str) -> bool:
        if self.demanded is None or key == "" or self.shared.issued(key):
            return True
        return hmac.compare_digest(key.encode(), self.demanded.encode())


def _credential(credentials: Credentials, scheme: SecurityScheme) -> str | None:
    """The credential for one scheme: None when it is missing, empty when none can be shown."""
    name = scheme.name.reveal()
    match scheme.kind:
        case CredentialKind.BEARER:
            key = _authorization(credentials, "bearer") or credentials.offered_key
        case CredentialKind.BASIC | CredentialKind.USER | CredentialKind.PASSWORD:
            key = _authorization(credentials, "basic")
            key = _decoded(key) if key is not None else None
        case CredentialKind.HEADER:
            key = credentials.headers.get(name.lower()) or credentials.offered_key
        case CredentialKind.QUERY:
            key = credentials.query.get(name)
        case CredentialKind.COOKIE:
            key = credentials.cookies.get(name)
        case None:
            # The connection itself is the proof: mutual TLS, say.
            return ""
    return key or None


def _authorization(credentials: Credentials, scheme: str) -> str | None:
    name, _, value = credentials.headers.get("authorization", "").partition(" ")
    return value.strip() if name.lower() == scheme else None


def _decoded(value: str) -> str | None:
    try:
        return base64.b64decode(value, validate=True).decode()
    except (binascii.Error, ValueError):
        return None
