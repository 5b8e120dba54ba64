"""Schemas as models and as parameters, by what they do with data."""

from __future__ import annotations

import typing
from typing import Any

import pydantic
import pytest
import typing_extensions

from tests.functional.conftest import GeneratedPackage, GeneratePackage


def decode(package: GeneratedPackage, name: str, text: str) -> Any:
    """A value as a method would give it: leniently."""
    decoder = package.module("_runtime.decode").Decoder(package.type(name))
    return decoder.decode_leniently(text)


def hints(package: GeneratedPackage, name: str) -> dict[str, Any]:
    return typing_extensions.get_type_hints(package.type(name), include_extras=False)


def required_keys(typed_dict: Any) -> set[str]:
    found = typing_extensions.get_type_hints(typed_dict, include_extras=True)
    return {k for k, hint in found.items() if "Required" in str(typing.get_origin(hint))}


SHAPES = """
openapi: 3.1.0
info: {title: Shapes, version: '1'}
paths: {}
components:
  schemas:
    Everything:
      type: object
      description: All there is.
      required: [text, maybe, kind]
      properties:
        text: {type: string, description: Said aloud.}
        count: {type: integer, default: 3}
        share: {type: number}
        flag: {type: boolean, deprecated: true}
        maybe: {type: [string, 'null']}
        old_maybe: {type: string, nullable: true}
        kind: {enum: [a, b]}
        kind_or_null: {type: [string, 'null'], enum: [a, null]}
        ratio: {type: number, enum: [0.5, 1]}
        mixed: {enum: [1, true, x]}
        only: {const: 7}
        anything: {}
        list: {type: array, items: {type: string}}
        names: {type: array, items: {type: object, properties: {str: {type: string}}}}
        free: {type: object}
        counts: {type: object, additionalProperties: {type: integer}}
        deep: {type: object, additionalProperties: {type: array, items: {type: number}}}
        inner: {type: object, required: [x], properties: {x: {type: integer}}}
        inner_or_null:
          oneOf: [{type: object, properties: {y: {type: integer}}}, {type: 'null'}]
        text_or_number: {anyOf: [{type: string}, {type: number}]}
        known_or_any: {anyOf: [{type: string}, {type: string, enum: [red, green]}]}
        ref_or_null: {$ref: '#/components/schemas/Leaf', nullable: true}
        sound: {type: string, format: byte}
    Leaf: {type: object, required: [v], properties: {v: {type: integer}}}
    Nothing: {type: object, properties: {}}
    Names: {type: array, items: {type: object, properties: {n: {type: string}}}}
    Word: {type: string, enum: [yes, no, 'on', '1e3']}
"""


@pytest.fixture(scope="module")
def shapes(generate_package: GeneratePackage) -> GeneratedPackage:
    return generate_package(openapi=SHAPES)


class TestShapes:
    def test_types_of_fields(self, shapes: GeneratedPackage) -> None:
        found = hints(shapes, "Everything")
        expected = {
            "text": str,
            "count": int | None,
            "share": float | None,
            "flag": bool | None,
            "maybe": str | None,
            "old_maybe": str | None,
            "kind": typing.Literal["a", "b"],
            "kind_or_null": typing.Literal["a"] | None,
            "ratio": typing.Literal[1] | float | None,
            "only": typing.Literal[7] | None,
            "anything": object | None,
            "list": list[str] | None,
            "counts": dict[str, int] | None,
            "deep": dict[str, list[float]] | None,
            "free": dict[str, object] | None,
            "sound": str | None,
        }
        assert {name: found[name] for name in expected} == expected

    def test_required_is_not_the_same_as_not_null(self, shapes: GeneratedPackage) -> None:
        fields = shapes.type("Everything").model_fields
        required = {name for name, field in fields.items() if field.is_required()}
        assert required == {"text", "maybe", "kind"}

    def test_values(self, shapes: GeneratedPackage) -> None:
        value = decode(
            shapes,
            "Everything",
            '{"text":"t","maybe":null,"kind":"a","inner":{"x":1},"names":[{"str":"s"}],'
            '"ref_or_null":{"v":2},"inner_or_null":{"y":3},"mixed":true,"known_or_any":"blue"}',
        )
        assert (value.inner.x, value.names[0].str, value.ref_or_null.v) == (1, "s", 2)
        assert value.inner_or_null.y == 3
        assert value.mixed is True
        assert value.known_or_any == "blue"
        assert value.count is None

    def test_null_where_it_is_allowed(self, shapes: GeneratedPackage) -> None:
        model = shapes.type("Everything")
        model.model_validate(
            {"text": "", "maybe": None, "kind": "b", "ref_or_null": None, "inner_or_null": None,
             "kind_or_null": None, "old_maybe": None}
        )  # fmt: skip

    def test_wrong_values_keep_the_class(self, shapes: GeneratedPackage) -> None:
        value = decode(shapes, "Everything", '{"text":1,"kind":"new","inner":{"x":"one"}}')
        assert type(value).__name__ == "Everything"
        assert (value.text, value.kind, value.inner.x) == (1, "new", "one")

    def test_docstrings(self, shapes: GeneratedPackage) -> None:
        assert shapes.type("Everything").__doc__ == "All there is."
        text = shapes.text("types/shared/everything.py")
        assert '"""Said aloud."""' in text
        assert '"""Default: 3."""' in text
        assert '"""Deprecated."""' in text

    def test_inline_items_of_an_array(self, shapes: GeneratedPackage) -> None:
        (value,) = decode(shapes, "Names", '[{"n":"x"}]')
        assert (type(value).__name__, value.n) == ("Name", "x")

    def test_yaml_words_stay_text(self, shapes: GeneratedPackage) -> None:
        assert typing.get_args(shapes.type("Word")) == ("yes", "no", "on", "1e3")

    def test_an_object_without_properties_is_a_map(self, shapes: GeneratedPackage) -> None:
        assert decode(shapes, "Nothing", '{"a":1}') == {"a": 1}


