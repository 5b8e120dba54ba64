"""Discriminators: by mapping, by the names of components, and on the base of a hierarchy."""

from __future__ import annotations

import typing
from typing import Any

import pydantic
import pytest

from tests.functional.conftest import GeneratedPackage, GeneratePackage
from tests.functional.decoding import assert_accepts, assert_rejects, leniently, strictly

UNIONS = """
openapi: 3.1.0
info: {title: Tags, version: '1'}
paths: {}
components:
  schemas:
    Cat: {type: object, required: [kind], properties: {kind: {type: string}, m: {type: string}}}
    Dog: {type: object, required: [kind], properties: {kind: {type: string}, b: {type: string}}}
    Bird: {type: object, properties: {kind: {type: string}, w: {type: string}}}
    Fish: {type: object, properties: {f: {type: string}}}
    Implicit:
      oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]
      discriminator: {propertyName: kind}
    Full:
      anyOf: [{$ref: '#/components/schemas/Cat2'}, {$ref: '#/components/schemas/Dog2'}]
      discriminator:
        propertyName: kind
        mapping: {feline: Cat2, meow: '#/components/schemas/Cat2', canine: Dog2}
    Cat2: {type: object, required: [kind], properties: {kind: {type: string}}}
    Dog2: {type: object, required: [kind], properties: {kind: {type: string}}}
    Partial:
      oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Bird'},
          {$ref: '#/components/schemas/Fish'}]
      discriminator: {propertyName: kind, mapping: {bird: '#/components/schemas/Bird'}}
    Enumerated:
      oneOf: [{$ref: '#/components/schemas/Red'}, {$ref: '#/components/schemas/Blue'}]
      discriminator: {propertyName: colour, mapping: {RED: Red, BLUE: Blue}}
    Colour: {type: string, enum: [RED, BLUE, GREEN]}
    Red: {type: object, required: [colour], properties: {
        colour: {$ref: '#/components/schemas/Colour'}}}
    Blue: {type: object, required: [colour], properties: {
        colour: {$ref: '#/components/schemas/Colour'}}}
    Spelled:
      oneOf: [{$ref: '#/components/schemas/BigBox'}, {$ref: '#/components/schemas/SmallBox'}]
      discriminator: {propertyName: size}
    BigBox: {type: object, required: [size], properties: {size: {enum: [big_box, small_box]}}}
    SmallBox: {type: object, required: [size], properties: {size: {enum: [big_box, small_box]}}}
    Outer:
      oneOf: [{$ref: '#/components/schemas/Implicit'}, {$ref: '#/components/schemas/Bird'}]
      discriminator: {propertyName: kind}
    Plain: {oneOf: [{$ref: '#/components/schemas/Cow'}, {$ref: '#/components/schemas/Horse'}]}
    Cow: {type: object, required: [farm], properties: {farm: {type: string}}}
    Horse: {type: object, required: [farm], properties: {farm: {type: string}}}
    Farm:
      oneOf: [{$ref: '#/components/schemas/Plain'}, {$ref: '#/components/schemas/Goose'}]
      discriminator: {propertyName: farm}
    Goose: {type: object, required: [farm], properties: {farm: {type: string}}}
    MaybeCat: {type: [object, 'null'], required: [t], properties: {t: {const: a}}}
    OtherCat: {type: object, required: [t], properties: {t: {const: b}}}
    Nullable:
      oneOf: [{$ref: '#/components/schemas/MaybeCat'}, {$ref: '#/components/schemas/OtherCat'}]
      discriminator: {propertyName: t}
    Loose:
      oneOf: [{$ref: '#/components/schemas/LooseA'}, {$ref: '#/components/schemas/LooseB'}]
      discriminator: {propertyName: t}
    LooseA: {type: object, properties: {t: {const: a}, x: {type: integer}}}
    LooseB: {type: object, properties: {t: {const: b}, y: {type: integer}}}
    Numbers:
      oneOf: [{$ref: '#/components/schemas/One'}, {$ref: '#/components/schemas/Two'}]
      discriminator: {propertyName: n, mapping: {'1': One, '2': Two}}
    One: {type: object, required: [n], properties: {n: {type: integer}, one: {type: string}}}
    Two: {type: object, required: [n], properties: {n: {type: integer}, two: {type: string}}}
    Holder:
      type: object
      properties:
        list: {type: array, items: {$ref: '#/components/schemas/Implicit'}}
        maybe: {oneOf: [{$ref: '#/components/schemas/Outer'}, {type: 'null'}]}
"""


