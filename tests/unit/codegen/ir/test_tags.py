"""Values of tags across files, and bases whose heirs are in other files."""

from __future__ import annotations

from pathlib import Path

from codegen.ir.types import LiteralType, ObjectType, UnionType
from tests.unit.codegen.specs import api_of, declarations, rest


def tag_of(folder: Path, schemas: str, component: str) -> tuple[object, ...]:
    body = declarations(api_of(folder, openapi=rest(schemas=schemas)))[component].body
    assert isinstance(body, ObjectType)
    (item,) = (p for p in body.properties if p.name.reveal() == "kind")
    assert item.required
    assert isinstance(item.type, LiteralType)
    return tuple(getattr(value, "reveal", lambda v=value: v)() for value in item.type.values)


def test_mapping_to_a_file(tmp_path: Path) -> None:
    (tmp_path / "cat.yaml").write_text("{type: object, properties: {kind: {type: string}}}")
    schemas = """
        Pet:
          oneOf: [{$ref: cat.yaml}, {$ref: '#/components/schemas/Dog'}]
          discriminator: {propertyName: kind, mapping: {feline: ./cat.yaml}}
        Dog: {type: object, properties: {kind: {type: string}}}
        """
    assert tag_of(tmp_path, schemas, "cat") == ("feline",)
    assert tag_of(tmp_path, schemas, "Dog") == ("Dog",)


def test_heirs_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "cat.yaml").write_text(
        "allOf: [{$ref: 'openapi.yaml#/components/schemas/Pet'}, {properties: {m: {}}}]"
    )
    schemas = """
        Pet:
          type: object
          required: [kind]
          properties: {kind: {type: string}}
          discriminator: {propertyName: kind, mapping: {feline: cat.yaml}}
        """
    pet = declarations(api_of(tmp_path, openapi=rest(schemas=schemas)))["Pet"].body
    assert isinstance(pet, UnionType)
    assert len(pet.members) == 2
    assert tag_of(tmp_path, schemas, "cat") == ("feline",)


def test_a_tag_that_a_member_lacks(tmp_path: Path) -> None:
    schemas = """
        Pet:
          oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]
          discriminator: {propertyName: kind}
        Cat: {type: object, properties: {m: {type: string}}}
        Dog: {type: object, properties: {kind: {enum: [dog]}}, required: [kind]}
        """
    assert tag_of(tmp_path, schemas, "Cat") == ("Cat",)
    assert tag_of(tmp_path, schemas, "Dog") == ("dog",)


def test_a_tag_that_a_member_lacks_and_unions_that_are_read_later(tmp_path: Path) -> None:
    document = """
        openapi: 3.1.0
        info: {title: t, version: '1'}
        paths:
          /pets:
            get:
              responses:
                '200':
                  description: ok
                  content:
                    application/json:
                      schema:
                        anyOf:
                        - {$ref: '#/components/schemas/Cat'}
                        - {$ref: '#/components/schemas/Dog'}
                        discriminator:
                          propertyName: kind
                          mapping: {feline: Cat, canine: Dog}
        components:
          schemas:
            Pet:
              oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]
              discriminator: {propertyName: kind, mapping: {cat: Cat, dog: Dog}}
            Cat: {type: object, properties: {m: {type: string}}}
            Dog: {type: object, properties: {kind: {type: string}}}
        """
    found = declarations(api_of(tmp_path, openapi=document))
    for name, values in (("Cat", ["cat", "feline"]), ("Dog", ["dog", "canine"])):
        body = found[name].body
        assert isinstance(body, ObjectType)
        (item,) = (p for p in body.properties if p.name.reveal() == "kind")
        assert isinstance(item.type, LiteralType)
        assert [str(getattr(v, "reveal", str)()) for v in item.type.values] == values
