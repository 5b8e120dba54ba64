"""Input that the generator refuses: the one line, its code and place, and the old output whole."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from codegen.cli import app

OBJECT = "{type: object, properties: {a: {type: string}}}"
NO_CONTENT = "{'204': {description: ok}}"


def rest(*, paths: str = "  {}", schemas: str = "    {}", more: str = "") -> str:
    return (
        "openapi: 3.1.0\n"
        "info: {title: Bad, version: '1'}\n"
        f"paths:\n{paths}\n"
        f"components:\n  schemas:\n{schemas}\n{more}"
    )


def body(schema: str) -> str:
    return f"{{required: true, content: {{application/json: {{schema: {schema}}}}}}}"


def events(*tags: str, address: str = "/ws", second: str = "") -> str:
    """A socket with client messages of these tags."""
    messages = "".join(
        f"      M{n}: {{payload: {{type: object, required: [t], "
        f"properties: {{t: {{const: {tag}}}}}}}}}\n"
        for n, tag in enumerate(tags)
    )
    return (
        "asyncapi: 3.0.0\n"
        "info: {title: Bad, version: '1'}\n"
        f"channels:\n  main:\n    address: {address}\n    messages:\n{messages}{second}"
        "operations:\n  out: {action: send, channel: {$ref: '#/channels/main'}}\n"
    )


def refusal(folder: Path, *, config: str = "", **documents: str) -> list[str]:
    """The lines that `generate` prints for documents it refuses, without the folder's name."""
    settings = "describes: client\n" + config
    for kind, text in documents.items():
        (folder / f"{kind}.yaml").write_text(text, encoding="utf-8")
        settings += f"\n{kind}: {kind}.yaml"
    (folder / "sdk.yaml").write_text(settings, encoding="utf-8")
    output = folder / "out"
    output.mkdir()
    before = {".specloom.json": '{"files": ["old.py"]}', "old.py": "old = 1\n"}
    for name, text in before.items():
        (output / name).write_text(text, encoding="utf-8")
    arguments = ["generate", str(folder / "sdk.yaml"), "--out", str(output)]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    assert {p.name: p.read_text(encoding="utf-8") for p in output.iterdir()} == before
    assert sorted(p.name for p in folder.iterdir()) == sorted(
        ["sdk.yaml", "out", *(f"{kind}.yaml" for kind in documents)]
    )
    return result.stderr.replace(f"{folder}/", "").splitlines()


