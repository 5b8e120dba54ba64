"""The HTTP clients that the SDK makes itself: without cookies, without defaults of their own.

A client that the user brings adds its headers, cookies and query to each request, as the library
does it. Ours has none, so that a request is what the SDK has prepared, and no work goes into
merging nothing or into reading cookies that are not kept.
"""

from __future__ import annotations

from collections.abc import AsyncIterable, Iterable

from .headers import HeaderList
from .http import (
    DEFAULT_LIMITS,
    URL,
    AsyncClient,
    Client,
    Cookies,
    Request,
    Response,
    Timeout,
)
from .request import PreparedRequest


class _NoCookies(Cookies):
    """Takes no cookie, so that one caller's session is never another's."""

    def extract_cookies(self, response: Response) -> None:
        """Leave the cookies of an answer where they are."""


_NO_COOKIES = _NoCookies()


class _OwnClient(Client):
    @property
    def cookies(self) -> Cookies:
        return _NO_COOKIES

    @cookies.setter
    def cookies(self, cookies: object) -> None:
        raise AttributeError("this client keeps no cookies")


class _OwnAsyncClient(AsyncClient):
    @property
    def cookies(self) -> Cookies:
        return _NO_COOKIES

    @cookies.setter
    def cookies(self, cookies: object) -> None:
        raise AttributeError("this client keeps no cookies")


def make_client() -> Client:
    """Make the client of a blocking SDK client; it opens nothing yet."""
    return _OwnClient(limits=DEFAULT_LIMITS)


def make_async_client() -> AsyncClient:
    """Make the client of an asyncio SDK client; it opens nothing yet."""
    return _OwnAsyncClient(limits=DEFAULT_LIMITS)


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
            headers=_with_encodings(prepared.headers, client.headers["Accept-Encoding"]),
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


def _with_encodings(headers: HeaderList, encodings: str) -> HeaderList:
    """Add the content encodings that the library can undo, unless the caller has chosen."""
    if any(name.lower() == "accept-encoding" for name, _ in headers):
        return headers
    return [*headers, ("Accept-Encoding", encodings)]
