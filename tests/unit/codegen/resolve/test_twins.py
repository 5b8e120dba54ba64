"""Components that two documents write out alike."""

from __future__ import annotations

from typing import Any

import pytest

from codegen.resolve.twins import twins


def ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


@pytest.mark.parametrize(
    ("first", "second", "alike"),
    [
        ({"type": "string"}, {"type": "string", "description": "d", "example": "e"}, True),
        ({"type": "string"}, {"type": "integer"}, False),
        ({"const": 1}, {"const": True}, False),
        ({"enum": ["a", "b"]}, {"enum": ["b", "a"]}, False),
        ({"properties": {"title": {"type": "string"}}}, {"properties": {}}, False),
        ({"properties": {"title": {"enum": ["a"]}}}, {"properties": {"title": {}}}, False),
        ({"properties": {"a": {"title": "A"}}}, {"properties": {"a": {"title": "B"}}}, True),
        ({"const": {"title": "a"}}, {"const": {"title": "b"}}, False),
        ({"enum": [{"title": "a"}]}, {"enum": [{"title": "b"}]}, False),
        ({"properties": {"const": {"title": "a"}}}, {"properties": {"const": {}}}, True),
        ({"items": ref("Other")}, {"items": ref("Other")}, False),
        ({"items": ref("A")}, {"items": ref("A")}, True),
        ({"items": {"$ref": "x.yaml#/A"}}, {"items": {"$ref": "x.yaml#/A"}}, False),
        (True, True, True),
    ],
)
def test_pairs(first: Any, second: Any, alike: bool) -> None:
    assert twins({"A": first}, {"A": second}) == ({"A"} if alike else set())


def test_circles_and_chains() -> None:
    circle = {"A": {"items": ref("B")}, "B": {"items": ref("A")}, "C": {"items": ref("D")}}
    first = {**circle, "D": {"type": "string"}, "E": {"items": ref("C")}}
    second = {**circle, "D": {"type": "number"}, "E": {"items": ref("C")}}
    assert twins(first, second) == {"A", "B"}
