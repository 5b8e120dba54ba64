"""The credentials of an API as options of its client, and what of them an operation asks for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Final

from codegen.config import Config
from codegen.config_client import OptionSection
from codegen.diagnostics import Code, SpecError, quote
from codegen.findings import Findings
from codegen.ir import sdk
from codegen.ir.api import Api, CredentialKind, SchemeUse, Security, SecurityScheme
from codegen.names import identifiers
from codegen.names.grants import PARTS, PROSE, SECRETS, Grants
from codegen.names.tree import Tree
from codegen.text import Identifier, SpecText

_LOGIN: Final = {"username": CredentialKind.USER, "password": CredentialKind.PASSWORD}


class Credentials:
    """The credentials of an API as options of its client.

    Attributes:
        default: what an operation asks for that its document's default applies to; None sends
            every credential that is given.
    """

    def __init__(
        self, api: Api, config: Config, tree: Tree, prefix: str, findings: Findings
    ) -> None:
        self._api = api
        self._config = config
        self._grants = Grants(api, config, findings)
        self._same = dict(api.same_security)
        self._listed = [o.security for o in api.operations] + [c.security for c in api.channels]
        self._always = self._asked_always()
        self._sections = dict(config.client.options)
        self._kinds: dict[str, CredentialKind] = {}
        # By scheme: the options that are sent, and those by which the SDK gets a token.
        self._options: dict[SecurityScheme, tuple[str, ...]] = {}
        self._parts: dict[SecurityScheme, dict[str, str]] = {}
        if any(section.security for section in self._sections.values()):
            self._take_configured()
        else:
            self._infer({path[0] for path in tree.top_level()}, prefix)
        if api.webhooks:
            self._sections.setdefault("webhook_secret", _webhook_secret(prefix))
        self._settled = {key: self._option(key) for key in self._sections}
        self._shown_default = self._requirements(api.default_security)
        self.default = self._default()

    @property
    def options(self) -> tuple[sdk.ClientOption, ...]:
        """Every option, in the order of the configuration, then of the documents."""
        return tuple(self._settled.values())

    @property
    def sections(self) -> dict[str, OptionSection]:
        """The settings that give these options, by name."""
        return dict(self._sections)

    def requirements(self, security: Security | None) -> sdk.Requirements | None:
        """The options that an operation asks for, None where the client's default says it."""
        found = self._requirements(security)
        return None if found is None or found == self._shown_default else found

    # -- options -------------------------------------------------------------------------------

    def _take_configured(self) -> None:
        parts: dict[SecurityScheme, dict[str | None, str]] = {}
        for key, section in self._sections.items():
            if section.security is not None:
                scheme = self._configured_scheme(key, section.security)
                parts.setdefault(scheme, {}).setdefault(section.part, key)
        for scheme, named in parts.items():
            halves = {part: named[part] for part in _LOGIN if part in named}
            self._parts[scheme] = {part: named[part] for part in PARTS if part in named}
            self._check_parts(scheme, named)
            if halves and scheme.kind is CredentialKind.BASIC:
                self._options[scheme] = tuple(halves.values())
                self._kinds.update((key, _LOGIN[part]) for part, key in halves.items())
            elif scheme.kind is not None:
                self._options[scheme] = (named[None],)
                self._kinds[named[None]] = scheme.kind

    def _configured_scheme(self, key: str, named: str) -> SecurityScheme:
        scheme = self._grants.scheme(named)
        if scheme is None or scheme.kind is None:
            raise SpecError.of(
                Code.UNUSED_SETTING,
                f"option `{key}` names the security scheme {quote(named)}, "
                "which the documents do not have",
                self._config.location("client", "options", key, "security"),
            )
        return scheme

    def _check_parts(self, scheme: SecurityScheme, named: dict[str | None, str]) -> None:
        """Refuse parts that the scheme does not have, and parts without what belongs to them."""
        own: dict[CredentialKind | None, set[str | None]] = {
            CredentialKind.BASIC: {None, *_LOGIN},
            CredentialKind.BEARER: {None, *PARTS},
        }
        wrong = named.keys() - own.get(scheme.kind, {None})
        grant = named.keys() & set(PARTS)
        if wrong:
            key, reason = named[min(wrong, key=str)], "is a part that the scheme does not have"
        elif grant and not {None, *SECRETS} <= named.keys():
            key = named[min(grant, key=str)]
            reason = "needs an option for the token, one for `client_id`, one for `client_secret`"
        else:
            return
        raise SpecError.of(
            Code.INVALID_SETTING,
            f"option `{key}` of the security scheme {quote(scheme.key.reveal())} {reason}",
            self._config.location("client", "options", key, "part"),
        )

    def _infer(self, taken: set[Identifier], prefix: str) -> None:
        offered = self._offered()
        families = Counter(map(_family, offered))
        keys = {identifiers.client_attribute(scheme.key.reveal()) for scheme in offered}
        is_alone = sum(map(self._grants.exists, offered)) == 1
        has_short_parts = is_alone and (taken | keys).isdisjoint(map(Identifier, PARTS))
        for scheme in offered:
            named = _default_names(scheme, taken, is_alone=families[_family(scheme)] == 1)
            self._options[scheme] = tuple(name for name, _ in named)
            for name, kind in named:
                half = next((p for p, k in _LOGIN.items() if k is kind and len(named) > 1), None)
                self._add_section(name, scheme, half, prefix)
                self._kinds[name] = kind
            if self._grants.exists(scheme):
                own = identifiers.client_attribute(scheme.key.reveal())
                # By the scheme's key where something else is called so.
                names = {part: part if has_short_parts else f"{own}_{part}" for part in PARTS}
                self._parts[scheme] = names
                for part, name in names.items():
                    self._add_section(name, scheme, part, prefix)

    def _add_section(
        self, name: str, scheme: SecurityScheme, part: str | None, prefix: str
    ) -> None:
        settings = {
            "security": scheme.key.reveal(),
            "part": part,
            "environment": f"{prefix}_{name.upper()}",
        }
        self._sections.setdefault(name, OptionSection.model_validate(settings))

    def _offered(self) -> list[SecurityScheme]:
        """The schemes that something asks for; all, where nothing asks for any."""
        asked = {
            self._canonical(use.scheme)
            for listed in self._listed
            for alternative in listed or ()
            for use in alternative
        }
        known = [scheme for scheme in self._api.security if scheme.kind is not None]
        return [s for s in known if s in asked] if any(s in asked for s in known) else known

    def _option(self, key: str) -> sdk.ClientOption:
        section = self._sections[key]
        kind = self._kinds.get(key)
        scheme = self._grants.scheme(section.security) if section.security else None
        name = identifiers.client_attribute(key)
        variable = SpecText(section.environment) if section.environment else None
        description = SpecText(section.description) if section.description else None
        if scheme is not None and section.part in PARTS:
            return sdk.ClientOption(
                name=name,
                variable=variable,
                kind=None,
                header=None,
                secret=section.part in SECRETS,
                required=False,
                description=description or SpecText(PROSE[section.part]),
            )
        header = section.header or (scheme.name.reveal() if scheme else None)
        required = section.required
        if required is None:
            required = scheme in self._always
        parts = self._grant_options(scheme)
        if description is None and scheme is not None:
            description = self._grants.token_prose(scheme, parts)
        return sdk.ClientOption(
            name=name,
            variable=variable,
            kind=kind,
            header=SpecText(header) if header else None,
            secret=section.secret or scheme is not None,
            required=required,
            description=description,
            grant=self._grants.credentials(scheme, parts) if scheme and parts else None,
        )

    def _grant_options(self, scheme: SecurityScheme | None) -> dict[str, Identifier]:
        """The options by which the SDK gets tokens of a scheme, by part; none where it cannot."""
        named = self._parts.get(scheme, {}) if scheme is not None else {}
        return {part: identifiers.client_attribute(key) for part, key in named.items()}

    def _asked_always(self) -> frozenset[SecurityScheme]:
        """Those without which nothing can be done: a client that lacks one is refused at once."""
        found: frozenset[SecurityScheme] | None = None
        for alternative in (a for security in self._listed for a in security or ((),)):
            asked = frozenset(self._canonical(use.scheme) for use in alternative)
            found = asked if found is None else found & asked
            if not found:
                break
        return found or frozenset()

    # -- requirements --------------------------------------------------------------------------

    def _canonical(self, scheme: SecurityScheme) -> SecurityScheme:
        return self._same.get(scheme, scheme)

    def _requirements(self, security: Security | None) -> sdk.Requirements | None:
        if security is None:
            return None
        # Of alternatives with the same options, the first whose scopes count, else the first.
        found: dict[tuple[Identifier, ...], list[tuple[bool, tuple[sdk.OptionUse, ...]]]] = {}
        for alternative in security:
            requirement = self._requirement(alternative)
            if requirement is not None:
                counts = all(map(self._has_own_scopes, alternative))
                names = tuple(use.name for use in requirement)
                found.setdefault(names, []).append((counts, requirement))
        return tuple(
            next((r for counts, r in listed if counts), listed[0][1]) for listed in found.values()
        )

    def _requirement(self, alternative: Iterable[SchemeUse]) -> tuple[sdk.OptionUse, ...] | None:
        """The options of one alternative; None when the client has no option for one of them."""
        options: list[sdk.OptionUse] = []
        for use in alternative:
            scheme = self._canonical(use.scheme)
            if scheme.kind is None:
                continue
            if scheme not in self._options:
                return None
            is_scoped = self._parts.get(scheme) and self._has_own_scopes(use)
            scopes = use.scopes if is_scoped and not self._grants.has_scopes(scheme) else ()
            options += (
                sdk.OptionUse(self._settled[key].name, scopes) for key in self._options[scheme]
            )
        return tuple(options)

    def _has_own_scopes(self, use: SchemeUse) -> bool:
        """Whether its scopes are those of the scheme that the SDK gets tokens of."""
        scheme = self._canonical(use.scheme)
        return self._grants.is_asked(use.scheme, scheme)

    def _default(self) -> sdk.Requirements | None:
        """The default of the documents, unless it is to send everything that is given."""
        found = self._shown_default
        credentials = [option for option in self._settled.values() if option.kind]
        every = tuple(sdk.OptionUse(option.name) for option in credentials)
        required = all(option.required for option in credentials)
        return None if found == (every,) and required else found


