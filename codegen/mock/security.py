"""Who may come in: the security schemes of both kinds of document, checked on a request."""

from __future__ import annotations

import base64
import binascii
import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, cast

from codegen.diagnostics import Location
from codegen.mock.state import Shared
from codegen.resolve import DocumentStore, Node

MISSING_CREDENTIAL: Final = "a credential is missing or wrong"
"""What a request that is not let in is told."""


@dataclass(frozen=True)
class Scheme:
    """A security scheme: where a credential stands, and under which name.

    `place` is `bearer`, `basic`, `header`, `query`, `cookie`, or `other` for what a request cannot
    show (mutual TLS, say) and is taken as fulfilled.
    """

    name: str
    location: Location
    place: str
    parameter: str = ""


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

    def key(self, credentials: Credentials, security: Iterable[tuple[Scheme, ...]]) -> str | None:
        """The key of a request that is let in (empty where none is needed), or None."""
        alternatives = tuple(security)
        if not alternatives:
            return ""
        for schemes in alternatives:
            keys = [_credential(credentials, scheme) for scheme in schemes]
            if all(key is not None and self._accepts(key) for key in keys):
                return next((key for key in keys if key), "")
        return None

    def _accepts(self, key: str) -> bool:
        if self.demanded is None or key == "" or self.shared.issued(key):
            return True
        return hmac.compare_digest(key.encode(), self.demanded.encode())


def read_schemes(store: DocumentStore, root: Node) -> dict[str, Scheme]:
    """The security schemes of a document, by name."""
    components = root.get("components")
    found = components.get("securitySchemes") if components is not None else None
    if found is None:
        return {}
    return {name: _scheme(name, store.follow(node).node) for name, node in found.members()}


def _scheme(name: str, node: Node) -> Scheme:
    value = cast("dict[str, Any]", node.value) if isinstance(node.value, dict) else {}
    kind, at = value.get("type"), node.location
    if kind == "http":
        basic = str(value.get("scheme")).lower() == "basic"
        return Scheme(name, at, "basic" if basic else "bearer")
    if kind in ("oauth2", "openIdConnect"):
        return Scheme(name, at, "bearer")
    if kind in ("apiKey", "httpApiKey") and value.get("in") in ("header", "query", "cookie"):
        return Scheme(name, at, str(value["in"]), str(value.get("name", "")))
    if kind == "userPassword":
        return Scheme(name, at, "basic")
    # AsyncAPI's `apiKey` in `user` or `password` belongs to the transport of other protocols.
    return Scheme(name, at, "other")


def _credential(credentials: Credentials, scheme: Scheme) -> str | None:
    """The credential for one scheme: None when it is missing, empty when none can be shown."""
    match scheme.place:
        case "bearer":
            key = _authorization(credentials, "bearer") or credentials.offered_key
        case "basic":
            key = _authorization(credentials, "basic")
            key = _decoded(key) if key is not None else None
        case "header":
            key = credentials.headers.get(scheme.parameter.lower()) or credentials.offered_key
        case "query":
            key = credentials.query.get(scheme.parameter)
        case "cookie":
            key = credentials.cookies.get(scheme.parameter)
        case _:
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
