"""What the request of the next page is; that it is sent is the affair of functional tests."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from runtime.errors import APIResponseValidationError
from runtime.paging import (
    CursorPaging,
    LinkPaging,
    NumberPaging,
    OffsetPaging,
    Page,
    Paging,
    items_of,
    look_up,
)

URL = "https://api.example/v1/things?limit=2"
DATA = ("data",)


def following(paging: Paging, value: object, **arguments: Any) -> dict[str, Any] | None:
    """The arguments of the page after one with this answer; its path as `to`, if it has one."""
    response = httpx.Response(200, json=value, request=httpx.Request("GET", URL))
    page = Page(value, items_of(value, paging.items), response, arguments)  # type: ignore[arg-type]
    found = paging.following(page, "/v1")
    if found is None:
        return None
    to = {} if found.path is None else {"to": found.path}
    return {**found.arguments, **to}


class TestCursor:
    PAGING = CursorPaging(DATA, "after", ("next",))

    @pytest.mark.parametrize("cursor", ["c", 7, 0, 1.5])
    def test_goes_on(self, cursor: object) -> None:
        found = following(self.PAGING, {"data": [], "next": cursor}, query={"limit": 2})
        assert found == {"query": {"limit": 2, "after": cursor}}

    @pytest.mark.parametrize("value", [{}, {"next": None}, {"next": ""}, {"next": False}, []])
    def test_ends(self, value: object) -> None:
        assert following(self.PAGING, value) is None

    def test_the_user_s_own_does_not_start_again(self) -> None:
        found = following(
            self.PAGING, {"next": "c"}, query={"after": "a"}, extra_query={"after": "b", "x": 1}
        )
        assert found == {"query": {"after": "c"}, "extra_query": {"x": 1}}

    def test_in_a_body(self) -> None:
        paging = CursorPaging(DATA, "after", ("next",), place="body")
        assert following(paging, {"next": "c"}, body=None) == {"body": {"after": "c"}}

    @pytest.mark.parametrize("more", [None, False, "true", 1])
    def test_only_with_more(self, more: object) -> None:
        paging = CursorPaging(DATA, "after", ("next",), more=("more",))
        assert following(paging, {"next": "c", "more": more}) is None
        assert following(paging, {"next": "c", "more": True}) == {"query": {"after": "c"}}

    def test_of_the_last_item(self) -> None:
        paging = CursorPaging(DATA, "after", ("id",), of_last_item=True)
        found = following(paging, {"data": [{"id": "a"}, {"id": "b"}]})
        assert found == {"query": {"after": "b"}}
        assert following(paging, {"data": []}) is None

    @pytest.mark.parametrize(
        ("cursor", "problem"),
        [
            (["c"], "the cursor is of type list"),
            ("c" * 10_001, "the cursor or link has 10001 characters"),
        ],
    )
    def test_what_is_no_cursor(self, cursor: object, problem: str) -> None:
        with pytest.raises(APIResponseValidationError, match=problem):
            following(self.PAGING, {"next": cursor})


class TestOffset:
    PAGING = OffsetPaging(DATA, "offset", total=("total",), more=("more",))

    def test_counts_the_items_before_it(self) -> None:
        two: dict[str, Any] = {"data": [1, 2]}
        assert following(self.PAGING, two) == {"query": {"offset": 2}}
        assert following(self.PAGING, two, query={"offset": 3}) == {"query": {"offset": 5}}
        assert following(self.PAGING, two, query={"offset": "3"}) == {"query": {"offset": 5}}
        assert following(self.PAGING, two, query={"offset": "x"}) == {"query": {"offset": 2}}

    def test_what_the_user_adds_is_stronger(self) -> None:
        found = following(
            self.PAGING, {"data": [1]}, query={"offset": 3}, extra_query={"offset": 7}
        )
        assert found == {"query": {"offset": 8}, "extra_query": {}}

    @pytest.mark.parametrize(
        ("value", "goes_on"),
        [
            ({"data": []}, False),
            ({"data": [1, 2], "total": 2}, False),
            ({"data": [1, 2], "total": 3}, True),
            ({"data": [1, 2], "total": "2"}, True),
            ({"data": [1, 2], "more": False}, False),
            ({"data": [1, 2], "more": None}, True),
        ],
    )
    def test_ends(self, value: object, *, goes_on: bool) -> None:
        assert (following(self.PAGING, value) is not None) is goes_on


class TestNumber:
    @pytest.mark.parametrize(("first", "last"), [(1, 3), (0, 2)])
    def test_ends_at_the_last_page(self, first: int, last: int) -> None:
        paging = NumberPaging(DATA, "page", first=first, pages=("pages",))
        value = {"data": [1], "pages": 3}
        assert following(paging, value) == {"query": {"page": first + 1}}
        before = following(paging, value, query={"page": last - 1})
        assert before == {"query": {"page": last}}
        assert following(paging, value, query={"page": last}) is None

    def test_ends_at_an_empty_page_or_where_it_says_so(self) -> None:
        paging = NumberPaging(DATA, "page", more=("more",))
        assert following(paging, {"data": []}) is None
        assert following(paging, {"data": [1], "more": False}) is None
        assert following(paging, {"data": [1]}) == {"query": {"page": 2}}


class TestLink:
    PAGING = LinkPaging(DATA, ("next",))

    @pytest.mark.parametrize(
        ("link", "path", "query"),
        [
            ("/v1/things?a=1&a=2&b=", "/things", {"a": ["1", "2"], "b": [""]}),
            ("?page=2", "/things", {"page": ["2"]}),
            ("https://API.example:443/v1/more", "/more", {}),
            ("/v1/{id}", "/%7Bid%7D", {}),
            ("/v1", "/", {}),
        ],
    )
    def test_goes_on(self, link: str, path: str, query: object) -> None:
        found = following(
            self.PAGING, {"next": link}, path={"id": 1}, query={"x": 1}, extra_query={"y": 2}
        )
        assert found == {"path": {}, "query": query, "to": path}

    @pytest.mark.parametrize("value", [{}, {"next": None}, {"next": ""}])
    def test_ends(self, value: object) -> None:
        assert following(self.PAGING, value) is None

    @pytest.mark.parametrize(
        ("link", "problem"),
        [
            (7, "the link is of type int"),
            ("http://api.example/v1/things", "the link leads to http://api.example"),
            ("https://user:word@api.example/v1/things", "the link leads to https://api.example"),
            ("https://api.example:x/v1", "the link is not a URL"),
            ("/v2/things", "the link leads out of the base address"),
            ("/v1/%2e%2e/admin", "the link leads out of the base address"),
        ],
    )
    def test_what_is_not_followed(self, link: object, problem: str) -> None:
        with pytest.raises(APIResponseValidationError, match=problem):
            following(self.PAGING, {"next": link})


def test_look_up() -> None:
    class Model:
        def __init__(self) -> None:
            self.inner = {"a": [1]}

    assert look_up(Model(), ("inner", "a")) == [1]
    assert look_up(Model(), ("inner", "b", "c")) is None
    assert look_up(7, ()) == 7
    assert items_of({"data": {"a": 1}}, DATA) == []
