"""Credentials: where they come from, and what they become in a request."""

from __future__ import annotations

import base64
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import quote

from .errors import SDKError
from .secrets import Secret, clean_secret, revealed
from .settings import (
    ClientCredentials,
    Credential,
    CredentialKind,
    Scoped,
    SDKSettings,
    SecurityRequirement,
)

_ELSEWHERE: Final = frozenset({"query", "cookie"})


@dataclass(slots=True)
class AuthParts:
    """What the credentials add to one attempt.

    values: the secrets, for masking.
    credentials: what each of them was.
    """

    headers: dict[str, str] = field(default_factory=dict[str, str], repr=False)
    query: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]], repr=False)
    values: tuple[str, ...] = field(default=(), repr=False)
    credentials: Mapping[Credential, str] = field(default_factory=dict[Credential, str], repr=False)


def initial_options(
    settings: SDKSettings, given: Mapping[str, object], environment: Mapping[str, str]
) -> dict[str, object]:
    """Settle the client's options: what the caller gave, else the environment variable.

    Credentials come back as `Secret`, or as the callable that the caller gave.

    Raises:
        SDKError: a required credential is missing, or one cannot be sent.
    """
    options: dict[str, object] = {}
    for credential in settings.credentials:
        value = _given_or_variable(credential.option, credential.variable, given, environment)
        if value is not None and not callable(value):
            value = Secret(
                clean_secret(credential.option, value, empty=credential.kind == "password")
            )
        options[credential.option] = value
    for option in settings.header_options:
        options[option.option] = _given_or_variable(
            option.option, option.variable, given, environment
        )
    for part in settings.server_variables:
        options[part.option] = _given_or_variable(part.option, part.variable, given, environment)
    for plain in settings.plain_options:
        value = _given_or_variable(plain.option, plain.variable, given, environment)
        options[plain.option] = Secret(value) if plain.secret and isinstance(value, str) else value
    for credential in settings.credentials:
        if credential.grant is not None:
            _settle_grant(credential.option, credential.grant, given, options)
        if credential.required and not is_given(credential, options):
            raise SDKError(_missing(settings, credential))
    return options


def _settle_grant(
    option: str,
    grant: ClientCredentials,
    given: Mapping[str, object],
    options: dict[str, object],
) -> None:
    """Settle whether the token counts or the id and the secret, where both could be had.

    What the caller gave is stronger than the environment; else the token is stronger.
    """
    halves = (grant.client_id, grant.client_secret)
    for half in halves:
        value = revealed(options[half])
        options[half] = None if value is None else Secret(clean_secret(half, value))
    by_caller = any(given.get(half) is not None for half in halves)
    if given.get(option) is None and by_caller and all(options[half] for half in halves):
        options[option] = None


def is_given(credential: Credential, options: Mapping[str, object]) -> bool:
    """Say whether there is a credential, or all that is needed to get it."""
    return bool(options.get(credential.option)) or has_grant(credential, options)


def has_grant(credential: Credential, options: Mapping[str, object]) -> bool:
    """Say whether the SDK gets a credential itself, with the application's id and secret."""
    grant = credential.grant
    if grant is None or options.get(credential.option) is not None:
        return False
    return bool(options.get(grant.client_id)) and bool(options.get(grant.client_secret))


def changed_options(
    settings: SDKSettings, options: Mapping[str, object], changes: Mapping[str, object]
) -> dict[str, object]:
    """Merge options: a new id or secret takes the place of a token that was there before."""
    merged = {**options, **changes}
    for credential in settings.credentials:
        grant = credential.grant
        if grant is None or credential.option in changes:
            continue
        if any(changes.get(half) is not None for half in (grant.client_id, grant.client_secret)):
            merged[credential.option] = None
    return merged


