from __future__ import annotations

from pathlib import Path

import pytest

from codegen.diagnostics import Code, SpecError
from codegen.documents import check_kinds, find_documents
from codegen.resolve import DocumentStore

OPENAPI = "openapi: 3.1.0\ninfo: {}\npaths: {}\n"
ASYNCAPI = "asyncapi: 3.0.0\ninfo: {}\n"


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "sdk.yaml").write_text(
        "openapi: ../o.yaml\nasyncapi: a.yaml\nscenario: s\n"
    )
    (tmp_path / "o.yaml").write_text(OPENAPI)
    (tmp_path / "sub" / "a.yaml").write_text(ASYNCAPI)
    return tmp_path


class TestFinding:
    def test_paths_are_relative_to_the_configuration(self, files: Path) -> None:
        found = find_documents(files / "sub" / "sdk.yaml", None, None)
        assert found.openapi == files / "sub" / "../o.yaml"
        assert found.asyncapi == files / "sub" / "a.yaml"
        assert found.configured(found.config.scenario) == files / "sub" / "s"

    def test_the_command_line_is_stronger(self, files: Path) -> None:
        found = find_documents(files / "sub" / "sdk.yaml", Path("other.yaml"), None)
        assert found.openapi == Path("other.yaml")
        assert found.asyncapi == files / "sub" / "a.yaml"

    def test_no_configuration(self) -> None:
        found = find_documents(None, None, Path("a.yaml"))
        assert found.roots == (Path("a.yaml"),)
        assert found.configured("x") is None

    def test_nothing_named(self) -> None:
        with pytest.raises(SpecError) as caught:
            find_documents(None, None, None)
        assert caught.value.diagnostics[0].code is Code.NOTHING_TO_GENERATE

    def test_no_such_configuration(self, tmp_path: Path) -> None:
        with pytest.raises(SpecError) as caught:
            find_documents(tmp_path / "sdk.yaml", None, None)
        assert caught.value.diagnostics[0].code is Code.FILE_MISSING


class TestKinds:
    def test_right(self, files: Path) -> None:
        found = find_documents(files / "sub" / "sdk.yaml", None, None)
        check_kinds(DocumentStore(found.roots), found)

    def test_swapped(self, files: Path) -> None:
        found = find_documents(None, files / "sub" / "a.yaml", files / "o.yaml")
        with pytest.raises(SpecError) as caught:
            check_kinds(DocumentStore(found.roots), found)
        assert caught.value.diagnostics[0].code is Code.NOT_A_SPECIFICATION
        assert "is asyncapi, not openapi" in str(caught.value)
