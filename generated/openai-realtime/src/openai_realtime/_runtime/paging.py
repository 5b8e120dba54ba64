"""How a listing goes on: what the request of the next page is, decided without I/O."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal, Protocol, TypeAlias, cast
from urllib.parse import parse_qsl, urljoin, urlsplit

from .errors import APIResponseValidationError
from .sentinels import is_given
from .text import printable
from .url import has_dot_segment, origin, shown_origin

if TYPE_CHECKING:
    from .http import Response
    from .request import RequestArguments

AttributePath: TypeAlias = tuple[str, ...]
"""Attributes and keys that lead from an answer to a value; the empty one is the answer itself."""

Place: TypeAlias = Literal["query", "body"]

MAX_MARKER: Final = 10_000
"""Longest cursor or link, in characters; a longer one is refused."""


@dataclass(frozen=True, slots=True)
class Page:
    """What a page tells of how to go on.

    value: the decoded answer.
    items: what stands on the page.
    response: the answer as it came.
    arguments: what the page was asked for with.
    """

    value: object
    items: Sequence[object]
    response: Response
    arguments: RequestArguments


@dataclass(frozen=True, slots=True)
class NextPage:
    """The request of the next page.

    marker: what must not come again; otherwise a server could keep a caller going for ever.
    arguments: what to ask with.
    path: the address below the base address, where it is not that of the operation.
    """

    marker: str
    arguments: RequestArguments
    path: str | None = None


class Paging(Protocol):
    """How an operation is paged."""

    @property
    def items(self) -> AttributePath:
        """Where the items of a page are."""
        ...

    def following(self, page: Page, base_path: str) -> NextPage | None:
        """Give the request of the next page; None behind the last one.

        Args:
            page: the page before it.
            base_path: the path of the client's base address.

        Raises:
            APIResponseValidationError: the answer leads where no request may go.
        """
        ...


@dataclass(frozen=True, slots=True)
class CursorPaging:
    """The answer carries what the next page is asked for with.

    parameter, place: what carries the cursor in a request.
    cursor: where the answer has it.
    more: a boolean that says whether there is another page; without it, no cursor is the end.
    of_last_item: the cursor is looked up in the last item in place of the answer.
    """

    items: AttributePath
    parameter: str
    cursor: AttributePath
    more: AttributePath | None = None
    place: Place = "query"
    of_last_item: bool = False

    def following(self, page: Page, base_path: str) -> NextPage | None:
        """See `Paging`."""
        if self.more is not None and look_up(page.value, self.more) is not True:
            return None
        if self.of_last_item and not page.items:
            return None
        found = look_up(page.items[-1] if self.of_last_item else page.value, self.cursor)
        if found is None or found == "" or isinstance(found, bool):
            return None
        if not isinstance(found, (str, int, float)):
            raise _refusal(page, f"the cursor is of type {type(found).__name__}")
        marker = _marker(page, str(found))
        return NextPage(marker, _with(page.arguments, self.place, self.parameter, found))


@dataclass(frozen=True, slots=True)
class OffsetPaging:
    """The next page is asked for with the number of items before it.

    total: where the answer has the number of all items; without it an empty page is the end.
    """

    items: AttributePath
    parameter: str
    total: AttributePath | None = None
    more: AttributePath | None = None
    place: Place = "query"

    def following(self, page: Page, base_path: str) -> NextPage | None:
        """See `Paging`."""
        if not page.items or _has_ended(page, self.more):
            return None
        start = _number(page.arguments, self.place, self.parameter, 0) + len(page.items)
        total = look_up(page.value, self.total) if self.total is not None else None
        if isinstance(total, int) and start >= total:
            return None
        return NextPage(_digest(page), _with(page.arguments, self.place, self.parameter, start))


@dataclass(frozen=True, slots=True)
class NumberPaging:
    """Pages are numbered.

    first: the number of the first page.
    pages: where the answer has the number of the last page, `first` counted as in requests;
        without it an empty page is the end.
    """

    items: AttributePath
    parameter: str
    first: int = 1
    pages: AttributePath | None = None
    more: AttributePath | None = None
    place: Place = "query"

    def following(self, page: Page, base_path: str) -> NextPage | None:
        """See `Paging`."""
        if not page.items or _has_ended(page, self.more):
            return None
        number = _number(page.arguments, self.place, self.parameter, self.first) + 1
        pages = look_up(page.value, self.pages) if self.pages is not None else None
        if isinstance(pages, int) and number - self.first >= pages:
            return None
        return NextPage(_digest(page), _with(page.arguments, self.place, self.parameter, number))


@dataclass(frozen=True, slots=True)
class LinkPaging:
    """The answer carries the address of the next page.

    link: where it has it; None for the `Link` header with `rel="next"` (RFC 8288).
    """

    items: AttributePath
    link: AttributePath | None = None

    def following(self, page: Page, base_path: str) -> NextPage | None:
        """See `Paging`. An address of another origin, or above the base address, is refused."""
        if self.link is None:
            found: object = page.response.links.get("next", {}).get("url")
        else:
            found = look_up(page.value, self.link)
        if found is None or found == "":
            return None
        if not isinstance(found, str):
            raise _refusal(page, f"the link is of type {type(found).__name__}")
        _marker(page, found)
        current = str(page.response.request.url)
        try:
            link = urljoin(current, found)
            parts = urlsplit(link)
            is_here = origin(link) == origin(current)
        except ValueError:
            raise _refusal(page, "the link is not a URL") from None
        if not is_here or parts.username is not None:
            raise _refusal(page, f"the link leads to {shown_origin(link)}")
        if not f"{parts.path}/".startswith(f"{base_path}/") or has_dot_segment(parts.path):
            raise _refusal(page, "the link leads out of the base address")
        path = parts.path.removeprefix(base_path).replace("{", "%7B").replace("}", "%7D")
        query: dict[str, object] = {}
        for name, value in parse_qsl(parts.query, keep_blank_values=True):
            cast("list[str]", query.setdefault(name, [])).append(value)
        arguments: RequestArguments = {**page.arguments, "path": {}, "query": query}
        # What the caller added to the first address is part of the link.
        arguments.pop("extra_query", None)
        return NextPage(link, arguments, path or "/")


def look_up(value: object, path: AttributePath) -> object:
    """Follow a path through models and mappings; None where it breaks off."""
    for name in path:
        if isinstance(value, Mapping):
            value = cast("Mapping[str, object]", value).get(name)
        else:
            value = getattr(value, name, None)
        if value is None:
            return None
    return value


def items_of(value: object, path: AttributePath) -> list[Any]:
    """Give the items of a page; an answer without them has none."""
    found = look_up(value, path)
    return found if isinstance(found, list) else []  # pyright: ignore[reportUnknownVariableType]


def repeated(page: Page) -> APIResponseValidationError:
    """The refusal to go round in circles."""
    return _refusal(page, "the next page is one that has been asked for already")


def _with(arguments: RequestArguments, place: Place, name: str, value: object) -> RequestArguments:
    changed: dict[str, object] = {**(arguments.get(place) or {}), name: value}
    extra_name = f"extra_{place}"
    extra = arguments.get(extra_name)
    result: dict[str, object] = {**arguments, place: changed}
    if isinstance(extra, Mapping) and name in extra:
        # Stronger than the arguments, it would ask for the first page again and again.
        kept = cast("Mapping[str, object]", extra)
        result[extra_name] = {k: v for k, v in kept.items() if k != name}
    return cast("RequestArguments", result)


def _number(arguments: RequestArguments, place: Place, name: str, default: int) -> int:
    for holder in (f"extra_{place}", place):
        given = arguments.get(holder)
        value = (
            cast("Mapping[str, object]", given).get(name) if isinstance(given, Mapping) else None
        )
        if value is not None and is_given(value):
            try:
                return int(cast("Any", value))
            except (TypeError, ValueError):
                return default
    return default


def _has_ended(page: Page, more: AttributePath | None) -> bool:
    return more is not None and look_up(page.value, more) is False


def _digest(page: Page) -> str:
    """The page as it came: the same one again means that the server ignores the number."""
    return hashlib.sha256(page.response.content).hexdigest()


def _marker(page: Page, text: str) -> str:
    if len(text) > MAX_MARKER:
        raise _refusal(page, f"the cursor or link has {len(text)} characters")
    return text


def _refusal(page: Page, problem: str) -> APIResponseValidationError:
    return APIResponseValidationError(
        page.response, None, message=printable(f"There is no way to the next page: {problem}")
    )
