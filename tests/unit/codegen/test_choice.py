from __future__ import annotations

import pytest

from codegen.choice import Choice
from codegen.config import Config
from codegen.config_selection import OnlySection
from codegen.findings import Findings


def choice(**only: tuple[str, ...]) -> Choice:
    return Choice(Config(only=OnlySection(**only)), None)


def test_without_only_everything_is_chosen() -> None:
    everything = Choice(Config(), None)
    assert everything.is_everything
    assert everything.operation("get", "/a", None, ())
    assert not choice().is_everything


def test_only_types_leaves_the_operations() -> None:
    assert choice(types=("A",)).operation("get", "/a", None, ())


@pytest.mark.parametrize(
    ("prefix", "path", "expected"),
    [
        ("/a", "/a", True),
        ("/a", "/a/b", True),
        ("/a", "/ab", False),
        ("/a/b", "/a", False),
        ("/a/{id}", "/a/{id}/c", True),
        ("a", "a/b", False),
    ],
)
def test_paths_by_segment(prefix: str, path: str, expected: bool) -> None:
    assert choice(paths=(prefix,)).operation("get", path, None, ()) is expected


def test_tags_and_names_of_other_types() -> None:
    chosen = choice(tags=("a",), operations=("get /x",))
    assert chosen.operation("GET", "/x", 5, [None, 1])
    assert chosen.operation("post", "/y", ["a"], ["b", "a"])
    assert not chosen.operation("post", "/y", None, [["a"]])


def test_each_setting_that_is_of_no_use_is_told() -> None:
    chosen = choice(tags=("a", "b"), paths=("/x",))
    chosen.operation("get", "/x", None, ["a"])
    findings = Findings()
    chosen.check(findings)
    assert [d.message for d in findings.errors] == [
        "`only.tags` names 'b', which the documents do not have"
    ]
