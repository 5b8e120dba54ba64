"""What the SDK remembers with an answer: the request's id, and which credentials it carried."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast
from urllib.parse import unquote_plus

from .text import SHORTEST_SECRET

if TYPE_CHECKING:
    from .http import Request, Response

_REQUEST_ID: Final = "specloom.request_id"
_SECRETS: Final = "specloom.secrets"

_ALWAYS_HIDDEN: Final = frozenset({b"authorization", b"proxy-authorization", b"cookie"})
_HIDDEN: Final = "***"


def note(response: Response, request_id_header: str, secrets: tuple[str, ...]) -> None:
    """Remember the server's id of a request and the credentials that it was sent with."""
    response.extensions[_REQUEST_ID] = response.headers.get(request_id_header)
    response.extensions[_SECRETS] = secrets


def request_id_of(response: Response) -> str | None:
    """Give the server's id of the request that an answer belongs to."""
    if _REQUEST_ID in response.extensions:
        return cast("str | None", response.extensions[_REQUEST_ID])
    return cast("str | None", response.headers.get("x-request-id"))


def hide_credentials(response: Response) -> None:
    """Have an answer show its request without credentials, for exceptions that carry it away."""
    secrets = response.extensions.pop(_SECRETS, None)
    if secrets is not None:
        response.request = shown_request(response.request, secrets)


def shown_request(request: Request, secrets: tuple[str, ...]) -> Request:
    """Copy a request without its body, its credentials replaced by `***`."""
    headers = [
        (name, _HIDDEN.encode() if _is_secret(name, value, secrets) else value)
        for name, value in request.headers.raw
    ]
    pairs = request.url.query.decode("ascii").split("&")
    url = str(request.url.copy_with(query=None))
    if request.url.query:
        url += "?" + "&".join(_shown_pair(pair, secrets) for pair in pairs)
    return type(request)(request.method, url, headers=headers)


def _is_secret(name: bytes, value: bytes, secrets: tuple[str, ...]) -> bool:
    text = value.decode("latin-1")
    return name.lower() in _ALWAYS_HIDDEN or any(
        secret == text or (len(secret) >= SHORTEST_SECRET and secret in text) for secret in secrets
    )


def _shown_pair(pair: str, secrets: tuple[str, ...]) -> str:
    name, _, value = pair.partition("=")
    return f"{name}={_HIDDEN}" if unquote_plus(value) in secrets else pair
