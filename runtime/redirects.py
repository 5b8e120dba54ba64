"""Where a redirect leads, and whether it is followed: never to another origin."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin, urlsplit

from .url import origin, shown_origin

if TYPE_CHECKING:
    from .request import PreparedRequest

REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})

_OF_CONTENT: Final = frozenset({"content-type", "content-length", "content-encoding"})


class RedirectRefusedError(ValueError):
    """A redirect that is not followed; the message says why, and names no more than an origin."""


def redirected(
    prepared: PreparedRequest, status: int, location: str | None
) -> PreparedRequest | None:
    """Give the request that a redirect asks for; None when the answer is not a redirect.

    303 asks for a GET, and so do 301 after a POST and 302 after all but HEAD, as browsers read
    them; the others ask for the same request, body and all (RFC 9110, section 15.4).

    Raises:
        RedirectRefusedError: the address is none, or is of another origin.
    """
    if status not in REDIRECTS or not location:
        return None
    try:
        target = urljoin(prepared.url, location)
        same = origin(target) == origin(prepared.url) and urlsplit(target).username is None
    except ValueError:
        raise RedirectRefusedError("redirect to an invalid URL refused") from None
    if not same:
        raise RedirectRefusedError(f"redirect to another origin refused: {shown_origin(target)}")
    target = target.partition("#")[0]
    if not _becomes_get(status, prepared.method.upper()):
        return replace(prepared, url=target)
    headers = [item for item in prepared.headers if item[0].lower() not in _OF_CONTENT]
    return replace(prepared, method="GET", url=target, headers=headers, content=None)


def _becomes_get(status: int, method: str) -> bool:
    if status == 303 or status == 302:
        return method != "HEAD"
    return status == 301 and method == "POST"
