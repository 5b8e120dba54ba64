from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from codegen.diagnostics import SpecError
from codegen.mock.schemas import MAX_NULLS, Schemas, Violation
from codegen.resolve import DocumentStore


def check(folder: Path, schema: Any, data: Any, others: dict[str, Any] | None = None) -> Any:
    path = folder / "doc.json"
    path.write_text(json.dumps({"root": schema, **(others or {})}))
    store = DocumentStore([path])
    return Schemas(store).check(store.node(path, ("root",)), data)


def check_without_nulls(folder: Path, schema: Any, data: Any) -> tuple[Any, Violation | None]:
    path = folder / "doc.json"
    path.write_text(json.dumps({"root": schema}))
    store = DocumentStore([path])
    return Schemas(store).check_without_nulls(store.node(path, ("root",)), data)


TAGGED = {
    "oneOf": [
        {
            "type": "object",
            "required": ["type", "n"],
            "properties": {"type": {"const": "a"}, "n": {"type": "integer"}},
        },
        {"type": "object", "required": ["type"], "properties": {"type": {"const": "b"}}},
    ]
}


@pytest.mark.parametrize(
    ("schema", "data", "expected"),
    [
        ({"type": "integer"}, 1, None),
        ({"type": "integer"}, "x", Violation("", "", "type", "'x' is not of type integer")),
        (
            {"properties": {"a/b": {"items": {"enum": ["x"]}}}},
            {"a/b": ["y"]},
            Violation("/a~1b/0", "a/b[0]", "enum", "'y' is none of 'x'"),
        ),
        (
            {"required": ["a"]},
            {},
            Violation("/a", "a", "required", "'a' is missing"),
        ),
        (TAGGED, {"type": "b"}, None),
        (
            TAGGED,
            {"type": "a", "n": "x"},
            Violation("/n", "n", "type", "'x' is not of type integer"),
        ),
        (
            TAGGED,
            {"type": "c"},
            Violation("/type", "type", "const", "'c' is none of 'a', 'b'"),
        ),
        (TAGGED, {}, Violation("/type", "type", "required", "'type' is missing")),
        (TAGGED, 3, Violation("", "", "anyOf", "3 fits none of the 2 variants")),
    ],
)
def test_says_where_and_why(
    tmp_path: Path, schema: Any, data: Any, expected: Violation | None
) -> None:
    assert check(tmp_path, schema, data) == expected


@pytest.mark.parametrize(
    ("schema", "valid", "invalid"),
    [
        ({"type": "string", "nullable": True}, None, 1),
        ({"type": "integer", "minimum": 1, "exclusiveMinimum": True}, 2, 1),
        ({"items": [{"type": "integer"}], "additionalItems": False}, [1], [1, 2]),
        ({"type": "integer", "$id": "https://elsewhere.example/x"}, 1, "x"),
        # More than one variant fits: documents say so without meaning it.
        ({"oneOf": [{"type": "integer"}, {"minimum": 0}]}, 1, -0.5),
        ({"type": "file"}, "anything", ...),
        ({"type": "string", "pattern": "(?<name>ECMA)"}, "anything", 3),
    ],
)
def test_dialects(tmp_path: Path, schema: Any, valid: Any, invalid: Any) -> None:
    assert check(tmp_path, schema, valid) is None
    if invalid is not ...:
        assert check(tmp_path, schema, invalid) is not None


def test_references_and_recursion(tmp_path: Path) -> None:
    others = {"tree": {"type": "object", "properties": {"next": {"$ref": "#/tree"}}}}
    schema = {"$ref": "#/tree"}
    assert check(tmp_path, schema, {"next": {"next": {}}}, others) is None
    violation = check(tmp_path, schema, {"next": {"next": 1}}, others)
    assert violation.pointer == "/next/next"


def test_a_reference_that_leads_nowhere_is_a_diagnostic(tmp_path: Path) -> None:
    with pytest.raises(SpecError, match="SL101"):
        check(tmp_path, {"$ref": "#/nothing"}, 1)
    with pytest.raises(SpecError, match="SL103"):
        check(tmp_path, {"$ref": "https://example.com/x"}, 1)


def test_values_in_messages_are_escaped_and_short(tmp_path: Path) -> None:
    violation = check(tmp_path, {"type": "integer"}, "\x1b[31m" + "x" * 1_000)
    assert "\x1b" not in violation.message
    assert len(violation.message) < 120


NULLS = {
    "required": ["id"],
    "properties": {
        "id": {"type": "string"},
        "a/b": {"items": {"properties": {"n": {"type": "integer"}}}},
        "note": {"type": ["string", "null"]},
        "list": {"type": "array", "items": {"type": "string"}},
        "variant": {"oneOf": [{"type": "string"}, {"type": "object"}]},
    },
}


@pytest.mark.parametrize(
    ("data", "expected", "refused_at"),
    [
        ({"id": "x", "note": None}, {"id": "x", "note": None}, None),
        ({"id": "x", "a/b": [{"n": None}, {"n": 1}]}, {"id": "x", "a/b": [{}, {"n": 1}]}, None),
        ({"id": "x", "variant": None, "list": None}, {"id": "x"}, None),
        ({"id": None}, {}, "/id"),
        ({"id": "x", "list": [None]}, {"id": "x", "list": [None]}, "/list/0"),
        ({"id": "x", "a/b": [{"n": "y"}]}, {"id": "x", "a/b": [{"n": "y"}]}, "/a~1b/0/n"),
    ],
)
def test_nulls_that_no_schema_allows_are_taken_out(
    tmp_path: Path, data: Any, expected: Any, refused_at: str | None
) -> None:
    before = json.dumps(data)
    left, violation = check_without_nulls(tmp_path, NULLS, data)
    assert left == expected
    assert (violation and violation.pointer) == refused_at
    assert json.dumps(data) == before


def test_only_so_many_nulls_are_taken_out(tmp_path: Path) -> None:
    schema = {"additionalProperties": {"type": "string"}}
    nulls = dict.fromkeys(map(str, range(MAX_NULLS + 1)))
    assert check_without_nulls(tmp_path, schema, dict(list(nulls.items())[1:])) == ({}, None)
    assert check_without_nulls(tmp_path, schema, nulls)[1] is not None
