from __future__ import annotations

from pathlib import Path

import pytest

from codegen.diagnostics import Code, SpecError
from codegen.ir.schemas import MAX_DEPTH
from codegen.ir.types import (
    ANY,
    NEVER,
    NULL,
    ArrayType,
    Format,
    LiteralType,
    MapType,
    ObjectType,
    Primitive,
    PrimitiveKind,
    Property,
    Reference,
    Type,
    UnionType,
)
from codegen.text import SpecText
from tests.unit.codegen.specs import api_of, declarations, read_schema, rest

STRING = Primitive(PrimitiveKind.STRING)
INTEGER = Primitive(PrimitiveKind.INTEGER)
NUMBER = Primitive(PrimitiveKind.NUMBER)
BOOLEAN = Primitive(PrimitiveKind.BOOLEAN)


def literal(*values: str | int | bool) -> LiteralType:
    return LiteralType(tuple(SpecText(v) if isinstance(v, str) else v for v in values))


def members(type_: Type) -> tuple[Type, ...]:
    assert isinstance(type_, UnionType)
    return type_.members


def properties(type_: Type) -> dict[str, Property]:
    assert isinstance(type_, ObjectType)
    return {item.name.reveal(): item for item in type_.properties}


class TestScalars:
    @pytest.mark.parametrize(
        ("schema", "expected"),
        [
            ("{type: string}", STRING),
            ("{type: integer, format: int64, minimum: 1}", INTEGER),
            ("{type: number}", NUMBER),
            ("{type: boolean}", BOOLEAN),
            ("{type: 'null'}", NULL),
            ("{}", ANY),
            ("true", ANY),
            ("false", NEVER),
            ("{description: x}", ANY),
            (
                "{type: string, format: byte}",
                Primitive(PrimitiveKind.STRING, Format.BASE64),
            ),
            (
                "{type: string, contentEncoding: base64}",
                Primitive(PrimitiveKind.STRING, Format.BASE64),
            ),
            (
                "{type: string, format: binary}",
                Primitive(PrimitiveKind.STRING, Format.BINARY),
            ),
            ("{type: array}", ArrayType(ANY)),
            ("{type: array, items: {type: string}}", ArrayType(STRING)),
            ("{items: {type: string}}", ArrayType(STRING)),
            ("{type: object}", MapType(ANY)),
            ("{type: object, additionalProperties: {type: string}}", MapType(STRING)),
            ("{additionalProperties: {type: string}}", MapType(STRING)),
            ("{type: object, properties: {}, additionalProperties: false}", MapType(ANY)),
        ],
    )
    def test_type(self, tmp_path: Path, schema: str, expected: Type) -> None:
        assert read_schema(tmp_path, schema) == expected


class TestEnums:
    @pytest.mark.parametrize(
        ("schema", "expected"),
        [
            ("{enum: [a, b, a]}", literal("a", "b")),
            ("{const: a}", literal("a")),
            ("{enum: [1, true]}", literal(1, True)),
            ("{enum: [null]}", NULL),
            ("{enum: [[1]]}", ArrayType(ANY)),
            ("{const: {a: 1}}", MapType(ANY)),
            ("{type: number, enum: [0.5, 1.5]}", NUMBER),
        ],
    )
    def test_type(self, tmp_path: Path, schema: str, expected: Type) -> None:
        assert read_schema(tmp_path, schema) == expected

    def test_true_and_one_are_two_values(self, tmp_path: Path) -> None:
        found = read_schema(tmp_path, "{enum: [1, true]}")
        assert isinstance(found, LiteralType)
        assert [type(value) for value in found.values] == [int, bool]

    def test_null_among_them(self, tmp_path: Path) -> None:
        assert members(read_schema(tmp_path, "{enum: [a, null]}")) == (literal("a"), NULL)

    def test_fractions_are_no_literals_of_python(self, tmp_path: Path) -> None:
        assert members(read_schema(tmp_path, "{enum: [1, 0.5, a]}")) == (literal(1, "a"), NUMBER)


