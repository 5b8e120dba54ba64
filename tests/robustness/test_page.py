"""The page about all this names every row, and tests that there are."""

from __future__ import annotations

import re
from pathlib import Path

HERE = Path(__file__).parent
PAGE = (HERE.parent.parent / "docs" / "robustness.md").read_text(encoding="utf-8")


def test_every_row_has_its_test() -> None:
    test = r"`\w+\.py::TestR\d\d`"
    rows = re.findall(rf"^\| (R\d\d) \|.*\| ({test}(?:, {test})*) \|$", PAGE, re.MULTILINE)
    assert [row for row, _ in rows] == [f"R{number:02}" for number in range(1, 29)]
    for row, tests in rows:
        for file, name in re.findall(r"`(\w+\.py)::Test(R\d\d)`", tests):
            assert row == name
            assert f"class Test{row}:" in (HERE / file).read_text(encoding="utf-8")
