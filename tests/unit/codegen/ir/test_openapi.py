from __future__ import annotations

from pathlib import Path

import pytest

from codegen.diagnostics import Code, SpecError
from codegen.ir.api import (
    Api,
    BodyKind,
    CredentialKind,
    Operation,
    Parameter,
    ParameterIn,
    ResultKind,
)
from codegen.ir.types import ANY, Primitive, PrimitiveKind, UnionType
from codegen.text import SpecText
from tests.unit.codegen.specs import api_of, rest

STRING = Primitive(PrimitiveKind.STRING)


def operation(folder: Path, text: str, path: str = "/x") -> Operation:
    (found,) = api_of(folder, openapi=rest(paths=f"'{path}': {{get: {text}}}")).operations
    return found


def result_of(folder: Path, responses: str) -> tuple[ResultKind, str | None]:
    found = operation(folder, f"{{responses: {responses}}}").responses.result
    return found.kind, ", ".join(name.reveal() for name in found.media_types) or None


class TestOperations:
    def test_all_verbs_in_order(self, tmp_path: Path) -> None:
        verbs = ["put", "get", "patch", "delete", "post", "head", "options", "trace"]
        item = ", ".join(f"{verb}: {{responses: {{}}}}" for verb in verbs)
        paths = f"/x: {{summary: s, {item}, x-internal: {{}}}}"
        found = api_of(tmp_path, openapi=rest(paths=paths)).operations
        assert [op.method for op in found] == [verb.upper() for verb in verbs]

    def test_what_it_says_of_itself(self, tmp_path: Path) -> None:
        found = operation(
            tmp_path,
            "{operationId: o, summary: s, description: d, deprecated: true, responses: {}}",
        )
        assert found.identifier is not None
        assert found.summary is not None
        assert found.description is not None
        assert (found.identifier.reveal(), found.summary.reveal()) == ("o", "s")
        assert (found.description.reveal(), found.deprecated) == ("d", True)
        assert found.location.pointer == ("paths", "/x", "get")


class TestParameters:
    def test_of_the_path_and_of_the_operation(self, tmp_path: Path) -> None:
        paths = """
            /x/{a}:
              parameters:
                - {name: a, in: path, schema: {type: string}}
                - {name: q, in: query, description: outer}
              get:
                parameters:
                  - {name: q, in: query, required: true, deprecated: true, description: inner}
                  - {name: q, in: header}
                  - {name: Authorization, in: header}
                responses: {}
            """
        (found,) = api_of(tmp_path, openapi=rest(paths=paths)).operations
        places = [(p.name.reveal(), p.place, p.required) for p in found.parameters]
        assert places == [
            ("a", ParameterIn.PATH, True),
            ("q", ParameterIn.QUERY, True),
            ("q", ParameterIn.HEADER, False),
        ]
        assert found.parameters[0].type == STRING
        assert found.parameters[1].type == ANY
        assert found.parameters[1].description is not None
        assert found.parameters[1].description.reveal() == "inner"

    @pytest.mark.parametrize(
        ("parameter", "code"),
        [
            ("{in: query}", Code.INVALID_OPERATION),
            ("{name: 1, in: query}", Code.INVALID_OPERATION),
            ("x", Code.INVALID_OPERATION),
            ("{name: a, in: body}", Code.UNSUPPORTED_PARAMETER),
        ],
    )
    def test_refused(self, tmp_path: Path, parameter: str, code: Code) -> None:
        with pytest.raises(SpecError) as caught:
            operation(tmp_path, f"{{parameters: [{parameter}], responses: {{}}}}")
        assert caught.value.diagnostics[0].code is code

    def test_a_template_without_its_parameter(self, tmp_path: Path) -> None:
        (found,) = operation(tmp_path, "{responses: {}}", path="/x/{id}").parameters
        assert found == Parameter(SpecText("id"), ParameterIn.PATH, STRING, required=True)


