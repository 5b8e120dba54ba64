"""A tag whose name on the wire is not the attribute's name."""

from __future__ import annotations

import pytest

from tests.functional.conftest import GeneratedPackage, GeneratePackage

OPENAPI = """
openapi: 3.1.0
info: {title: Pets, version: '1'}
paths:
  /owners:
    get:
      responses:
        '200':
          description: An owner.
          content: {application/json: {schema: {$ref: '#/components/schemas/Owner'}}}
components:
  schemas:
    Cat:
      type: object
      required: [petType]
      properties: {petType: {const: cat}, lives: {type: integer}}
    Dog:
      type: object
      required: [petType]
      properties: {petType: {const: dog}}
    Owner:
      type: object
      properties:
        pet:
          oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]
          discriminator: {propertyName: petType}
"""


@pytest.fixture(scope="module")
def pets(generate_package: GeneratePackage) -> GeneratedPackage:
    return generate_package(openapi=OPENAPI)


@pytest.mark.parametrize(
    ("pet", "class_name"),
    [
        ({"petType": "cat", "lives": 9}, "Cat"),
        ({"petType": "cat", "lives": "nine"}, "Cat"),
        ({"petType": "dog"}, "Dog"),
        ({"petType": "cow", "lives": 1}, "UnknownVariant"),
        ({"petType": ["cat"]}, "UnknownVariant"),
        ({"lives": 9}, "UnknownVariant"),
    ],
)
def test_a_member_is_found_by_the_name_on_the_wire(
    pets: GeneratedPackage, pet: dict[str, object], class_name: str
) -> None:
    decoder = pets.module("_runtime.decode").Decoder(pets.type("Owner"))
    owner = decoder.decode(pets.module("_runtime.encode_json").encode_json({"pet": pet}))
    assert type(owner.pet).__name__ == class_name
    assert owner.to_dict() == {"pet": pet}
