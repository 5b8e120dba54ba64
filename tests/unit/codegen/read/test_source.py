from __future__ import annotations

from pathlib import Path

import pytest

from codegen.read.source import Source, position_at


@pytest.mark.parametrize(
    ("index", "position"), [(0, (1, 1)), (2, (1, 3)), (3, (2, 1)), (5, (3, 1)), (7, (3, 3))]
)
def test_position_at_counts_lines_and_columns_from_one(
    index: int, position: tuple[int, int]
) -> None:
    assert position_at("ab\nc\n\u00e9fg", index) == position


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("a.json", "x", True),
        ("a.yaml", " \n{", True),
        ("a.yml", "[", True),
        ("a.yaml", "a: {}", False),
    ],
)
def test_looks_like_json(name: str, text: str, expected: bool) -> None:
    assert Source(Path(name), text, "").looks_like_json is expected
