"""The package against the record of the reference's public surface."""

from __future__ import annotations

import json
import re
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

from tests.sdk.surface import Comparison, Item

ROOT = Path(__file__).resolve().parents[2]
RECORD = ROOT.parent / "shared/facts/realtime-surface.json"

pytestmark = pytest.mark.skipif(
    not RECORD.is_file(), reason="the record of the reference's surface is not part of the project"
)


@pytest.fixture(scope="module")
def items() -> list[Item]:
    record = json.loads(RECORD.read_text(encoding="utf-8"))
    return list(Comparison("openai_realtime", record).items())


@pytest.fixture(scope="module")
def documented() -> list[str]:
    """The patterns in the first column of the table of differences."""
    page = (ROOT / "docs/compatibility.md").read_text(encoding="utf-8")
    table = page.partition("## What differs in the surface")[2].partition("\n## ")[0]
    return [m.group(1) for m in re.finditer(r"^\| `([^`]+)` \|", table, re.MULTILINE)]


def _covers(pattern: str, name: str) -> bool:
    return fnmatchcase(name, pattern.replace("[", "[[]"))


def test_every_difference_is_documented(items: list[Item], documented: list[str]) -> None:
    different = [item for item in items if not item.matches]
    unexplained = [
        f"{item.name}: reference {item.reference}, here {item.here}"
        for item in different
        if not any(_covers(pattern, item.name) for pattern in documented)
    ]
    print(f"{len(items) - len(different)} of {len(items)} match")
    assert len(items) > 3000
    assert not unexplained


def test_every_documented_difference_exists(items: list[Item], documented: list[str]) -> None:
    different = [item.name for item in items if not item.matches]
    idle = [p for p in documented if not any(_covers(p, name) for name in different)]
    assert documented
    assert not idle