ALL_OF = """
openapi: 3.0.3
info: {title: Parts, version: '1'}
paths: {}
components:
  schemas:
    Base:
      type: object
      description: The base.
      required: [id]
      properties: {id: {type: string}, note: {type: string}, extra: {}}
    Whole:
      allOf:
        - $ref: '#/components/schemas/Base'
        - {type: object, required: [size], properties: {size: {type: integer}}}
    Stricter:
      allOf: [{$ref: '#/components/schemas/Base'}, {required: [note]}]
    Narrowed:
      allOf:
        - $ref: '#/components/schemas/Base'
        - {type: object, properties: {extra: {type: string, description: Now text.}}}
    Same: {allOf: [{$ref: '#/components/schemas/Base'}], description: Only described.}
    Constrained:
      type: object
      properties: {a: {type: string}, b: {type: integer}}
      oneOf: [{required: [a]}, {required: [b]}]
    Extended:
      allOf: [{$ref: '#/components/schemas/Base'}]
      properties: {own: {type: boolean}}
"""


@pytest.fixture(scope="module")
def parts(generate_package: GeneratePackage) -> GeneratedPackage:
    return generate_package(openapi=ALL_OF)


class TestAllOf:
    @pytest.mark.parametrize(
        ("name", "required", "optional"),
        [
            ("Whole", {"id", "size"}, {"note", "extra"}),
            ("Stricter", {"id", "note"}, {"extra"}),
            ("Narrowed", {"id"}, {"note", "extra"}),
            ("Same", {"id"}, {"note", "extra"}),
            ("Constrained", set(), {"a", "b"}),
            ("Extended", {"id"}, {"note", "extra", "own"}),
        ],
    )
    def test_fields(
        self, parts: GeneratedPackage, name: str, required: set[str], optional: set[str]
    ) -> None:
        fields = parts.type(name).model_fields
        assert {n for n, f in fields.items() if f.is_required()} == required
        assert {n for n, f in fields.items() if not f.is_required()} == optional

    def test_the_narrower_type_wins(self, parts: GeneratedPackage) -> None:
        assert hints(parts, "Narrowed")["extra"] == str | None


UNIONS = """
openapi: 3.1.0
info: {title: Unions, version: '1'}
paths:
  /shapes:
    post:
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [shape]
              properties: {shape: {$ref: '#/components/schemas/Shape'}}
      responses:
        '200':
          description: ok
          content: {application/json: {schema: {$ref: '#/components/schemas/Shape'}}}
components:
  schemas:
    Circle: {type: object, required: [type, r], properties: {type: {const: circle},
        r: {type: number}}}
    Square: {type: object, required: [type, a], properties: {type: {const: square},
        a: {type: number}}}
    Shape:
      oneOf: [{$ref: '#/components/schemas/Circle'}, {$ref: '#/components/schemas/Square'}]
      discriminator: {propertyName: type}
    Undeclared:
      anyOf: [{$ref: '#/components/schemas/Circle'}, {$ref: '#/components/schemas/Square'}]
    Message:
      oneOf:
        - {type: object, title: UserMessage, required: [type, role],
           properties: {type: {const: message}, role: {const: user}, u: {type: string}}}
        - {type: object, title: SystemMessage, required: [type, role],
           properties: {type: {const: message}, role: {const: system}, s: {type: string}}}
        - {type: object, required: [type], properties: {type: {const: function_call}}}
    Plain:
      oneOf:
        - {type: string}
        - {type: object, properties: {cat: {type: string}}, required: [cat]}
        - {type: object, properties: {dog: {type: string}}, required: [dog]}
    Holder:
      type: object
      properties:
        items: {type: array, items: {$ref: '#/components/schemas/Message'}}
        shape: {oneOf: [{$ref: '#/components/schemas/Shape'}, {type: 'null'}]}
"""