@pytest.fixture(scope="module")
def unions(generate_package: GeneratePackage) -> GeneratedPackage:
    return generate_package(openapi=UNIONS)


CLASSES = [
    ("Implicit", '{"kind": "Cat"}', "Cat"),
    ("Implicit", '{"kind": "Dog", "b": "x"}', "Dog"),
    ("Full", '{"kind": "feline"}', "Cat2"),
    ("Full", '{"kind": "meow"}', "Cat2"),
    ("Full", '{"kind": "canine"}', "Dog2"),
    ("Partial", '{"kind": "Cat"}', "Cat"),
    ("Partial", '{"kind": "bird"}', "Bird"),
    ("Partial", '{"kind": "Fish", "f": "x"}', "Fish"),
    ("Enumerated", '{"colour": "BLUE"}', "Blue"),
    ("Spelled", '{"size": "small_box"}', "SmallBox"),
    ("Outer", '{"kind": "Dog"}', "Dog"),
    ("Outer", '{"kind": "Bird"}', "Bird"),
    ("Farm", '{"farm": "Horse"}', "Horse"),
    ("Farm", '{"farm": "Goose"}', "Goose"),
    ("Nullable", '{"t": "b"}', "OtherCat"),
    ("Nullable", "null", "NoneType"),
    ("Loose", '{"t": "b", "y": 1}', "LooseB"),
    ("Numbers", '{"n": 2}', "Two"),
]


class TestUnions:
    @pytest.mark.parametrize(("name", "text", "class_"), CLASSES)
    def test_classes(self, unions: GeneratedPackage, name: str, text: str, class_: str) -> None:
        for decode in (strictly, leniently):
            assert type(decode(unions, name, text)).__name__ == class_
        assert_accepts(unions, name, text)

    @pytest.mark.parametrize(
        "name", ["Implicit", "Full", "Partial", "Enumerated", "Spelled", "Outer", "Farm", "Loose"]
    )
    def test_unknown_values(self, unions: GeneratedPackage, name: str) -> None:
        tag = {"Enumerated": "colour", "Spelled": "size", "Farm": "farm", "Loose": "t"}
        text = f'{{"{tag.get(name, "kind")}": "new", "x": "no"}}'
        assert_rejects(unions, name, text)
        assert unions.module().is_unknown(leniently(unions, name, text))

    @pytest.mark.parametrize("name", ["Implicit", "Full", "Partial", "Outer", "Farm", "Nullable"])
    def test_pydantic_dispatches_by_the_tag(self, unions: GeneratedPackage, name: str) -> None:
        adapter: pydantic.TypeAdapter[Any] = pydantic.TypeAdapter(unions.type(name))
        with pytest.raises(pydantic.ValidationError) as caught:
            adapter.validate_json('{"kind": "new", "farm": "new", "t": "new"}')
        assert "union_tag_invalid" in {error["type"] for error in caught.value.errors()}

    def test_a_member_of_several_unions(self, unions: GeneratedPackage) -> None:
        bird = unions.type("Bird").model_fields["kind"]
        assert typing.get_args(bird.annotation) == ("bird", "Bird")
        assert bird.is_required()

    def test_nested(self, unions: GeneratedPackage) -> None:
        text = '{"list": [{"kind": "Dog"}, {"kind": "new"}], "maybe": {"kind": "Cat"}}'
        value = leniently(unions, "Holder", text)
        names = [type(item).__name__ for item in (*value.list, value.maybe)]
        assert names == ["Dog", "UnknownVariant", "Cat"]


