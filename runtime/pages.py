"""A listing, page by page or item by item: the thin shells over the decisions of `paging`."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Generator, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Generic, TypeVar, Unpack, cast
from urllib.parse import urlsplit

from .content import is_read_once
from .paging import NextPage, Page, Paging, items_of, repeated
from .request import for_several_calls

if TYPE_CHECKING:
    from .client import AsyncAPIClient, SyncAPIClient
    from .http import Response
    from .operation import Operation
    from .request import RequestArguments
    from .resource import AsyncResource, SyncResource
    from .results import Result

ItemT = TypeVar("ItemT")
AnswerT = TypeVar("AnswerT")
PageT = TypeVar("PageT")


class _PageBase(Generic[ItemT, AnswerT]):
    """One page.

    response: the decoded answer, with all that stands beside the items.
    items: what stands on this page.
    """

    response: AnswerT
    items: list[ItemT]

    def __init__(
        self,
        client: Any,
        operation: Operation[AnswerT],
        paging: Paging,
        page: Page,
        asked: dict[str, int],
        number: int,
    ) -> None:
        self._client = client
        self._operation = operation
        self._paging = paging
        self._page = page
        # The number of the page that each marker led to, shared by all pages of a listing.
        self._asked = asked
        self._number = number
        self.response = cast("AnswerT", page.value)
        self.items = cast("list[ItemT]", page.items)

    def has_next_page(self) -> bool:
        """Say whether there is another page, as far as this one tells.

        Raises:
            APIResponseValidationError: the answer leads where no request may go.
        """
        return self._following() is not None

    def _following(self) -> NextPage | None:
        base_path = urlsplit(str(self._client.base_url)).path.rstrip("/")
        following = self._paging.following(self._page, base_path)
        if following is None:
            return None
        if self._asked.setdefault(following.marker, self._number + 1) != self._number + 1:
            raise repeated(self._page)
        return following

    def _next(self, following: NextPage) -> Operation[Any]:
        """Give the operation of the next page.

        Raises:
            TypeError: the first page has used up the body that every page is asked for with.
        """
        arguments = following.arguments
        if is_read_once((arguments.get("body"), arguments.get("extra_body"))):
            raise TypeError(
                "the body is an iterator or an open file, which has been read for the first page: "
                "give a list, bytes or a path for more pages"
            )
        path = self._operation.path if following.path is None else following.path
        return _paged(
            type(self),
            self._client,
            replace(self._operation, path=path),
            self._paging,
            arguments,
            self._asked,
            self._number + 1,
        )

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._number}: {len(self.items)} items>"


class SyncPage(_PageBase[ItemT, AnswerT]):
    """A page of a listing; iterating gives its items, then those of all following pages."""

    def get_next_page(self) -> SyncPage[ItemT, AnswerT]:
        """Ask for the next page.

        Raises:
            ValueError: this is the last one; see `has_next_page`.
            TypeError: the body can be read only once, and has been.
            APIResponseValidationError: the server leads in circles, or where no request may go.
            APIStatusError, APIConnectionError: as any call.
        """
        following = self._following()
        if following is None:
            raise ValueError("there is no next page")
        return self._get(following)

    def iter_pages(self) -> Iterator[SyncPage[ItemT, AnswerT]]:
        """Give this page and all following ones, each asked for when it is needed."""
        page = self
        while True:
            yield page
            following = page._following()
            if following is None:
                return
            page = page._get(following)

    def __iter__(self) -> Iterator[ItemT]:
        for page in self.iter_pages():
            yield from page.items

    def _get(self, following: NextPage) -> SyncPage[ItemT, AnswerT]:
        client: SyncAPIClient = self._client
        page: SyncPage[ItemT, AnswerT] = client.request(
            self._next(following), **following.arguments
        )
        return page


class AsyncPage(_PageBase[ItemT, AnswerT]):
    """A page of a listing; `async for` gives its items, then those of all following pages."""

    async def get_next_page(self) -> AsyncPage[ItemT, AnswerT]:
        """Ask for the next page; raises as `SyncPage.get_next_page` does."""
        following = self._following()
        if following is None:
            raise ValueError("there is no next page")
        return await self._get(following)

    async def iter_pages(self) -> AsyncIterator[AsyncPage[ItemT, AnswerT]]:
        """Give this page and all following ones, each asked for when it is needed."""
        page = self
        while True:
            yield page
            following = page._following()
            if following is None:
                return
            page = await page._get(following)

    async def __aiter__(self) -> AsyncIterator[ItemT]:
        async for page in self.iter_pages():
            for item in page.items:
                yield item

    async def _get(self, following: NextPage) -> AsyncPage[ItemT, AnswerT]:
        client: AsyncAPIClient = self._client
        page: AsyncPage[ItemT, AnswerT] = await client.request(
            self._next(following), **following.arguments
        )
        return page


class AsyncPages(Awaitable[AsyncPage[ItemT, AnswerT]]):
    """A listing that has not been asked for: await it for its first page, or iterate over it."""

    def __init__(self, ask: Callable[[], Awaitable[AsyncPage[ItemT, AnswerT]]]) -> None:
        self._ask = ask

    def __await__(self) -> Generator[Any, None, AsyncPage[ItemT, AnswerT]]:
        return self._ask().__await__()

    async def iter_pages(self) -> AsyncIterator[AsyncPage[ItemT, AnswerT]]:
        """Give all pages, each asked for when it is needed."""
        async for page in (await self).iter_pages():
            yield page

    async def __aiter__(self) -> AsyncIterator[ItemT]:
        async for item in await self:
            yield item


@dataclass(frozen=True, slots=True)
class PageResult(Generic[PageT]):
    """Makes a page of an answer; a `Result` of one call, for it remembers the arguments."""

    kind: Callable[[Any, Any, Paging, Page, dict[str, int], int], PageT]
    client: Any
    operation: Operation[Any]
    paging: Paging
    arguments: RequestArguments
    asked: dict[str, int]
    number: int

    @property
    def accept(self) -> str:
        """The value of the `Accept` header."""
        return self.operation.result.accept

    @property
    def is_stream(self) -> bool:
        """A page is read as a whole."""
        return False

    def read(self, response: Response, *, strict: bool) -> PageT:
        """Decode the answer; raises as the operation's own result does."""
        value: object = self.operation.result.read(response, strict=strict)
        page = Page(value, items_of(value, self.paging.items), response, self.arguments)
        return self.kind(self.client, self.operation, self.paging, page, self.asked, self.number)


