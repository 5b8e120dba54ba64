"""The client: its name, its options, and which of them an operation's security asks for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from codegen.config import Config, OptionSection
from codegen.diagnostics import Code, Diagnostic, SpecError, quote
from codegen.ir import sdk
from codegen.ir.api import Api, CredentialKind, Security, SecurityScheme
from codegen.names import identifiers, words
from codegen.names.addresses import Addresses
from codegen.names.tree import Tree
from codegen.text import Identifier, SpecText

_LOGIN: Final = ((CredentialKind.USER, "username"), (CredentialKind.PASSWORD, "password"))


def _webhook_secret(prefix: str) -> OptionSection:
    return OptionSection(
        environment=f"{prefix}_WEBHOOK_SECRET",
        secret=True,
        description="What webhooks are signed with.",
    )


class Credentials:
    """The credentials of an API as options of its client.

    Attributes:
        default: what an operation asks for that its document's default applies to; None sends
            every credential that is given.
    """

    def __init__(self, api: Api, config: Config, tree: Tree, prefix: str) -> None:
        self._api = api
        self._same = dict(api.same_security)
        self._listed = [o.security for o in api.operations] + [c.security for c in api.channels]
        self._sections = dict(config.client.options)
        self._kinds: dict[str, CredentialKind] = {}
        self._options: dict[SecurityScheme, tuple[str, ...]] = {}
        if any(section.security for section in self._sections.values()):
            self._take_configured(config)
        else:
            self._infer({path[0] for path in tree.top_level()}, prefix)
        if api.webhooks:
            self._sections.setdefault("webhook_secret", _webhook_secret(prefix))
        self._settled = {key: self._option(key) for key in self._sections}
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
        return None if found is None or found == self._shown_default() else found

    # -- options -------------------------------------------------------------------------------

    def _take_configured(self, config: Config) -> None:
        for key, section in self._sections.items():
            if section.security is None:
                continue
            scheme = next(
                (s for s in self._api.security if s.key.reveal() == section.security), None
            )
            if scheme is None or scheme.kind is None:
                raise SpecError(
                    Diagnostic(
                        Code.UNUSED_SETTING,
                        f"option `{key}` names the security scheme {quote(section.security)}, "
                        "which the documents do not have",
                        config.location("client", "options", key, "security"),
                    )
                )
            self._options.setdefault(scheme, (key,))
            self._kinds[key] = scheme.kind

    def _infer(self, taken: set[Identifier], prefix: str) -> None:
        for scheme in self._offered():
            named = self._default_names(scheme, taken)
            self._options[scheme] = tuple(name for name, _ in named)
            for name, kind in named:
                variable = f"{prefix}_{name.upper()}"
                section = OptionSection(security=scheme.key.reveal(), environment=variable)
                self._sections.setdefault(name, section)
                self._kinds[name] = kind

    def _offered(self) -> list[SecurityScheme]:
        """The schemes that something asks for; all, where nothing asks for any."""
        asked = {self._canonical(s) for listed in self._listed for a in listed or () for s in a}
        known = [scheme for scheme in self._api.security if scheme.kind is not None]
        return [s for s in known if s in asked] if any(s in asked for s in known) else known

    def _default_names(
        self, scheme: SecurityScheme, taken: set[Identifier]
    ) -> list[tuple[str, CredentialKind]]:
        """`token`, `api_key` or `username` and `password`; by key where several would be so."""
        kind = scheme.kind or CredentialKind.BEARER
        own = identifiers.client_attribute(scheme.key.reveal())
        alike = [s for s in self._offered() if _family(s) == _family(scheme)]
        if kind is CredentialKind.BASIC:
            free = len(alike) == 1 and not any(Identifier(short) in taken for _, short in _LOGIN)
            return [(short if free else f"{own}_{short}", part) for part, short in _LOGIN]
        short = Identifier("token" if kind is CredentialKind.BEARER else "api_key")
        named = own if len(alike) > 1 or short in taken else short
        return [(f"{named}_credential" if named in taken else named, kind)]

    def _option(self, key: str) -> sdk.ClientOption:
        section = self._sections[key]
        kind = self._kinds.get(key)
        scheme = next((s for s, names in self._options.items() if key in names), None)
        if scheme is None and section.security:
            scheme = next(s for s in self._api.security if s.key.reveal() == section.security)
        header = section.header or (scheme.name.reveal() if scheme else None)
        description = SpecText(section.description) if section.description else None
        required = section.required
        if required is None:
            required = scheme is not None and self._always_asked(scheme)
        return sdk.ClientOption(
            name=identifiers.client_attribute(key),
            variable=SpecText(section.environment) if section.environment else None,
            kind=kind,
            header=SpecText(header) if header else None,
            secret=section.secret or scheme is not None,
            required=required,
            description=description or (scheme.description if scheme else None),
        )

    def _always_asked(self, scheme: SecurityScheme) -> bool:
        """Whether nothing can be done without it: a client that lacks it is refused at once."""
        return bool(self._listed) and all(
            bool(security)
            and all(scheme in map(self._canonical, alternative) for alternative in security or ())
            for security in self._listed
        )

    # -- requirements --------------------------------------------------------------------------

    def _canonical(self, scheme: SecurityScheme) -> SecurityScheme:
        return self._same.get(scheme, scheme)

    def _requirements(self, security: Security | None) -> sdk.Requirements | None:
        if security is None:
            return None
        found = dict.fromkeys(map(self._requirement, security))
        return tuple(requirement for requirement in found if requirement is not None)

    def _requirement(self, alternative: Iterable[SecurityScheme]) -> tuple[Identifier, ...] | None:
        """The options of one alternative; None when the client has no option for one of them."""
        names: list[Identifier] = []
        for scheme in map(self._canonical, alternative):
            if scheme.kind is None:
                continue
            if scheme not in self._options:
                return None
            names.extend(self._settled[key].name for key in self._options[scheme])
        return tuple(names)

    def _default(self) -> sdk.Requirements | None:
        """The default of the documents, unless it is to send everything that is given."""
        found = self._shown_default()
        credentials = [option for option in self._settled.values() if option.kind]
        every = tuple(option.name for option in credentials)
        required = all(option.required for option in credentials)
        return None if found == (every,) and required else found

    def _shown_default(self) -> sdk.Requirements | None:
        return self._requirements(self._api.default_security)


def _family(scheme: SecurityScheme) -> str:
    """What schemes have in common whose options would have one name."""
    if scheme.kind is CredentialKind.BASIC:
        return "login"
    return "token" if scheme.kind is CredentialKind.BEARER else "key"


def name_client(
    api: Api, config: Config, module: Identifier, tree: Tree
) -> tuple[sdk.Client, Credentials, Addresses]:
    """The client, its credentials by what operations ask for, and what its addresses are.

    Raises:
        SpecError: an option names a scheme that the documents do not have, or has the name of a
            resource.
    """
    section = config.client
    name = section.name or identifiers.class_name(api.title.reveal() or "Client")
    prefix = words.snake(section.name or module).upper()
    credentials = Credentials(api, config, tree, prefix)
    taken = {path[0] for path in tree.top_level()} | {o.name for o in credentials.options}
    addresses = Addresses(api, taken, prefix)
    client = sdk.Client(
        name=Identifier(name),
        options=(*credentials.options, *addresses.options),
        base_url=addresses.url(api.server) or _http_twin(addresses.url(api.websocket_server)),
        base_url_variable=SpecText(section.base_url_environment or f"{prefix}_BASE_URL"),
        websocket_url=addresses.url(api.websocket_server),
        log_variable=SpecText(section.log_environment or f"{prefix}_LOG"),
        security=credentials.default,
        transport=tuple(_transport(api)),
    )
    _check_client(client, tree)
    return client, credentials, addresses


def _transport(api: Api) -> Iterator[SpecText]:
    """Yield the schemes that the connection itself has to fulfil."""
    yield from (scheme.key for scheme in api.security if scheme.kind is None)


def _http_twin(url: SpecText | None) -> SpecText | None:
    """The address by which an API that is sockets alone is known: `https` for `wss`."""
    return SpecText(f"http{url.reveal().removeprefix('ws')}") if url is not None else None


def _check_client(client: sdk.Client, tree: Tree) -> None:
    taken = {path[0] for path in tree.top_level()}
    for option in client.options:
        if option.name in taken:
            raise SpecError.of(
                Code.NAME_COLLISION,
                f"the client's option `{option.name}` has the name of another option or a resource",
                None,
                "rename the option under `client.options`, or move the resource's methods under "
                "`operations`, in sdk.yaml",
            )
        taken.add(option.name)