def needed_credentials(
    settings: SDKSettings,
    options: Mapping[str, object],
    security: tuple[SecurityRequirement, ...] | None,
    headers: Collection[str] = (),
) -> dict[Credential, tuple[str, ...]]:
    """Choose the credentials of an operation, and the scopes that their tokens need.

    Args:
        settings: the API's.
        options: the client's, to see which credentials the user has given.
        security: the operation's alternatives, the first that is fully given wins; None for the
            API's default, `()` for none.
        headers: the headers that the user sets without the SDK's help; one of them does as well
            as the credential that would be in it.

    Raises:
        SDKError: no alternative is fully given.
    """
    given = {item.option: item for item in settings.credentials if is_given(item, options)}
    wanted = settings.security if security is None else security
    if wanted is None:
        return dict.fromkeys(given.values(), ())
    alternatives = [dict(map(_scoped, requirement)) for requirement in wanted]
    for alternative in alternatives:
        if alternative.keys() <= given.keys():
            return {given[option]: scopes for option, scopes in alternative.items()}
    if not alternatives:
        return {}
    known = {item.option: item for item in settings.credentials}
    own = {name.lower() for name in headers}
    for alternative in alternatives:
        missing = [known[option] for option in alternative if option not in given]
        if all(item.kind not in _ELSEWHERE and item.name.lower() in own for item in missing):
            return {given[o]: scopes for o, scopes in alternative.items() if o in given}
    needed = " or ".join(
        " with ".join(_shown(settings, known[option]) for option in alternative)
        for alternative in alternatives
    )
    raise SDKError(f"Missing credentials: this method needs {needed}")


def _scoped(item: str | Scoped) -> tuple[str, tuple[str, ...]]:
    return (item, ()) if isinstance(item, str) else (item.option, item.scopes)


def _shown(settings: SDKSettings, credential: Credential) -> str:
    def named(option: str, variable: str | None) -> str:
        return f"`{option}`" + (f" (environment variable {variable})" if variable else "")

    own = f"the client option {named(credential.option, credential.variable)}"
    pair = [named(half, variable) for half, variable in _halves(settings, credential)]
    return f"{own} or the client options {' and '.join(pair)}" if pair else own


def _halves(settings: SDKSettings, credential: Credential) -> list[tuple[str, str | None]]:
    """The options that do instead of a credential, with their environment variables."""
    if credential.grant is None:
        return []
    variables = {plain.option: plain.variable for plain in settings.plain_options}
    halves = (credential.grant.client_id, credential.grant.client_secret)
    return [(half, variables.get(half)) for half in halves]


def auth_parts(values: Mapping[Credential, str]) -> AuthParts:
    """Place credentials, already asked for, into headers, query and cookies.

    Raises:
        SDKError: a value is empty or cannot be sent.
    """
    parts = AuthParts(credentials=values)
    cookies: list[str] = []
    login: dict[CredentialKind, str] = {}
    for credential, value in values.items():
        secret = clean_secret(credential.option, value, empty=credential.kind == "password")
        parts.values += (secret,) if secret else ()
        if credential.kind == "bearer":
            parts.headers[credential.name] = f"Bearer {secret}"
        elif credential.kind in ("basic", "username", "password"):
            login[credential.kind] = secret
        elif credential.kind == "header":
            parts.headers[credential.name] = secret
        elif credential.kind == "query":
            parts.query.append((credential.name, secret))
        else:
            cookies.append(f"{credential.name}={quote(secret, safe='')}")
    if login:
        encoded = _basic(login)
        parts.values += (encoded,)
        parts.headers["Authorization"] = f"Basic {encoded}"
    if cookies:
        parts.headers["Cookie"] = "; ".join(cookies)
    return parts


def _basic(login: Mapping[CredentialKind, str]) -> str:
    """Write a user name and a password (RFC 7617, section 2)."""
    user = login.get("username", "")
    if ":" in user:
        raise SDKError("a user name must not contain a colon")
    pair = login.get("basic") or f"{user}:{login.get('password', '')}"
    return base64.b64encode(pair.encode("utf-8")).decode("ascii")


def option_headers(settings: SDKSettings, options: Mapping[str, object]) -> dict[str, object]:
    """Give the headers of the options that are sent with every request."""
    return {item.header: options.get(item.option) for item in settings.header_options}


def _given_or_variable(
    option: str,
    variable: str | None,
    given: Mapping[str, object],
    environment: Mapping[str, str],
) -> object | None:
    value = given.get(option)
    if value is not None:
        return value
    return (environment.get(variable) or None) if variable else None


def _missing(settings: SDKSettings, credential: Credential) -> str:
    options, variables = f"`{credential.option}`", credential.variable
    halves = _halves(settings, credential)
    if halves:
        options += f", or {' and '.join(f'`{half}`' for half, _ in halves)},"
    message = f"Missing credentials: pass {options} to the client"
    if not variables:
        return message
    pair = " and ".join(variable for _, variable in halves if variable)
    if pair:
        return f"{message}, or set the environment variables {variables}, or {pair}"
    return f"{message}, or set the environment variable {variables}"
