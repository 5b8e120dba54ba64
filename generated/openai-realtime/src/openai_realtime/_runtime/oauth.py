"""OAuth 2 tokens for the application itself: what is asked for, and what an answer means; no I/O.

Client credentials are RFC 6749, section 4.4; refreshing is section 6.
"""

from __future__ import annotations

import base64
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from urllib.parse import quote_plus, urlencode, urljoin, urlsplit

from .constants import ACCEPTED_CODINGS
from .decode import DecodeError, parse_json
from .errors import APIResponseValidationError, APIStatusError, SDKError, status_error
from .http import Response, stand_in_request
from .json_types import is_object
from .request import PreparedRequest
from .secrets import Secret, clean_secret, revealed
from .text import mask, printable
from .url import fill_variables, is_loopback

if TYPE_CHECKING:
    from .settings import Credential, SDKSettings
    from .url import BaseURL

_REFUSED: Final = frozenset({400, 401, 403})
_MARGIN_SECONDS: Final = 30.0
_MARGIN_SHARE: Final = 0.1


@dataclass(frozen=True, slots=True)
class Grant:
    """What a token is asked for with. Equal grants give tokens that do as well as each other.

    url: the token endpoint; refresh_url: where a refresh token is used.
    """

    url: str
    refresh_url: str
    client_id: str = field(repr=False)
    client_secret: str = field(repr=False)
    scopes: tuple[str, ...]
    parameters: tuple[tuple[str, str], ...] = field(repr=False)
    in_body: bool

    @property
    def login(self) -> tuple[object, ...]:
        """Everything but the scopes."""
        return (self.url, self.client_id, self.client_secret, self.parameters, self.in_body)

    def covers(self, other: Grant) -> bool:
        """Whether a token of this grant was asked for with all that the other one needs."""
        return self.login == other.login and set(self.scopes) >= set(other.scopes)

    def __reduce__(self) -> str:
        raise TypeError("a grant has secrets and cannot be pickled")


@dataclass(frozen=True, slots=True)
class Token:
    """A token endpoint's answer; lifetime in seconds, None when the server does not say."""

    access: Secret
    refresh: Secret | None = None
    lifetime: float | None = None

    def usable_seconds(self) -> float:
        """Give how long it is used: a little less than its life, for clocks and for the way."""
        if self.lifetime is None:
            return math.inf
        return self.lifetime - min(_MARGIN_SECONDS, self.lifetime * _MARGIN_SHARE)


def grant_of(
    settings: SDKSettings,
    credential: Credential,
    options: Mapping[str, object],
    base_url: BaseURL,
    scopes: tuple[str, ...],
) -> Grant:
    """Settle what a token is asked for with.

    Args:
        settings: the API's, for the variables of its address.
        credential: what the token is for; the SDK gets it itself.
        options: the client's.
        base_url: what a relative endpoint is relative to.
        scopes: what the operation needs.

    Raises:
        SDKError: the token endpoint is missing, or the secret could be read on the way to it.
    """
    credentials = credential.grant
    if credentials is None:
        raise TypeError("the credential has no grant")
    option = credentials.token_url or "token_url"
    given = options.get(option)
    declared = fill_variables(credentials.url, settings.server_variables, options)
    url = _endpoint(option, str(given or declared), base_url)
    refresh = credentials.refresh_url if given is None else None
    return Grant(
        url,
        _endpoint(option, refresh, base_url) if refresh else url,
        str(revealed(options.get(credentials.client_id))),
        str(revealed(options.get(credentials.client_secret))),
        scopes if credentials.scopes is None else credentials.scopes,
        credentials.parameters,
        credentials.in_body,
    )


def token_request(grant: Grant, user_agent: str, refresh: Secret | None = None) -> PreparedRequest:
    """Build the request for a token; with a refresh token, the one that uses it.

    It has nothing of the API's requests: none of their credentials, headers or query.
    """
    fields = {"grant_type": "client_credentials"}
    if grant.scopes:
        fields["scope"] = " ".join(grant.scopes)
    fields |= dict(grant.parameters)
    if refresh is not None:
        fields |= {"grant_type": "refresh_token", "refresh_token": refresh.reveal()}
    headers = [
        ("Accept", "application/json"),
        ("Accept-Encoding", ACCEPTED_CODINGS),
        ("User-Agent", user_agent),
        ("Content-Type", "application/x-www-form-urlencoded"),
    ]
    secrets = [grant.client_id, grant.client_secret]
    if grant.in_body:
        fields |= {"client_id": grant.client_id, "client_secret": grant.client_secret}
    else:
        # RFC 6749, section 2.3.1: both halves are form-encoded first.
        pair = f"{quote_plus(grant.client_id)}:{quote_plus(grant.client_secret)}"
        login = base64.b64encode(pair.encode("ascii")).decode("ascii")
        headers.append(("Authorization", f"Basic {login}"))
        secrets += [login, quote_plus(grant.client_secret)]
    if refresh is not None:
        secrets.append(refresh.reveal())
    return PreparedRequest(
        method="POST",
        url=grant.url if refresh is None else grant.refresh_url,
        headers=headers,
        content=urlencode(fields).encode("ascii"),
        route="token request",
        secrets=tuple(secrets),
        repeatable=True,  # a token that is not used does no harm
        alone=True,
    )