BASES = """
openapi: 3.0.3
info: {title: Bases, version: '1'}
paths:
  /pets:
    get:
      responses:
        '200':
          description: ok
          content: {application/json: {schema: {type: array,
              items: {$ref: '#/components/schemas/Pet'}}}}
    post:
      requestBody:
        required: true
        content: {application/json: {schema: {type: object, required: [pet],
            properties: {pet: {$ref: '#/components/schemas/Pet'}}}}}
      responses: {'204': {description: ok}}
components:
  schemas:
    Pet:
      type: object
      required: [petType, name]
      properties:
        petType: {type: string}
        name: {type: string}
        friend: {$ref: '#/components/schemas/Pet'}
      discriminator: {propertyName: petType, mapping: {dog: '#/components/schemas/Dog'}}
    Cat:
      allOf:
        - {$ref: '#/components/schemas/Pet'}
        - {type: object, properties: {lives: {type: integer}}}
    Dog:
      allOf: [{$ref: '#/components/schemas/Pet'}]
      properties: {bark: {type: boolean}}
    Puppy:
      allOf:
        - {$ref: '#/components/schemas/Dog'}
        - {type: object, required: [weeks], properties: {weeks: {type: integer}}}
    Owner: {type: object, properties: {pet: {$ref: '#/components/schemas/Pet'}}}
    Shape:
      type: object
      required: [kind]
      properties: {kind: {type: string}, area: {type: number}}
      oneOf: [{$ref: '#/components/schemas/Circle'}, {$ref: '#/components/schemas/Square'}]
      discriminator: {propertyName: kind}
    Circle:
      allOf: [{$ref: '#/components/schemas/Shape'}, {properties: {r: {type: number}}}]
    Square:
      allOf: [{$ref: '#/components/schemas/Shape'}, {properties: {a: {type: number}}}]
    Event:
      type: object
      required: [event]
      properties: {event: {type: string}, at: {type: integer}}
      discriminator: {propertyName: event, mapping: {plain: Event, special: Special}}
    Special:
      allOf: [{$ref: '#/components/schemas/Event'}, {properties: {more: {type: string}}}]
    Lonely:
      type: object
      required: [kind]
      properties: {kind: {type: string}}
      discriminator: {propertyName: kind}
"""


@pytest.fixture(scope="module")
def bases(generate_package: GeneratePackage) -> GeneratedPackage:
    return generate_package(openapi=BASES)


class TestBases:
    @pytest.mark.parametrize(
        ("name", "text", "class_"),
        [
            ("Pet", '{"petType": "Cat", "name": "n", "lives": 9}', "Cat"),
            ("Pet", '{"petType": "dog", "name": "n", "bark": true}', "Dog"),
            ("Pet", '{"petType": "Puppy", "name": "n", "weeks": 3}', "Puppy"),
            ("Shape", '{"kind": "Circle", "r": 1.5, "area": 2.5}', "Circle"),
            ("Shape", '{"kind": "Square", "a": 1.5}', "Square"),
            ("Event", '{"event": "special", "more": "m"}', "Special"),
            ("Lonely", '{"kind": "any"}', "Lonely"),
        ],
    )
    def test_a_use_is_a_descendant(
        self, bases: GeneratedPackage, name: str, text: str, class_: str
    ) -> None:
        for decode in (strictly, leniently):
            assert type(decode(bases, name, text)).__name__ == class_
        assert_accepts(bases, name, text)

    def test_the_base_itself(self, bases: GeneratedPackage) -> None:
        value = strictly(bases, "Event", '{"event": "plain", "at": 1}')
        assert (value.event, value.at) == ("plain", 1)
        assert type(value).__name__ == "EventBase"
        assert not hasattr(value, "more")
        assert bases.module().is_unknown(leniently(bases, "Event", '{"event": "new"}'))

    def test_what_is_inherited(self, bases: GeneratedPackage) -> None:
        assert list(bases.type("Puppy").model_fields) == [
            "pet_type", "name", "friend", "bark", "weeks",
        ]  # fmt: skip
        assert_rejects(bases, "Pet", '{"petType": "Cat"}')

    def test_inside_of_others(self, bases: GeneratedPackage) -> None:
        text = '{"pet": {"petType": "Cat", "name": "a", "friend": {"petType": "dog", "name": "b"}}}'
        value = strictly(bases, "Owner", text)
        assert [type(v).__name__ for v in (value.pet, value.pet.friend)] == ["Cat", "Dog"]

    def test_unknown_descendants(self, bases: GeneratedPackage) -> None:
        value = leniently(bases, "Pet", '{"petType": "cow", "name": "n"}')
        assert bases.module().is_unknown(value)
        assert value.name == "n"
