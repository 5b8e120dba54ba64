"""Security schemes, of either kind of document."""

from __future__ import annotations

from codegen.ir.api import CredentialKind, SecurityScheme
from codegen.ir.nodes import mapping, optional_text
from codegen.resolve import Node
from codegen.text import SpecText


def read_security_scheme(key: str, node: Node) -> SecurityScheme | None:
    """One security scheme of either kind of document; None for a kind without a credential."""
    value = mapping(node)
    description = optional_text(value.get("description"))
    name = value.get("name")
    match value.get("type"), str(value.get("scheme", "")).lower(), value.get("in"):
        case ("http", "bearer", _) | ("oauth2" | "openIdConnect", _, _):
            return SecurityScheme(
                SpecText(key), CredentialKind.BEARER, SpecText("Authorization"), description
            )
        case ("apiKey" | "httpApiKey", _, "header") if isinstance(name, str):
            return SecurityScheme(SpecText(key), CredentialKind.HEADER, SpecText(name), description)
        case ("apiKey" | "httpApiKey", _, "query") if isinstance(name, str):
            return SecurityScheme(SpecText(key), CredentialKind.QUERY, SpecText(name), description)
        case _:
            return None