class TestNames:
    def test_two_components_one_class(self, tmp_path: Path) -> None:
        lines = refusal(
            tmp_path, openapi=rest(schemas=f"    UserName: {OBJECT}\n    user_name: {OBJECT}")
        )
        assert lines == [
            "openapi.yaml:8:5: error SL501 name-collision: two components become the class "
            "`UserName` (the other is at openapi.yaml#/components/schemas/UserName) "
            "(at #/components/schemas/user_name); add `types: {user_name: OtherUserName}` to "
            "sdk.yaml"
        ]

    def test_inline_objects_of_one_title(self, tmp_path: Path) -> None:
        titled = [f"{{title: Same, type: object, properties: {{{n}: {{}}}}}}" for n in "pqrs"]
        (line,) = refusal(
            tmp_path, openapi=rest(schemas=f"    A: {{oneOf: [{', '.join(titled)}]}}")
        )
        assert line.startswith(
            "openapi.yaml:7:167: error SL501 name-collision: two schemas become the class "
            "`Same` of types/shared/a.py (the other is at "
            "openapi.yaml#/components/schemas/A/oneOf/0)"
        )

    def test_two_operations_one_method(self, tmp_path: Path) -> None:
        get = f"{{get: {{responses: {NO_CONTENT}}}}}"
        paths = f"  '/things/{{id}}': {get}\n  '/things/{{id}}/': {get}"
        assert refusal(tmp_path, openapi=rest(paths=paths)) == [
            "openapi.yaml:5:21: error SL501 name-collision: `get /things/{id}/` and "
            "`get /things/{id}` both become `things.retrieve` (the other is at "
            "openapi.yaml#/paths/~1things~1{id}/get) (at #/paths/~1things~1{id}~1/get); add "
            "`operations: {'get /things/{id}/': things.retrieve_other}` to sdk.yaml"
        ]

    def test_a_method_and_a_resource(self, tmp_path: Path) -> None:
        paths = (
            f"  /a: {{get: {{responses: {NO_CONTENT}}}}}\n"
            f"  /a/retrieve: {{get: {{responses: {NO_CONTENT}}}}}"
        )
        assert refusal(tmp_path, openapi=rest(paths=paths)) == [
            "openapi.yaml:4:8: error SL501 name-collision: `a.retrieve` is a method and a resource "
            "(at #/paths/~1a/get); add `operations: {'get /a': a.retrieve_other}` to sdk.yaml"
        ]

    def test_a_method_and_a_socket(self, tmp_path: Path) -> None:
        (line,) = refusal(
            tmp_path,
            openapi=rest(paths=f"  /ws: {{get: {{operationId: o, responses: {NO_CONTENT}}}}}"),
            asyncapi=events("a"),
            config="operations: {o: ws.connect}",
        )
        assert "SL501 name-collision: `ws.connect` is a method and opens a channel" in line

    def test_two_sockets_of_one_name(self, tmp_path: Path) -> None:
        message = "{payload: {type: object, required: [t], properties: {t: {const: x}}}}"
        document = events(
            "a",
            second="  ma-in:\n    address: /ws/{id}\n    parameters: {id: {}}\n"
            f"    messages: {{M: {message}}}\n",
        )
        document += "  in: {action: send, channel: {$ref: '#/channels/ma-in'}}\n"
        document = document.replace("main", "ma_in")
        (line,) = refusal(tmp_path, asyncapi=document)
        assert line.startswith(
            "asyncapi.yaml:8:3: error SL501 name-collision: two channels are opened by "
            "`ma_in.connect`"
        )

    @pytest.mark.parametrize(
        ("tags", "name"),
        [
            (("session.update", "session.update.now"), "session.update"),
            (("session.update.now", "session.update"), "session.update"),
            (("a-b.c", "a_b.c"), "a_b.c"),
        ],
    )
    def test_two_client_messages(self, tmp_path: Path, tags: tuple[str, str], name: str) -> None:
        assert refusal(tmp_path, asyncapi=events(*tags)) == [
            f"asyncapi.yaml:8:7: error SL501 name-collision: two client messages become `{name}` "
            "(at #/channels/main/messages/M1); "
            f"add `messages: {{M1: {{helper: {name}_other}}}}` to sdk.yaml"
        ]

    def test_a_name_that_is_too_long(self, tmp_path: Path) -> None:
        folder = "a" * 300
        (line,) = refusal(
            tmp_path,
            openapi=rest(schemas=f"    A: {OBJECT}"),
            config=f"types: {{A: {{namespace: {folder}}}}}",
        )
        assert line.startswith("error SL502 unusable-name: a file would be called 'aaaa")


class TestOperations:
    def test_media_type(self, tmp_path: Path) -> None:
        content = "{required: true, content: {json: {}, text: {}}}"
        paths = f"  /x: {{post: {{requestBody: {content}, responses: {NO_CONTENT}}}}}"
        assert refusal(tmp_path, openapi=rest(paths=paths)) == [
            "openapi.yaml:4:45: error SL302 unsupported-media-type: no body of 'json', 'text' "
            "can be written (at #/paths/~1x/post/requestBody/content); offer JSON, a form, text "
            "or bytes"
        ]

    @pytest.mark.parametrize(
        ("parameter", "code", "message"),
        [
            ("{name: a}", "SL301 invalid-operation", "a parameter needs `name` and `in`"),
            (
                "{name: a, in: matrix}",
                "SL303 unsupported-parameter",
                "parameter 'a' stands in 'matrix'",
            ),
        ],
    )
    def test_parameter(self, tmp_path: Path, parameter: str, code: str, message: str) -> None:
        paths = f"  /x: {{get: {{parameters: [{parameter}], responses: {NO_CONTENT}}}}}"
        (line,) = refusal(tmp_path, openapi=rest(paths=paths))
        assert line.startswith(f"openapi.yaml:4:27: error {code}: {message} (at ")


