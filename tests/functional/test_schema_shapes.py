"""Tuples, maps beside properties, boolean schemas, and keywords that are no types."""

from __future__ import annotations

import typing

import pytest
import typing_extensions

from tests.functional.conftest import GeneratedPackage, GeneratePackage
from tests.functional.decoding import assert_accepts, assert_rejects, leniently, strictly

TUPLES = """
openapi: 3.1.0
info: {title: Tuples, version: '1'}
paths:
  /levels:
    post:
      requestBody:
        required: true
        content:
          application/json:
            schema: {type: object, required: [level],
                properties: {level: {$ref: '#/components/schemas/Level'}}}
      responses: {'204': {description: ok}}
components:
  schemas:
    Level:
      type: array
      prefixItems: [{type: string}, {type: number}]
      minItems: 2
      maxItems: 2
    Closed: {type: array, prefixItems: [{type: integer}, {}], items: false, minItems: 2}
    Short: {type: array, prefixItems: [{type: string}, {type: integer}], items: false}
    More: {type: array, prefixItems: [{type: string}], items: {type: integer}, minItems: 1}
    Open: {prefixItems: [{type: string}, {type: integer}]}
    Old: {type: array, items: [{type: string}, {type: integer}], additionalItems: false,
        minItems: 2}
    Empty: {type: array, items: false}
    Book:
      type: object
      required: [bids]
      properties:
        bids: {type: array, items: {$ref: '#/components/schemas/Level'}}
        asks:
          type: array
          items:
            type: array
            minItems: 2
            maxItems: 2
            prefixItems:
              - {type: string}
              - {type: object, required: [q], properties: {q: {type: integer}}}
    Either:
      oneOf: [{$ref: '#/components/schemas/Level'}, {type: string}]
"""


@pytest.fixture(scope="module")
def tuples(generate_package: GeneratePackage) -> GeneratedPackage:
    return generate_package(openapi=TUPLES)


class TestTuples:
    def test_types(self, tuples: GeneratedPackage) -> None:
        expected = {
            "Level": tuple[str, float],
            "Closed": tuple[int, object],
            "Short": list[str | int],
            "More": list[str | int],
            "Open": list[str | int],
            "Old": tuple[str, int],
            "Empty": tuple[()],
        }
        assert {name: tuples.type(name) for name in expected} == expected

    @pytest.mark.parametrize(
        ("name", "text"),
        [
            ("Level", '["a", 1.5]'),
            ("Short", "[]"),
            ("Short", '["a"]'),
            ("More", '["a", 1, 2]'),
            ("Old", '["a", 1]'),
            ("Empty", "[]"),
            ("Book", '{"bids": [["1", 2.0]], "asks": [["1", {"q": 3, "more": true}]]}'),
            ("Either", '["a", 2.5]'),
            ("Either", '"a"'),
        ],
    )
    def test_valid(self, tuples: GeneratedPackage, name: str, text: str) -> None:
        assert_accepts(tuples, name, text)

    @pytest.mark.parametrize(
        ("name", "text"),
        [
            ("Level", '["a"]'),
            ("Level", '["a", 1, 2]'),
            ("Level", "[1, 2]"),
            ("Old", '["a", "b"]'),
            ("Empty", "[1]"),
            ("Book", '{"bids": [["1", "2"], ["3"]], "asks": [["1", {"q": "3"}, 4]]}'),
        ],
    )
    def test_invalid(self, tuples: GeneratedPackage, name: str, text: str) -> None:
        assert_rejects(tuples, name, text)

    def test_models_inside(self, tuples: GeneratedPackage) -> None:
        value = leniently(tuples, "Book", '{"bids": [], "asks": [["1", {"q": "no"}, 4]]}')
        ((price, quantity, more),) = value.asks
        assert (price, type(quantity).__name__, quantity.q, more) == ("1", "Ask2", "no", 4)

    def test_an_argument_is_a_tuple_or_a_list(self, tuples: GeneratedPackage) -> None:
        sent = tuples.type("LevelParam")
        assert set(typing.get_args(sent)) == {tuple[str, float], list[str | float]}
        hints = typing_extensions.get_type_hints(tuples.type("LevelCreateParams"))
        assert hints["level"] == sent


