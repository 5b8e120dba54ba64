"""REST methods of a generated package over a real server, blocking and asyncio."""

from __future__ import annotations

import asyncio
import inspect
import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.functional.conftest import GeneratedPackage, GeneratePackage
from tests.unit.runtime.servers import Reply, Seen, http_server

NO_CONTENT = Reply(204, b"")

ZOO = """
openapi: 3.1.0
info: {title: Zoo, version: '2'}
paths:
  /animals/{animal-id}:
    parameters:
      - {name: animal-id, in: path, required: true, schema: {type: string}}
    get:
      summary: Look at one
      description: It looks back.
      parameters:
        - {name: X-Trace, in: header, schema: {type: string}, description: Goes to the log.}
        - {name: list, in: query, schema: {type: array, items: {type: string}}}
        - {name: from, in: query, required: true, schema: {type: integer}}
        - {name: deep, in: query, schema: {type: boolean}}
        - {name: Accept, in: header, schema: {type: string}}
      responses:
        '200':
          description: ok
          content: {application/json: {schema: {$ref: '#/components/schemas/Animal'}}}
    delete:
      responses: {'204': {description: gone}}
    put:
      requestBody:
        content: {application/json: {schema: {$ref: '#/components/schemas/Animal'}}}
      responses: {'204': {description: ok}}
  /animals/{animal-id}/feed:
    parameters:
      - {name: animal-id, in: path, required: true, schema: {type: string}}
    post:
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [type]
              properties:
                type: {type: string}
                e: {type: integer}
                E: {type: integer}
                list: {type: array, items: {type: string}}
                object: {type: object, properties: {str: {type: string}}}
                timeout: {type: integer}
      responses: {'204': {description: ok}}
  /animals:
    get:
      responses:
        '200':
          description: ok
          content:
            application/json:
              schema: {type: array, items: {$ref: '#/components/schemas/Animal'}}
    post:
      requestBody:
        required: true
        content: {application/json: {schema: {type: array, items: {type: integer}}}}
      responses:
        '200':
          description: ok
          content:
            application/json:
              schema: {type: object, additionalProperties: {type: integer}}
  /forms:
    post:
      requestBody:
        required: true
        content:
          application/x-www-form-urlencoded:
            schema:
              type: object
              required: [a]
              properties: {a: {type: string}, b: {type: integer}}
      responses: {'204': {description: ok}}
  /uploads:
    post:
      requestBody:
        required: true
        content:
          multipart/form-data:
            schema:
              type: object
              required: [note]
              properties:
                note: {type: string}
                meta: {type: object, properties: {k: {type: string}}}
            encoding: {meta: {contentType: application/json}}
      responses: {'204': {description: ok}}
  /notes:
    post:
      requestBody: {required: true, content: {text/markdown: {schema: {type: string}}}}
      responses:
        '200':
          description: ok
          content: {audio/wav: {schema: {type: string, format: binary}}}
  /operation:
    get:
      responses:
        '200':
          description: ok
          content: {application/json: {schema: {$ref: '#/components/schemas/Operation'}}}
  /copy:
    get: {responses: {'204': {description: ok}}}
components:
  securitySchemes:
    key: {type: apiKey, in: header, name: X-Key}
  schemas:
    Animal:
      type: object
      required: [id]
      properties:
        id: {type: string}
        class: {type: string}
        parent: {$ref: '#/components/schemas/Animal'}
    Operation: {type: object, properties: {done: {type: boolean}}}
"""


@pytest.fixture(scope="module")
def zoo(generate_package: GeneratePackage) -> GeneratedPackage:
    return generate_package(openapi=ZOO)


@pytest.fixture(params=["blocking", "asyncio"])
def call(request: pytest.FixtureRequest, zoo: GeneratedPackage) -> Call:
    """Call a method of a client on a server of its own: what it gave, and what the server saw."""

    def run(use: Callable[[Any], Any], reply: Reply = NO_CONTENT) -> tuple[Any, Seen]:
        with http_server(reply) as server:
            if request.param == "blocking":
                with zoo.module().Zoo(api_key="k", base_url=server.url, max_retries=0) as client:
                    result = use(client)
            else:
                result = asyncio.run(awaited(use, server.url))
            (seen,) = server.seen
            return result, seen

    async def awaited(use: Callable[[Any], Any], url: str) -> Any:
        async with zoo.module().AsyncZoo(api_key="k", base_url=url, max_retries=0) as client:
            return await use(client)

    return run


Call = Callable[..., tuple[Any, Seen]]


def answer(text: str) -> Reply:
    return Reply(body=text.encode())


class TestParameters:
    def test_every_place_and_python_name(self, call: Call) -> None:
        _, seen = call(
            lambda c: c.animals.retrieve("a/b?", from_=1, x_trace="t", list=["x", "y"], deep=True),
            answer('{"id":"1"}'),
        )
        assert seen.method == "GET"
        path, _, query = seen.target.partition("?")
        assert path == "/animals/a%2Fb%3F"
        assert sorted(query.split("&")) == ["deep=true", "from=1", "list=x", "list=y"]
        assert seen.headers["x-trace"] == "t"
        assert seen.headers["accept"] == "application/json"
        assert seen.headers["x-key"] == "k"

    def test_what_is_not_given_is_not_sent(self, call: Call) -> None:
        _, seen = call(lambda c: c.animals.retrieve("a", from_=1), answer('{"id":"1"}'))
        assert seen.target == "/animals/a?from=1"
        assert "x-trace" not in seen.headers

    def test_signature(self, zoo: GeneratedPackage) -> None:
        animals = zoo.module("resources.animals").Animals
        parameters = inspect.signature(animals.retrieve).parameters
        assert list(parameters)[:4] == ["self", "animal_id", "from_", "deep"]
        assert parameters["animal_id"].kind is inspect.Parameter.POSITIONAL_OR_KEYWORD
        assert parameters["from_"].kind is inspect.Parameter.KEYWORD_ONLY
        assert parameters["from_"].default is inspect.Parameter.empty

    def test_docstring(self, zoo: GeneratedPackage) -> None:
        document = inspect.getdoc(zoo.module("resources.animals").Animals.retrieve)
        assert document is not None
        assert document.startswith("Look at one.\n\nIt looks back.\n")
        assert "x_trace: Goes to the log." in document


