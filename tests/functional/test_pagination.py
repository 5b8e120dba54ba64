"""Listings that are paged, over a real server, blocking and asyncio."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from io import BytesIO
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from codegen.diagnostics import SpecError
from tests.functional.conftest import GeneratedPackage, GeneratePackage
from tests.unit.runtime.servers import Reply, Seen, http_server

USER = {"type": "object", "required": ["id"], "properties": {"id": {"type": "integer"}}}


def listing(parameter: str | None, **properties: Any) -> dict[str, Any]:
    """A GET that takes a parameter and gives an object with `data` and more."""
    data = {"type": "array", "items": {"$ref": "#/components/schemas/User"}}
    schema = {"type": "object", "properties": {"data": data, **properties}}
    parameters = [{"name": parameter, "in": "query", "schema": {}}] if parameter else []
    parameters.append({"name": "limit", "in": "query", "schema": {"type": "integer"}})
    return operation(schema, parameters)


def operation(schema: Any, parameters: list[Any], **more: Any) -> dict[str, Any]:
    content = {"application/json": {"schema": schema}}
    return {"parameters": parameters, "responses": {"200": {"content": content}}, **more}


def body(media_type: str, schema: Any) -> dict[str, Any]:
    return {"required": True, "content": {media_type: {"schema": schema}}}


TEXT = {"type": "string"}
LIST = {"type": "array", "items": TEXT}
NUMBER = {"type": "integer"}

DOCUMENT = {
    "openapi": "3.1.0",
    "info": {"title": "Pages", "version": "1"},
    "paths": {
        "/cursors": {
            "get": listing(
                "after",
                **{
                    "class": {
                        "type": "object",
                        "properties": {"nextCursor": {"type": ["string", "null"]}},
                    },
                },
            )
        },
        "/items": {"get": listing("starting_after", has_more={"type": "boolean"})},
        "/offsets": {"get": listing("offset", total=NUMBER)},
        "/numbers": {"get": listing("page", last=NUMBER)},
        "/links": {"get": listing(None, next=TEXT)},
        "/headers": {
            "get": operation({"type": "array", "items": {"$ref": "#/components/schemas/User"}}, [])
        },
        "/searches": {
            "post": operation(
                {
                    "type": "object",
                    "properties": {"data": LIST, "cursor": TEXT},
                },
                [],
                requestBody=body(
                    "application/json",
                    {
                        "type": "object",
                        "required": ["query"],
                        "properties": {"query": TEXT, "cursor": TEXT},
                    },
                ),
            )
        },
        "/filters": {
            "post": operation(
                {"type": "object", "properties": {"data": LIST, "cursor": TEXT}},
                [{"name": "tags", "in": "query", "schema": LIST}],
                requestBody=body(
                    "application/json",
                    {"type": "object", "properties": {"ids": LIST, "cursor": TEXT}},
                ),
            )
        },
        "/matches": {
            "post": operation(
                {"type": "object", "properties": {"data": LIST, "cursor": TEXT}},
                [{"name": "cursor", "in": "query", "schema": TEXT}],
                requestBody=body("application/octet-stream", {}),
            )
        },
        "/plain": {"get": listing(None)},
    },
    "components": {"schemas": {"User": USER}},
}

CONFIG = """
pagination:
  cursors: {style: cursor, parameter: after, items: data, cursor: class.nextCursor}
  items: {style: cursor, parameter: starting_after, items: data, last_item: id, more: has_more}
  offsets: {style: offset, parameter: offset, items: data, total: total}
  numbers: {style: page, parameter: page, items: data, pages: last}
  links: {style: link, items: data, link: next, operations: [get /links]}
  headers: {style: link, operations: [get /headers]}
  searches:
    style: cursor
    parameter: cursor
    items: data
    cursor: cursor
    operations: [post /searches, post /filters, post /matches]
