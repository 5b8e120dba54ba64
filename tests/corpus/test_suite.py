"""The JSON Schema Test Suite on a file of its own, and on the real ones where they are there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.corpus.corpus import DEFAULT_CORPUS
from tests.corpus.suite import NOT_EXPRESSED, run_suite, suite_data, suite_lines

FOLDER = DEFAULT_CORPUS / "suite-jsts-2020-12"

# The keywords that make types, and whose schemas are all read.
SAMPLE = (
    "additionalProperties", "allOf", "anchor", "anyOf", "boolean_schema", "const", "defs", "enum",
    "format", "infinite-loop-detection", "items", "oneOf", "patternProperties", "prefixItems",
    "properties", "ref", "required", "type", "unevaluatedProperties",
)  # fmt: skip

CASES = [
    {
        "description": "a text",
        "schema": {"type": "string", "maxLength": 2},
        "tests": [
            {"description": "text", "data": "a", "valid": True},
            {"description": "number", "data": 1, "valid": False},
            {"description": "long", "data": "abc", "valid": False},
        ],
    },
    {
        "description": "no type",
        "schema": {"properties": {"a": {"type": "integer"}}},
        "tests": [
            {"description": "another type", "data": 1, "valid": True},
            {"description": "a fraction", "data": {"a": 1.0}, "valid": True},
        ],
    },
    {
        "description": "refused",
        "schema": {"type": "no"},
        "tests": [{"description": "x", "data": 1, "valid": False}],
    },
]


def test_scores(tmp_path: Path) -> None:
    (tmp_path / "suite").mkdir()
    (tmp_path / "suite/mini.json").write_text(json.dumps(CASES), encoding="utf-8")
    (score,) = run_suite(tmp_path / "suite", tmp_path / "work")
    assert (score.accepted, score.rejected) == ((1, 3), (1, 2))
    assert dict(score.refused) == {"SL201 invalid-schema": 1}
    assert dict(score.not_expressed) == {"maxLength": 1}
    assert sorted(reason[:20] for reason in score.assumed) == [
        "a schema of properti", "an integer is writte",
    ]  # fmt: skip
    assert score.unexplained == []
    (data,) = json.loads(json.dumps(suite_data({"suite": [score]})))["suite"]
    assert (data["accepted"], data["not_expressed"]) == ([1, 3], {"maxLength": 1})
    lines = list(suite_lines("suite", [score]))
    assert lines[2].split() == ["mini", "1/3", "1/2"]
    assert "       1 maxLength: limits are no part of a Python type" in lines


@pytest.mark.skipif(not FOLDER.is_dir(), reason="the folder of real documents is not there")
def test_every_valid_instance_is_accepted_or_accounted_for(tmp_path: Path) -> None:
    scores = list(run_suite(FOLDER, tmp_path, SAMPLE))
    assert len(scores) == len(SAMPLE)
    assert [line for score in scores for line in score.unexplained] == []
    accepted, valid = (sum(score.accepted[i] for score in scores) for i in (0, 1))
    assert accepted / valid > 0.9
    unknown = {key for score in scores for key in score.not_expressed} - NOT_EXPRESSED.keys()
    assert unknown <= {"type"}