class TestNull:
    @pytest.mark.parametrize(
        "schema",
        [
            "{type: string, nullable: true}",
            "{type: [string, 'null']}",
            "{type: ['null', string]}",
            "{oneOf: [{type: 'null'}, {type: string}]}",
            "{anyOf: [{type: string}, {enum: [null]}]}",
            "{type: [string, 'null'], nullable: true}",
        ],
    )
    def test_every_way_to_say_it(self, tmp_path: Path, schema: str) -> None:
        assert members(read_schema(tmp_path, schema)) == (STRING, NULL)

    @pytest.mark.parametrize(
        "schema",
        [
            "{$ref: '#/components/schemas/Other', nullable: true}",
            "{allOf: [{$ref: '#/components/schemas/Other'}], nullable: true}",
            "{oneOf: [{$ref: '#/components/schemas/Other'}, {type: 'null'}]}",
        ],
    )
    def test_beside_a_reference(self, tmp_path: Path, schema: str) -> None:
        found = members(read_schema(tmp_path, schema, "Other: {type: string}"))
        assert isinstance(found[0], Reference)
        assert found[1] == NULL


class TestObjects:
    def test_properties(self, tmp_path: Path) -> None:
        found = read_schema(
            tmp_path,
            "{type: object, title: T, description: D, deprecated: true, required: [a, 1], "
            "properties: {a: {type: string, description: A}, b: {type: integer, default: {x: é}, "
            "deprecated: true}}}",
        )
        assert isinstance(found, ObjectType)
        assert (found.title, found.description) == (SpecText("T"), SpecText("D"))
        assert found.deprecated
        assert found.origin.pointer == ("components", "schemas", "Subject")
        a, b = found.properties
        assert (a.type, a.required, a.description, a.default) == (STRING, True, SpecText("A"), None)
        assert (b.type, b.required, b.deprecated) == (INTEGER, False, True)
        assert b.default == SpecText('{"x": "é"}')

    def test_branches_that_only_require(self, tmp_path: Path) -> None:
        schema = (
            "{type: object, properties: {a: {}, b: {}}, anyOf: [{required: [a]}, {required: [b]}]}"
        )
        assert properties(read_schema(tmp_path, schema)).keys() == {"a", "b"}


class TestAllOf:
    OTHER = "Other: {type: object, description: O, required: [a], properties: {a: {}, "
    OTHER += "b: {type: string}}}"
    REF = "{$ref: '#/components/schemas/Other'}"

    def test_one_reference_is_the_reference(self, tmp_path: Path) -> None:
        found = read_schema(tmp_path, f"{{allOf: [{self.REF}], description: d}}", self.OTHER)
        assert isinstance(found, Reference)

    def test_merge(self, tmp_path: Path) -> None:
        second = "{type: object, properties: {a: {type: integer}, c: {}}, required: [c]}"
        found = read_schema(tmp_path, f"{{allOf: [{self.REF}, {second}]}}", self.OTHER)
        merged = properties(found)
        assert list(merged) == ["a", "b", "c"]
        assert merged["a"].type == INTEGER
        assert [item.required for item in merged.values()] == [True, False, True]
        assert isinstance(found, ObjectType)
        assert found.description == SpecText("O")

    @pytest.mark.parametrize(
        "schema",
        [
            "{allOf: [REF, {required: [b]}]}",
            "{allOf: [REF], required: [b]}",
            "{allOf: [REF, {type: object}], required: [b]}",
        ],
    )
    def test_what_is_required_in_addition(self, tmp_path: Path, schema: str) -> None:
        found = read_schema(tmp_path, schema.replace("REF", self.REF), self.OTHER)
        assert all(item.required for item in properties(found).values())

    def test_what_is_required_already(self, tmp_path: Path) -> None:
        found = read_schema(tmp_path, f"{{allOf: [{self.REF}, {{required: [a]}}]}}", self.OTHER)
        assert isinstance(found, Reference)

    def test_a_vague_type_does_not_widen(self, tmp_path: Path) -> None:
        second = "{type: object, properties: {b: {}}}"
        found = read_schema(tmp_path, f"{{allOf: [{self.REF}, {second}]}}", self.OTHER)
        assert isinstance(found, Reference)

    def test_scalars(self, tmp_path: Path) -> None:
        assert read_schema(tmp_path, "{allOf: [{type: string}, {maxLength: 3}]}") == STRING


