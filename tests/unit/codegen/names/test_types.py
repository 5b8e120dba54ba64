from __future__ import annotations

from pathlib import Path

import pytest

from codegen.diagnostics import Code, SpecError
from codegen.ir import sdk
from tests.unit.codegen.specs import rest, sdk_of

OBJECT = "{type: object, properties: {x: {}}}"


def classes(folder: Path, schemas: str, paths: str = "", config: str = "") -> list[str]:
    """`module.Class` of every model, in order."""
    found = sdk_of(folder, openapi=rest(schemas=schemas, paths=paths), config=config)
    return [".".join((*d.name.module.parts, d.name.name)) for d in found.models]


def fields(folder: Path, schema: str, others: str = "") -> dict[str, sdk.Field]:
    found = sdk_of(folder, openapi=rest(schemas=f"Subject: {schema}\n{others}"))
    model = next(d for d in found.models if d.name.name == "Subject")
    assert isinstance(model, sdk.Model)
    return {field.name: field for field in model.fields}


def test_the_keys_of_a_typed_dict_are_all_named(tmp_path: Path) -> None:
    """What the other keys of an object hold is a class of what is received alone."""
    found = sdk_of(
        tmp_path,
        openapi=rest(
            schemas=f"A: {{type: object, properties: {{a: {OBJECT}}}, "
            f"additionalProperties: {OBJECT}}}",
            paths="""
            /a:
              post:
                requestBody: {content: {application/json: {schema: {type: object,
                    properties: {l: {$ref: '#/components/schemas/A'}}}}}}
                responses: {'200': {description: ok, content: {application/json: {schema: {
                    $ref: '#/components/schemas/A'}}}}}
            """,
        ),
    )
    models = {d.name.name: d for d in found.models}
    params = {d.name.name: d for d in found.params}
    assert {"A", "AA", "Value"} <= models.keys()
    assert {"AParam", "A"} <= params.keys()
    assert "Value" not in params
    received, sent = models["A"], params["AParam"]
    assert isinstance(received, sdk.Model)
    assert isinstance(sent, sdk.Model)
    assert received.extras is not None
    assert sent.extras is None


class TestPublic:
    @pytest.mark.parametrize(
        ("component", "name"),
        [
            ("user_name", "user_name.UserName"),
            ("HTTPError", "http_error.HttpError"),
            ("Field", "field.Field_"),
            ("none", "none.None_"),
            ("Import", "import_.Import"),
            ("Con", "con_.Con"),
            ("+1", "plus1.Plus1"),
            ("1", "n1.N1"),
            ("Größe", "grosse.Grosse"),
        ],
    )
    def test_names(self, tmp_path: Path, component: str, name: str) -> None:
        assert classes(tmp_path, f"{component}: {OBJECT}") == [f"types.shared.{name}"]

    def test_modules_that_differ_in_case_only(self, tmp_path: Path) -> None:
        found = classes(
            tmp_path, f"AB: {OBJECT}\na_b: {OBJECT}\nUsername: {OBJECT}\nUserName: {OBJECT}"
        )
        assert found == [
            "types.shared.ab.Ab",
            "types.shared.a_b.AB",
            "types.shared.username.Username",
            "types.shared.user_name.UserName",
        ]

    def test_settings(self, tmp_path: Path) -> None:
        found = classes(
            tmp_path,
            f"A: {OBJECT}\nB: {OBJECT}\n"
            "C: {type: object, properties: {l: {$ref: '#/components/schemas/B'}}}",
            config="types: {A: {name: Zed, namespace: other.place}, B: {local: true}}",
        )
        assert found == ["types.other.place.zed.Zed", "types.shared.c.L", "types.shared.c.C"]

    @pytest.mark.parametrize(
        ("schemas", "code"),
        [
            (f"AB: {OBJECT}\nAb: {OBJECT}", Code.NAME_COLLISION),
            (f"user_id: {OBJECT}\nUserId: {OBJECT}", Code.NAME_COLLISION),
        ],
    )
    def test_refused(self, tmp_path: Path, schemas: str, code: Code) -> None:
        with pytest.raises(SpecError) as caught:
            classes(tmp_path, schemas)
        assert caught.value.diagnostics[0].code is code


