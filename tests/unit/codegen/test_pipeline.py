from __future__ import annotations

import gc
from pathlib import Path

import pytest

from codegen import pipeline
from codegen.cache import Cache
from codegen.diagnostics import SpecError
from codegen.output import MANIFEST
from codegen.pipeline import Request, make_plan

OPENAPI = """
openapi: 3.1.0
info: {title: Small API, version: '1'}
paths:
  /a: {get: {responses: {'204': {description: ok}}}}
components: {schemas: {A: {$ref: 'other.yaml#/A'}}}
"""
OTHER = "A: {type: object, properties: {a: {type: string}}}\n"


def silent(stage: str) -> None:
    del stage


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "openapi.yaml").write_text(OPENAPI)
    (tmp_path / "other.yaml").write_text(OTHER)
    (tmp_path / "sdk.yaml").write_text("openapi: openapi.yaml\noutput: here\n")
    return tmp_path


class TestRequest:
    def test_key_knows_which_file_is_which(self) -> None:
        paths = [Request(config=Path("x")), Request(openapi=Path("x")), Request(asyncapi=Path("x"))]
        assert len({request.key() for request in [*paths, Request(package="x"), Request()]}) == 5

    def test_output_does_not_change_the_result(self) -> None:
        assert Request(output=Path("a")).key() == Request(output=Path("b")).key()


class TestPlan:
    def test_files_of_the_project(self, folder: Path) -> None:
        plan = make_plan(Request(folder / "sdk.yaml"), cache=Cache(None), progress=silent)
        assert {
            MANIFEST,
            "README.md",
            "api.md",
            "pyproject.toml",
            "src/small_api/__init__.py",
            "src/small_api/_client.py",
            "src/small_api/_runtime/client.py",
            "src/small_api/py.typed",
            "src/small_api/resources/a.py",
            "src/small_api/types/a.py",
        } <= plan.files.keys()

    @pytest.mark.parametrize("is_enabled", [True, False])
    def test_garbage_is_collected_afterwards_as_before(
        self, folder: Path, is_enabled: bool
    ) -> None:
        while_reading: list[bool] = []
        (folder / "openapi.yaml").write_text("openapi: 3.1.0\npaths: 1\n")
        (gc.enable if is_enabled else gc.disable)()
        try:
            with pytest.raises(SpecError):
                make_plan(
                    Request(folder / "sdk.yaml"),
                    cache=Cache(None),
                    progress=lambda _: while_reading.append(gc.isenabled()),
                )
            assert gc.isenabled() is is_enabled
        finally:
            gc.enable()
        assert while_reading
        assert not any(while_reading)

    def test_the_runtime_is_vendored_byte_for_byte(self, folder: Path) -> None:
        plan = make_plan(Request(folder / "sdk.yaml"), cache=Cache(None), progress=silent)
        runtime = Path(__file__).parents[3] / "runtime"
        prefix = "src/small_api/_runtime/"
        for path in runtime.rglob("*.py"):
            vendored = plan.files[prefix + path.relative_to(runtime).as_posix()]
            assert vendored.encode() == path.read_bytes()

    def test_where_it_goes(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(folder)
        requests = {
            folder / "here": Request(folder / "sdk.yaml"),
            Path("there"): Request(folder / "sdk.yaml", output=Path("there")),
            Path("sdk"): Request(openapi=Path("openapi.yaml")),
        }
        for expected, request in requests.items():
            assert make_plan(request, cache=Cache(None), progress=silent).output == expected

    def test_stages_are_told(self, folder: Path) -> None:
        stages: list[str] = []
        make_plan(Request(folder / "sdk.yaml"), cache=Cache(None), progress=stages.append)
        assert stages == ["reading", "naming", "rendering", "formatting"]

    def test_a_second_run_comes_from_the_cache(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        cache = Cache(folder / "cache")
        first = make_plan(Request(folder / "sdk.yaml"), cache=cache, progress=silent)
        with monkeypatch.context() as patch:
            patch.delattr(pipeline, "_generate")
            assert make_plan(Request(folder / "sdk.yaml"), cache=cache, progress=silent) == first

    @pytest.mark.parametrize("name", ["sdk.yaml", "openapi.yaml", "other.yaml"])
    def test_every_file_that_was_read_counts(self, folder: Path, name: str) -> None:
        cache = Cache(folder / "cache")
        make_plan(Request(folder / "sdk.yaml"), cache=cache, progress=silent)
        (folder / name).write_text((folder / name).read_text() + "# changed\n")
        stages: list[str] = []
        make_plan(Request(folder / "sdk.yaml"), cache=cache, progress=stages.append)
        assert stages

    @pytest.mark.parametrize("name", ["sdk.yaml", "openapi.yaml", "other.yaml"])
    def test_a_file_that_changes_meanwhile_counts_as_it_was_read(
        self, folder: Path, name: str
    ) -> None:
        def change(stage: str) -> None:
            if stage == "formatting":
                (folder / name).write_text((folder / name).read_text() + "# changed\n")

        cache = Cache(folder / "cache")
        make_plan(Request(folder / "sdk.yaml"), cache=cache, progress=change)
        stages: list[str] = []
        make_plan(Request(folder / "sdk.yaml"), cache=cache, progress=stages.append)
        assert stages

    def test_a_client_whose_exception_would_have_a_taken_name(self, folder: Path) -> None:
        (folder / "sdk.yaml").write_text("openapi: openapi.yaml\nclient: {name: API}\n")
        plan = make_plan(Request(folder / "sdk.yaml"), cache=Cache(None), progress=silent)
        exceptions = plan.files["src/small_api/_exceptions.py"]
        assert "SDKError as APIClientError" in exceptions
        assert "import APIError as APIError" in exceptions