class TestSchemas:
    @pytest.mark.parametrize(
        ("schema", "message"),
        [
            ("[]", "a schema is an object or a boolean"),
            ("{type: text}", "no JSON type is called 'text'"),
            ("{oneOf: []}", "`oneOf` is a list with at least one schema"),
            ("{anyOf: {}}", "`anyOf` is a list with at least one schema"),
            ("{allOf: []}", "`allOf` is a list with at least one schema"),
            ("{enum: []}", "`enum` is a list with at least one value"),
            ("{type: object, properties: [a]}", "`properties` is a mapping"),
        ],
    )
    def test_malformed(self, tmp_path: Path, schema: str, message: str) -> None:
        (line,) = refusal(tmp_path, openapi=rest(schemas=f"    A: {schema}"))
        assert line.startswith("openapi.yaml:7:")
        assert f"error SL201 invalid-schema: {message} (at #/components/schemas/A" in line

    def test_depth(self, tmp_path: Path) -> None:
        schema = "{type: array, items: " * 101 + "{}" + "}" * 101
        (line,) = refusal(tmp_path, openapi=rest(schemas=f"    A: {schema}"))
        assert "SL201 invalid-schema: schemas nest deeper than 100 levels" in line


class TestChannels:
    def test_a_payload_in_another_language(self, tmp_path: Path) -> None:
        document = events("a").replace(
            "{payload:", "{schemaFormat: application/raml+yaml, payload:"
        )
        assert refusal(tmp_path, asyncapi=document) == [
            "asyncapi.yaml:7:12: error SL406 unsupported-payload: the payload is described in "
            "'application/raml+yaml' (at #/channels/main/messages/M0/schemaFormat); describe the "
            "payload with JSON Schema"
        ]

    def test_action(self, tmp_path: Path) -> None:
        line, *_ = refusal(tmp_path, asyncapi=events("a").replace("action: send", "action: shout"))
        assert "SL401 invalid-channel: an operation's `action` is `send` or `receive`" in line


class TestSettings:
    def test_unknown_and_wrong_settings_one_line_each(self, tmp_path: Path) -> None:
        lines = refusal(
            tmp_path,
            openapi=rest(schemas=f"    A: {OBJECT}"),
            config="pakage: {}\nclient: {nme: X, log_environment: 'a b'}\ntypes: {A: class}",
        )
        assert sorted(lines) == [
            "sdk.yaml:2:1: error SL601 unknown-setting: pakage: there is no such setting "
            "(at #/pakage); remove it, or did you mean `package`?",
            "sdk.yaml:3:10: error SL601 unknown-setting: client.nme: there is no such setting "
            "(at #/client/nme); remove it, or did you mean `name`?",
            "sdk.yaml:3:18: error SL602 invalid-setting: client.log_environment: String should "
            "match pattern '^[A-Za-z_][A-Za-z0-9_]*$' (at #/client/log_environment); "
            "correct or remove it",
            "sdk.yaml:4:9: error SL602 invalid-setting: types.A: a keyword of "
            "Python is no name (at #/types/A); correct or remove it",
        ]

    @pytest.mark.parametrize(
        ("config", "message"),
        [
            (
                "types: {Missing: Found}",
                "sdk.yaml:2:9: error SL603 unused-setting: `types` names 'Missing', which the "
                "documents do not have (at #/types/Missing); remove it, or correct the name",
            ),
            (
                "operations: {missing: a.b}",
                "sdk.yaml:2:14: error SL603 unused-setting: `operations` names 'missing', which "
                "the documents do not have (at #/operations/missing); remove it, or correct the "
                "name",
            ),
            (
                "client: {options: {key: {security: missing}}}",
                "sdk.yaml:2:26: error SL603 unused-setting: option `key` names the security scheme "
                "'missing', which the documents do not have (at #/client/options/key/security); "
                "remove it, or correct the name",
            ),
            (
                "client: {oauth: {missing: {}}}",
                "sdk.yaml:2:18: error SL603 unused-setting: `client.oauth` names 'missing', which "
                "the documents do not have (at #/client/oauth/missing); remove it, or correct the "
                "name",
            ),
            (
                "client: {options: {a-b: {}, a_b: {}}}",
                "error SL501 name-collision: the client's option `a_b` has the name of another "
                "option or a resource; rename the option under `client.options`, or move the "
                "resource's methods under `operations`, in sdk.yaml",
            ),
        ],
    )
    def test_settings_that_fit_nothing(self, tmp_path: Path, config: str, message: str) -> None:
        lines = refusal(tmp_path, openapi=rest(schemas=f"    A: {OBJECT}"), config=config)
        assert lines == [message]

    def test_a_name_that_every_module_imports(self, tmp_path: Path) -> None:
        (line,) = refusal(
            tmp_path, openapi=rest(schemas=f"    A: {OBJECT}"), config="types: {A: Field}"
        )
        assert line.startswith("openapi.yaml:7:5: error SL502 unusable-name: `types` gives")

    def test_documents_in_each_other_s_place(self, tmp_path: Path) -> None:
        (line,) = refusal(tmp_path, openapi=events("a"))
        assert "error SL030 not-a-specification: " in line
        assert line.endswith("give it with the option for its kind")

    def test_nothing_to_generate(self, tmp_path: Path) -> None:
        (line,) = refusal(tmp_path, openapi=rest())
        assert line.startswith("error SL604 nothing-to-generate: the documents describe nothing; ")


