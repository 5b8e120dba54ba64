"""Several responses and the models of failures, over a real server, blocking and asyncio."""

from __future__ import annotations

import asyncio
import inspect
import json
import pickle
import sys
from collections.abc import Callable
from typing import Any

import pytest

from tests.functional.conftest import GeneratedPackage, GeneratePackage
from tests.unit.runtime.servers import Reply, Seen, http_server

SHOP = """
openapi: 3.1.0
info: {title: Shop, version: '1'}
paths:
  /jobs:
    post:
      responses:
        '200': {$ref: '#/components/responses/Order'}
        '202':
          description: later
          content: {application/json: {schema: {$ref: '#/components/schemas/Job'}}}
        2XX:
          description: else
          content:
            application/json: {schema: {type: object, properties: {note: {type: string}}}}
        default: {$ref: '#/components/responses/Problem'}
  /orders/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    get:
      responses:
        '200': {$ref: '#/components/responses/Order'}
        '204': {description: not yet}
        '404': {$ref: '#/components/responses/Missing'}
        '409':
          description: busy
          content:
            application/json:
              schema: {type: array, items: {$ref: '#/components/schemas/Problem'}}
        4XX:
          description: yours
          content:
            application/vnd.shop.error+json:
              schema: {type: object, required: [hint], properties: {hint: {type: string}}}
        5XX: {description: ours, content: {text/html: {schema: {type: string}}}}
        default: {$ref: '#/components/responses/Problem'}
    put:
      responses:
        '200': {$ref: '#/components/responses/Order'}
        '201': {$ref: '#/components/responses/Order'}
        4XX:
          description: yours
          content:
            application/problem+json:
              schema: {type: object, required: [hint], properties: {hint: {type: string}}}
    head:
      responses: {'200': {$ref: '#/components/responses/Order'}}
  /labels:
    get:
      responses:
        '200':
          description: in the notation that you like
          content:
            text/csv: {schema: {type: string}}
            application/vnd.shop.v2+json: {schema: {$ref: '#/components/schemas/Order'}}
            application/json: {schema: {$ref: '#/components/schemas/Order'}}
            application/xml: {schema: {$ref: '#/components/schemas/Order'}}
    put:
      responses:
        '200': {description: text, content: {text/plain: {schema: {type: integer}}}}
        '201': {description: file, content: {application/pdf: {}}}
    post:
      responses:
        default:
          description: all there is
          content: {application/json: {schema: {$ref: '#/components/schemas/Order'}}}
    delete:
      responses:
        '200': {description: any JSON, content: {application/json: {}}}
  /labels/file:
    get:
      responses:
        '302': {description: it is over there}
components:
  responses:
    Order:
      description: an order
      content: {application/json: {schema: {$ref: '#/components/schemas/Order'}}}
    Missing:
      description: nothing here
      content:
        application/json:
          schema: {type: object, required: [what], properties: {what: {type: string}}}
    Problem:
      description: it went wrong
      content: {application/problem+json: {schema: {$ref: '#/components/schemas/Problem'}}}
  schemas:
    Order: {type: object, required: [id], properties: {id: {type: integer}}}
    Job: {type: object, required: [job], properties: {job: {type: string}}}
    Problem:
      type: object
      required: [title]
      properties:
        title: {type: string}
        kind: {type: string, enum: [small, big]}
"""


@pytest.fixture(scope="module")
def shop(generate_package: GeneratePackage) -> GeneratedPackage:
    return generate_package(openapi=SHOP)


Call = Callable[..., tuple[Any, Seen]]


@pytest.fixture(params=["blocking", "asyncio"])
def call(shop: GeneratedPackage, request: pytest.FixtureRequest) -> Call:
    """Call a method against a server; give its result and the request that it saw first."""

    def run(use: Callable[[Any], Any], reply: Reply, *more: Reply) -> tuple[Any, Seen]:
        with http_server(reply, *more) as server:
            if request.param == "blocking":
                with shop.module().Shop(base_url=server.url, max_retries=0) as client:
                    result = use(client)
            else:
                result = asyncio.run(awaited(use, server.url))
            return result, server.seen[0]

    async def awaited(use: Callable[[Any], Any], url: str) -> Any:
        async with shop.module().AsyncShop(base_url=url, max_retries=0) as client:
            return await use(client)

    return run


def returned(shop: GeneratedPackage, resource: str, method: str) -> str:
    module = shop.module(f"resources.{resource}")
    signature = inspect.signature(getattr(getattr(module, resource.title()), method))
    return str(signature.return_annotation)


