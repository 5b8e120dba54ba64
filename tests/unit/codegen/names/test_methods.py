from __future__ import annotations

from pathlib import Path

import pytest

from codegen.ir import sdk
from codegen.ir.api import ParameterIn
from codegen.names.methods import distinct
from codegen.text import Identifier, SpecText
from tests.unit.codegen.specs import rest, sdk_of


def method(folder: Path, text: str, path: str = "/things", schemas: str = "") -> sdk.Method:
    found = sdk_of(folder, openapi=rest(paths=f"'{path}': {{post: {text}}}", schemas=schemas))
    return found.resources[0].methods[0]


def body(content: str, required: str = "true") -> str:
    return f"{{requestBody: {{required: {required}, content: {content}}}, responses: {{}}}}"


class TestArguments:
    def test_path_then_required_then_alphabetic(self, tmp_path: Path) -> None:
        found = method(
            tmp_path,
            "{parameters: [{name: z, in: path, required: true}, {name: b, in: query},"
            " {name: y, in: query, required: true}, {name: a, in: header}], responses: {}}",
            path="/things/{z}",
        )
        assert [a.name for a in found.arguments] == ["z", "y", "a", "b"]

    def test_properties_of_a_body(self, tmp_path: Path) -> None:
        found = method(
            tmp_path,
            body(
                "{application/json: {schema: {type: object, required: [b], "
                "properties: {a: {}, b: {}, class: {}}}}}"
            ),
        )
        assert [(a.name, a.required) for a in found.arguments] == [
            ("b", True), ("a", False), ("class_", False),
        ]  # fmt: skip
        assert found.bodies == (sdk.JsonBody(),)
        assert found.params is not None
        assert found.params.name == "ThingCreateParams"

    def test_nothing_of_an_optional_body_is_required(self, tmp_path: Path) -> None:
        found = method(
            tmp_path,
            body(
                "{application/json: {schema: {type: object, required: [b], properties: {b: {}}}}}",
                required="false",
            ),
        )
        assert [(a.name, a.required) for a in found.arguments] == [("b", False)]
        assert found.bodies == (sdk.JsonBody(required=False),)

    def test_none(self, tmp_path: Path) -> None:
        found = method(tmp_path, "{responses: {}}")
        assert (found.arguments, found.params, found.bodies) == ((), None, ())

    def test_one_name_in_every_place(self, tmp_path: Path) -> None:
        found = method(
            tmp_path,
            "{parameters: [{name: id, in: path, required: true}, {name: id, in: query},"
            " {name: ID, in: header}], requestBody: {required: true, content: {application/json: "
            "{schema: {type: object, properties: {id: {}}}}}}, responses: {}}",
            path="/things/{id}",
        )
        assert [(a.name, a.wire.reveal(), a.place) for a in found.arguments] == [
            ("id", "id", ParameterIn.PATH),
            ("body_id", "id", None),
            ("header_id", "ID", ParameterIn.HEADER),
            ("query_id", "id", ParameterIn.QUERY),
        ]

    def test_keys_of_the_params_differ_where_wire_names_do_not(self, tmp_path: Path) -> None:
        text = (
            "{parameters: [{name: uris, in: query}], requestBody: {required: true, content: "
            "{application/json: {schema: {type: object, properties: {uris: {}}}}}}, responses: {}}"
        )
        found = sdk_of(tmp_path, openapi=rest(paths=f"/things: {{post: {text}}}"))
        (params,) = (d for d in found.params if d.name.name == "ThingCreateParams")
        assert isinstance(params, sdk.Model)
        assert [(f.name, f.wire.reveal()) for f in params.fields] == [
            ("query_uris", "query_uris"), ("uris", "uris"),
        ]  # fmt: skip

    def test_symbols_are_spelled_where_they_make_the_difference(self, tmp_path: Path) -> None:
        found = method(
            tmp_path,
            "{parameters: [{name: 'T<', in: query}, {name: T, in: query}, {name: t, in: query},"
            " {name: 'T>', in: query}], responses: {}}",
        )
        assert [(a.name, a.wire.reveal()) for a in found.arguments] == [
            ("t", "t"), ("t_", "T"), ("t_greater", "T>"), ("t_less", "T<"),
        ]  # fmt: skip

    def test_properties_that_differ_in_case_only(self) -> None:
        def argument(wire: str) -> sdk.Argument:
            return sdk.Argument(Identifier("e"), SpecText(wire), sdk.NULL, True, None)

        found = distinct(map(argument, ["e", "E", "é"]))
        assert [(a.name, a.wire.reveal()) for a in found] == [("e", "e"), ("e_", "E"), ("e__", "é")]


class TestBodies:
    @pytest.mark.parametrize(
        ("content", "forms"),
        [
            (
                "{application/json: {schema: {type: array}}}",
                (sdk.JsonBody(whole=SpecText("body")),),
            ),
            (
                "{text/plain: {schema: {type: string}}}",
                (sdk.TextBody(SpecText("text/plain"), SpecText("body")),),
            ),
            (
                "{application/x-www-form-urlencoded: "
                "{schema: {type: object, properties: {a: {}}}}}",
                (sdk.FormBody(),),
            ),
            (
                "{multipart/form-data: {schema: {type: object, properties: {a: {}, b: {}}}, "
                "encoding: {b: {contentType: text/x}}}}",
                (
                    sdk.MultipartBody(
                        (sdk.Part(SpecText("a")), sdk.Part(SpecText("b"), SpecText("text/x")))
                    ),
                ),
            ),
            (
                "{text/x: {schema: {type: string}}, multipart/form-data: {schema: {type: object, "
                "properties: {b: {}}}, encoding: {b: {contentType: text/x}}}}",
                (
                    sdk.TextBody(SpecText("text/x"), SpecText("b")),
                    sdk.MultipartBody((sdk.Part(SpecText("b"), SpecText("text/x")),)),
                ),
            ),
        ],
    )
    def test_forms(self, tmp_path: Path, content: str, forms: tuple[sdk.BodyForm, ...]) -> None:
        assert method(tmp_path, body(content)).bodies == forms


class TestDescription:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("{summary: Do it., description: Really., responses: {}}", "Do it.\n\nReally."),
            ("{summary: Same, description: Same, responses: {}}", "Same"),
            ("{summary: Short, responses: {}}", "Short"),
            ("{responses: {}}", None),
        ],
    )
    def test_summary_and_description(self, tmp_path: Path, text: str, expected: str | None) -> None:
        found = method(tmp_path, text).description
        assert (found.reveal() if found else None) == expected


def test_inline_result_is_named_after_the_method(tmp_path: Path) -> None:
    found = (
        method(
            tmp_path,
            "{responses: {'200': {content: {application/json: {schema: {type: object, "
            "properties: {a: {}}}}}}}}",
        )
        .answers[0]
        .type
    )
    assert isinstance(found, sdk.Named)
    assert (found.name.name, found.name.module.parts[-1]) == (
        "ThingCreateResponse",
        "thing_create_response",
    )