def request_pages(
    resource: SyncResource,
    operation: Operation[AnswerT],
    paging: Paging,
    **arguments: Unpack[RequestArguments],
) -> SyncPage[ItemT, AnswerT]:
    """Call an operation and give the first page of its listing; raises as any call."""
    client = resource._client  # pyright: ignore[reportPrivateUsage]
    arguments = for_several_calls(arguments, operation.bodies)
    paged = _paged(SyncPage, client, operation, paging, arguments)
    return cast(
        "SyncPage[ItemT, AnswerT]",
        resource._request(paged, **arguments),  # pyright: ignore[reportPrivateUsage]
    )


def async_request_pages(
    resource: AsyncResource,
    operation: Operation[AnswerT],
    paging: Paging,
    **arguments: Unpack[RequestArguments],
) -> AsyncPages[ItemT, AnswerT]:
    """Give the listing of an operation, which is called when it is awaited or iterated over."""
    client = resource._client  # pyright: ignore[reportPrivateUsage]
    arguments = for_several_calls(arguments, operation.bodies)
    paged = _paged(AsyncPage, client, operation, paging, arguments)
    return AsyncPages(
        lambda: resource._request(paged, **arguments)  # pyright: ignore[reportPrivateUsage]
    )


def _paged(
    kind: Callable[..., object],
    client: object,
    operation: Operation[Any],
    paging: Paging,
    arguments: RequestArguments,
    asked: dict[str, int] | None = None,
    number: int = 1,
) -> Operation[Any]:
    """The operation with a page as its result."""
    result = PageResult(
        kind, client, operation, paging, arguments, {} if asked is None else asked, number
    )
    return replace(operation, result=cast("Result[Any]", result))
