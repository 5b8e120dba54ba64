"""Parameters of operations, as they arrive at a server."""

from __future__ import annotations

import inspect
from operator import attrgetter
from typing import Any
from urllib.parse import unquote

import pytest

from codegen.diagnostics import SpecError
from tests.functional.conftest import GeneratedPackage, GeneratePackage
from tests.unit.runtime.servers import Reply, Seen, http_server

SHAPES = """
openapi: 3.2.0
info: {title: Shapes, version: '1'}
components:
  schemas:
    Colour:
      type: object
      properties: {R: {type: integer}, G: {type: integer}}
    Filter:
      type: object
      properties:
        created: {type: object, properties: {gte: {type: integer}}}
        tags: {type: array, items: {type: string}}
paths:
  /query:
    get:
      parameters:
        - {name: plain, in: query, schema: {type: array, items: {type: integer}}}
        - {name: 'ids[]', in: query, schema: {type: array, items: {type: integer}}}
        - {name: comma, in: query, explode: false, schema: {type: array, items: {type: string}}}
        - name: space
          in: query
          style: spaceDelimited
          schema: {type: array, items: {type: string}}
        - name: pipe
          in: query
          style: pipeDelimited
          schema: {type: array, items: {type: string}}
        - name: pipes
          in: query
          style: pipeDelimited
          explode: true
          schema: {type: array, items: {type: string}}
        - {name: members, in: query, schema: {$ref: '#/components/schemas/Colour'}}
        - name: listed
          in: query
          explode: false
          schema: {$ref: '#/components/schemas/Colour'}
        - name: filter
          in: query
          style: deepObject
          schema: {$ref: '#/components/schemas/Filter'}
        - {name: raw, in: query, allowReserved: true, schema: {type: string}}
        - {name: flag, in: query, allowEmptyValue: true, schema: {type: integer}}
        - {name: scalar, in: query, explode: false, schema: {type: integer}}
        - name: where
          in: query
          content: {application/json: {schema: {$ref: '#/components/schemas/Filter'}}}
      responses: {'204': {description: ok}}
  /simple/{value}/label/{label}{labels}/matrix{matrix}{matrices}:
    get:
      parameters:
        - {name: value, in: path, required: true, schema: {type: array, items: {type: string}}}
        - {name: label, in: path, required: true, style: label, schema: {type: string}}
        - name: labels
          in: path
          required: true
          style: label
          explode: true
          schema: {$ref: '#/components/schemas/Colour'}
        - {name: matrix, in: path, required: true, style: matrix, schema: {type: string}}
        - name: matrices
          in: path
          required: true
          style: matrix
          explode: true
          schema: {type: array, items: {type: integer}}
      responses: {'204': {description: ok}}
  /headers:
    get:
      parameters:
        - {name: X-List, in: header, schema: {type: array, items: {type: integer}}}
        - {name: X-Object, in: header, schema: {$ref: '#/components/schemas/Colour'}}
        - name: X-Members
          in: header
          explode: true
          schema: {$ref: '#/components/schemas/Colour'}
        - {name: X-Json, in: header, content: {application/json: {schema: {type: object}}}}
      responses: {'204': {description: ok}}
  /cookies:
    get:
      parameters:
        - {name: theme, in: cookie, required: true, schema: {type: string}}
        - {name: days, in: cookie, explode: false, schema: {type: array, items: {type: integer}}}
        - {name: raw, in: cookie, style: cookie, schema: {type: string}}
      responses: {'204': {description: ok}}
  /search:
    get:
      parameters:
        - name: q
          in: querystring
          content:
            application/x-www-form-urlencoded:
              schema:
                type: object
                required: [text]
                properties:
                  text: {type: string}
                  tags: {type: array, items: {type: string}}
      responses: {'204': {description: ok}}
  /select:
    get:
      parameters:
        - {name: q, in: querystring, required: true, content: {application/json: {schema: {}}}}
      responses: {'204': {description: ok}}
  /same/{id}:
    get:
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}}
        - {name: id, in: query, explode: false, schema: {type: array, items: {type: integer}}}
        - {name: id, in: cookie, schema: {type: string}}
      responses: {'204': {description: ok}}
"""


@pytest.fixture(scope="module")
def shapes(generate_package: GeneratePackage) -> GeneratedPackage:
    return generate_package(openapi=SHAPES)


