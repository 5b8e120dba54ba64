"""`allOf`, and keywords that hold beside each other."""

from __future__ import annotations

import types
import typing
from typing import Any

import pytest
import typing_extensions

from tests.functional.conftest import GeneratedPackage, GeneratePackage
from tests.functional.decoding import assert_accepts, assert_rejects, leniently, strictly

SPEC = """
openapi: 3.1.0
info: {title: Parts, version: '1'}
paths: {}
components:
  schemas:
    Base: {type: object, required: [id], properties: {id: {type: string}, kind: {type: string}}}
    Cat: {type: object, required: [kind, lives],
        properties: {kind: {const: cat}, lives: {type: integer}}}
    Dog: {type: object, required: [kind], properties: {kind: {const: dog}, bark: {type: string}}}
    Pet: {oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]}
    Distributed:
      allOf:
        - {$ref: '#/components/schemas/Base'}
        - oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]
          discriminator: {propertyName: kind}
    Referred:
      allOf: [{$ref: '#/components/schemas/Base'}, {$ref: '#/components/schemas/Pet'}]
    Beside:
      type: object
      required: [size]
      properties: {size: {type: integer}}
      oneOf:
        - {title: Mine, required: [me], properties: {me: {type: boolean}}}
        - {title: Yours, required: [you], properties: {you: {type: boolean}}}
    BesideRef:
      $ref: '#/components/schemas/Pet'
      type: object
      required: [owner]
      properties: {owner: {type: string}}
    OnlyOne:
      allOf: [{$ref: '#/components/schemas/Pet'}, {properties: {kind: {const: dog}}}]
    Colour: {type: string, enum: [red, green, blue]}
    Narrow: {allOf: [{$ref: '#/components/schemas/Colour'}, {enum: [green, blue, black]}]}
    Constant: {allOf: [{$ref: '#/components/schemas/Colour'}, {const: red}]}
    Whole: {allOf: [{type: number}, {type: integer}]}
    Ends:
      type: object
      properties:
        narrow: {allOf: [{$ref: '#/components/schemas/Colour'}], enum: [red]}
        list: {allOf: [{type: array, items: {}}, {items: {type: string}}]}
        maybe: {allOf: [{type: [string, 'null']}, {type: [integer, 'null']}]}
    First: {allOf: [{$ref: '#/components/schemas/Base'}, {properties: {a: {type: integer}}}]}
    Second: {allOf: [{$ref: '#/components/schemas/First'}, {properties: {b: {type: integer}}}]}
    Third: {allOf: [{$ref: '#/components/schemas/Second'}], required: [kind, a, b]}
    Node:
      allOf:
        - {$ref: '#/components/schemas/Base'}
        - properties:
            next: {$ref: '#/components/schemas/Node'}
            all: {type: array, items: {allOf: [{$ref: '#/components/schemas/Node'}]}}
    Self: {allOf: [{$ref: '#/components/schemas/Self'}, {properties: {s: {type: string}}}]}
    Parent: {type: object, properties: {child: {$ref: '#/components/schemas/Parent'}}}
    Child:
      allOf:
        - {$ref: '#/components/schemas/Parent'}
        - properties: {child: {$ref: '#/components/schemas/Child'}, c: {type: integer}}
    Disagree:
      allOf:
        - {$ref: '#/components/schemas/Base'}
        - {properties: {kind: {type: integer}}}
    Together:
      type: object
      properties: {a: {type: string}, b: {type: integer}}
      anyOf: [{required: [a]}, {required: [b]}]
      oneOf: [{required: [a]}, {required: [b]}]
"""


@pytest.fixture(scope="module")
def parts(generate_package: GeneratePackage) -> GeneratedPackage:
    return generate_package(openapi=SPEC)


def fields(package: GeneratedPackage, name: str) -> dict[str, Any]:
    return typing_extensions.get_type_hints(package.type(name))


def union_members(type_: Any) -> tuple[Any, ...]:
    is_tagged = typing.get_origin(type_) is typing.Annotated
    return typing.get_args(typing.get_args(type_)[0] if is_tagged else type_)


