"""Settings of `skip` and `suppress` that say too much, or nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from codegen.cli import app

OPENAPI = """\
openapi: 3.1.0
info: {title: Twice, version: '1'}
paths:
  /a/{id}:
    get: {operationId: listAll, parameters: [{name: q, in: query}], responses: {}}
  /b: {get: {operationId: listAll, responses: {}}}
  /c: {get: {operationId: unused, responses: {}}}
components: {schemas: {Pet: {type: object}}}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "openapi.yaml").write_text(OPENAPI)
    return tmp_path


def run(folder: Path, config: str, command: str = "generate") -> tuple[int, str, list[str]]:
    (folder / "sdk.yaml").write_text(f"openapi: openapi.yaml\n{config}")
    result = CliRunner().invoke(app, [command])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.exit_code, result.stdout, result.stderr.splitlines()


class TestSkip:
    def test_everything(self, folder: Path) -> None:
        config = "skip: {operations: {listAll: twice, unused: why}, types: {Pet: none}}"
        code, _, err = run(folder, config)
        assert code == 2
        assert "SL604 nothing-to-generate" in err[0]

    def test_what_was_skipped_is_said(self, folder: Path) -> None:
        config = "skip: {operations: {listAll: twice}, types: {Pet: none}}\n"
        for _ in range(2):
            code, out, err = run(folder, config)
            assert (code, err) == (0, [])
            assert out.startswith("skipped: 2 operations, 1 type (sdk.yaml)\n")

    def test_what_is_not_there(self, folder: Path) -> None:
        config = (
            "skip:\n  operations: {listall: why}\n  parameters: {listAll.p: why}\n"
            "  types: {Pets: why, '#/components/schemas/Cat': why}\n  channels: {c: why}\n"
            "  messages: {m: why}\nsuppress: [{code: SL305, reason: known}]\n"
        )
        code, _, err = run(folder, config)
        assert code == 2
        assert err == [
            "sdk.yaml:3:16: error SL603 unused-setting: `skip.operations` names 'listall', which "
            "the documents do not have (at #/skip/operations/listall); remove it, or did you mean "
            "'listAll'?",
            "sdk.yaml:4:16: error SL603 unused-setting: `skip.parameters` names 'listAll.p', which "
            "the documents do not have (at #/skip/parameters/listAll.p); remove it, or did you "
            "mean 'listAll.q'?",
            "sdk.yaml:5:11: error SL603 unused-setting: `skip.types` names 'Pets', which the "
            "documents do not have (at #/skip/types/Pets); remove it, or did you mean 'Pet'?",
            "sdk.yaml:5:22: error SL603 unused-setting: `skip.types` names "
            "'#/components/schemas/Cat', which the documents do not have (at "
            "#/skip/types/#~1components~1schemas~1Cat); remove it, or correct the name",
            "sdk.yaml:6:14: error SL603 unused-setting: `skip.channels` names 'c', which the "
            "documents do not have (at #/skip/channels/c); remove it, or correct the name",
            "sdk.yaml:7:14: error SL603 unused-setting: `skip.messages` names 'm', which the "
            "documents do not have (at #/skip/messages/m); remove it, or correct the name",
        ]

    def test_a_required_parameter(self, folder: Path) -> None:
        paths = OPENAPI.replace("in: query", "in: query, required: true")
        (folder / "openapi.yaml").write_text(paths)
        code, _, err = run(folder, "skip: {parameters: {'get /a/{id}.q': why}}\n")
        assert code == 2
        assert err[0] == (
            "sdk.yaml:2:21: error SL602 invalid-setting: `skip.parameters` names 'get /a/{id}.q', "
            "which is required (at #/skip/parameters/get ~1a~1{id}.q); skip the operation as a "
            "whole, or remove the setting"
        )

    @pytest.mark.parametrize("reason", ["''", "' '", "null", "1"])
    def test_without_a_reason(self, folder: Path, reason: str) -> None:
        code, _, err = run(folder, f"skip: {{operations: {{unused: {reason}}}}}\n")
        assert code == 2
        assert err[0].startswith("sdk.yaml:2:21: error SL602 invalid-setting: ")


class TestSuppress:
    def test_by_code(self, folder: Path) -> None:
        assert len(run(folder, "")[2]) == 1
        assert run(folder, "suppress: [{code: SL305, reason: known}]\n")[2] == []

    @pytest.mark.parametrize(
        "at", ["#/paths", "#/paths/~1b", "#/paths/~1b/get", "#", "#/", "openapi.yaml#/paths"]
    )
    def test_by_place(self, folder: Path, at: str) -> None:
        config = f"suppress: [{{code: SL305, at: '{at}', reason: known}}]\n"
        for command in ("generate", "check"):
            code, _, err = run(folder, config, command)
            assert (code, err) == (0, [])

    @pytest.mark.parametrize(
        "setting",
        [
            "code: SL305, at: '#/path'",
            "code: SL305, at: '#/paths/~1'",
            "code: SL305, at: 'other.yaml#/paths'",
            "code: SL402",
        ],
    )
    def test_what_is_not_there(self, folder: Path, setting: str) -> None:
        code, _, err = run(folder, f"suppress: [{{{setting}, reason: known}}]\n")
        assert code == 0
        assert "warning SL305" in "".join(err)
        assert "sdk.yaml:2:12: warning SL603 unused-setting: `suppress` names SL" in "".join(err)

    def test_an_error_stays(self, folder: Path) -> None:
        (folder / "openapi.yaml").write_text(OPENAPI.replace("type: object", "type: text"))
        code, _, err = run(folder, "suppress: [{code: SL201, reason: known}]\n")
        assert code == 2
        assert "error SL201" in err[0]

    def test_no_such_code(self, folder: Path) -> None:
        code, _, err = run(folder, "suppress: [{code: SL999, reason: known}]\n")
        assert code == 2
        assert err[0].startswith(
            "sdk.yaml:2:13: error SL602 invalid-setting: there is no diagnostic SL999 "
            "(at #/suppress/0/code); "
        )
