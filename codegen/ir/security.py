"""Security: the schemes of either kind of document, and what an operation asks for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import cached_property

from codegen.diagnostics import Code, Location, SpecError, quote
from codegen.findings import Findings
from codegen.ir.api import CredentialKind, OAuthFlow, SchemeUse, Security, SecurityScheme
from codegen.ir.nodes import NodeReader, mapping, optional_text
from codegen.read.json_value import JsonValue
from codegen.resolve import DocumentStore, Node
from codegen.text import SpecText

_AUTHORIZATION = SpecText("Authorization")
_KEY_PLACES = {
    "header": CredentialKind.HEADER,
    "query": CredentialKind.QUERY,
    "cookie": CredentialKind.COOKIE,
}


class SecurityReader(NodeReader):
    """Reads the security of one document.

    Attributes:
        schemes: by their keys, in the order of the document.
    """

    def __init__(self, store: DocumentStore, root: Node, findings: Findings) -> None:
        super().__init__(store)
        self._root = root
        self._findings = findings
        self._by_location: dict[Location, SecurityScheme] = {}
        self._by_meaning: dict[SecurityScheme, SecurityScheme] = {}
        self.schemes: dict[str, SecurityScheme] = {}
        parent = self.child(self.child(root, "components"), "securitySchemes")
        for key in mapping(parent):
            with findings.collect():
                self.schemes[key] = self._scheme(key, self.follow(parent.child(key)))
                self._by_meaning.setdefault(_meaning(self.schemes[key]), self.schemes[key])

    def default(self) -> Security | None:
        """What the document asks of operations that say nothing; None when it says nothing."""
        return self.of(self._root)

    def of(self, holder: Node) -> Security | None:
        """What an operation or a server asks for, None when it says nothing.

        The alternative that asks for nothing comes last: who has a credential sends it.
        """
        listed = self.child(holder, "security")
        if not isinstance(listed.value, list):
            return None
        found = dict.fromkeys(self._alternative(entry) for entry in listed.elements())
        return tuple(sorted(found, key=lambda alternative: not alternative))

    def of_channel(self, channel: Node, servers: Iterable[Node]) -> Security | None:
        """What a channel asks for: one alternative of its server, and one of its operations."""
        server = next((s for s in map(self.of, servers) if s is not None), None)
        own = next((s for s in map(self.of, self._operations_of(channel)) if s is not None), None)
        if server is None or own is None:
            return server if own is None else own
        both = dict.fromkeys(tuple(dict.fromkeys((*a, *b))) for a in server for b in own)
        return tuple(sorted(both, key=lambda alternative: not alternative))

    def _operations_of(self, channel: Node) -> Iterator[Node]:
        """Yield the operations of a channel: inside it in AsyncAPI 2, beside it in AsyncAPI 3."""
        for verb in ("publish", "subscribe"):
            yield self.child(channel, verb)
        yield from self._operations.get(channel.location, ())

    @cached_property
    def _operations(self) -> dict[Location, list[Node]]:
        """The operations that stand beside the channels, by the place of their channel."""
        found: dict[Location, list[Node]] = {}
        operations = self.child(self._root, "operations")
        for key in mapping(operations):
            # What leads nowhere is told by who reads operations, unless it is skipped.
            with suppress(SpecError):
                operation = self.follow(operations.child(key))
                channel = self.child(operation, "channel").location
                found.setdefault(channel, []).append(operation)
        return found

    def _alternative(self, entry: Node) -> tuple[SchemeUse, ...]:
        value = mapping(entry)
        if "$ref" in value or "type" in value:
            # AsyncAPI 3: the scheme itself, by reference as a rule, and the scopes inside it.
            node = self.follow(entry)
            scheme = self._by_location.get(node.location) or self._inline(node)
            return (SchemeUse(scheme, _scopes(mapping(node).get("scopes"))),)
        return tuple(
            SchemeUse(self._named(name, entry.location), _scopes(scopes))
            for name, scopes in value.items()
        )

    def _inline(self, node: Node) -> SecurityScheme:
        """A scheme that is written out where it is asked for: a component, if there is its like."""
        kind = str(mapping(node).get("type"))
        scheme = read_security_scheme(kind, node)
        if _meaning(scheme) not in self._by_meaning:
            key = next(key for key in _inline_keys(scheme, node) if key not in self.schemes)
            self.schemes[key] = self._scheme(key, node)
            self._by_meaning[_meaning(scheme)] = self.schemes[key]
        self._by_location[node.location] = self._by_meaning[_meaning(scheme)]
        return self._by_location[node.location]

    def _named(self, name: str, location: Location) -> SecurityScheme:
        # OpenAPI 3.2, Security Requirement Object: a name, or a URI that ends in one.
        scheme = self.schemes.get(name) or self.schemes.get(name.rpartition("/")[2])
        if scheme is not None:
            return scheme
        self._findings.warn(
            Code.UNSUPPORTED_SECURITY,
            f"`security` names {quote(name)}, and the document has no such scheme",
            location,
            "declare it under `components.securitySchemes`; no credential is sent for it",
        )
        return SecurityScheme(SpecText(name), None, _AUTHORIZATION)

    def _scheme(self, key: str, node: Node) -> SecurityScheme:
        scheme = read_security_scheme(key, node)
        self._by_location[node.location] = scheme
        value = mapping(node)
        kind = str(value.get("type"))
        if scheme.kind is None and kind not in ("mutualTLS", "X509"):
            name = str(value["scheme"]) if kind == "http" and "scheme" in value else kind
            self._findings.warn(
                Code.UNSUPPORTED_SECURITY,
                f"the security scheme {quote(key)} is {quote(name)}, and left to the transport",
                node.location,
                "give the client an `http_client` that does it",
            )
        return scheme


def read_security_scheme(key: str, node: Node) -> SecurityScheme:
    """One security scheme of either kind of document, without a kind if it has no credential."""
    value = mapping(node)
    kind, name = _credential(value)
    description = optional_text(value.get("description"))
    return SecurityScheme(SpecText(key), kind, name, description, tuple(_flows(node)))


def _meaning(scheme: SecurityScheme) -> SecurityScheme:
    """A scheme without its key, which is no part of what it asks for."""
    return replace(scheme, key=SpecText(""))


def _inline_keys(scheme: SecurityScheme, node: Node) -> Iterator[str]:
    """Yield what a scheme without a key can be called: its type, or longer by what asks for it."""
    kind, pointer = scheme.key.reveal(), node.location.pointer
    holder = str(pointer[-3]) if len(pointer) > 2 else kind
    yield kind
    yield f"{holder}_{kind}"
    yield f"{holder}_{scheme.name.reveal()}"
    yield "_".join(map(str, pointer))


def _credential(value: Mapping[str, JsonValue]) -> tuple[CredentialKind | None, SpecText]:
    name, place = value.get("name"), value.get("in")
    match value.get("type"), str(value.get("scheme", "")).lower():
        case ("http", "bearer") | ("oauth2" | "openIdConnect", _):
            return CredentialKind.BEARER, _AUTHORIZATION
        case ("http", "basic") | ("userPassword", _):
            return CredentialKind.BASIC, _AUTHORIZATION
        case ("apiKey" | "httpApiKey", _) if isinstance(name, str) and place in _KEY_PLACES:
            return _KEY_PLACES[str(place)], SpecText(name)
        case ("apiKey", _) if place == "user":
            # AsyncAPI, Security Scheme Object: the key takes the place of the user name.
            return CredentialKind.USER, _AUTHORIZATION
        case ("apiKey", _) if place == "password":
            return CredentialKind.PASSWORD, _AUTHORIZATION
        case _:
            return None, _AUTHORIZATION


def _scopes(listed: JsonValue) -> tuple[SpecText, ...]:
    scopes = listed if isinstance(listed, list) else []
    return tuple(SpecText(scope) for scope in scopes if isinstance(scope, str))


def _flows(node: Node) -> Iterator[OAuthFlow]:
    address = mapping(node).get("openIdConnectUrl")
    if isinstance(address, str):
        yield OAuthFlow(SpecText("openIdConnect"), None, None, ())
    flows = mapping(node).get("flows")
    for name, flow in (flows if isinstance(flows, dict) else {}).items():
        if not isinstance(flow, dict):
            continue
        # AsyncAPI 3 calls them `availableScopes`.
        scopes = flow.get("scopes", flow.get("availableScopes"))
        yield OAuthFlow(
            SpecText(name),
            optional_text(flow.get("tokenUrl")),
            optional_text(flow.get("refreshUrl")),
            tuple(SpecText(scope) for scope in (scopes if isinstance(scopes, dict) else {})),
            node.child("flows").child(name).location,
        )
