from __future__ import annotations

import hashlib
import os
from importlib import metadata
from pathlib import Path

import pytest

from codegen import cache
from codegen.cache import KEPT_ENTRIES, Cache, Entry, cache_folder, fingerprint
from codegen.diagnostics import Code, Diagnostic, Location, Severity

FILES = {"a.py": "é\n", "b.py": ""}


def digests(*paths: Path) -> dict[str, str]:
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


@pytest.fixture
def spec(tmp_path: Path) -> Path:
    path = tmp_path / "spec.yaml"
    path.write_text("a: 1")
    return path


@pytest.fixture
def entries(tmp_path: Path) -> Path:
    return tmp_path / "cache"


class TestFind:
    def test_what_was_stored(self, spec: Path, entries: Path) -> None:
        Cache(entries).store("k", digests(spec), Entry(FILES, "out"))
        assert Cache(entries).find("k") == Entry(FILES, "out")
        Cache(entries).store("k2", {}, Entry(FILES, None))
        assert Cache(entries).find("k2") == Entry(FILES, None)

    def test_warnings(self, entries: Path) -> None:
        warnings = (
            Diagnostic(
                Code.UNSURE_DIRECTION,
                "who sends",
                Location(Path("/a.yaml"), ("x", 1), (2, 3)),
                None,
                Severity.WARNING,
            ),
            Diagnostic(Code.UNSURE_DIRECTION, "which", None, "say so", Severity.WARNING),
        )
        Cache(entries).store("k", {}, Entry(FILES, None, warnings))
        found = Cache(entries).find("k")
        assert found is not None
        assert found.warnings == warnings
        assert found.warnings[0].location is not None
        assert found.warnings[0].location.position == (2, 3)

    def test_another_key(self, spec: Path, entries: Path) -> None:
        Cache(entries).store("k", digests(spec), Entry(FILES, None))
        assert Cache(entries).find("other") is None

    def test_a_changed_input(self, spec: Path, entries: Path) -> None:
        Cache(entries).store("k", digests(spec), Entry(FILES, None))
        spec.write_text("a: 2")
        assert Cache(entries).find("k") is None

    def test_an_input_that_is_gone(self, spec: Path, entries: Path) -> None:
        Cache(entries).store("k", digests(spec), Entry(FILES, None))
        spec.unlink()
        assert Cache(entries).find("k") is None

    def test_the_same_content_at_another_time(self, spec: Path, entries: Path) -> None:
        Cache(entries).store("k", digests(spec), Entry(FILES, None))
        os.utime(spec, (1, 1))
        assert Cache(entries).find("k") is not None

    @pytest.mark.parametrize("text", ["", "{", "[]", "1", "{}", '{"inputs": [], "files": {}}'])
    def test_a_damaged_entry(self, spec: Path, entries: Path, text: str) -> None:
        Cache(entries).store("k", digests(spec), Entry(FILES, None))
        (entries / "k.json").write_text(text)
        assert Cache(entries).find("k") is None


class TestStore:
    def test_nothing_without_a_folder(self, spec: Path) -> None:
        Cache(None).store("k", digests(spec), Entry(FILES, None))
        assert Cache(None).find("k") is None

    def test_a_folder_that_cannot_be_made_costs_nothing(self, spec: Path, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("")
        Cache(tmp_path / "file" / "cache").store("k", digests(spec), Entry(FILES, None))
        assert Cache(tmp_path / "file" / "cache").find("k") is None

    def test_nobody_else_reads_it(self, spec: Path, entries: Path) -> None:
        Cache(entries).store("k", digests(spec), Entry(FILES, None))
        assert entries.stat().st_mode & 0o077 == 0
        assert [p.name for p in entries.iterdir()] == ["k.json"]

    def test_old_entries_are_forgotten(self, spec: Path, entries: Path) -> None:
        for number in range(KEPT_ENTRIES + 3):
            Cache(entries).store(f"k{number}", digests(spec), Entry(FILES, None))
            os.utime(entries / f"k{number}.json", (number, number))
        Cache(entries).store("last", digests(spec), Entry(FILES, None))
        kept = {path.stem for path in entries.iterdir()}
        assert len(kept) == KEPT_ENTRIES
        assert "last" in kept
        assert "k0" not in kept


class TestFingerprint:
    def test_depends_on_the_request(self) -> None:
        prints = {
            fingerprint(key) for key in (["a", "b"], ["ab"], ["a"], ["b", "a"], ["a", "b", ""])
        }
        assert len(prints) == 5
        assert fingerprint(["a"]) == fingerprint(["a"])

    def test_takes_any_path(self) -> None:
        assert len(fingerprint(["\udcff"])) == 64

    def test_depends_on_the_generator(self, monkeypatch: pytest.MonkeyPatch) -> None:
        before = fingerprint(["a"])
        monkeypatch.setattr(cache, "_generator_state", lambda: b"another")
        assert fingerprint(["a"]) != before


class TestFolder:
    def test_its_own_variable(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("SPECLOOM_CACHE_DIR", "/x")
        assert cache_folder() == Path("/x")

    def test_xdg(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("SPECLOOM_CACHE_DIR")
        monkeypatch.setenv("XDG_CACHE_HOME", "/x")
        assert cache_folder() == Path("/x/specloom")

    def test_home(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("SPECLOOM_CACHE_DIR")
        monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
        monkeypatch.setenv("HOME", "/home/x")
        assert cache_folder() == Path("/home/x/.cache/specloom")


def test_a_library_that_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> str:
        raise metadata.PackageNotFoundError(name)

    cache._generator_state.cache_clear()
    with_all = cache.fingerprint(["a"])
    cache._generator_state.cache_clear()
    monkeypatch.setattr(metadata, "version", missing)
    without = cache.fingerprint(["a"])
    cache._generator_state.cache_clear()
    assert without != with_all
