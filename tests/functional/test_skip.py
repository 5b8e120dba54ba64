"""`skip` of sdk.yaml: what is left out is not read, and the rest is as if it had never been."""

from __future__ import annotations

import typing
from typing import Any

import pytest

from tests.functional.conftest import GeneratedPackage, GeneratePackage

OPENAPI = """
openapi: 3.1.0
info: {title: Small, version: '1'}
paths:
  /things:
    get:
      operationId: listThings
      parameters:
        - {name: limit, in: query, schema: {type: integer}}
        - {name: odd, in: query, schema: {type: nonsense}}
        - {$ref: '#/components/parameters/Trace'}
      responses: {'200': {content: {application/json: {schema: {$ref: '#/components/schemas/A'}}}}}
    post:
      operationId: broken
      requestBody: {$ref: '#/components/requestBodies/Gone'}
      responses: {}
  /others:
    get:
      parameters: [{$ref: '#/components/parameters/Trace'}]
      responses: {'200': {content: {application/json: {schema: {$ref: '#/components/schemas/B'}}}}}
    delete: {parameters: [{name: x, in: nowhere}], responses: {}}
webhooks:
  broken: {$ref: '#/nowhere'}
components:
  parameters:
    Trace: {name: X-Trace, in: header, schema: {type: string}}
  schemas:
    A:
      type: object
      required: [odd, inner]
      properties:
        odd: {$ref: '#/components/schemas/Odd'}
        inner: {type: object, required: [x], properties: {x: {$ref: '#/nowhere'}}}
        listed: {type: array, items: {$ref: '#/components/schemas/Odd'}}
    B:
      allOf:
        - {$ref: '#/components/schemas/Odd'}
        - {type: object, required: [b], properties: {b: {type: string}}}
    Odd: {type: 7}
"""

CONFIG = """
skip:
  operations:
    broken: its body is not in the document
    delete /others: it stands nowhere
  parameters:
    listThings.odd: no type is called so
    '#/components/parameters/Trace': set by the proxy
  webhooks:
    broken: nobody knows what it sends
  types:
    Odd: nobody knows what it is
    '#/components/schemas/A/properties/inner/properties/x': it leads nowhere
"""


@pytest.fixture(scope="module")
def package(generate_package: GeneratePackage) -> GeneratedPackage:
    return generate_package(openapi=OPENAPI, config=CONFIG)


class TestRest:
    def test_operations(self, package: GeneratedPackage) -> None:
        things, others = (package.module(f"resources.{name}") for name in ("things", "others"))
        assert not hasattr(things.Things, "create")
        assert hasattr(things.Things, "list")
        assert not hasattr(others.Others, "delete")

    def test_parameters(self, package: GeneratedPackage) -> None:
        hints = typing.get_type_hints(package.type("ThingListParams"))
        assert hints.keys() == {"limit"}

    def test_types(self, package: GeneratedPackage) -> None:
        a = package.type("A").model_validate({"odd": [1], "inner": {"x": {"y": 1}}, "listed": [2]})
        assert (a.odd, a.inner.x, a.listed) == ([1], {"y": 1}, [2])
        assert package.type("B").model_validate({"b": "c"}).b == "c"
        assert not any("odd" in path for path in package.files)

    def test_users_of_the_package_read_nothing_of_it(self, package: GeneratedPackage) -> None:
        for path in ("README.md", "api.md"):
            assert "skip" not in package.files[path].lower()


ASYNCAPI: dict[str, Any] = {
    "asyncapi": "3.0.0",
    "info": {"title": "Skipping", "version": "1"},
    "servers": {"s": {"host": "example.com", "protocol": "wss"}},
    "channels": {
        "main": {
            "address": "/main",
            "messages": {
                "good": {"payload": {"type": "object", "properties": {"a": {"type": "string"}}}},
                "gone": {"$ref": "#/components/messages/gone"},
                "avro": {"payload": {"schemaFormat": "application/vnd.apache.avro", "schema": {}}},
            },
        },
        "lost": {"$ref": "#/components/channels/lost"},
    },
    "operations": {
        "in": {"action": "receive", "channel": {"$ref": "#/channels/main"}},
        "other": {"action": "receive", "channel": {"$ref": "#/channels/lost"}},
    },
}
ASYNCAPI_2: dict[str, Any] = {
    "asyncapi": "2.6.0",
    "info": {"title": "Skipping", "version": "1"},
    "channels": {
        "/main": {
            "publish": {
                "message": {
                    "oneOf": [
                        {"$ref": "#/components/messages/Good"},
                        {"$ref": "#/components/messages/Gone"},
                        {"name": "avro", "schemaFormat": "application/x-avro", "payload": {}},
                    ]
                }
            },
            "subscribe": {"message": {"$ref": "#/components/messages/Gone"}},
        },
        "/lost": {"$ref": "#/nowhere"},
    },
    "components": {
        "messages": {
            "Good": {"payload": {"type": "object", "properties": {"a": {"type": "string"}}}}
        }
    },
}


class TestSockets:
    def test_version_3(self, generate_package: GeneratePackage) -> None:
        config = {
            "skip": {
                "channels": {"lost": "not written yet"},
                "messages": {"main.gone": "not written yet", "avro": "another language"},
            }
        }
        package = generate_package(asyncapi=ASYNCAPI, config=config)
        assert hasattr(package.module("types"), "Good")
        assert not any("lost" in path or "avro" in path for path in package.files)

    def test_version_2(self, generate_package: GeneratePackage) -> None:
        config = {
            "skip": {
                "channels": {"/lost": "not written yet"},
                "messages": {"Gone": "not written yet", "avro": "another language"},
            }
        }
        package = generate_package(asyncapi=ASYNCAPI_2, config=config)
        assert hasattr(package.module("types"), "Good")
        assert not any("lost" in path or "avro" in path for path in package.files)