class TestUnions:
    def test_nested_unions_are_one(self, tmp_path: Path) -> None:
        schema = (
            "{oneOf: [{type: string}, {anyOf: [{type: integer}, {type: string}, {type: 'null'}]}, "
            "{type: boolean}]}"
        )
        assert members(read_schema(tmp_path, schema)) == (STRING, INTEGER, BOOLEAN, NULL)

    def test_of_one_member(self, tmp_path: Path) -> None:
        assert read_schema(tmp_path, "{oneOf: [{type: string}]}") == STRING

    def test_with_anything_is_anything(self, tmp_path: Path) -> None:
        assert read_schema(tmp_path, "{anyOf: [{type: string}, {}]}") == ANY

    def test_discriminator(self, tmp_path: Path) -> None:
        found = read_schema(
            tmp_path,
            "{oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}], "
            "discriminator: {propertyName: t, mapping: {a: A, b: '#/components/schemas/B'}}}",
            "A: {type: object, properties: {t: {}}}\nB: {type: object, properties: {t: {}}}",
        )
        assert isinstance(found, UnionType)
        assert found.declared_tag == SpecText("t")
        assert [(wire.reveal(), at.pointer[-1]) for wire, at in found.mapping] == [
            ("a", "A"),
            ("b", "B"),
        ]


class TestReferences:
    def test_a_recursive_schema_finds_itself(self, tmp_path: Path) -> None:
        api = api_of(
            tmp_path,
            openapi=rest(
                schemas="Tree: {type: object, "
                "properties: {next: {$ref: '#/components/schemas/Tree'}}}"
            ),
        )
        tree = declarations(api)["Tree"]
        assert properties(tree.body)["next"].type == Reference(tree.location)

    def test_one_declaration_however_often_it_is_used(self, tmp_path: Path) -> None:
        use = "{type: array, items: {$ref: '#/components/schemas/B'}}"
        api = api_of(tmp_path, openapi=rest(schemas=f"A: {use}\nC: {use}\nB: {{type: string}}"))
        assert list(declarations(api)) == ["A", "B", "C"]

    def test_a_file_for_each_schema(self, tmp_path: Path) -> None:
        (tmp_path / "schemas").mkdir()
        (tmp_path / "schemas" / "user-file.yaml").write_text(
            "type: object\nproperties: {pet: {$ref: pet.yaml}, more: {$ref: more.yaml#/Deep}}\n"
        )
        (tmp_path / "schemas" / "pet.yaml").write_text("{type: object, properties: {a: {}}}")
        (tmp_path / "schemas" / "more.yaml").write_text("Deep: {type: object, properties: {a: {}}}")
        api = api_of(tmp_path, openapi=rest(schemas="User: {$ref: schemas/user-file.yaml}"))
        assert set(declarations(api)) == {"User", "pet", "Deep"}

    def test_both_documents_name_one_schema(self, tmp_path: Path) -> None:
        api = api_of(
            tmp_path,
            openapi=rest(schemas="User: {type: object, properties: {a: {}}}"),
            asyncapi="""
                asyncapi: 3.0.0
                info: {title: t, version: '1'}
                components:
                  schemas: {User: {$ref: 'openapi.yaml#/components/schemas/User'}}
                """,
        )
        (user,) = api.types
        assert user.location.file.name == "openapi.yaml"

    def test_an_alias_with_a_name_of_its_own(self, tmp_path: Path) -> None:
        found = read_schema(
            tmp_path, "{$ref: '#/components/schemas/Other'}", "Other: {type: string}"
        )
        assert isinstance(found, Reference)


class TestRefusals:
    @pytest.mark.parametrize(
        "schema", ["1", "text", "{type: nothing}", "{type: [string, 3]}", "{enum: []}"]
    )
    def test_malformed(self, tmp_path: Path, schema: str) -> None:
        with pytest.raises(SpecError) as caught:
            read_schema(tmp_path, schema)
        assert caught.value.diagnostics[0].code is Code.INVALID_SCHEMA
        assert caught.value.diagnostics[0].location is not None

    def test_depth(self, tmp_path: Path) -> None:
        def nested(levels: int) -> str:
            return "{type: array, items: " * levels + "{}" + "}" * levels

        read_schema(tmp_path, nested(MAX_DEPTH - 1))
        with pytest.raises(SpecError):
            read_schema(tmp_path, nested(MAX_DEPTH))

    def test_a_chain_of_references_is_not_depth(self, tmp_path: Path) -> None:
        chain = "\n".join(
            f"S{n}: {{type: array, items: {{$ref: '#/components/schemas/S{n + 1}'}}}}"
            for n in range(MAX_DEPTH * 2)
        )
        last = f"S{MAX_DEPTH * 2}: {{type: string}}"
        assert read_schema(tmp_path, "{type: string}", f"{chain}\n{last}") == STRING
