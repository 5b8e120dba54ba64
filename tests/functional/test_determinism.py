"""The same input gives the same bytes, whatever the process around the run is like."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def generate(spec: Path, out: Path, folder: Path, **environment: str) -> dict[str, bytes]:
    """The files that a process of its own writes."""
    folder.mkdir()
    command = [sys.executable, "-m", "codegen", "generate", os.fspath(spec / "sdk.yaml")]
    run = subprocess.run(
        [*command, "--out", os.fspath(out), "--no-cache"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": os.fspath(ROOT), **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert run.stderr == ""
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in out.rglob("*")
        if path.is_file()
    }


@pytest.fixture(scope="module")
def moved_spec(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The flagship's spec in a folder with another name."""
    folder = tmp_path_factory.mktemp("somewhere else")
    for name in ("openapi.yaml", "asyncapi.yaml", "sdk.yaml"):
        shutil.copy(ROOT / "spec" / name, folder / name)
    return folder


def test_hash_seed_locale_time_zone_and_folders(moved_spec: Path, tmp_path: Path) -> None:
    first = generate(
        ROOT / "spec", tmp_path / "a", tmp_path / "one", PYTHONHASHSEED="1", LC_ALL="C", TZ="UTC"
    )
    second = generate(
        moved_spec,
        tmp_path / "b",
        tmp_path / "two",
        PYTHONHASHSEED="4242",
        LC_ALL="tr_TR.UTF-8",
        TZ="Asia/Kathmandu",
        PYTHONUTF8="0",
    )
    assert sorted(first) == sorted(second)
    assert [path for path in first if first[path] != second[path]] == []


def test_no_file_says_when_or_where_it_was_made(moved_spec: Path, tmp_path: Path) -> None:
    files = generate(moved_spec, tmp_path / "out", tmp_path / "here")
    for text in (os.fspath(moved_spec), os.fspath(tmp_path), os.fspath(ROOT)):
        assert [path for path, content in files.items() if text.encode() in content] == []
