"""Tokens that the SDK gets itself: of which schemes, and with which options of the client."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from codegen.config import Config
from codegen.config_oauth import OAuthSection
from codegen.diagnostics import Code, quote
from codegen.findings import Findings
from codegen.ir import sdk
from codegen.ir.api import Api, CredentialKind, OAuthFlow, SecurityScheme
from codegen.ir.server_variables import PLACEHOLDER
from codegen.names.yaml_lines import line
from codegen.settings import report_unused
from codegen.text import Identifier, SpecText, one_line
from codegen.yaml_scalar import scalar

PARTS: Final = ("client_id", "client_secret", "token_url")
"""The options by which a client gets tokens, as sdk.yaml calls them."""
SECRETS: Final = frozenset({"client_id", "client_secret"})

PROSE: Final = {
    "client_id": "The id of the application, with which the SDK gets tokens.",
    "client_secret": "The secret of the application.",
    "token_url": "Where tokens are asked for, if that is somewhere else.",
}

_FLOW: Final = "clientCredentials"
_LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})


class Grants:
    """What the documents and sdk.yaml say of OAuth 2.

    Args:
        api: the documents.
        config: its `client.oauth` adds to them.
        findings: is told of token endpoints that cannot be used, and of settings that fit nothing.
    """

    def __init__(self, api: Api, config: Config, findings: Findings) -> None:
        self._api = api
        self._config = config
        self._findings = findings
        self._alike: dict[SecurityScheme, list[SecurityScheme]] = {s: [s] for s in api.security}
        for scheme, kept in api.same_security:
            self._alike[kept].append(scheme)
        self._by_key: dict[str, SecurityScheme] = {}
        for kept, alike in self._alike.items():
            for scheme in alike:
                self._by_key.setdefault(scheme.key.reveal(), kept)
        known = {s.key.reveal() for alike in self._alike.values() for s in alike if _is_token(s)}
        for key in config.client.oauth:
            if key not in known:
                report_unused(findings, config, ("client", "oauth"), key, known)

    def scheme(self, key: str) -> SecurityScheme | None:
        """The scheme of a key, or the one that stands for it."""
        return self._by_key.get(key)

    def exists(self, scheme: SecurityScheme) -> bool:
        """Whether the SDK can get tokens of a scheme itself."""
        return self._holder(scheme) is not None or self._section(scheme).token_url is not None

    def is_asked(self, asked: SecurityScheme, scheme: SecurityScheme) -> bool:
        """Whether what is asked of one scheme is asked of the tokens of the one that stands for it.

        Where two schemes are one option of the client, the scopes of one of them count.
        """
        return self._holder(scheme) in (asked, None)

    def has_scopes(self, scheme: SecurityScheme) -> bool:
        """Whether sdk.yaml says what every token is asked for with."""
        return self._section(scheme).scopes is not None

    def flows(self, scheme: SecurityScheme) -> tuple[OAuthFlow, ...]:
        """Every way by which a token can be had."""
        return tuple(dict.fromkeys(f for s in self._schemes(scheme) for f in s.flows))

    def credentials(
        self, scheme: SecurityScheme, names: dict[str, Identifier]
    ) -> sdk.ClientCredentials:
        """How tokens of a scheme are got; names: the client's options, by part."""
        section, flow = self._section(scheme), self._flow(scheme)
        url = flow.token_url if flow else None
        refresh = flow.refresh_url if flow else None
        if section.token_url is not None:
            url, refresh = SpecText(section.token_url), None
        self._check(scheme, url, flow)
        return sdk.ClientCredentials(
            names["client_id"],
            names["client_secret"],
            names.get("token_url"),
            url,
            refresh if refresh != url else None,
            None if section.scopes is None else tuple(map(SpecText, section.scopes)),
            tuple((SpecText(k), SpecText(v)) for k, v in section.parameters.items()),
            section.authentication == "client_secret_post",
        )

    def token_prose(self, scheme: SecurityScheme, names: dict[str, Identifier]) -> SpecText | None:
        """What users read of the option that takes a token; None where the document says it all."""
        said = [one_line(scheme.description)] if scheme.description else ["A token."]
        flows = [f for f in self.flows(scheme) if f.name.reveal() != _FLOW]
        if names:
            said.append(
                f"Without one, `{names['client_id']}` and `{names['client_secret']}` get it."
            )
        if flows:
            ways = ", ".join(f"`{one_line(flow.name)}`" for flow in flows)
            said.append(f"To get one by {ways} is the application's part.")
        if not names and not flows:
            return scheme.description
        said.append("A function that returns one is called for each attempt.")
        return SpecText(
            " ".join(part if part.endswith((".", "!", "?")) else f"{part}." for part in said)
        )

    def _schemes(self, scheme: SecurityScheme) -> list[SecurityScheme]:
        """The schemes that are one option; one that the documents do not have is one, too."""
        return self._alike.get(scheme, [scheme])

    def _holder(self, scheme: SecurityScheme) -> SecurityScheme | None:
        """The scheme with client credentials among those that are one option."""
        found = (s for s in self._schemes(scheme) if any(f.name.reveal() == _FLOW for f in s.flows))
        return next(found, None) if _is_token(scheme) else None

    def _flow(self, scheme: SecurityScheme) -> OAuthFlow | None:
        holder = self._holder(scheme)
        flows = holder.flows if holder is not None else ()
        return next((f for f in flows if f.name.reveal() == _FLOW), None)

    def _section(self, scheme: SecurityScheme) -> OAuthSection:
        sections = self._config.client.oauth
        keys = (s.key.reveal() for s in self._schemes(scheme))
        return next((sections[key] for key in keys if key in sections), OAuthSection())

    def _check(self, scheme: SecurityScheme, url: SpecText | None, flow: OAuthFlow | None) -> None:
        """Warn of a token endpoint that the runtime would refuse."""
        if url is not None and self._is_usable(url.reveal()):
            return
        key = scheme.key.reveal()
        shown = quote(url.reveal()) if url is not None else "missing"
        self._findings.warn(
            Code.INVALID_TOKEN_URL,
            f"the token endpoint of {quote(key)} is {shown}",
            flow.location if flow else None,
            line(
                "client", "oauth", f"{{{scalar(key, in_ascii=True)}: {{token_url: 'https://...'}}}}"
            ),
        )

    def _is_usable(self, url: str) -> bool:
        known = {v.name.reveal() for v in self._api.server.variables} if self._api.server else set()
        if not set(PLACEHOLDER.findall(url)) <= known:
            return False
        try:
            parts = urlsplit(url)
        except ValueError:
            return False
        if parts.scheme == "http":
            return parts.hostname in _LOOPBACK
        return bool(url.strip()) and parts.scheme in ("", "https") and not parts.fragment


def _is_token(scheme: SecurityScheme) -> bool:
    return scheme.kind is CredentialKind.BEARER