class TestResults:
    def test_model_with_itself_inside(self, call: Call) -> None:
        result, _ = call(
            lambda c: c.animals.retrieve("a", from_=1),
            answer('{"id":"1","class":"cat","parent":{"id":"0"},"new":[1]}'),
        )
        assert (result.id, result.class_, result.parent.id) == ("1", "cat", "0")
        assert result.parent.parent is None
        assert result.new == [1]
        assert result.to_dict()["class"] == "cat"

    def test_list_of_models(self, call: Call) -> None:
        result, seen = call(lambda c: c.animals.list(), answer('[{"id":"1"},{"id":"2"}]'))
        assert [animal.id for animal in result] == ["1", "2"]
        assert seen.target == "/animals"

    def test_map(self, call: Call) -> None:
        result, seen = call(lambda c: c.animals.create(body=[1, 2]), answer('{"a":1}'))
        assert result == {"a": 1}
        assert json.loads(seen.body) == [1, 2]

    def test_nothing(self, call: Call) -> None:
        result, seen = call(lambda c: c.animals.delete("x"))
        assert result is None
        assert (seen.method, seen.target) == ("DELETE", "/animals/x")

    def test_bytes(self, call: Call) -> None:
        result, seen = call(lambda c: c.notes.create(body="hi"), Reply(body=b"\0wav"))
        assert result.content == b"\0wav"
        assert seen.headers["accept"] == "audio/wav"

    def test_a_component_with_the_name_of_something_the_module_imports(self, call: Call) -> None:
        result, _ = call(lambda c: c.operation.retrieve(), answer('{"done":true}'))
        assert result.done is True
        assert type(result).__name__ == "Operation"

    def test_raw_response(self, call: Call) -> None:
        result, _ = call(
            lambda c: c.animals.with_raw_response.retrieve("a", from_=1), answer('{"id":"7"}')
        )
        assert result.status_code == 200


class TestBodies:
    def test_json(self, call: Call) -> None:
        _, seen = call(
            lambda c: c.animals.feed(
                "x", type="t", e=1, e_=2, list=["a"], object={"str": "s"}, timeout_=3
            )
        )
        assert seen.target == "/animals/x/feed"
        assert seen.headers["content-type"] == "application/json"
        assert json.loads(seen.body) == {
            "type": "t",
            "e": 1,
            "E": 2,
            "list": ["a"],
            "object": {"str": "s"},
            "timeout": 3,
        }

    def test_json_of_a_component(self, call: Call) -> None:
        _, seen = call(lambda c: c.animals.update("x", id="2", class_="c", parent={"id": "p"}))
        assert json.loads(seen.body) == {"id": "2", "class": "c", "parent": {"id": "p"}}

    def test_an_optional_body_is_left_out(self, call: Call) -> None:
        _, seen = call(lambda c: c.animals.update("x"))
        assert seen.body == b""
        assert "content-type" not in seen.headers

    def test_form(self, call: Call) -> None:
        _, seen = call(lambda c: c.forms.create(a="x&y", b=2))
        assert seen.headers["content-type"] == "application/x-www-form-urlencoded"
        assert seen.body == b"a=x%26y&b=2"

    def test_multipart(self, call: Call) -> None:
        _, seen = call(lambda c: c.uploads.create(note="hello", meta={"k": "v"}))
        assert seen.headers["content-type"].startswith("multipart/form-data; boundary=")
        parts = seen.body.split(b"--" + seen.headers["content-type"].partition("=")[2].encode())
        assert any(b'name="note"' in p and p.endswith(b"\r\n\r\nhello\r\n") for p in parts)
        assert any(b"Content-Type: application/json" in p and b'{"k":"v"}' in p for p in parts)

    def test_text(self, call: Call) -> None:
        _, seen = call(lambda c: c.notes.create(body="héllo"), Reply(body=b""))
        assert seen.headers["content-type"] == "text/markdown"
        assert seen.body == "héllo".encode()


class TestResources:
    def test_one_named_like_a_method_of_the_client(self, call: Call) -> None:
        _, seen = call(lambda c: c.copy_.retrieve())
        assert seen.target == "/copy"

    def test_status_error(self, call: Call, zoo: GeneratedPackage) -> None:
        with pytest.raises(zoo.module().NotFoundError):
            call(lambda c: c.copy_.retrieve(), Reply(404, b"{}"))

    def test_exceptions_have_the_client_s_name(self, zoo: GeneratedPackage) -> None:
        package = zoo.module()
        assert issubclass(package.APIStatusError, package.ZooError)
        assert package.ZooError.__module__ == f"{zoo.name}._exceptions"

    def test_importing_the_package_loads_none_of_its_modules(self, zoo: GeneratedPackage) -> None:
        text = zoo.text("__init__.py")
        assert "_MODULES" in text
        assert zoo.module().__version__ == "0.1.0"
        with pytest.raises(AttributeError, match="nothing_like_it"):
            _ = zoo.module().nothing_like_it
