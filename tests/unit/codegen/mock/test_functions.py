from __future__ import annotations

from typing import Any

import pytest

from codegen.mock import functions


@pytest.mark.parametrize(
    "text", ["", "one", "one two", "  lead and trail  ", "x" * 100, " " * 50 + "a", "a\n\tb\n"]
)
def test_deltas_add_up_and_are_short(text: str) -> None:
    pieces = functions.deltas(text)
    assert "".join(pieces) == text
    assert all(0 < len(piece) <= 32 for piece in pieces)


@pytest.mark.parametrize(
    ("base", "change", "whole", "merged"),
    [
        ({"a": {"b": 1, "c": 2}}, {"a": {"b": 3}}, (), {"a": {"b": 3, "c": 2}}),
        ({"a": {"b": 1}}, {"a": None}, (), {"a": None}),
        ({"a": [1]}, {"a": [2]}, (), {"a": [2]}),
        ({"a": None}, {"a": {"b": 1}}, (), {"a": {"b": 1}}),
        ({"a": {"f": {"x": 1}}}, {"a": {"f": {"y": 2}}}, ("a.f",), {"a": {"f": {"y": 2}}}),
        ({"f": {"x": 1}}, {"f": {"y": 2}}, ("f",), {"f": {"y": 2}}),
        (1, {"a": 1}, (), {"a": 1}),
    ],
)
def test_merge(base: Any, change: Any, whole: tuple[str, ...], merged: Any) -> None:
    assert functions.merge(base, change, whole) == merged


def test_merge_shares_nothing_with_the_change() -> None:
    change = {"a": [1]}
    merged = functions.merge({}, change)
    merged["a"].append(2)
    assert change == {"a": [1]}


def test_get_and_find() -> None:
    data = {"a": [{"b": 1}]}
    assert functions.get(data, "a.0.b") == 1
    assert functions.get(data, "a.1.b", "none") == "none"
    assert functions.get(None, "a") is None
    assert functions.find(data["a"], "b", 1) == {"b": 1}
    assert functions.find(data["a"], "b", 2) is None
    assert functions.index_of(data["a"], "b", 2) == -1
    assert functions.without({"a": 1, "b": 2}, "a") == {"b": 2}


def test_search_ignores_case_and_other_things_than_text() -> None:
    assert functions.search(r"in (\w+)", "IN Oslo") == ["IN Oslo", "Oslo"]
    assert functions.search("x", None) is None


@pytest.mark.parametrize("text", ["***", "AAA", None, 7, "\u00e9"])
def test_what_is_no_base64_is_null(text: Any) -> None:
    assert functions.decode_base64(text) is None


def test_json_both_ways() -> None:
    assert functions.from_json(functions.to_json({"a": "\u00e9"})) == {"a": "\u00e9"}
    assert functions.from_json("{") is None


def test_ids_are_new() -> None:
    assert len({functions.new_id("x_", 12) for _ in range(100)}) == 100
    assert len(functions.new_id("", 10**9)) == 256
