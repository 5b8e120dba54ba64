from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from typer.testing import CliRunner

from codegen import __version__, cli
from codegen.cli import app

ROOT = Path(__file__).resolve().parents[3]
OPENAPI = """
openapi: 3.1.0
info: {title: Small API, version: '1'}
paths:
  /a: {get: {responses: {'204': {description: ok}}}}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "openapi.yaml").write_text(OPENAPI)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, arguments)
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.exit_code, result.stdout, result.stderr


class TestGenerate:
    def test_from_documents_alone(self, folder: Path) -> None:
        code, out, err = run("generate", "--openapi", "openapi.yaml", "--out", "out")
        assert (code, err) == (0, "")
        count = sum(path.is_file() for path in (folder / "out").rglob("*"))
        assert out == f"wrote {count} files to out\n"
        assert (folder / "out" / "src" / "small_api" / "__init__.py").is_file()

    def test_sdk_yaml_in_this_folder_is_found(self, folder: Path) -> None:
        (folder / "sdk.yaml").write_text("openapi: openapi.yaml\noutput: there\n")
        assert run("generate")[0] == 0
        assert (folder / "there" / "pyproject.toml").is_file()

    def test_package_name(self, folder: Path) -> None:
        assert run("generate", "--openapi", "openapi.yaml", "--package", "acme-api")[0] == 0
        assert (folder / "sdk" / "src" / "acme_api").is_dir()
        assert 'name = "acme-api"' in (folder / "sdk" / "pyproject.toml").read_text()
        assert "pip install acme-api\n" in (folder / "sdk" / "README.md").read_text()

    def test_a_problem_is_one_line_on_standard_error(self, folder: Path) -> None:
        code, out, err = run("generate", "--openapi", "missing.yaml")
        assert (code, out) == (2, "")
        assert err == (
            "missing.yaml: error SL001 file-missing: there is no such file or folder; "
            "check the path\n"
        )
        assert sorted(p.name for p in folder.iterdir()) == ["openapi.yaml"]

    def test_nothing_named(self, folder: Path) -> None:
        code, _, err = run("generate")
        assert code == 2
        assert err == (
            "error SL604 nothing-to-generate: no document was named; "
            "name sdk.yaml, or give --openapi and/or --asyncapi\n"
        )

    def test_nothing_is_written_when_nothing_changed(self, folder: Path) -> None:
        arguments = ("generate", "--openapi", "openapi.yaml", "--out", "out")
        run(*arguments)
        before = (folder / "out").stat().st_ino
        code, out, _ = run(*arguments)
        assert (code, (folder / "out").stat().st_ino) == (0, before)
        assert out.startswith("out is up to date (")

    def test_a_folder_that_cannot_be_written(self, folder: Path) -> None:
        code, _, err = run("generate", "--openapi", "openapi.yaml", "--out", "openapi.yaml/out")
        assert code == 2
        assert err.startswith("error SL606 output-not-writable: openapi.yaml/out: ")
        assert err.count("\n") == 1

    def test_without_the_cache(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("SPECLOOM_CACHE_DIR", str(folder / "cache"))
        assert run("generate", "--openapi", "openapi.yaml", "--no-cache")[0] == 0
        assert not (folder / "cache").exists()
        assert run("generate", "--openapi", "openapi.yaml")[0] == 0
        assert (folder / "cache").is_dir()


class TestCheck:
    def test_in_sync(self, folder: Path) -> None:
        run("generate", "--openapi", "openapi.yaml", "--out", "out")
        code, out, _ = run("check", "--openapi", "openapi.yaml", "--out", "out")
        assert code == 0
        assert out.startswith("out is in sync (")

    def test_drift(self, folder: Path) -> None:
        run("generate", "--openapi", "openapi.yaml", "--out", "out")
        path = folder / "out" / "src" / "small_api" / "_version.py"
        path.write_text(path.read_text().replace("0.1.0", "0.2.0"))
        before = {p: p.read_bytes() for p in (folder / "out").rglob("*") if p.is_file()}
        code, out, err = run("check", "--openapi", "openapi.yaml", "--out", "out")
        assert (code, err) == (1, "")
        lines = out.splitlines()
        assert lines[0].startswith("out has drifted: 1 of ")
        assert lines[1] == "  changed: src/small_api/_version.py"
        assert '-__version__ = "0.2.0"' in lines
        assert lines[-1] == "run `specloom generate` to bring it up to date"
        assert before == {p: p.read_bytes() for p in (folder / "out").rglob("*") if p.is_file()}

    def test_a_long_difference_is_cut(self, folder: Path) -> None:
        run("generate", "--openapi", "openapi.yaml", "--out", "out")
        (folder / "out" / "src" / "small_api" / "_client.py").write_text("# no\n" * 100)
        _, out, _ = run("check", "--openapi", "openapi.yaml", "--out", "out")
        assert "more lines" in out.splitlines()[-2]

    def test_bad_input(self, folder: Path) -> None:
        (folder / "openapi.yaml").write_text("openapi: 2\n")
        assert run("check", "--openapi", "openapi.yaml")[0] == 2


class TestUsage:
    def test_help(self) -> None:
        code, out, _ = run("--help")
        assert code == 0
        for command in ("generate", "check", "mock"):
            assert command in out

    @pytest.mark.parametrize("command", ["generate", "check", "mock"])
    def test_help_of_a_command(self, command: str) -> None:
        code, out, _ = run(command, "-h")
        assert code == 0
        assert "specloom" in out

    def test_version(self) -> None:
        assert run("--version")[:2] == (0, f"specloom {__version__}\n")

    @pytest.mark.parametrize(
        "arguments", [["generate", "--nope"], ["nope"], ["generate", "a", "b"]]
    )
    def test_usage_errors(self, arguments: list[str]) -> None:
        code, _, err = run(*arguments)
        assert code == 2
        assert "Traceback" not in err


@pytest.mark.parametrize(("arguments", "code"), [(["--version"], 0), (["generate", "nope"], 2)])
def test_python_m_codegen_is_the_same(tmp_path: Path, arguments: list[str], code: int) -> None:
    root = Path(__file__).parents[3]
    result = subprocess.run(
        [sys.executable, "-m", "codegen", *arguments],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": os.fspath(root)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == code
    assert "Traceback" not in result.stderr


class TestLint:
    @pytest.fixture
    def odd(self, folder: Path) -> Path:
        twice = "{get: {operationId: x, responses: {}}}"
        (folder / "odd.yaml").write_text(
            "openapi: 3.1.0\ninfo: {title: Odd, version: '1'}\n"
            f"paths: {{/a: {twice}, /b: {twice}}}\n"
        )
        return folder

    def test_nothing_wrong(self, folder: Path) -> None:
        assert run("lint", "--openapi", "openapi.yaml") == (0, "no problems\n", "")
        assert sorted(p.name for p in folder.iterdir()) == ["openapi.yaml"]

    def test_warnings_count_when_strict(self, odd: Path) -> None:
        code, out, err = run("lint", "--openapi", "odd.yaml")
        assert (code, err, len(out.splitlines())) == (0, "", 2)
        assert out.startswith("odd.yaml:3:")
        assert out.endswith("\n1 warning\n")
        assert run("lint", "--openapi", "odd.yaml", "--strict") == (1, out, err)

    def test_errors(self, odd: Path) -> None:
        text = (odd / "odd.yaml").read_text()
        (odd / "odd.yaml").write_text(f"{text}components: {{schemas: {{A: 1}}}}\n")
        code, out, _ = run("lint", "--openapi", "odd.yaml")
        assert code == 1
        assert [line.split()[1] for line in out.splitlines()] == ["error", "warning", "error,"]

    def test_usage(self, folder: Path) -> None:
        assert run("lint")[0] == 2
        assert run("lint", "--openapi", "missing.yaml")[0] == 2
        assert run("lint", "--openapi", "openapi.yaml", "--format", "xml")[0] == 2

    def test_output_for_tools_is_alone_on_standard_output(self, odd: Path) -> None:
        for command in (["lint"], ["generate", "--out", "out"], ["check", "--out", "out"]):
            _, out, err = run(*command, "--openapi", "odd.yaml", "--format", "json")
            assert [json.loads(line)["code"] for line in out.splitlines()] == ["SL305"]
            assert len(err.splitlines()) == 1

    def test_annotations(self, odd: Path) -> None:
        _, out, _ = run("check", "--openapi", "odd.yaml", "--out", "o", "--format", "github")
        assert out.startswith("::warning file=odd.yaml,line=3,col=")

    @pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
    def test_completion(self, shell: str) -> None:
        result = subprocess.run(
            [sys.executable, "-m", "codegen", "--show-completion", shell],
            check=True, capture_output=True, text=True,
        )  # fmt: skip
        assert "COMPLETE" in result.stdout


class TestStaleEnvironment:
    def run(self, monkeypatch: pytest.MonkeyPatch, module: str) -> None:
        def stale() -> None:
            raise ModuleNotFoundError(f"No module named {module!r}", name=module)

        monkeypatch.setattr(cli, "app", stale)
        cli.main()

    @pytest.mark.parametrize(
        ("module", "library"),
        [("ryaml", "ryaml"), ("yaml", "pyyaml"), ("jinja2.sandbox", "jinja2")],
    )
    def test_a_library_that_is_missing_is_one_line(
        self,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
        module: str,
        library: str,
    ) -> None:
        with pytest.raises(SystemExit) as caught:
            self.run(monkeypatch, module)
        assert caught.value.code == 2
        assert capsys.readouterr().err == (
            f"specloom needs {library}, which is not installed here: install specloom again, "
            "with its dependencies\n"
        )

    def test_a_module_of_its_own_is_a_defect(self, monkeypatch: pytest.MonkeyPatch) -> None:
        with pytest.raises(ModuleNotFoundError):
            self.run(monkeypatch, "codegen.nowhere")

    def test_every_declared_library_is_known(self) -> None:
        project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
        declared = {re.split(r"[=<>]", line)[0] for line in project["dependencies"]}
        # Without typer there is no command line that could say so.
        assert set(cli.LIBRARIES.values()) == declared - {"typer"}