@pytest.fixture(scope="module")
def unions(generate_package: GeneratePackage) -> GeneratedPackage:
    return generate_package(openapi=UNIONS)


class TestUnions:
    @pytest.mark.parametrize("name", ["Shape", "Undeclared"])
    def test_the_tag_decides(self, unions: GeneratedPackage, name: str) -> None:
        circle = decode(unions, name, '{"type":"circle","r":1}')
        square = decode(unions, name, '{"type":"square","r":1}')
        assert (type(circle).__name__, type(square).__name__) == ("Circle", "Square")

    def test_pydantic_is_told_the_tag(self, unions: GeneratedPackage) -> None:
        with pytest.raises(pydantic.ValidationError) as caught:
            pydantic.TypeAdapter(unions.type("Shape")).validate_python({"type": "star"})
        assert caught.value.errors()[0]["type"] == "union_tag_invalid"

    def test_an_unknown_tag_is_no_known_class(self, unions: GeneratedPackage) -> None:
        value = decode(unions, "Shape", '{"type":"star","r":1}')
        assert unions.module().is_unknown(value)
        assert value.raw == {"type": "star", "r": 1}

    def test_two_tags_one_inside_the_other(self, unions: GeneratedPackage) -> None:
        value = decode(
            unions,
            "Holder",
            '{"items":[{"type":"message","role":"user"},{"type":"message","role":"system"},'
            '{"type":"function_call"},{"type":"message","role":"new"},{"type":"new"}],'
            '"shape":{"type":"square","a":2}}',
        )
        names = [type(item).__name__ for item in value.items]
        assert names == [
            "UserMessage", "SystemMessage", "FunctionCall", "UnknownVariant", "UnknownVariant",
        ]  # fmt: skip
        assert type(value.shape).__name__ == "Square"

    def test_without_a_tag(self, unions: GeneratedPackage) -> None:
        assert decode(unions, "Plain", '"text"') == "text"
        dog = decode(unions, "Plain", '{"dog":"x"}')
        assert dog.dog == "x"
        assert not hasattr(dog, "cat")

    def test_what_is_sent_is_a_typed_dict(self, unions: GeneratedPackage) -> None:
        circle = unions.type("CircleParam")
        assert typing_extensions.is_typeddict(circle)
        assert required_keys(circle) == {"type", "r"}
        assert required_keys(unions.type("ShapeCreateParams")) == {"shape"}


RECURSION = """
openapi: 3.1.0
info: {title: Recursion, version: '1'}
paths:
  /trees:
    post:
      requestBody:
        required: true
        content:
          application/json:
            schema: {type: object, properties: {tree: {$ref: '#/components/schemas/Tree'}}}
      responses: {'204': {description: ok}}
components:
  schemas:
    Tree:
      type: object
      required: [name]
      properties:
        name: {type: string}
        children: {type: array, items: {$ref: '#/components/schemas/Tree'}}
        by_name: {type: object, additionalProperties: {$ref: '#/components/schemas/Tree'}}
        next: {oneOf: [{$ref: '#/components/schemas/Tree'}, {type: 'null'}]}
    Json:
      anyOf:
        - {type: string}
        - {type: number}
        - {type: array, items: {$ref: '#/components/schemas/Json'}}
        - {type: object, additionalProperties: {$ref: '#/components/schemas/Json'}}
    Egg: {type: object, properties: {hatches: {$ref: '#/components/schemas/Hen'}}}
    Hen: {type: object, properties: {lays: {type: array,
        items: {$ref: '#/components/schemas/Egg'}}}}
"""


@pytest.fixture(scope="module")
def package(generate_package: GeneratePackage) -> GeneratedPackage:
    return generate_package(openapi=RECURSION)


class TestRecursion:
    def test_model_in_itself(self, package: GeneratedPackage) -> None:
        tree = decode(
            package,
            "Tree",
            '{"name":"a","children":[{"name":"b"}],"by_name":{"c":{"name":"c"}},"next":null}',
        )
        assert tree.children[0].name == "b"
        assert tree.by_name["c"].children is None

    def test_alias_in_itself(self, package: GeneratedPackage) -> None:
        assert decode(package, "Json", '[1,{"a":["b"]}]') == [1, {"a": ["b"]}]

    def test_two_models_in_each_other(self, package: GeneratedPackage) -> None:
        egg = decode(package, "Egg", '{"hatches":{"lays":[{"hatches":{}}]}}')
        assert type(egg.hatches.lays[0].hatches).__name__ == "Hen"

    def test_either_of_two_can_be_imported_first(self, package: GeneratedPackage) -> None:
        assert package.type("Hen").model_validate({"lays": [{}]}).lays[0].hatches is None

    def test_typed_dict_in_itself(self, package: GeneratedPackage) -> None:
        found = typing_extensions.get_type_hints(package.type("TreeParam"))
        assert found["children"] == typing.get_type_hints(package.type("TreeParam"))["children"]
        both = package.type("Tree") | package.type("TreeParam")
        assert both in typing.get_args(found["children"])