def read_token(
    response: Response, request: PreparedRequest, refresh: Secret | None = None
) -> Token:
    """Read the answer of a token endpoint (RFC 6749, section 5.1).

    Args:
        response: the answer.
        request: what it answers.
        refresh: what was used for it, and can be used again unless there is another one.

    A lifetime that makes no sense counts as none: such a token is used until the API refuses it.

    Raises:
        APIResponseValidationError: it is no answer with a bearer token. The exception has nothing
            of the body, in which there may be a token.
    """
    try:
        body = parse_json(response.content)
    except DecodeError:
        raise _unusable(response, request, "is not JSON") from None
    if not is_object(body):
        raise _unusable(response, request, "is not an object")
    if isinstance(body.get("error"), str):
        raise _unusable(response, request, f"is an error: {_said(body, request)}")
    access, kind = body.get("access_token"), body.get("token_type", "bearer")
    if not isinstance(access, str):
        raise _unusable(response, request, "has no `access_token`")
    if not isinstance(kind, str) or kind.lower() != "bearer":
        raise _unusable(response, request, "has a `token_type` other than `bearer`")
    try:
        secret = Secret(clean_secret("access_token", access))
    except SDKError as refused:
        raise _unusable(response, request, f"has no usable token: {refused}") from None
    further = body.get("refresh_token")
    if isinstance(further, str) and further:
        refresh = Secret(further)
    return Token(secret, refresh, _seconds(body.get("expires_in")))


def refusal(error: APIStatusError, request: PreparedRequest) -> APIStatusError:
    """Give the exception for a failure of the token endpoint (RFC 6749, section 5.2).

    It is of the class of its status, says that it is not the API's, and has the code of the
    error, `invalid_client` for one, as `code`. A body that quotes the secret has it masked.
    """
    response = error.response
    text = mask(response.content.decode("utf-8", "replace"), request.secrets)
    body = _json_or_text(text)
    details = body if is_object(body) else {}
    said = _said(details, request)
    if response.is_redirect:
        said = "the token endpoint redirects, which is not followed"
    answer = Response(
        response.status_code,
        headers=response.headers,
        content=text.encode(),
        request=stand_in_request(request.url, request.method),
    )
    made = status_error(answer, body, detail=f"no token: {said or 'the token endpoint failed'}")
    made.request_id = error.request_id
    if isinstance(details.get("error"), str):
        made.code = str(details["error"])
    return made


def is_refused(error: APIStatusError) -> bool:
    """Whether a refresh token is of no more use, and the client's own credentials may be."""
    return error.status_code in _REFUSED


def _endpoint(option: str, url: str, base_url: BaseURL) -> str:
    """Check a token endpoint (RFC 6749, section 3.2), once it is absolute."""
    if not url.strip():
        raise SDKError(f"the API's documents name no token endpoint: give `{option}`")
    if any(character.isspace() or not character.isprintable() for character in url):
        raise SDKError(f"`{option}` contains white space or control characters")
    try:
        base = f"{base_url.scheme}://{base_url.authority}{base_url.path}/"
        absolute = url if urlsplit(url).scheme else urljoin(base, url)
        parts = urlsplit(absolute)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError:
        raise SDKError(f"`{option}` is not a URL") from None
    if "{" in absolute or not host or "@" in parts.netloc or parts.fragment:
        raise SDKError(f"`{option}` is not the URL of a token endpoint: give another one")
    if parts.scheme != "https" and not (parts.scheme == "http" and is_loopback(host)):
        raise SDKError(f"`{option}` must start with https://, or others could read the secret")
    return absolute


def _seconds(value: object) -> float | None:
    """Read `expires_in`, which some servers write as text."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    try:
        seconds = float(value)
    except (ValueError, OverflowError):
        return None
    return None if math.isnan(seconds) else max(seconds, 0.0)


def _json_or_text(text: str) -> object:
    try:
        return parse_json(text)
    except DecodeError:
        return text or None


def _said(body: Mapping[str, object], request: PreparedRequest) -> str:
    parts = [body.get("error"), body.get("error_description")]
    text = " - ".join(part for part in parts if isinstance(part, str) and part)
    return printable(mask(text, request.secrets))


def _unusable(
    response: Response, request: PreparedRequest, what: str
) -> APIResponseValidationError:
    answer = Response(response.status_code, request=stand_in_request(request.url, request.method))
    return APIResponseValidationError(answer, None, message=f"The token endpoint's answer {what}.")
