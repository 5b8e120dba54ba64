from __future__ import annotations

from pathlib import Path

import pytest

from codegen.diagnostics import Location
from codegen.resolve import Node

ROOT = Node(Location(Path("a.yaml")), {"list": [1, {"x": 2}], "0": None})


def test_child_goes_down_by_names_and_indices() -> None:
    node = ROOT.child("list", 1, "x")
    assert node.value == 2
    assert node.location == Location(Path("a.yaml"), ("list", 1, "x"))
    assert ROOT.child("list").child(0).value == 1


def test_a_child_that_is_not_there() -> None:
    with pytest.raises(KeyError):
        ROOT.child("gone")
    with pytest.raises(IndexError):
        ROOT.child("list", 2)
    for tokens in ((0,), ("list", "0"), ("list", -1), ("0", "x")):
        with pytest.raises(TypeError):
            ROOT.child(*tokens)


def test_get_is_none_where_there_is_nothing() -> None:
    zero = ROOT.get("0")
    assert zero is not None
    assert zero.value is None
    assert ROOT.get("gone") is None
    assert ROOT.child("list").get("0") is None


def test_members_and_elements() -> None:
    assert [(key, node.location.pointer) for key, node in ROOT.members()] == [
        ("list", ("list",)),
        ("0", ("0",)),
    ]
    assert [node.location.pointer for node in ROOT.child("list").elements()] == [
        ("list", 0),
        ("list", 1),
    ]
    assert list(ROOT.elements()) == []
    assert list(ROOT.child("list").members()) == []


def test_the_location_alone_is_the_identity() -> None:
    assert Node(ROOT.location, 1) == Node(ROOT.location, 2)
    assert len({Node(ROOT.location, {}), Node(ROOT.location, [])}) == 1
    assert ROOT.child("0") != ROOT