class TestByStatus:
    @pytest.mark.parametrize(
        ("status", "body", "kind"),
        [
            (200, {"id": 1}, "Order"),
            (202, {"job": "a"}, "Job"),
            (206, {"note": "n"}, "JobCreateResponse2Xx"),
        ],
    )
    def test_the_schema_declared_for_the_status_decodes(
        self, call: Call, status: int, body: dict[str, Any], kind: str
    ) -> None:
        result, _ = call(lambda c: c.jobs.create(), Reply(status, json.dumps(body).encode()))
        assert type(result).__name__ == kind
        assert result.to_dict() == body

    def test_the_type_is_the_union(self, shop: GeneratedPackage) -> None:
        assert returned(shop, "jobs", "create") == "Order | Job | JobCreateResponse2Xx"

    def test_no_content_beside_content(self, call: Call, shop: GeneratedPackage) -> None:
        assert returned(shop, "orders", "retrieve") == "Order | None"
        found, seen = call(lambda c: c.orders.retrieve("1"), Reply(200, b'{"id": 1}'))
        assert found.id == 1
        assert seen.headers["accept"] == "application/json"
        raw = b"HTTP/1.1 204 No Content\r\n\r\n"
        assert call(lambda c: c.orders.retrieve("1"), Reply(raw=raw))[0] is None

    def test_a_body_that_is_empty_where_there_may_be_none(self, call: Call) -> None:
        assert call(lambda c: c.orders.retrieve("1"), Reply(200, b""))[0] is None

    def test_a_body_that_is_empty_where_there_must_be_one(
        self, call: Call, shop: GeneratedPackage
    ) -> None:
        with pytest.raises(shop.module().APIResponseValidationError):
            call(lambda c: c.orders.update("1"), Reply(200, b""))

    def test_a_status_that_is_not_declared(self, call: Call) -> None:
        assert call(lambda c: c.orders.retrieve("1"), Reply(203, b'{"id": 4}'))[0].id == 4

    def test_the_same_for_two_statuses_is_one_result(
        self, call: Call, shop: GeneratedPackage
    ) -> None:
        assert returned(shop, "orders", "update") == "Order"
        assert "result=JsonResult(Order)" in shop.text("resources/orders.py")
        assert call(lambda c: c.orders.update("1"), Reply(201, b'{"id": 2}'))[0].id == 2

    def test_raw_responses_are_parsed_by_status_too(self, call: Call) -> None:
        raw, _ = call(lambda c: c.jobs.with_raw_response.create(), Reply(202, b'{"job": "a"}'))
        assert raw.parse().job == "a"

    def test_default_alone_is_the_result(self, call: Call) -> None:
        assert call(lambda c: c.labels.create(), Reply(200, b'{"id": 3}'))[0].id == 3

    def test_head_has_no_body(self, call: Call, shop: GeneratedPackage) -> None:
        assert returned(shop, "orders", "head") == "None"
        result, seen = call(lambda c: c.orders.head("1"), Reply(200, b""))
        assert (result, seen.method) == (None, "HEAD")


class TestMediaTypes:
    def test_json_is_preferred_and_asked_for_in_the_document_s_order(self, call: Call) -> None:
        result, seen = call(lambda c: c.labels.retrieve(), Reply(200, b'{"id": 3}'))
        assert result.id == 3
        assert seen.headers["accept"] == "application/vnd.shop.v2+json, application/json"

    def test_text_or_a_file(self, call: Call, shop: GeneratedPackage) -> None:
        assert returned(shop, "labels", "update") == "str | HttpxBinaryResponseContent"
        text, seen = call(lambda c: c.labels.update(), Reply(200, b"12"))
        assert text == "12"
        assert seen.headers["accept"] == "text/plain, application/pdf"
        assert call(lambda c: c.labels.update(), Reply(201, b"%PDF"))[0].content == b"%PDF"

    def test_json_without_a_schema(self, call: Call, shop: GeneratedPackage) -> None:
        assert returned(shop, "labels", "delete") == "object"
        assert call(lambda c: c.labels.delete(), Reply(200, b"[1]"))[0] == [1]

    def test_a_redirect_alone_gives_what_it_leads_to(self, call: Call) -> None:
        there = Reply(302, b"", {"Location": "/elsewhere"})
        result, _ = call(lambda c: c.labels.file.retrieve(), there, Reply(200, b"\0file"))
        assert result.content == b"\0file"


