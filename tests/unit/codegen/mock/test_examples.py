from __future__ import annotations

from typing import Any

import pytest

from codegen.mock.examples import MAX_ITEMS, inline_sample


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        ({"const": 7}, 7),
        ({"type": "string", "example": "e", "default": "d", "enum": ["x"]}, "e"),
        ({"type": "string", "examples": ["e"], "default": "d"}, "e"),
        ({"type": "string", "default": "d", "enum": ["x", "d"]}, "d"),
        ({"enum": [None, "x"]}, "x"),
        ({"type": ["null", "integer"]}, 0),
        ({"type": "null"}, None),
        ({"type": "boolean"}, True),
        ({"type": "integer", "minimum": 3}, 3),
        ({"type": "integer", "minimum": 3, "exclusiveMinimum": True}, 4),
        ({"type": "integer", "exclusiveMinimum": 3}, 4),
        ({"type": "integer", "minimum": 3, "multipleOf": 5}, 5),
        ({"type": "number", "maximum": -1.5}, -1.5),
        ({"type": "number", "minimum": 0.2, "maximum": 0.4}, pytest.approx(0.3)),
        ({"type": "string"}, "string"),
        ({"type": "string", "maxLength": 2}, "st"),
        ({"type": "string", "minLength": 8}, "stringss"),
        ({"type": "string", "format": "date"}, "2025-01-31"),
        ({"type": "string", "contentEncoding": "base64"}, "AAAA"),
        ({"type": "string", "pattern": "^[A-Z]{3}$"}, "ABC"),
        ({"type": "string", "pattern": "("}, "string"),
        ({"type": "array", "items": {"type": "integer"}}, []),
        ({"type": "array", "minItems": 2, "items": {"type": "integer"}}, [0, 0]),
        ({"anyOf": [{"type": "null"}, {"type": "integer"}]}, 0),
        (True, {}),
        ({}, {}),
    ],
)
def test_smallest_value(schema: Any, value: Any) -> None:
    assert inline_sample(schema) == value


def test_required_members_only() -> None:
    schema = {
        "type": "object",
        "required": ["a", "undeclared"],
        "properties": {"a": {"type": "integer"}, "b": {"type": "integer"}},
    }
    assert inline_sample(schema) == {"a": 0, "undeclared": "string"}


def test_parts_are_put_together() -> None:
    schema = {
        "required": ["a", "b"],
        "properties": {"a": {"const": 1}},
        "allOf": [{"properties": {"b": {"const": 2}}, "required": ["b"]}],
        "oneOf": [{"properties": {"c": {"const": 3}}, "required": ["c"]}],
    }
    assert inline_sample(schema) == {"a": 1, "b": 2, "c": 3}


def test_what_a_client_asks_for_is_bounded() -> None:
    schema = {"type": "array", "minItems": 10**9, "items": {"type": "string", "minLength": 10**9}}
    value = inline_sample(schema)
    assert len(value) == MAX_ITEMS
    assert len(value[0]) == 10_000
    deep: dict[str, Any] = {}
    for _ in range(200):
        deep = {"type": "object", "required": ["a"], "properties": {"a": deep}}
    assert inline_sample(deep)["a"]["a"]


@pytest.mark.parametrize(
    "schema",
    [
        # Required in one place, declared in another.
        {
            "type": "object",
            "required": ["op"],
            "oneOf": [{"type": "object", "properties": {"op": {"enum": ["go"]}}}],
        },
        {
            "type": "object",
            "properties": {"op": {"const": "go"}},
            "oneOf": [{"required": ["op"]}],
        },
        {
            "allOf": [
                {"type": "object", "required": ["op"], "properties": {"op": {"type": "string"}}},
                {"type": "object", "properties": {"op": {"const": "go"}}},
            ]
        },
        {
            "allOf": [
                {"type": "object", "required": ["op"], "properties": {"op": {"type": "string"}}}
            ],
            "properties": {"op": {"const": "go"}},
        },
    ],
)
def test_members_that_another_part_declares(schema: dict[str, Any]) -> None:
    assert inline_sample(schema) == {"op": "go"}