class TestOutput:
    @pytest.mark.parametrize(
        ("options", "at", "message"),
        [
            (
                "{key: {security: K, part: client_id}}",
                "2:39",
                "option `key` of the security scheme 'K' is a part that the scheme does not have "
                "(at #/client/options/key/part)",
            ),
            (
                "{user: {security: O, part: username}}",
                "2:40",
                "option `user` of the security scheme 'O' is a part that the scheme does not have "
                "(at #/client/options/user/part)",
            ),
            (
                "{app: {security: O, part: client_id}, key: {security: O, part: client_secret}}",
                "2:39",
                "option `app` of the security scheme 'O' needs an option for the token, one for "
                "`client_id`, one for `client_secret` (at #/client/options/app/part)",
            ),
        ],
    )
    def test_parts_of_credentials(
        self, tmp_path: Path, options: str, at: str, message: str
    ) -> None:
        schemes = (
            "  securitySchemes: {K: {type: apiKey, in: header, name: K}, O: {type: oauth2, flows: "
            "{clientCredentials: {tokenUrl: /t, scopes: {}}}}}\n"
        )
        lines = refusal(
            tmp_path,
            openapi=rest(schemas=f"    A: {OBJECT}", more=schemes),
            config=f"client: {{options: {options}}}",
        )
        assert lines == [
            f"sdk.yaml:{at}: error SL602 invalid-setting: {message}; correct or remove it"
        ]

    @pytest.mark.parametrize("content", ["", "not JSON", "{}", '{"files": 1}', "[]"])
    def test_a_manifest_that_is_damaged(self, tmp_path: Path, content: str) -> None:
        (tmp_path / "openapi.yaml").write_text(rest(schemas=f"    A: {OBJECT}"), encoding="utf-8")
        output = tmp_path / "out"
        output.mkdir()
        (output / ".specloom.json").write_text(content, encoding="utf-8")
        result = CliRunner().invoke(
            app, ["generate", "--openapi", str(tmp_path / "openapi.yaml"), "--out", str(output)]
        )
        assert result.exit_code == 2
        assert "SL605 foreign-output: " in result.stderr
        assert "is damaged" in result.stderr
        assert [p.name for p in output.iterdir()] == [".specloom.json"]

    def test_a_folder_of_somebody_else(self, tmp_path: Path) -> None:
        (tmp_path / "openapi.yaml").write_text(rest(schemas=f"    A: {OBJECT}"), encoding="utf-8")
        (tmp_path / "out").mkdir()
        (tmp_path / "out" / "thesis.txt").write_text("years of work", encoding="utf-8")
        result = CliRunner().invoke(
            app,
            ["generate", "--openapi", f"{tmp_path}/openapi.yaml", "--out", f"{tmp_path}/out"],
        )
        assert result.exit_code == 2
        assert result.stderr.replace(f"{tmp_path}/", "") == (
            "error SL605 foreign-output: out holds files, 'thesis.txt' for one, and no "
            ".specloom.json; choose an empty folder\n"
        )
        assert (tmp_path / "out" / "thesis.txt").read_text(encoding="utf-8") == "years of work"

    def test_a_package_name_that_is_none(self, tmp_path: Path) -> None:
        (tmp_path / "openapi.yaml").write_text(rest(schemas=f"    A: {OBJECT}"), encoding="utf-8")
        arguments = ["generate", "--openapi", f"{tmp_path}/openapi.yaml", "--package", "../x"]
        result = CliRunner().invoke(app, [*arguments, "--out", f"{tmp_path}/out"])
        assert result.exit_code == 2
        assert "SL602 invalid-setting: '../x' is no name of a package" in result.stderr
        assert not (tmp_path / "out").exists()