def _default_names(
    scheme: SecurityScheme, taken: set[Identifier], *, is_alone: bool
) -> list[tuple[str, CredentialKind]]:
    """`token`, `api_key` or `username` and `password`; by key where several would be so.

    Args:
        scheme: what the options are for.
        taken: what else the client has.
        is_alone: whether no other scheme's options would have the same short names.
    """
    kind = scheme.kind or CredentialKind.BEARER
    own = identifiers.client_attribute(scheme.key.reveal())
    if kind is CredentialKind.BASIC:
        free = is_alone and not any(Identifier(short) in taken for short in _LOGIN)
        return [(short if free else f"{own}_{short}", half) for short, half in _LOGIN.items()]
    short = Identifier("token" if kind is CredentialKind.BEARER else "api_key")
    named = short if is_alone and short not in taken else own
    return [(f"{named}_credential" if named in taken else named, kind)]


def _webhook_secret(prefix: str) -> OptionSection:
    return OptionSection(
        environment=f"{prefix}_WEBHOOK_SECRET",
        secret=True,
        description="What webhooks are signed with.",
    )


def _family(scheme: SecurityScheme) -> str:
    """What schemes have in common whose options would have one name."""
    if scheme.kind is CredentialKind.BASIC:
        return "login"
    return "token" if scheme.kind is CredentialKind.BEARER else "key"