def sent(package: GeneratedPackage, method: str, *values: Any, **arguments: Any) -> Seen:
    """What arrives when a method is called."""
    resource, _, name = method.rpartition(".")
    with (
        http_server(Reply(204, b"")) as server,
        package.module().Shapes(base_url=server.url) as client,
    ):
        getattr(attrgetter(resource)(client), name)(*values, **arguments)
    return server.seen[0]


class TestQueries:
    @pytest.mark.parametrize(
        ("arguments", "query"),
        [
            ({"plain": [1, 2]}, "plain=1&plain=2"),
            ({"ids": [1, 2]}, "ids%5B%5D=1&ids%5B%5D=2"),
            ({"comma": ["a", "b,c"]}, "comma=a,b%2Cc"),
            ({"space": ["a", "b"]}, "space=a%20b"),
            ({"pipe": ["a", "b"]}, "pipe=a%7Cb"),
            ({"pipes": ["a", "b"]}, "pipes=a&pipes=b"),
            ({"members": {"R": 1, "G": 2}}, "R=1&G=2"),
            ({"listed": {"R": 1, "G": 2}}, "listed=R,1,G,2"),
            ({"raw": "a/b:c&d"}, "raw=a/b:c%26d"),
            ({"flag": ""}, "flag="),
            ({"flag": 3}, "flag=3"),
            ({"where": {"tags": ["a"]}}, "where=%7B%22tags%22%3A%5B%22a%22%5D%7D"),
        ],
    )
    def test_styles(self, shapes: GeneratedPackage, arguments: Any, query: str) -> None:
        assert sent(shapes, "query.retrieve", **arguments).target == f"/query?{query}"

    def test_deep_objects(self, shapes: GeneratedPackage) -> None:
        target = sent(
            shapes, "query.retrieve", filter={"created": {"gte": 5}, "tags": ["a", "b"]}
        ).target
        assert unquote(target) == (
            "/query?filter[created][gte]=5&filter[tags][]=a&filter[tags][]=b"
        )

    def test_what_is_written_by_default_is_not_declared(self, shapes: GeneratedPackage) -> None:
        text = shapes.text("resources/query.py")
        assert '"comma": Style("form")' in text
        assert 'scalar": Style' not in text
        assert 'pipes": Style' not in text

    @pytest.mark.parametrize(
        ("given", "query"),
        [({"text": "a b", "tags": ["x", "y"]}, "?text=a%20b&tags=x&tags=y"), (None, "")],
    )
    def test_one_argument_is_the_whole_query(
        self, shapes: GeneratedPackage, given: Any, query: str
    ) -> None:
        arguments = {"q": given} if given else {}
        assert sent(shapes, "search.retrieve", **arguments).target == f"/search{query}"

    def test_json_is_the_whole_query(self, shapes: GeneratedPackage) -> None:
        seen = sent(shapes, "select.retrieve", q={"a": 1}, extra_query={"more": "x"})
        assert seen.target == "/select?more=x&%7B%22a%22%3A1%7D"


class TestDictionariesOfArguments:
    """The `...Params` of a method is there to be given as `**params`."""

    @pytest.mark.parametrize(("resource", "stem"), [("query", "Query"), ("headers", "Header")])
    def test_its_keys_are_the_arguments(
        self, shapes: GeneratedPackage, resource: str, stem: str
    ) -> None:
        owner = getattr(shapes.module(f"resources.{resource}"), f"{resource.capitalize()}Resource")
        arguments = set(inspect.signature(owner.retrieve).parameters)
        arguments -= {"self", "extra_headers", "extra_query", "extra_body", "timeout"}
        assert shapes.type(f"{stem}RetrieveParams").__annotations__.keys() == arguments

    def test_names_that_are_not_those_on_the_wire(self, shapes: GeneratedPackage) -> None:
        params: dict[str, Any] = {"ids": [1], "flag": 2}
        assert shapes.type("QueryRetrieveParams").__annotations__.keys() > params.keys()
        assert sent(shapes, "query.retrieve", **params).target == "/query?flag=2&ids%5B%5D=1"


class TestPaths:
    def test_styles(self, shapes: GeneratedPackage) -> None:
        values = (["a", "b/c"], "x.y", {"R": 1, "G": 2}, "m", [1, 2])
        seen = sent(shapes, "simple.label.retrieve", *values)
        assert seen.target == (
            "/simple/a,b%2Fc/label/.x.y.R=1.G=2/matrix;matrix=m;matrices=1;matrices=2"
        )

    @pytest.mark.parametrize("value", [[], [""], ["."], [".."], ""])
    def test_no_other_path_is_reached(self, shapes: GeneratedPackage, value: Any) -> None:
        client = shapes.module().Shapes(base_url="http://127.0.0.1:1")
        with pytest.raises(ValueError, match="`value`"):
            client.simple.label.retrieve(value, "x", {"R": 1}, "m", [1])