VALID = [
    ("Distributed", '{"id": "1", "kind": "cat", "lives": 9}'),
    ("Distributed", '{"id": "1", "kind": "dog"}'),
    ("Referred", '{"id": "1", "kind": "dog", "bark": "b"}'),
    ("Beside", '{"size": 1, "me": true}'),
    ("Beside", '{"size": 1, "you": true}'),
    ("BesideRef", '{"owner": "o", "kind": "cat", "lives": 9}'),
    ("OnlyOne", '{"kind": "dog"}'),
    ("Narrow", '"green"'),
    ("Constant", '"red"'),
    ("Whole", "1"),
    ("Ends", '{"narrow": "red", "list": ["a"], "maybe": null}'),
    ("Second", '{"id": "1", "a": 1, "b": 2}'),
    ("Node", '{"id": "1", "next": {"id": "2", "all": [{"id": "3"}]}}'),
    ("Self", '{"s": "a"}'),
    ("Child", '{"c": 1, "child": {"c": 2, "child": {}}}'),
    ("Disagree", '{"id": "1", "kind": 1}'),
    ("Together", '{"a": "x"}'),
    ("Together", '{"b": 1}'),
]

INVALID = [
    ("Distributed", '{"kind": "cat", "lives": 9}'),
    ("Distributed", '{"id": "1", "kind": "cat"}'),
    ("Referred", '{"kind": "dog"}'),
    ("Beside", '{"me": true}'),
    ("Beside", '{"size": 1}'),
    ("BesideRef", '{"kind": "cat", "lives": 9}'),
    ("OnlyOne", '{"kind": "cat", "lives": 9}'),
    ("Ends", '{"narrow": "green"}'),
    ("Ends", '{"list": [1]}'),
    ("Ends", '{"maybe": "a"}'),
    ("Second", '{"id": "1", "a": "no"}'),
    ("Third", '{"id": "1", "kind": "k", "a": 1}'),
    ("Node", '{"id": "1", "next": {"all": [{}]}}'),
    ("Self", '{"s": 1}'),
    ("Child", '{"child": {"c": "no"}}'),
]


class TestAllOf:
    @pytest.mark.parametrize(("name", "text"), VALID)
    def test_valid(self, parts: GeneratedPackage, name: str, text: str) -> None:
        assert_accepts(parts, name, text)

    @pytest.mark.parametrize(("name", "text"), INVALID)
    def test_invalid(self, parts: GeneratedPackage, name: str, text: str) -> None:
        assert_rejects(parts, name, text)

    @pytest.mark.parametrize(
        ("name", "text"), [("Narrow", '"red"'), ("Constant", '"green"'), ("Whole", "1.5")]
    )
    def test_invalid_scalars(self, parts: GeneratedPackage, name: str, text: str) -> None:
        with pytest.raises(ValueError, match="Input should be"):
            strictly(parts, name, text)

    def test_variants_are_named_after_what_they_are_made_of(self, parts: GeneratedPackage) -> None:
        for name in ("Distributed", "Referred", "BesideRef"):
            members = union_members(parts.type(name))
            assert [member.__name__ for member in members] == [f"{name}Cat", f"{name}Dog"]

    def test_the_tag_still_decides(self, parts: GeneratedPackage) -> None:
        for decode in (strictly, leniently):
            value = decode(parts, "Distributed", '{"id": "1", "kind": "dog"}')
            assert type(value).__name__ == "DistributedDog"
        unknown = leniently(parts, "Distributed", '{"id": "1", "kind": "cow"}')
        assert parts.module().is_unknown(unknown)

    def test_narrowing(self, parts: GeneratedPackage) -> None:
        assert typing.get_args(parts.type("Narrow")) == ("green", "blue")
        assert fields(parts, "Ends")["maybe"] is types.NoneType
        assert fields(parts, "Ends")["list"] == list[str] | None
        assert parts.type("Whole") is int

    def test_a_chain(self, parts: GeneratedPackage) -> None:
        model = parts.type("Third")
        assert list(model.model_fields) == ["id", "kind", "a", "b"]
        assert all(field.is_required() for field in model.model_fields.values())

    def test_a_property_that_is_declared_anew(self, parts: GeneratedPackage) -> None:
        value = strictly(parts, "Child", '{"child": {"c": 1}}')
        assert type(value.child).__name__ == "Child"
