from __future__ import annotations

import math
from typing import Any

import pytest

from codegen.read.limits import Limits
from codegen.read.shape import Shape, inspect, may_exceed


@pytest.mark.parametrize("value", [None, "x", [], {}, {"a": [1, 2.5, {"b": None}]}])
def test_json_data_is_sound(value: Any) -> None:
    assert inspect(value, Limits()) is Shape.SOUND


def test_integer_keys_become_text_in_place_and_in_order() -> None:
    data = {"b": {200: {"x": 1}, "default": 2, 404: 3}}
    assert inspect(data, Limits()) is Shape.SOUND
    assert list(data["b"].items()) == [("200", {"x": 1}), ("default", 2), ("404", 3)]


@pytest.mark.parametrize(
    "value",
    [
        {True: 1},
        {None: 1},
        {1.5: 1},
        {0: 1},
        {1: 1},
        {200: 1, "200": 2},
        [math.inf],
        {"a": [math.nan]},
    ],
)
def test_what_may_have_lost_something_is_doubtful(value: Any) -> None:
    assert inspect(value, Limits()) is Shape.DOUBTFUL


def test_limits() -> None:
    assert inspect([[1]], Limits(depth=2)) is Shape.SOUND
    assert inspect([[1]], Limits(depth=1)) is Shape.DOUBTFUL
    assert inspect({"a": [1, 2]}, Limits(values=4)) is Shape.SOUND
    assert inspect({"a": [1, 2]}, Limits(values=3)) is Shape.DOUBTFUL


@pytest.mark.parametrize("text", ["[1,2,3]", "- a\n- b\n- c\n", "{a: {b: c}}", "? a\n? b\n? c"])
def test_may_exceed_never_counts_too_few(text: str) -> None:
    assert may_exceed(text, Limits(values=2))
    assert not may_exceed(text, Limits(values=100))