class TestInline:
    @pytest.mark.parametrize(
        ("schema", "expected"),
        [
            (f"{{type: object, properties: {{user_data: {OBJECT}}}}}", ["UserData"]),
            (f"{{type: object, properties: {{tools: {{items: {OBJECT}}}}}}}", ["Tool"]),
            (
                "{type: object, properties: "
                f"{{a: {{type: object, properties: {{b: {OBJECT}}}}}}}}}",
                ["AB", "A"],
            ),
            (f"{{type: object, properties: {{m: {{additionalProperties: {OBJECT}}}}}}}", ["M"]),
            (f"{{items: {OBJECT}}}", ["SubjectItem"]),
            (f"{{oneOf: [{OBJECT}, {{type: string}}]}}", ["SubjectVariant1"]),
            (
                f"{{type: object, properties: {{v: {{oneOf: [{OBJECT}, {{type: string}}]}}}}}}",
                ["V"],
            ),
            (
                "{type: object, properties: {v: {oneOf: ["
                "{type: object, title: First one, properties: {x: {}}},"
                "{type: object, title: SecondOne, properties: {x: {}}}]}}}",
                ["VFirstOne", "VSecondOne"],
            ),
            (
                "{type: object, properties: {v: {oneOf: ["
                "{type: object, required: [t], properties: {t: {const: server_vad}}},"
                "{type: object, required: [t], properties: {t: {const: '1'}}}]}}}",
                ["VServerVad", "VN1"],
            ),
            (f"{{type: object, properties: {{1h: {OBJECT}}}}}", ["OneH"]),
            (f"{{type: object, properties: {{'+': {OBJECT}}}}}", ["Plus"]),
            (f"{{type: object, properties: {{none: {OBJECT}}}}}", ["None_"]),
            (f"{{type: object, properties: {{literal: {OBJECT}}}}}", ["SubjectLiteral"]),
        ],
    )
    def test_names(self, tmp_path: Path, schema: str, expected: list[str]) -> None:
        found = classes(tmp_path, f"Subject: {schema}")
        assert found == [f"types.shared.subject.{name}" for name in [*expected, "Subject"]]

    def test_a_title_that_is_no_name_in_ascii(self, tmp_path: Path) -> None:
        schema = "{oneOf: [{type: object, title: Größe, properties: {x: {}}}, {type: string}]}"
        found = classes(tmp_path, f"Subject: {schema}")
        assert found[0].rpartition(".")[2].isascii()


class TestFields:
    def test_wire_names_that_differ_in_case_only(self, tmp_path: Path) -> None:
        found = fields(tmp_path, "{type: object, properties: {e: {}, E: {}, eE: {}, e_e: {}}}")
        assert {name: field.wire.reveal() for name, field in found.items()} == {
            "e": "e",
            "e_": "E",
            "e_e": "e_e",
            "e_e_": "eE",
        }

    def test_tagged_union(self, tmp_path: Path) -> None:
        variants = "\n".join(
            f"{n}: {{type: object, required: [t], properties: {{t: {{const: {n}}}}}}}" for n in "AB"
        )
        found = fields(
            tmp_path,
            "{type: object, properties: {u: {oneOf: [{$ref: '#/components/schemas/A'},"
            " {$ref: '#/components/schemas/B'}, {type: 'null'}]}}}",
            variants,
        )["u"].type
        assert isinstance(found, sdk.Union)
        assert found.tag is not None
        assert found.tag.reveal() == "t"
        assert found.members[-1] == sdk.NULL
        assert sdk.is_nullable(found)

    def test_a_literal_is_tried_before_text(self, tmp_path: Path) -> None:
        found = fields(
            tmp_path, "{type: object, properties: {u: {anyOf: [{type: string}, {enum: [a]}]}}}"
        )["u"].type
        assert isinstance(found, sdk.Union)
        assert isinstance(found.members[0], sdk.Literals)


class TestParams:
    PATHS = """
        /x:
          post:
            requestBody:
              content:
                application/json:
                  schema:
                    type: object
                    properties:
                      it: {$ref: '#/components/schemas/It'}
                      words: {type: array, items: {type: string}}
                      things: {type: array, items: {$ref: '#/components/schemas/It'}}
                      kinds: {type: array, items: {enum: [a]}}
                      inline: {type: object, properties: {y: {}}}
            responses: {}
        """

    def test_two_faces(self, tmp_path: Path) -> None:
        found = sdk_of(tmp_path, openapi=rest(self.PATHS, f"It: {OBJECT}\nWord: {{enum: [a]}}"))
        names = [d.name.name for d in found.params]
        assert names == ["ItParam", "Inline", "XCreateParams"]
        params = found.params[-1]
        assert isinstance(params, sdk.Model)
        types = {str(field.name): field.type for field in params.fields}
        containers = {n: t.container for n, t in types.items() if isinstance(t, sdk.Sequence)}
        assert containers == {"words": "Sequence", "things": "Iterable", "kinds": "list"}
        assert types["it"] == sdk.Union(
            (
                sdk.Named(found.models[0].name, is_alternative=True),
                sdk.Named(found.params[0].name),
            )
        )
