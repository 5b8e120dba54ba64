"""Names that a document does not settle, and bodies of any media type, over a real server."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.functional.conftest import GeneratedPackage, GeneratePackage
from tests.unit.runtime.servers import Reply, Seen, http_server

SHOP = """
openapi: 3.0.3
info: {title: Shop, version: '1'}
paths:
  /shop/api/v1/orders:
    get:
      responses: {'200': {description: ok, content: {text/csv: {schema: {type: string}}}}}
    post:
      requestBody: {content: {'image/*': {schema: {type: string, format: binary}}}}
      responses: {'204': {description: ok}}
  /shop/api/v1/orders/{id}:
    post:
      parameters:
        - {name: id, in: query, schema: {type: string}}
        - {name: Since, in: query, schema: {type: string}}
        - {name: Since<, in: query, schema: {type: string}}
      requestBody:
        required: true
        content:
          '*/*': {schema: {type: object, required: [id], properties: {id: {type: integer}}}}
      responses:
        '200':
          description: ok
          content: {'*/*': {schema: {type: object, properties: {done: {type: boolean}}}}}
  /shop/api/v1/orders/{name}:
    get: {operationId: getOrderByName, responses: {'204': {description: ok}}}
  /shop/api/v1/orders/{code}:
    get: {operationId: scanOrder, responses: {'204': {description: ok}}}
  /shop/api/v1/orders/search:
    post: {responses: {'204': {description: ok}}}
  /shop/api/v1/order:
    post:
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Maybe'}}}}
      responses: {'204': {description: ok}}
components:
  schemas:
    Maybe: {type: object, nullable: true, properties: {a: {type: string}}}
"""

Call = Callable[..., tuple[Any, Seen]]
NO_CONTENT = Reply(204, b"")


@pytest.fixture(scope="module")
def shop(generate_package: GeneratePackage) -> GeneratedPackage:
    return generate_package(openapi=SHOP)


@pytest.fixture
def call(shop: GeneratedPackage) -> Call:
    def run(use: Callable[[Any], Any], reply: Reply = NO_CONTENT) -> tuple[Any, Seen]:
        with (
            http_server(reply) as server,
            shop.module().Shop(base_url=server.url, max_retries=0) as client,
        ):
            result = use(client)
            (seen,) = server.seen
            return result, seen

    return run


class TestResources:
    @pytest.mark.parametrize(
        ("use", "target"),
        [
            (lambda c: c.orders.retrieve_by_name("a"), "GET /shop/api/v1/orders/a"),
            (lambda c: c.orders.scan("b"), "GET /shop/api/v1/orders/b"),
            (lambda c: c.orders.search(), "POST /shop/api/v1/orders/search"),
            (lambda c: c.order.create(a="x"), "POST /shop/api/v1/order"),
        ],
    )
    def test_method(self, call: Call, use: Callable[[Any], Any], target: str) -> None:
        _, seen = call(use)
        assert f"{seen.method} {seen.target}" == target


class TestArguments:
    def test_one_name_in_several_places(self, call: Call) -> None:
        result, seen = call(
            lambda c: c.orders.update("p", body_id=1, query_id="q", since="s", since_less="t"),
            Reply(body=b'{"done":true}'),
        )
        path, _, query = seen.target.partition("?")
        assert path == "/shop/api/v1/orders/p"
        assert sorted(query.split("&")) == ["Since%3C=t", "Since=s", "id=q"]
        assert (seen.headers["content-type"], seen.body) == ("application/json", b'{"id":1}')
        assert result.done is True


class TestMediaTypes:
    @pytest.mark.parametrize("body", [b"\x89PNG", "text"])
    def test_a_body_is_sent_as_it_is(self, call: Call, body: bytes | str) -> None:
        _, seen = call(lambda c: c.orders.create(body=body))
        assert seen.headers["content-type"] == "application/octet-stream"
        assert seen.body == (body if isinstance(body, bytes) else body.encode())

    def test_a_text_is_a_string(self, call: Call) -> None:
        result, seen = call(lambda c: c.orders.list(), Reply(body=b"a,b"))
        assert result == "a,b"
        assert seen.headers["accept"] == "text/csv"