NAMES = """
openapi: 3.1.0
info: {title: 1 Names, version: '1'}
paths:
  /things/{thing}/none:
    parameters: [{name: thing, in: path, required: true, schema: {type: string}}]
    get:
      responses:
        '200':
          description: ok
          content: {application/json: {schema: {$ref: '#/components/schemas/Hostile'}}}
  /things:
    post:
      requestBody:
        required: true
        content:
          application/json:
            schema: {type: object, properties: {it: {$ref: '#/components/schemas/Hostile'}}}
      responses: {'204': {description: ok}}
components:
  schemas:
    Hostile:
      type: object
      properties:
        list: {type: array, items: {type: string}}
        str: {type: string}
        int: {type: integer}
        dict: {type: object, additionalProperties: {type: string}}
        type: {type: string}
        object: {}
        class: {type: string}
        None: {type: string}
        model_dump: {type: string}
        model_config: {type: string}
        copy: {type: string}
        json: {type: string}
        schema: {type: string}
        fields: {type: string}
        raw: {type: string}
        self: {type: string}
        e: {type: integer}
        E: {type: string}
        _private: {type: string}
        __dunder__: {type: string}
        2fa: {type: object, properties: {on: {type: boolean}}}
        '@id': {type: string}
        '+': {type: object, properties: {x: {type: integer}}}
        'a b-c.d': {type: string}
        '': {type: string}
        '日本': {type: object, properties: {y: {type: integer}}}
        none: {type: object, properties: {z: {type: integer}}}
    Field: {type: object, properties: {aB: {type: string}, any: {type: object, properties: {}}}}
    Import: {type: object, properties: {inner: {type: object, properties: {i: {type: integer}}}}}
    Con: {type: object, properties: {c: {type: string}}}
    None: {type: object, properties: {n: {type: string}}}
"""


@pytest.fixture(scope="module")
def names(generate_package: GeneratePackage) -> GeneratedPackage:
    return generate_package(openapi=NAMES)


class TestNames:
    def test_every_wire_name_is_read_and_written(self, names: GeneratedPackage) -> None:
        wire = {
            "list": ["x"], "str": "s", "int": 1, "dict": {"k": "v"}, "type": "t", "object": [1],
            "class": "c", "None": "n", "model_dump": "md", "model_config": "mc", "copy": "co",
            "json": "j", "schema": "sc", "fields": "f", "raw": "r", "self": "se", "e": 1, "E": "E",
            "_private": "p", "__dunder__": "d", "2fa": {"on": True}, "@id": "i", "+": {"x": 1},
            "a b-c.d": "abcd", "": "empty", "日本": {"y": 2}, "none": {"z": 3},
        }  # fmt: skip
        model = names.type("Hostile")
        value = model.model_validate(wire)
        assert value.model_extra == {}
        assert value.to_dict() == wire
        assert (value.e, value.e_, value.class_, value.model_dump_) == (1, "E", "c", "md")
        assert (value.list, value.str, value.two_fa.on) == (["x"], "s", True)
        assert value.plus.x == 1

    def test_no_field_hides_a_method(self, names: GeneratedPackage) -> None:
        value = names.type("Hostile")()
        for method in ("model_dump", "copy", "json", "to_dict", "to_json"):
            assert callable(getattr(value, method))

    def test_typed_dict_has_the_wire_names(self, names: GeneratedPackage) -> None:
        keys = typing_extensions.get_type_hints(names.type("HostileParam")).keys()
        assert {"class", "2fa", "@id", "", "日本", "e", "E", "__dunder__"} <= keys

    @pytest.mark.parametrize(
        ("name", "wire"),
        [
            ("Field_", {"aB": "x"}),
            ("Import", {"inner": {"i": 1}}),
            ("Con", {"c": "x"}),
            ("None_", {"n": "x"}),
        ],
    )
    def test_components(self, names: GeneratedPackage, name: str, wire: dict[str, Any]) -> None:
        assert names.type(name).model_validate(wire).to_dict() == wire

    def test_no_file_has_a_name_that_windows_reserves(self, names: GeneratedPackage) -> None:
        assert not any(path.endswith(("/con.py", "/import.py")) for path in names.files)

    def test_a_title_that_starts_with_a_digit(self, names: GeneratedPackage) -> None:
        client = names.module().OneNames(base_url="http://127.0.0.1:1")
        assert hasattr(client.things, "none")
        client.close()
