from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from codegen import formatting
from codegen.formatting import LINE_LENGTH, format_files

UGLY = "x = {  'a':1 }\n\n\n\n\ny=2"


def test_python_is_formatted() -> None:
    files = format_files({"src/p/a.py": UGLY, "src/p/b/c.py": "z  =  1"})
    assert files == {"src/p/a.py": 'x = {"a": 1}\n\n\ny = 2\n', "src/p/b/c.py": "z = 1\n"}


@pytest.mark.parametrize("path", ["src/p/_runtime/a.py", "README.md", "pyproject.toml"])
def test_the_rest_is_left_as_it_is(path: str) -> None:
    assert format_files({path: f"{UGLY}\n"}) == {path: f"{UGLY}\n"}


@pytest.mark.parametrize(
    ("text", "tidy"), [("", ""), ("\n\n", ""), ("a", "a\n"), ("a\n\n\n", "a\n")]
)
def test_one_line_end_at_the_end(text: str, tidy: str) -> None:
    assert format_files({"a.md": text}) == {"a.md": tidy}


def test_line_length() -> None:
    source = f"f({', '.join(f'argument_{n}' for n in range(20))})"
    assert max(map(len, format_files({"a.py": source})["a.py"].splitlines())) <= LINE_LENGTH


def test_order_of_files_is_kept() -> None:
    assert list(format_files({"b.py": "", "a.md": "", "a.py": ""})) == ["b.py", "a.md", "a.py"]


def test_characters_beyond_ascii() -> None:
    assert format_files({"a.py": "'é\U0001f600'"})["a.py"] == '"é\U0001f600"\n'


def test_a_configuration_around_it_has_no_part_in_it(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path_factory.mktemp("project")
    (folder / "pyproject.toml").write_text("[tool.ruff]\nline-length = 20\nindent-width = 2\n")
    monkeypatch.chdir(folder)
    source = "def f(first, second, third):\n    return first\n"
    assert format_files({"a.py": source}) == {"a.py": source}


def test_what_is_not_python_is_a_defect() -> None:
    with pytest.raises(RuntimeError, match="not Python"):
        format_files({"a.py": "def"})


@pytest.mark.parametrize("memory", ["gone", "small"])
def test_where_there_is_no_room_in_memory(
    memory: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(formatting, "_MEMORY", tmp_path / memory)
    if memory == "small":
        (tmp_path / memory).mkdir()
        (tmp_path / memory).chmod(0o500)
        monkeypatch.setattr(formatting.shutil, "disk_usage", lambda _: SimpleNamespace(free=1))
    assert format_files({"a.py": UGLY}) == {"a.py": 'x = {"a": 1}\n\n\ny = 2\n'}


def test_nothing_stays_in_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    used: list[str] = []
    monkeypatch.setattr(formatting, "_MEMORY", tmp_path)
    monkeypatch.setattr(
        formatting.subprocess,
        "run",
        lambda *_, cwd, **__: used.append(cwd.parent) or SimpleNamespace(returncode=0, stderr=""),
    )
    assert format_files({"a/b.py": "x  = 1"}) == {"a/b.py": "x  = 1\n"}
    assert used == [tmp_path]
    assert not list(tmp_path.iterdir())
