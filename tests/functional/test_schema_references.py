"""Recursion, anchors, and schemas that are known by their `$id`."""

from __future__ import annotations

import pytest

from tests.functional.conftest import GeneratedPackage, GeneratePackage
from tests.functional.decoding import assert_accepts, assert_rejects, strictly

SPEC = """
openapi: 3.1.0
info: {title: References, version: '1'}
paths: {}
components:
  schemas:
    Anchored:
      $anchor: anchored
      type: object
      required: [x]
      properties: {x: {type: integer}}
    ByAnchor: {type: object, properties: {a: {$ref: '#anchored'}}}
    Resource:
      $id: https://example.com/schemas/resource
      type: object
      properties:
        self: {$ref: '#'}
        by_name: {$ref: 'https://example.com/schemas/resource'}
        relative: {$ref: resource}
        own: {$ref: '#/$defs/Own'}
        anchor: {$ref: '#own'}
        outside: {$ref: '#/components/schemas/Anchored'}
      $defs:
        Own: {$anchor: own, type: object, required: [y], properties: {y: {type: integer}}}
        Inner: {$id: inner, type: object, required: [z], properties: {z: {type: integer}}}
    ById:
      type: object
      properties:
        inner: {$ref: 'https://example.com/schemas/inner'}
        own: {$ref: 'https://example.com/schemas/resource#own'}
        pointer: {$ref: 'https://example.com/schemas/resource#/$defs/Own'}
    Tree:
      $id: https://example.com/tree
      $dynamicAnchor: node
      type: object
      required: [data]
      properties:
        data: {type: string}
        children: {type: array, items: {$dynamicRef: '#node'}}
    Filter:
      $recursiveAnchor: true
      type: object
      required: [op]
      properties:
        op: {enum: [and, or]}
        filters: {type: array, items: {oneOf: [{type: string}, {$recursiveRef: '#'}]}}
    Within:
      type: object
      required: [v]
      properties:
        v:
          $recursiveAnchor: true
          type: object
          required: [own]
          properties: {own: {type: integer}, next: {$recursiveRef: '#'}}
    Unmarked:
      type: object
      required: [n]
      properties: {n: {type: integer}, next: {$recursiveRef: '#'}}
    Siblings:
      $ref: '#anchored'
      $defs: {A: {type: string}}
      required: [w]
      properties: {w: {$ref: '#/$defs/A'}}
    Home:
      type: object
      properties: {at: {$ref: '#/components/schemas/Home/$defs/Address'}}
      $defs: {Address: {type: object, required: [street], properties: {street: {type: string}}}}
    Mail:
      type: object
      properties: {to: {$ref: '#/components/schemas/Mail/$defs/Address'}}
      $defs: {Address: {type: object, required: [inbox], properties: {inbox: {type: string}}}}
    Mutual: {type: object, properties: {others: {type: object,
        additionalProperties: {$ref: '#/components/schemas/Other'}}}}
    Other: {anyOf: [{$ref: '#/components/schemas/Mutual'}, {type: integer}]}
    Alias: {$ref: '#/components/schemas/Alias2'}
    Alias2: {type: array, items: {$ref: '#/components/schemas/Alias'}}
"""


@pytest.fixture(scope="module")
def package(generate_package: GeneratePackage) -> GeneratedPackage:
    return generate_package(openapi=SPEC)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("ByAnchor", '{"a": {"x": 1}}'),
        ("Resource", '{"self": {"by_name": {"relative": {"own": {"y": 1}}}}}'),
        ("Resource", '{"anchor": {"y": 1}, "outside": {"x": 1}}'),
        ("ById", '{"inner": {"z": 1}, "own": {"y": 1}, "pointer": {"y": 2}}'),
        ("Tree", '{"data": "a", "children": [{"data": "b", "children": []}]}'),
        ("Filter", '{"op": "and", "filters": ["a", {"op": "or", "filters": []}]}'),
        ("Within", '{"v": {"own": 1, "next": {"own": 2}}}'),
        ("Unmarked", '{"n": 1, "next": {"n": 2}}'),
        ("Siblings", '{"x": 1, "w": "b"}'),
        ("Mutual", '{"others": {"a": {"others": {"b": 1}}}}'),
        ("Alias", "[[], [[]]]"),
    ],
)
def test_valid(package: GeneratedPackage, name: str, text: str) -> None:
    assert_accepts(package, name, text)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("ByAnchor", '{"a": {}}'),
        ("Resource", '{"self": {"by_name": {"relative": {"own": {}}}}}'),
        ("Resource", '{"anchor": {}}'),
        ("Resource", '{"outside": {}}'),
        ("ById", '{"inner": {"z": "no"}}'),
        ("ById", '{"own": {"y": "no"}}'),
        ("ById", '{"pointer": {"y": "no"}}'),
        ("Tree", '{"data": "a", "children": [{"children": []}]}'),
        ("Filter", '{"op": "and", "filters": [{"op": "no"}]}'),
        ("Within", '{"v": {"own": 1, "next": {"v": {"own": 2}}}}'),
        ("Unmarked", '{"n": 1, "next": {}}'),
        ("Siblings", '{"x": 1}'),
        ("Siblings", '{"w": "b"}'),
        ("Mutual", '{"others": {"a": {"others": {"b": "no"}}}}'),
    ],
)
def test_invalid(package: GeneratedPackage, name: str, text: str) -> None:
    assert_rejects(package, name, text)


def test_one_class_however_it_is_referred_to(package: GeneratedPackage) -> None:
    value = strictly(package, "ById", '{"own": {"y": 1}, "pointer": {"y": 2}}')
    assert type(value.own) is type(value.pointer)


def test_definitions_of_one_name(package: GeneratedPackage) -> None:
    home = strictly(package, "Home", '{"at": {"street": "s"}}')
    mail = strictly(package, "Mail", '{"to": {"inbox": "i"}}')
    assert [type(value).__name__ for value in (home.at, mail.to)] == ["Address", "MailAddress"]
