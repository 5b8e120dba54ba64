"""The HTTP clients that the SDK makes itself: without cookies, without defaults of their own.

A client that the user brings adds its headers, cookies and query to each request, as the library
does it. Ours has none, so that a request is what the SDK has prepared, and no work goes into
merging nothing or into reading cookies that are not kept.
"""

from __future__ import annotations

from collections.abc import AsyncIterable, Iterable
from typing import Any, Final

from .http import (
    DEFAULT_LIMITS,
    DEFAULT_TIMEOUT,
    URL,
    AsyncClient,
    Client,
    Cookies,
    Request,
    Response,
    Timeout,
)
from .request import PreparedRequest
from .transport import close_when_cancelled, limit_waits


class _NoCookies(Cookies):
    """Takes no cookie, so that one caller's session is never another's."""

    def extract_cookies(self, response: Response) -> None:
        """Leave the cookies of an answer where they are."""


_NO_COOKIES = _NoCookies()

_LOOPBACK: Final = ("all://localhost", "all://127.0.0.1", "all://[::1]")


class _Cookieless:
    """The part of a client that the library keeps cookies in."""

    @property
    def cookies(self) -> Cookies:
        """None: one caller's session is never another's."""
        return _NO_COOKIES

    @cookies.setter
    def cookies(self, cookies: object) -> None:
        raise AttributeError("this client keeps no cookies")


class DefaultHttpxClient(_Cookieless, Client):
    """A blocking HTTP client with the SDK's defaults, to be changed and given as `http_client`.

    It takes the arguments of the library's own: `proxy`, `verify`, `trust_env` and the like. It
    keeps no cookies, sends requests to the machine itself through no proxy of the environment's,
    and holds the total of a `Timeout` to the moment.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**_with_defaults(options))
        limit_waits(self)


class DefaultAsyncHttpxClient(_Cookieless, AsyncClient):
    """The same for asyncio."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**_with_defaults(options))
        close_when_cancelled(self)


class _OwnClient(DefaultHttpxClient):
    pass


class _OwnAsyncClient(DefaultAsyncHttpxClient):
    pass


def make_client() -> Client:
    """Make the client of a blocking SDK client; it opens nothing yet."""
    return _OwnClient()


def make_async_client() -> AsyncClient:
    """Make the client of an asyncio SDK client; it opens nothing yet."""
    return _OwnAsyncClient()


def _with_defaults(options: dict[str, Any]) -> dict[str, Any]:
    if options.get("cookies"):
        raise TypeError("this client keeps no cookies; give `http_client` another one for them")
    mounts: dict[str, Any] = {}
    if options.get("proxy") is None:
        mounts = dict.fromkeys(_LOOPBACK)
    mounts.update(options.get("mounts") or {})
    return {"timeout": DEFAULT_TIMEOUT, "limits": DEFAULT_LIMITS, **options, "mounts": mounts}


def build_request(
    client: Client | AsyncClient,
    prepared: PreparedRequest,
    content: bytes | Iterable[bytes] | AsyncIterable[bytes] | None,
    timeout: float | Timeout | None,
) -> Request:
    """Make the library's request; a client of the user's adds what it is set to add.

    To a request that is to be sent alone nothing is added.

    Args:
        client: what will send it.
        prepared: the request.
        content: its body, as the client can read it.
        timeout: seconds, or finer; None waits for ever.
    """
    if prepared.alone or isinstance(client, (_OwnClient, _OwnAsyncClient)):
        request = Request(
            prepared.method,
            URL(prepared.url),
            headers=prepared.headers,
            content=content,
            extensions={"timeout": Timeout(timeout).as_dict()},
        )
    else:
        request = client.build_request(
            prepared.method,
            prepared.url,
            headers=prepared.headers,
            content=content,
            timeout=timeout,
        )
    request.method = prepared.method  # the library writes every method in capitals
    return request
