from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from codegen.diagnostics import Code, SpecError
from codegen.output import MANIFEST, Drift, check_paths, compare, with_manifest, write

FIRST = with_manifest(
    {"src/p/a.py": "a = 1\n", "src/p/old.py": "old = 1\n", "README.md": "x\n"}, "1"
)
SECOND = with_manifest({"src/p/a.py": "a = 2\n", "src/p/new.py": "", "README.md": "x\n"}, "1")


def tree(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in folder.rglob("*")
        if path.is_file()
    }


def refused(folder: Path) -> Code:
    with pytest.raises(SpecError) as caught:
        write(FIRST, folder)
    return caught.value.diagnostics[0].code


class TestWrite:
    def test_into_nothing(self, tmp_path: Path) -> None:
        write(FIRST, tmp_path / "deep" / "out")
        assert tree(tmp_path / "deep" / "out") == FIRST
        assert [p.name for p in (tmp_path / "deep").iterdir()] == ["out"]

    def test_into_an_empty_folder(self, tmp_path: Path) -> None:
        (tmp_path / "out").mkdir()
        write(FIRST, tmp_path / "out")
        assert tree(tmp_path / "out") == FIRST

    def test_stale_files_go(self, tmp_path: Path) -> None:
        write(FIRST, tmp_path / "out")
        write(SECOND, tmp_path / "out")
        assert tree(tmp_path / "out") == SECOND

    def test_line_ends_and_encoding(self, tmp_path: Path) -> None:
        write(with_manifest({"a": "é\nb\r\n"}, "1"), tmp_path / "out")
        assert (tmp_path / "out" / "a").read_bytes() == "é\nb\r\n".encode()

    def test_others_can_read_the_folder(self, tmp_path: Path) -> None:
        write(FIRST, tmp_path / "out")
        assert (tmp_path / "out").stat().st_mode & 0o777 == 0o755

    def test_files_of_others_stay(self, tmp_path: Path) -> None:
        folder = tmp_path / "out"
        write(FIRST, folder)
        (folder / "src" / "p" / "mine.py").write_text("mine = 1\n")
        (folder / "notes").mkdir()
        (folder / "notes" / "todo.txt").write_text("milk")
        (folder / "link").symlink_to("README.md")
        (folder / "folder-link").symlink_to("notes")
        write(SECOND, folder)
        assert tree(folder).keys() - SECOND.keys() == {"src/p/mine.py", "notes/todo.txt", "link"}
        assert os.readlink(folder / "link") == "README.md"
        assert os.readlink(folder / "folder-link") == "notes"

    def test_a_generated_file_wins_over_one_of_others(self, tmp_path: Path) -> None:
        folder = tmp_path / "out"
        write(FIRST, folder)
        (folder / "src" / "p" / "new.py").write_text("mine = 1\n")
        write(SECOND, folder)
        assert (folder / "src" / "p" / "new.py").read_text() == ""

    @pytest.mark.parametrize("path", [".git", ".venv", "build", "dist", "src/p.egg-info"])
    def test_repository_and_environment_move_along(self, tmp_path: Path, path: str) -> None:
        folder = tmp_path / "out"
        write(FIRST, folder)
        (folder / path).mkdir()
        (folder / path / "HEAD").write_text("ref")
        write(SECOND, folder)
        assert (folder / path / "HEAD").read_text() == "ref"

    def test_a_package_called_build_is_the_generator_s(self, tmp_path: Path) -> None:
        folder = tmp_path / "out"
        write(with_manifest({"src/p/build/a.py": "a = 1\n"}, "1"), folder)
        assert [d.path for d in compare(FIRST, folder) if d.problem == "not generated"] == [
            "src/p/build/a.py"
        ]
        write(FIRST, folder)
        assert not (folder / "src" / "p" / "build").exists()

    def test_caches_do_not_keep_a_removed_package(self, tmp_path: Path) -> None:
        folder = tmp_path / "out"
        write(with_manifest({"src/p/gone/a.py": ""}, "1"), folder)
        (folder / "src/p/gone/__pycache__").mkdir()
        (folder / "src/p/gone/__pycache__/a.pyc").write_text("")
        write(FIRST, folder)
        assert not (folder / "src" / "p" / "gone").exists()

    def test_through_a_link(self, tmp_path: Path) -> None:
        (tmp_path / "real").mkdir()
        (tmp_path / "out").symlink_to("real")
        write(FIRST, tmp_path / "out")
        assert (tmp_path / "out").is_symlink()
        assert tree(tmp_path / "real") == FIRST