class TestBodies:
    @pytest.mark.parametrize(
        ("media_type", "kind"),
        [
            ("application/json", BodyKind.JSON),
            ("application/json; charset=utf-8", BodyKind.JSON),
            ("application/vnd.api+json", BodyKind.JSON),
            ("multipart/form-data", BodyKind.MULTIPART),
            ("application/x-www-form-urlencoded", BodyKind.FORM),
            ("text/plain", BodyKind.RAW),
            ("application/sdp", BodyKind.RAW),
        ],
    )
    def test_kinds(self, tmp_path: Path, media_type: str, kind: BodyKind) -> None:
        body = f"{{required: true, content: {{'{media_type}': {{schema: {{type: string}}}}}}}}"
        (found,) = operation(tmp_path, f"{{requestBody: {body}, responses: {{}}}}").bodies
        assert (found.kind, found.type, found.required) == (kind, STRING, True)
        assert found.media_type.reveal() == media_type

    def test_part_types(self, tmp_path: Path) -> None:
        content = "{multipart/form-data: {encoding: {a: {contentType: image/png}, b: {}}}}"
        text = f"{{requestBody: {{content: {content}}}, responses: {{}}}}"
        (found,) = operation(tmp_path, text).bodies
        part, _ = found.encodings
        assert part.content_type is not None
        assert (part.name.reveal(), part.content_type.reveal()) == ("a", "image/png")
        assert not found.required

    def test_one_that_can_be_written_is_enough(self, tmp_path: Path) -> None:
        text = "{requestBody: {content: {form: {}, application/json: {}}}, responses: {}}"
        assert [b.kind for b in operation(tmp_path, text).bodies] == [BodyKind.JSON]

    def test_none_that_can_be_written(self, tmp_path: Path) -> None:
        with pytest.raises(SpecError) as caught:
            operation(tmp_path, "{requestBody: {content: {form: {}}}, responses: {}}")
        assert caught.value.diagnostics[0].code is Code.UNSUPPORTED_MEDIA_TYPE

    @pytest.mark.parametrize(
        ("media_type", "schema", "sent_as", "kinds"),
        [
            ("*/*", "{}", "application/octet-stream", {"content", "string"}),
            ("image/*", "{type: string, format: binary}", "application/octet-stream",
             {"content"}),
            ("application/octet-stream", "{type: object, properties: {a: {}}}",
             "application/octet-stream", {"content"}),
            ("application/xml", "{}", "application/xml", {"bytes", "string"}),
            ("text/*", "{}", "text/plain", {"string"}),
            ("text/csv", "{type: string, format: binary}", "text/csv", {"content", "string"}),
        ],
    )  # fmt: skip
    def test_sent_as_it_is(
        self, tmp_path: Path, media_type: str, schema: str, sent_as: str, kinds: set[str]
    ) -> None:
        content = f"{{'{media_type}': {{schema: {schema}}}}}"
        text = f"{{requestBody: {{content: {content}}}, responses: {{}}}}"
        (found,) = operation(tmp_path, text).bodies
        members = found.type.members if isinstance(found.type, UnionType) else (found.type,)
        assert (found.kind, found.media_type.reveal()) == (BodyKind.RAW, sent_as)
        assert {m.kind.value for m in members if isinstance(m, Primitive)} == kinds

    def test_any_media_type_for_a_structure_is_json(self, tmp_path: Path) -> None:
        content = "{'*/*': {schema: {type: object, properties: {a: {}}}}}"
        text = (
            f"{{requestBody: {{content: {content}}}, responses: {{'200': {{content: {content}}}}}}}"
        )
        found = operation(tmp_path, text)
        assert found.bodies[0].kind is BodyKind.JSON
        assert found.responses.result.kind is ResultKind.JSON


class TestResults:
    JSON = "{content: {application/json: {schema: {type: string}}}}"

    @pytest.mark.parametrize(
        ("responses", "expected"),
        [
            ("{}", (ResultKind.NOTHING, None)),
            ("{'204': {description: d}}", (ResultKind.NOTHING, None)),
            (f"{{'200': {JSON}}}", (ResultKind.JSON, "application/json")),
            (f"{{2XX: {JSON}}}", (ResultKind.JSON, "application/json")),
            (f"{{default: {JSON}}}", (ResultKind.JSON, "application/json")),
            (f"{{'404': {JSON}}}", (ResultKind.NOTHING, None)),
            (f"{{'204': {{}}, '200': {JSON}}}", (ResultKind.JSON, "application/json")),
            (f"{{'200': {{}}, default: {JSON}}}", (ResultKind.NOTHING, None)),
            ("{'200': {content: {audio/wav: {}}}}", (ResultKind.BINARY, "audio/wav")),
            ("{'200': {content: {'*/*': {}}}}", (ResultKind.BINARY, "*/*")),
            ("{'200': {content: {text/csv: {}}}}", (ResultKind.TEXT, "text/csv")),
            (
                "{'200': {content: {text/event-stream: {}}}}",
                (ResultKind.EVENTS, "text/event-stream"),
            ),
            (
                "{'200': {content: {audio/wav: {}, application/problem+json: {}}}}",
                (ResultKind.JSON, "application/problem+json"),
            ),
        ],
    )
    def test_kind(
        self, tmp_path: Path, responses: str, expected: tuple[ResultKind, str | None]
    ) -> None:
        assert result_of(tmp_path, responses) == expected


def server(folder: Path, text: str) -> str | None:
    document = rest(paths="/x: {get: {responses: {}}}", more=f"servers: {text}\n")
    found = api_of(folder, openapi=document).server
    return found.url.reveal() if found else None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[]", None),
        ("[{url: /v1}]", None),
        ("[{url: https://a.b/v1}, {url: https://c}]", "https://a.b/v1"),
        (
            "[{url: 'https://{r}.a/{v}', variables: {r: {default: eu}, v: {default: 2}}}]",
            "https://{r}.a/{v}",
        ),
    ],
)
def test_server(tmp_path: Path, text: str, expected: str | None) -> None:
    assert server(tmp_path, text) == expected


def test_security(tmp_path: Path) -> None:
    schemes = """
      a: {type: http, scheme: Bearer}
      b: {type: apiKey, in: header, name: X-Key}
      c: {type: apiKey, in: query, name: key}
      d: {type: oauth2, flows: {}}
      e: {type: mutualTLS}
    """
    more = f"  securitySchemes:{schemes.rstrip()}\n"
    api: Api = api_of(tmp_path, openapi=rest(paths="/x: {get: {responses: {}}}", more=more))
    assert [(s.key.reveal(), s.kind, s.name.reveal()) for s in api.security] == [
        ("a", CredentialKind.BEARER, "Authorization"),
        ("b", CredentialKind.HEADER, "X-Key"),
        ("c", CredentialKind.QUERY, "key"),
        ("e", None, "Authorization"),
    ]