"""

Call = Callable[[Any], Any]


@pytest.fixture(scope="module")
def package(generate_package: GeneratePackage) -> GeneratedPackage:
    return generate_package(openapi=DOCUMENT, config=CONFIG)


@pytest.fixture(params=["blocking", "asyncio"])
def collect(request: pytest.FixtureRequest, package: GeneratedPackage) -> Callable[..., list[Any]]:
    """Call a method of a client, and collect what its listing gives."""

    def blocking(url: str, call: Call) -> list[Any]:
        with package.module().Pages(base_url=url) as client:
            return list(call(client))

    def waiting(url: str, call: Call) -> list[Any]:
        async def run() -> list[Any]:
            async with package.module().AsyncPages(base_url=url) as client:
                return [item async for item in call(client)]

        return asyncio.run(run())

    return blocking if request.param == "blocking" else waiting


def page(*ids: int, headers: dict[str, str] | None = None, **more: Any) -> Reply:
    body = {"data": [{"id": number} for number in ids], **more}
    return Reply(
        200, json.dumps(body).encode(), {"Content-Type": "application/json", **(headers or {})}
    )


def queries(seen: list[Seen]) -> list[dict[str, list[str]]]:
    return [parse_qs(urlsplit(request.target).query) for request in seen]


class TestStyles:
    def test_cursor(self, collect: Callable[..., list[Any]]) -> None:
        replies = [
            page(1, 2, **{"class": {"nextCursor": "b"}}),
            page(**{"class": {"nextCursor": "c"}}),
            page(3, **{"class": {"nextCursor": None}}),
        ]
        with http_server(*replies) as server:
            users = collect(server.url, lambda c: c.cursors.list(limit=2))
            assert [user.id for user in users] == [1, 2, 3]
            assert queries(server.seen) == [
                {"limit": ["2"]},
                {"limit": ["2"], "after": ["b"]},
                {"limit": ["2"], "after": ["c"]},
            ]

    def test_cursor_of_the_last_item(self, collect: Callable[..., list[Any]]) -> None:
        replies = [page(1, 7, has_more=True), page(9, has_more=False)]
        with http_server(*replies) as server:
            users = collect(server.url, lambda c: c.items.list())
            assert [user.id for user in users] == [1, 7, 9]
            assert queries(server.seen)[1] == {"starting_after": ["7"]}

    def test_offset(self, collect: Callable[..., list[Any]]) -> None:
        replies = [page(1, 2, total=5), page(3, 4, total=5), page(5, total=5)]
        with http_server(*replies) as server:
            users = collect(server.url, lambda c: c.offsets.list(offset=10, limit=2))
            assert [user.id for user in users] == [1, 2]
            assert len(server.seen) == 1
        with http_server(*replies) as server:
            users = collect(server.url, lambda c: c.offsets.list(extra_query={"offset": 0}))
            assert [user.id for user in users] == [1, 2, 3, 4, 5]
            assert [q["offset"] for q in queries(server.seen)] == [["0"], ["2"], ["4"]]

    def test_page_number(self, collect: Callable[..., list[Any]]) -> None:
        with http_server(page(1, last=2), page(2, last=2)) as server:
            users = collect(server.url, lambda c: c.numbers.list())
            assert [user.id for user in users] == [1, 2]
            assert queries(server.seen) == [{}, {"page": ["2"]}]

    def test_page_number_until_a_page_is_empty(self, collect: Callable[..., list[Any]]) -> None:
        with http_server(page(1), page(2), page()) as server:
            users = collect(server.url, lambda c: c.numbers.list(page=4))
            assert [user.id for user in users] == [1, 2]
            assert [q.get("page") for q in queries(server.seen)] == [["4"], ["5"], ["6"]]

    def test_link(self, collect: Callable[..., list[Any]]) -> None:
        replies = [page(1, next="/v1/links?token=a%20b&x=1&x=2"), page(2, next="")]
        with http_server(*replies) as server:
            users = collect(f"{server.url}/v1", lambda c: c.links.list(limit=3))
            assert [user.id for user in users] == [1, 2]
            assert server.seen[1].target == "/v1/links?token=a%20b&x=1&x=2"

    def test_link_header(self, collect: Callable[..., list[Any]]) -> None:
        first = Reply(
            200,
            b'[{"id": 1}]',
            {"Content-Type": "application/json", "Link": '</headers?page=2>; rel="next"'},
        )
        with http_server(first, Reply(200, b'[{"id": 2}]')) as server:
            users = collect(server.url, lambda c: c.headers.list())
            assert [user.id for user in users] == [1, 2]
            assert server.seen[1].target == "/headers?page=2"

    def test_cursor_in_a_body(self, collect: Callable[..., list[Any]]) -> None:
        first = Reply(200, b'{"data": ["a"], "cursor": "n"}')
        with http_server(first, Reply(200, b'{"data": ["b"]}')) as server:
            assert collect(server.url, lambda c: c.searches.create(query="q")) == ["a", "b"]
            assert [json.loads(request.body) for request in server.seen] == [
                {"query": "q"},
                {"query": "q", "cursor": "n"},
            ]


class TestArgumentsThatAreReadOnce:
    REPLIES = (Reply(200, b'{"data": ["a"], "cursor": "n"}'), Reply(200, b'{"data": ["b"]}'))

    def test_iterators_go_with_every_page(self, collect: Callable[..., list[Any]]) -> None:
        def call(client: Any) -> Any:
            return client.filters.create(
                ids=iter(["1", "2"]), tags=iter(["x", "y"]), extra_query={"more": iter("ab")}
            )

        with http_server(*self.REPLIES) as server:
            assert collect(server.url, call) == ["a", "b"]
            assert [json.loads(request.body) for request in server.seen] == [
                {"ids": ["1", "2"]},
                {"ids": ["1", "2"], "cursor": "n"},
            ]
            assert queries(server.seen) == [{"tags": ["x", "y"], "more": ["a", "b"]}] * 2

    @pytest.mark.parametrize("make", [lambda: iter([b"ab", b"cd"]), lambda: BytesIO(b"abcd")])
    def test_a_body_that_is_gone_is_not_sent_empty(
        self, collect: Callable[..., list[Any]], make: Callable[[], Any]
    ) -> None:
        with http_server(*self.REPLIES) as server:
            with pytest.raises(TypeError, match="has been read for the first page: give a list"):
                collect(server.url, lambda c: c.matches.create(body=make()))
            assert [request.body for request in server.seen] == [b"abcd"]

    def test_a_body_that_stays_is_sent_with_every_page(
        self, collect: Callable[..., list[Any]]
    ) -> None:
        with http_server(*self.REPLIES) as server:
            assert collect(server.url, lambda c: c.matches.create(body=[b"ab"])) == ["a", "b"]
            assert [request.body for request in server.seen] == [b"ab", b"ab"]


class TestServersThatMislead:
    @pytest.mark.parametrize(
        ("call", "replies"),
        [
            (lambda c: c.cursors.list(), [page(1, **{"class": {"nextCursor": "b"}})] * 9),
            (
                lambda c: c.cursors.list(),
                [page(1, **{"class": {"nextCursor": n}}) for n in "abcabcabc"],
            ),
            (lambda c: c.numbers.list(), [page(1)] * 9),
            (lambda c: c.offsets.list(), [page(1)] * 9),
            (lambda c: c.links.list(), [page(1, next="/links?page=2")] * 9),
        ],
    )
    def test_circles_end_with_an_error(
        self,
        package: GeneratedPackage,
        collect: Callable[..., list[Any]],
        call: Call,
        replies: list[Reply],
    ) -> None:
        invalid = package.module().APIResponseValidationError
        with http_server(*replies) as server:
            with pytest.raises(invalid, match="has been asked for already"):
                collect(server.url, call)
            assert len(server.seen) < 6

    @pytest.mark.parametrize(
        "link",
        [
            "https://elsewhere.example/links",
            "//elsewhere.example/links",
            "http://user:word@127.0.0.1/links",
            "/admin",
            "/v1/../admin",
            "/v1/%2e%2E/admin",
            "/v1/..%2Fadmin",
            "/v1extra/links",
            "http://[",
            "x" * 10_001,
        ],
    )
    def test_links_that_lead_elsewhere(
        self, package: GeneratedPackage, collect: Callable[..., list[Any]], link: str
    ) -> None:
        with http_server(page(1, next=link), page(2)) as server:
            with pytest.raises(package.module().APIResponseValidationError, match="no way"):
                collect(f"{server.url}/v1", lambda c: c.links.list())
            assert len(server.seen) == 1

    def test_no_list_is_no_items(self, collect: Callable[..., list[Any]]) -> None:
        with http_server(Reply(200, b'{"data": null}'), Reply(200, b"{}")) as server:
            assert collect(server.url, lambda c: c.cursors.list()) == []
            assert len(server.seen) == 1


class TestPages:
    def test_blocking(self, package: GeneratedPackage) -> None:
        replies = [
            page(1, **{"class": {"nextCursor": "b"}}, headers={"x-request-id": "r1"}),
            page(2),
            page(2),
        ]
        with http_server(*replies) as server, package.module().Pages(base_url=server.url) as client:
            first = client.cursors.list()
            assert len(server.seen) == 1
            assert [user.id for user in first.items] == [1]
            assert first.response._request_id == "r1"
            assert first.has_next_page()
            second = first.get_next_page()
            assert not second.has_next_page()
            with pytest.raises(ValueError, match="no next page"):
                second.get_next_page()
            # The same page again, from the page before it.
            assert [p.items[0].id for p in first.iter_pages()] == [1, 2]

    def test_asyncio(self, package: GeneratedPackage) -> None:
        async def run(url: str) -> None:
            async with package.module().AsyncPages(base_url=url) as client:
                first = await client.cursors.list()
                assert first.has_next_page()
                second = await first.get_next_page()
                assert [user.id for user in second.items] == [2]
                pages = [p async for p in client.numbers.list().iter_pages()]
                assert [len(p.items) for p in pages] == [1, 0]

        replies = [page(1, **{"class": {"nextCursor": "b"}}), page(2), page(3), page()]
        with http_server(*replies) as server:
            asyncio.run(run(server.url))

    def test_raw_answers_parse_to_pages(self, package: GeneratedPackage) -> None:
        replies = [page(1, last=2), page(2, last=2)]
        with http_server(*replies) as server, package.module().Pages(base_url=server.url) as client:
            answer = client.numbers.with_raw_response.list()
            assert answer.status_code == 200
            assert [user.id for user in answer.parse()] == [1, 2]

    def test_what_is_no_listing_is_as_before(self, package: GeneratedPackage) -> None:
        with http_server(page(5)) as server, package.module().Pages(base_url=server.url) as client:
            assert client.plain.list().data[0].id == 5


class TestConfiguration:
    @pytest.mark.parametrize(
        ("scheme", "expected"),
        [
            (
                "{style: cursor, parameter: a, items: data, cursor: following, operations: "
                "[get /links]}",
                "SL308 invalid-pagination: the pagination scheme `mine` does not fit `list`: its "
                "answer has no 'following'",
            ),
            (
                "{style: page, parameter: page, items: things, operations: [get /numbers]}",
                "its answer has no list 'things'",
            ),
            (
                "{style: page, parameter: seite, items: data, operations: [get /numbers]}",
                "it has no parameter 'seite' in its query or body",
            ),
            (
                "{style: cursor, parameter: a, items: data, last_item: key, operations: "
                "[get /items]}",
                "an item of its answer has no 'key'",
            ),
            (
                "{style: link, operations: [get /nothing]}",
                "SL603 unused-setting: the pagination scheme `mine` lists 'get /nothing'",
            ),
            ("{style: cursor, parameter: after}", "give either `cursor` or `last_item`"),
            ("{style: scroll}", "SL602 invalid-setting"),
        ],
    )
    def test_refusals(self, generate_package: GeneratePackage, scheme: str, expected: str) -> None:
        with pytest.raises(SpecError) as caught:
            generate_package(openapi=DOCUMENT, config=f"pagination:\n  mine: {scheme}")
        assert expected in str(caught.value.diagnostics[0])