class TestAtomic:
    def test_a_failure_while_staging(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        write(FIRST, tmp_path / "out")
        written = Path.write_text

        def fails(self: Path, *arguments: str, **options: str) -> int:
            if self.name == "new.py":
                raise OSError("disk full")
            return written(self, *arguments, **options)

        monkeypatch.setattr(Path, "write_text", fails)
        with pytest.raises(SpecError, match="SL606 output-not-writable"):
            write(SECOND, tmp_path / "out")
        monkeypatch.undo()
        assert tree(tmp_path / "out") == FIRST
        assert [p.name for p in tmp_path.iterdir()] == ["out"]

    def test_a_failure_while_swapping(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write(FIRST, tmp_path / "out")
        rename = Path.rename

        def fails(self: Path, target: Path) -> Path:
            if Path(target).name == "out" and not self.name.endswith("-previous"):
                raise OSError("busy")
            return rename(self, target)

        monkeypatch.setattr(Path, "rename", fails)
        with pytest.raises(SpecError, match="SL606 output-not-writable"):
            write(SECOND, tmp_path / "out")
        monkeypatch.undo()
        assert tree(tmp_path / "out") == FIRST
        assert [p.name for p in tmp_path.iterdir()] == ["out"]


class TestForeign:
    def test_files_and_no_manifest(self, tmp_path: Path) -> None:
        (tmp_path / "thesis.txt").write_text("x")
        assert refused(tmp_path) is Code.FOREIGN_OUTPUT
        assert tree(tmp_path) == {"thesis.txt": "x"}

    def test_a_file_in_place_of_the_folder(self, tmp_path: Path) -> None:
        (tmp_path / "out").write_text("x")
        assert refused(tmp_path / "out") is Code.FOREIGN_OUTPUT

    @pytest.mark.parametrize("text", ["", "{}", '{"files": 1}', "[]", "\\xff"])
    def test_damaged_manifest(self, tmp_path: Path, text: str) -> None:
        (tmp_path / MANIFEST).write_text(text)
        assert refused(tmp_path) is Code.FOREIGN_OUTPUT

    def test_a_manifest_names_nothing_outside(self, tmp_path: Path) -> None:
        (tmp_path / "out").mkdir()
        (tmp_path / "precious").write_text("x")
        (tmp_path / "out" / MANIFEST).write_text('{"files": ["../precious", "/etc/hosts"]}')
        write(FIRST, tmp_path / "out")
        assert (tmp_path / "precious").read_text() == "x"


class TestPaths:
    @pytest.mark.parametrize(
        "path", ["/etc/x", "../x", "a/../../x", "a\\b", "C:x", "c:/x", "a/..", ".."]
    )
    def test_outside(self, tmp_path: Path, path: str) -> None:
        with pytest.raises(ValueError, match="not a path below"):
            write({path: "x"}, tmp_path / "out")
        assert list(tmp_path.iterdir()) == []

    def test_case(self) -> None:
        with pytest.raises(SpecError) as caught:
            check_paths({"a/B.py": "", "a/b.py": ""})
        assert caught.value.diagnostics[0].code is Code.NAME_COLLISION

    def test_length(self) -> None:
        check_paths({"a" * 200: ""})
        with pytest.raises(SpecError) as caught:
            check_paths({"a" * 201: ""})
        assert caught.value.diagnostics[0].code is Code.UNUSABLE_NAME


class TestCompare:
    def test_in_sync(self, tmp_path: Path) -> None:
        write(FIRST, tmp_path / "out")
        assert compare(FIRST, tmp_path / "out") == []

    def test_nothing_there(self, tmp_path: Path) -> None:
        drifts = compare(FIRST, tmp_path / "out")
        assert [(d.path, d.problem) for d in drifts] == [(p, "missing") for p in sorted(FIRST)]

    def test_every_kind(self, tmp_path: Path) -> None:
        write(FIRST, tmp_path / "out")
        (tmp_path / "out" / "notes.txt").write_text("of somebody else")
        (tmp_path / "out" / "src" / "p" / "extra.py").write_text("")
        drifts = {d.path: d for d in compare(SECOND, tmp_path / "out")}
        assert {path: d.problem for path, d in drifts.items()} == {
            MANIFEST: "changed",
            "src/p/a.py": "changed",
            "src/p/new.py": "missing",
            "src/p/old.py": "not generated",
            "src/p/extra.py": "not generated",
        }
        assert drifts["src/p/a.py"].diff[-2:] == ("-a = 1", "+a = 2")

    @pytest.mark.parametrize("content", [b"a = 1", b"a = 1\r\n", b"\xff\xfe", b""])
    def test_every_byte_counts(self, tmp_path: Path, content: bytes) -> None:
        write(FIRST, tmp_path / "out")
        (tmp_path / "out" / "src" / "p" / "a.py").write_bytes(content)
        (drift,) = compare(FIRST, tmp_path / "out")
        assert isinstance(drift, Drift)
        assert drift.problem == "changed"

    def test_writes_nothing(self, tmp_path: Path) -> None:
        compare(FIRST, tmp_path / "out")
        assert list(tmp_path.iterdir()) == []


def test_manifest_lists_everything_and_itself() -> None:
    assert set(json.loads(FIRST[MANIFEST])["files"]) == set(FIRST)