class TestHeadersAndCookies:
    @pytest.mark.parametrize(
        ("argument", "value", "header", "text"),
        [
            ("x_list", [1, 2], "x-list", "1,2"),
            ("x_object", {"R": 1, "G": 2}, "x-object", "R,1,G,2"),
            ("x_members", {"R": 1, "G": 2}, "x-members", "R=1,G=2"),
            ("x_json", {"a": [1]}, "x-json", '{"a":[1]}'),
        ],
    )
    def test_headers(
        self, shapes: GeneratedPackage, argument: str, value: Any, header: str, text: str
    ) -> None:
        assert sent(shapes, "headers.retrieve", **{argument: value}).headers[header] == text

    def test_cookies(self, shapes: GeneratedPackage) -> None:
        seen = sent(shapes, "cookies.retrieve", theme="a;b", days=[1, 2], raw="r%20w")
        assert seen.headers["cookie"] == "theme=a%3Bb; days=1,2; raw=r%20w"

    def test_cookies_of_the_client_stay(self, shapes: GeneratedPackage) -> None:
        with (
            http_server(Reply(204, b"")) as server,
            shapes.module().Shapes(
                base_url=server.url, default_headers={"cookie": "own=1"}
            ) as client,
        ):
            client.cookies.retrieve(theme="x")
            client.cookies.retrieve(theme="x", extra_headers={"Cookie": "other=2"})
        assert [s.headers["cookie"] for s in server.seen] == ["own=1; theme=x", "other=2"]


class TestNames:
    def test_one_name_in_three_places(self, shapes: GeneratedPackage) -> None:
        client = shapes.module().Shapes(base_url="http://127.0.0.1:1")
        arguments = list(inspect.signature(client.same.retrieve).parameters)
        assert arguments[:3] == ["id", "cookie_id", "query_id"]
        seen = sent(shapes, "same.retrieve", "a", query_id=[1, 2], cookie_id="c")
        assert (seen.target, seen.headers["cookie"]) == ("/same/a?id=1,2", "id=c")


@pytest.mark.parametrize(
    ("place", "style", "allowed"),
    [
        ("query", "simple", "form or spaceDelimited or pipeDelimited or deepObject"),
        ("path", "form", "simple or label or matrix"),
        ("header", "form", "simple"),
        ("cookie", "deepObject", "form or cookie"),
    ],
)
def test_a_style_has_its_places(
    generate_package: GeneratePackage, place: str, style: str, allowed: str
) -> None:
    with pytest.raises(SpecError) as refused:
        generate_package(
            openapi=f"""
            openapi: 3.1.0
            info: {{title: T, version: '1'}}
            paths:
              /a/{{x}}:
                get:
                  parameters:
                    - {{name: x, in: path, required: true, schema: {{type: string}}}}
                    - {{name: x, in: {place}, style: {style}, required: true}}
                  responses: {{'204': {{description: ok}}}}
            """
        )
    assert f"the style '{style}' is not one of parameters in '{place}'" in str(refused.value)
    assert f"use {allowed}" in str(refused.value)


def test_an_object_in_a_path_has_a_class_of_its_own(generate_package: GeneratePackage) -> None:
    package = generate_package(
        openapi="""
        openapi: 3.1.0
        info: {title: Paths, version: '1'}
        paths:
          /points/{point}:
            parameters:
              - name: point
                in: path
                required: true
                schema: {type: object, properties: {x: {type: integer}, y: {type: integer}}}
            delete: {responses: {'204': {description: gone}}}
        """
    )
    client = package.module().Paths
    with http_server(Reply(204, b"")) as server, client(base_url=server.url) as open_client:
        open_client.points.delete(point={"x": 1, "y": 2})
        assert server.seen[0].target == "/points/x,1,y,2"


def test_a_whole_query_without_a_name(generate_package: GeneratePackage) -> None:
    package = generate_package(
        openapi="""
        openapi: 3.2.0
        info: {title: Shapes, version: '1'}
        paths:
          /find:
            get:
              parameters:
                - {in: querystring, content: {application/json: {schema: {type: object}}}}
              responses: {'204': {description: ok}}
        """
    )
    assert sent(package, "find.retrieve", query={"a": 1}).target == "/find?%7B%22a%22%3A1%7D"
