from __future__ import annotations

from pathlib import Path

import pytest

from codegen.diagnostics import Pointer
from codegen.read import Document, locate, read_document
from codegen.read.location import locate_in_file

YAML = """\
openapi: 3.1.0
paths:
  /pets/{id}:
    get:
      parameters:
        - name: id
        - {name: "q", in: query}
      responses:
        200: {description: ok}
shared: &x {deep: 1}
copy: *x
"""
JSON = """\
{"openapi": "3.1.0",
 "paths": {
  "\\u002fpets/{id}": {"get": {"parameters": [
     {"name": "id"},
     {"name": "q"}]}}}}
"""


def document(folder: Path, text: str, name: str) -> Document:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return read_document(path)


@pytest.mark.parametrize(
    ("pointer", "position"),
    [
        ((), (1, 1)),
        (("openapi",), (1, 1)),
        (("paths", "/pets/{id}"), (3, 3)),
        (("paths", "/pets/{id}", "get", "parameters", 0), (6, 11)),
        (("paths", "/pets/{id}", "get", "parameters", 0, "name"), (6, 11)),
        (("paths", "/pets/{id}", "get", "parameters", 1), (7, 11)),
        (("paths", "/pets/{id}", "get", "parameters", 1, "in"), (7, 23)),
        (("paths", "/pets/{id}", "get", "responses", "200"), (9, 9)),
        (("copy", "deep"), (11, 1)),
        (("paths", "/gone", "get"), (2, 1)),
        (("paths", "/pets/{id}", "get", "parameters", 9, "name"), (5, 7)),
        (("gone",), (1, 1)),
    ],
)
def test_yaml(tmp_path: Path, pointer: Pointer, position: tuple[int, int]) -> None:
    assert locate(document(tmp_path, YAML, "a.yaml"), pointer) == position


@pytest.mark.parametrize(
    ("pointer", "position"),
    [
        ((), (1, 1)),
        (("paths",), (2, 2)),
        (("paths", "/pets/{id}"), (3, 3)),
        (("paths", "/pets/{id}", "get", "parameters", 1), (5, 6)),
        (("paths", "/pets/{id}", "get", "parameters", 1, "name"), (5, 7)),
        (("paths", "/pets/{id}", "put"), (3, 3)),
    ],
)
@pytest.mark.parametrize("name", ["a.json", "a.yaml"])
def test_json(tmp_path: Path, name: str, pointer: Pointer, position: tuple[int, int]) -> None:
    assert locate(document(tmp_path, JSON, name), pointer) == position


def test_yaml_that_starts_with_a_brace(tmp_path: Path) -> None:
    flow = document(tmp_path, "{a: 1, 'b': [x, {c: 'd'}]}", "a.yaml")
    assert locate(flow, ("b", 1, "c")) == (1, 18)


def test_a_value_before_the_one_looked_for_is_passed_over(tmp_path: Path) -> None:
    nested = document(tmp_path, "a: {b: [1, {b: 2}], c: {}}\nb: 3\n", "a.yaml")
    assert locate(nested, ("b",)) == (2, 1)


def test_several_pointers_in_one_reading(tmp_path: Path) -> None:
    path = document(tmp_path, YAML, "a.yaml").path
    assert locate_in_file(path, [("paths",), ("copy",), ("paths", "/x")]) == {
        ("paths",): (2, 1),
        ("copy",): (11, 1),
        ("paths", "/x"): (2, 1),
    }


def test_a_file_that_cannot_be_read_has_no_positions(tmp_path: Path) -> None:
    assert locate_in_file(tmp_path / "gone.yaml", [()]) == {}


def test_a_large_document(tmp_path: Path) -> None:
    lines = "".join(f'  "key{number}": {{"value": [{number}]}},\n' for number in range(50_000))
    large = document(tmp_path, "{\n" + lines + '  "last": 1\n}\n', "a.json")
    assert locate(large, ("key49999", "value", 0)) == (50_001, 26)
    assert locate(large, ("last",)) == (50_002, 3)
