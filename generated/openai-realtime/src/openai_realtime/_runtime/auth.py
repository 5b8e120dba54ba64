"""Credentials: where they come from, and what they become in a request."""

from __future__ import annotations

import base64
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import quote

from .errors import SDKError
from .secrets import Secret, clean_secret
from .settings import Credential, CredentialKind, SDKSettings, SecurityRequirement

_ELSEWHERE: Final = frozenset({"query", "cookie"})


@dataclass(slots=True)
class AuthParts:
    """What the credentials add to one attempt; `values` are the secrets, for masking."""

    headers: dict[str, str] = field(default_factory=dict[str, str], repr=False)
    query: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]], repr=False)
    values: tuple[str, ...] = field(default=(), repr=False)


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
        if value is None and credential.required:
            raise SDKError(_missing(credential))
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
    return options


def needed_credentials(
    settings: SDKSettings,
    options: Mapping[str, object],
    security: tuple[SecurityRequirement, ...] | None,
    headers: Collection[str] = (),
) -> tuple[Credential, ...]:
    """Choose the credentials of an operation.

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
    given = {item.option: item for item in settings.credentials if options.get(item.option)}
    wanted = settings.security if security is None else security
    if wanted is None:
        return tuple(given.values())
    for requirement in wanted:
        if all(option in given for option in requirement):
            return tuple(given[option] for option in requirement)
    if not wanted:
        return ()
    known = {item.option: item for item in settings.credentials}
    own = {name.lower() for name in headers}
    for requirement in wanted:
        missing = [known[option] for option in requirement if option not in given]
        if all(item.kind not in _ELSEWHERE and item.name.lower() in own for item in missing):
            return tuple(given[option] for option in requirement if option in given)
    alternatives = " or ".join(
        " with ".join(_shown(known[option]) for option in requirement) for requirement in wanted
    )
    raise SDKError(f"Missing credentials: this method needs {alternatives}")


def _shown(credential: Credential) -> str:
    variable = f" (environment variable {credential.variable})" if credential.variable else ""
    return f"the client option `{credential.option}`{variable}"


def auth_parts(values: Mapping[Credential, str]) -> AuthParts:
    """Place credentials, already asked for, into headers, query and cookies.

    Raises:
        SDKError: a value is empty or cannot be sent.
    """
    parts = AuthParts()
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


def _missing(credential: Credential) -> str:
    message = f"Missing credentials: pass `{credential.option}` to the client"
    if credential.variable:
        message += f", or set the environment variable {credential.variable}"
    return message