MAPS = """
openapi: 3.1.0
info: {title: Maps, version: '1'}
paths: {}
components:
  schemas:
    Extra:
      type: object
      required: [name]
      properties: {name: {type: string}, dict: {type: integer}, str: {type: integer}}
      additionalProperties: {type: integer}
    Nested:
      type: object
      properties: {name: {type: string}}
      additionalProperties: {$ref: '#/components/schemas/Extra'}
    Itself:
      type: object
      properties: {name: {type: string}}
      additionalProperties: {$ref: '#/components/schemas/Itself'}
    Inline:
      type: object
      properties: {name: {type: string}}
      additionalProperties: {type: object, required: [x], properties: {x: {type: integer}}}
    Patterns:
      patternProperties: {'^n_': {type: integer}, '^s_': {type: string}}
      additionalProperties: false
    Headers:
      type: object
      properties: {id: {type: string}}
      patternProperties: {'^x-': {type: integer}}
      additionalProperties: false
    Open:
      type: object
      properties: {id: {type: string}}
      patternProperties: {'^x-': {type: integer}}
    Unevaluated:
      allOf: [{$ref: '#/components/schemas/Patterns'}, {properties: {id: {type: string}}}]
      unevaluatedProperties: {type: integer}
    Closed: {type: object, properties: {id: {type: string}}, additionalProperties: false}
    Booleans:
      type: object
      properties: {any: true, none: false, list: {type: array, items: true}}
      additionalProperties: true
    Ignored:
      type: object
      properties: {a: {type: integer, not: {const: 1}, minimum: 0}, b: {type: string}}
      not: {required: [c]}
      if: {required: [a]}
      then: {required: [b]}
      else: {properties: {b: {maxLength: 1}}}
      dependentRequired: {a: [b]}
      dependentSchemas: {a: {properties: {b: {minLength: 1}}}}
      propertyNames: {pattern: '^[a-z]+$'}
      minProperties: 1
"""


@pytest.fixture(scope="module")
def maps(generate_package: GeneratePackage) -> GeneratedPackage:
    return generate_package(openapi=MAPS)


class TestMaps:
    @pytest.mark.parametrize(
        ("name", "text"),
        [
            ("Extra", '{"name": "a", "dict": 1, "str": 2, "other": 3}'),
            ("Extra", '{"name": "a"}'),
            ("Nested", '{"name": "a", "b": {"name": "c", "d": 1}}'),
            ("Itself", '{"name": "a", "b": {"c": {"name": "d"}}}'),
            ("Inline", '{"a": {"x": 1}}'),
            ("Patterns", '{"n_a": 1, "s_a": "b"}'),
            ("Headers", '{"id": "a", "x-b": 1}'),
            ("Open", '{"id": "a", "x-b": 1, "other": "c"}'),
            ("Unevaluated", '{"id": "a", "b": 1}'),
            ("Closed", '{"id": "a", "added": 1}'),
            ("Booleans", '{"any": [1], "list": [null], "other": 1}'),
            ("Ignored", '{"a": 2, "b": "c"}'),
        ],
    )
    def test_valid(self, maps: GeneratedPackage, name: str, text: str) -> None:
        assert_accepts(maps, name, text)

    @pytest.mark.parametrize(
        ("name", "text"),
        [
            ("Extra", '{"name": "a", "other": "no"}'),
            ("Nested", '{"b": {"d": 1}}'),
            ("Inline", '{"a": {"x": "no"}}'),
            ("Patterns", '{"n_a": true}'),
            ("Headers", '{"x-b": "no"}'),
            ("Ignored", '{"a": "no"}'),
        ],
    )
    def test_invalid(self, maps: GeneratedPackage, name: str, text: str) -> None:
        assert_rejects(maps, name, text)

    def test_other_keys_are_of_the_type(self, maps: GeneratedPackage) -> None:
        for decode in (strictly, leniently):
            value = decode(maps, "Inline", '{"name": "n", "a": {"x": 1}}')
            assert type(value.a).__name__ == "Value"
        value = leniently(maps, "Nested", '{"name": 1, "b": {"name": "c", "d": "no"}}')
        assert (value.b.name, value.b.d) == ("c", "no")

    def test_maps_are_dictionaries(self, maps: GeneratedPackage) -> None:
        assert maps.type("Patterns") == dict[str, int | str]

    def test_a_property_of_no_value_is_none(self, maps: GeneratedPackage) -> None:
        assert maps.type("Booleans").model_fields.keys() == {"any", "list"}