class TestFailures:
    @pytest.fixture
    def failure(self, call: Call, shop: GeneratedPackage) -> Callable[..., Any]:
        def fail(
            status: int,
            body: bytes,
            use: Callable[[Any], Any] = lambda client: client.orders.retrieve("1"),
        ) -> Any:
            with pytest.raises(shop.module().APIStatusError) as caught:
                call(use, Reply(status, body))
            return caught.value

        return fail

    @pytest.mark.parametrize(
        ("status", "body", "kind"),
        [
            (404, {"what": "it"}, "Missing"),
            (418, {"hint": "tea"}, "ClientErrorResponse"),
            (503, {"title": "t"}, "Problem"),
            (302, {"title": "t"}, "Problem"),
        ],
    )
    def test_the_body_is_what_is_declared_for_the_status(
        self, failure: Any, status: int, body: dict[str, Any], kind: str
    ) -> None:
        error = failure(status, json.dumps(body).encode())
        assert type(error.parsed).__name__ == kind
        assert error.parsed.to_dict() == body
        assert error.body == body

    def test_the_class_is_that_of_the_status(self, failure: Any, shop: GeneratedPackage) -> None:
        error = failure(404, b'{"what": "it"}')
        assert type(error) is shop.module().NotFoundError
        assert error.parsed.what == "it"

    def test_a_list(self, failure: Any) -> None:
        error = failure(409, b'[{"title": "a"}, {"title": "b"}]')
        assert [problem.title for problem in error.parsed] == ["a", "b"]

    @pytest.mark.parametrize(
        "body", [b'{"error": "gateway"}', b"<html>", b"", b"[]", b'"text"', b"[" * 5000]
    )
    def test_a_body_of_another_kind_stays_raw(self, failure: Any, body: bytes) -> None:
        assert failure(404, body).parsed is None

    def test_the_raw_body_of_another_kind(self, failure: Any) -> None:
        assert failure(404, b'{"message": "gateway"}').body == {"message": "gateway"}

    def test_an_unknown_value_is_no_other_kind(self, failure: Any) -> None:
        error = failure(500, b'{"title": "t", "kind": "huge"}')
        assert (error.parsed.title, error.parsed.kind) == ("t", "huge")

    def test_schemas_that_are_alike_are_one_type(self, failure: Any) -> None:
        one = failure(400, b'{"hint": "h"}')
        two = failure(400, b'{"hint": "h"}', lambda client: client.orders.update("1"))
        assert type(one.parsed) is type(two.parsed)

    def test_without_a_declaration(self, failure: Any) -> None:
        error = failure(404, b'{"what": "it"}', lambda client: client.labels.retrieve())
        assert error.parsed is None
        assert error.body == {"what": "it"}

    def test_it_survives_pickling(self, failure: Any) -> None:
        error = failure(404, b'{"what": "it", "request": 1, "status_code": 2}')
        again = pickle.loads(pickle.dumps(error))
        assert again.parsed == error.parsed

    def test_a_model_is_imported_when_a_failure_comes(
        self, generate_package: GeneratePackage
    ) -> None:
        package = generate_package(openapi=SHOP)

        def is_loaded() -> bool:
            own = [name for name in sys.modules if name.startswith(f"{package.name}.types.")]
            return any(name.endswith(".missing") for name in own)

        replies = Reply(200, b'{"id": 1}'), Reply(404, b'{"what": "it"}')
        with (
            http_server(*replies) as server,
            package.module().Shop(base_url=server.url) as client,
        ):
            client.orders.retrieve("1")
            assert not is_loaded()
            with pytest.raises(package.module().NotFoundError):
                client.orders.retrieve("1")
        assert is_loaded()


CROWDED = """
openapi: 3.0.3
info: {title: Crowded, version: '1'}
paths:
  /a:
    get:
      operationId: getA
      responses:
        '204': {description: ok}
        '400':
          description: d
          content:
            application/json:
              schema: {title: Order, type: object, properties: {a: {type: string}}}
        '404': {$ref: '#/components/responses/Order'}
        '499':
          description: d
          content:
            application/json: {schema: {type: object, properties: {b: {type: string}}}}
    put:
      responses:
        '204': {description: ok}
        '499':
          description: d
          content:
            application/json: {schema: {type: object, properties: {c: {type: string}}}}
components:
  responses:
    Order:
      description: d
      content:
        application/json: {schema: {type: object, properties: {d: {type: string}}}}
  schemas:
    Order: {type: object, properties: {id: {type: integer}}}
"""


class TestNames:
    def test_of_schemas_that_have_none(self, generate_package: GeneratePackage) -> None:
        package = generate_package(openapi=CROWDED)
        text = package.text("resources/a.py")
        assert '"400": ("..types.bad_request_response", "BadRequestResponse")' in text
        assert '"404": ("..types.order_response", "OrderResponse")' in text
        assert '"499": ("..types.status499_response", "Status499Response")' in text
        assert '"499": ("..types.put_a_status499_response", "PutAStatus499Response")' in text

    @pytest.mark.parametrize("schema", ["{type: object}", "{type: object, title: Why}", "true"])
    def test_json_of_any_kind_is_no_type(
        self, generate_package: GeneratePackage, schema: str
    ) -> None:
        package = generate_package(
            openapi=f"""
            openapi: 3.1.0
            info: {{title: Any, version: '1'}}
            paths:
              /a:
                get:
                  responses:
                    '204': {{description: ok}}
                    '400':
                      description: no
                      content: {{application/json: {{schema: {schema}}}}}
            """
        )
        assert "ErrorModels" not in package.text("resources/a.py")
        assert not [path for path in package.files if "/types/" in path and "response" in path]
