"""Everything that is wrong, in one run; what is only worth knowing, on every run."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from codegen.cli import app

OPENAPI = """\
openapi: 3.1.0
info: {title: Many, version: '1'}
paths:
  /a/{x}:
    get: {parameters: [{name: y, in: body}], responses: {}}
    put: {requestBody: {content: {none: {}}}, responses: {}}
    delete: {responses: {}}
  /b:
    get: {responses: {'200': {$ref: '#/components/responses/Gone'}}}
components:
  schemas:
    A: {type: text}
    B: {allOf: []}
"""

ASYNCAPI = """\
asyncapi: 3.0.0
info: {title: Many, version: '1'}
channels:
  one:
    address: /one
    messages:
      M: {payload: {schemaFormat: application/vnd.apache.avro, schema: {}}}
      N: {payload: {type: nothing}}
  two: {$ref: '#/components/channels/Gone'}
operations:
  out: {action: send, channel: {$ref: '#/channels/one'}}
  odd: {action: shout, channel: {$ref: '#/channels/one'}}
"""

URL = "https://schemas.example/doc.json"

TWICE = """\
openapi: 3.1.0
info: {title: Twice, version: '1'}
paths:
  /a: {get: {operationId: list, responses: {}}}
  /b: {get: {operationId: list, responses: {}}}
"""


def run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, arguments)
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


class TestErrors:
    def test_one_line_for_each(self, folder: Path) -> None:
        (folder / "o.yaml").write_text(OPENAPI)
        (folder / "a.yaml").write_text(ASYNCAPI)
        code, out, err = run("generate", "--openapi", "o.yaml", "--asyncapi", "a.yaml")
        assert (code, out) == (2, "")
        found = [
            (line.split(": error ")[0], line.split(": error ")[1].split()[0])
            for line in err.splitlines()
            if ": error " in line
        ]
        assert found == [
            ("o.yaml:5:24", "SL303"),
            ("o.yaml:6:25", "SL302"),
            ("o.yaml:9:31", "SL101"),
            ("o.yaml:12:9", "SL201"),
            ("o.yaml:13:9", "SL201"),
            ("a.yaml:7:21", "SL406"),
            ("a.yaml:8:21", "SL201"),
            ("a.yaml:9:9", "SL101"),
            ("a.yaml:12:3", "SL401"),
        ]
        assert not (folder / "sdk").exists()

    def test_the_names_of_all(self, folder: Path) -> None:
        pairs = "".join(
            f"  /{word}/{{id}}: {{get: {{responses: {{}}}}}}\n"
            f"  /{word}/{{id}}/: {{get: {{responses: {{}}}}}}\n"
            for word in ("a", "b")
        )
        (folder / "o.yaml").write_text(OPENAPI.split("  /a")[0] + pairs)
        _, _, err = run("generate", "--openapi", "o.yaml")
        assert [line.split("both become ")[1].split()[0] for line in err.splitlines()] == [
            "`a.retrieve`",
            "`b.retrieve`",
        ]

    def test_a_great_number_is_cut(self, folder: Path) -> None:
        schemas = "".join(f"    A{n}: {{type: text}}\n" for n in range(70))
        (folder / "o.yaml").write_text(OPENAPI.split("    A:")[0] + schemas)
        _, _, err = run("generate", "--openapi", "o.yaml")
        assert len(err.splitlines()) == 51
        assert err.endswith("\n... and 23 more\n")


class TestWarnings:
    def test_on_every_run(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("SPECLOOM_CACHE_DIR", str(folder / "cache"))
        (folder / "o.yaml").write_text(TWICE)
        expected = (
            "o.yaml:5:8: warning SL305 duplicate-operation-id: 'list' is the operationId of 2 "
            "operations (at #/paths/~1b/get); give every operation its own operationId; "
            "sdk.yaml can name each as `verb /path`\n"
        )
        for command in ("generate", "generate", "check"):
            code, _, err = run(command, "--openapi", "o.yaml")
            assert (code, err) == (0, expected)
        assert len(list((folder / "cache").iterdir())) == 1

    def test_a_path_parameter_without_a_place(self, folder: Path) -> None:
        parameters = "parameters: [{name: id, in: path, required: true}, {name: x, in: path}]"
        get = f"{{{parameters}, responses: {{}}}}"
        (folder / "o.yaml").write_text(f"{OPENAPI.split('  /a')[0]}  /a/{{x}}: {{get: {get}}}\n")
        code, _, err = run("generate", "--openapi", "o.yaml", "--package", "p")
        assert code == 0
        assert err == (
            "o.yaml:4:12: warning SL304 path-parameter: the path parameter 'id' is left out: it "
            "has no place in the path (at #/paths/~1a~1{x}/get); declare every {name} of the path "
            "once, and no other\n"
        )
        resource = (folder / "sdk/src/p/resources/a.py").read_text(encoding="utf-8")
        assert "/a/{x}" in resource
        assert "id" not in resource.split("def retrieve(")[1].split(") ->")[0]

    def test_after_the_errors(self, folder: Path) -> None:
        (folder / "o.yaml").write_text(f"{TWICE}components: {{schemas: {{A: {{type: text}}}}}}\n")
        code, _, err = run("generate", "--openapi", "o.yaml")
        assert code == 2
        assert [line.split()[2] for line in err.splitlines()] == ["SL201", "SL305"]


class TestRoot:
    def test_references_into_the_folder_that_is_named(self, folder: Path) -> None:
        (folder / "shared").mkdir()
        (folder / "service").mkdir()
        (folder / "shared/types.yaml").write_text("User: {type: string}\n")
        schemas = "components: {schemas: {A: {$ref: '../shared/types.yaml#/User'}}}\n"
        (folder / "service/o.yaml").write_text(TWICE.replace("paths:", f"{schemas}paths:"))
        arguments = ("--openapi", "service/o.yaml", "--package", "p", "--out", "sdk")
        code, _, err = run("generate", *arguments)
        assert code == 2
        assert "SL102 ref-outside-folder" in err
        assert "or name a folder that holds both with --root" in err
        for command in ("lint", "generate", "check"):
            given = arguments[:2] if command == "lint" else arguments
            code, _, err = run(command, *given, "--root", ".")
            assert code == 0, err
        code, _, err = run("check", *arguments, "--root", "service")
        assert code == 2
        assert "SL102" in err


def test_every_message_that_refers_to_a_url(folder: Path) -> None:
    schema = f"{{type: object, properties: {{doc: {{$ref: '{URL}'}}}}}}"
    messages = f"{{start: {{payload: {schema}}}, stop: {{payload: {schema}}}}}"
    (folder / "a.yaml").write_text(
        "asyncapi: 3.0.0\ninfo: {title: Urls, version: '1'}\n"
        f"channels: {{one: {{address: /, messages: {messages}}}}}\n"
    )
    code, out, _ = run("lint", "--asyncapi", "a.yaml")
    assert code == 1
    errors = [line for line in out.splitlines() if ": error " in line]
    assert [line.split("error ")[1].split()[0] for line in errors] == ["SL103"] * 2
