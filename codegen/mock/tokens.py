"""The token endpoint of OAuth 2 (RFC 6749), so that SDKs which get tokens can be tried."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final
from urllib.parse import parse_qsl, unquote_plus, urlsplit

from starlette.responses import JSONResponse

from codegen.ir.api import SecurityScheme
from codegen.mock.state import Shared

LIFETIME_SECONDS: Final = 3600
_GRANTS: Final = frozenset({"client_credentials", "refresh_token"})
_NOT_STORED: Final = {"cache-control": "no-store"}  # RFC 6749, section 5.1


class TokenEndpoint:
    """Gives tokens to any client that says who it is.

    Args:
        paths: where the documents have their token endpoints, whichever host they are on.
        shared: keeps the tokens, which are accepted from then on.
    """

    def __init__(self, paths: Iterable[str], shared: Shared) -> None:
        self._paths = frozenset(paths)
        self._shared = shared

    def serves(self, method: str, path: str) -> bool:
        """Whether a request is for a token; the path may begin with the server's folder."""
        return method == "POST" and any(path.endswith(known) for known in self._paths)

    def answer(self, headers: Mapping[str, str], body: bytes) -> JSONResponse:
        """The answer to a request; header names are lower case."""
        fields = dict(parse_qsl(body.decode("utf-8", "replace")))
        if not all(_login(headers.get("authorization", ""), fields)):
            return _error(401, "invalid_client")
        if fields.get("grant_type") not in _GRANTS:
            return _error(400, "unsupported_grant_type")
        answer: dict[str, Any] = {
            "access_token": self._shared.issue_key("mock_"),
            "token_type": "Bearer",
            "expires_in": LIFETIME_SECONDS,
        }
        if "scope" in fields:
            answer["scope"] = fields["scope"]
        return JSONResponse(answer, headers=_NOT_STORED)


def paths_of(schemes: Iterable[SecurityScheme]) -> Iterator[str]:
    """Yield the path of each token endpoint of a document's security schemes."""
    for scheme in schemes:
        for flow in scheme.flows:
            for url in (flow.token_url, flow.refresh_url):
                if url is not None:
                    yield from _path(url.reveal())


def _path(url: str) -> Iterator[str]:
    try:
        path = urlsplit(url).path.lstrip("/")
    except ValueError:
        return
    if path:
        yield f"/{path}"


def _login(authorization: str, fields: Mapping[str, str]) -> tuple[str, str]:
    """The id and the secret (RFC 6749, section 2.3.1), empty where they are missing."""
    kind, _, value = authorization.partition(" ")
    if kind.lower() != "basic":
        return fields.get("client_id", ""), fields.get("client_secret", "")
    try:
        user, _, password = base64.b64decode(value, validate=True).decode().partition(":")
    except (binascii.Error, ValueError):
        return "", ""
    return unquote_plus(user), unquote_plus(password)


def _error(status: int, code: str) -> JSONResponse:
    headers = {**_NOT_STORED, "www-authenticate": "Basic"} if status == 401 else _NOT_STORED
    return JSONResponse({"error": code}, status, headers=headers)
