"""Query strings."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import Enum

import pytest

from runtime.query import encode_query, merge_query, query_pairs
from runtime.sentinels import not_given, omit


class Colour(Enum):
    RED = "red"


@pytest.mark.parametrize(
    ("value", "encoded"),
    [
        ("a b&c", "q=a%20b%26c"),
        ("", "q="),
        (1.5, "q=1.5"),
        (True, "q=true"),
        (Colour.RED, "q=red"),
        (datetime(2026, 1, 2, tzinfo=UTC), "q=2026-01-02T00%3A00%3A00Z"),
        (None, ""),
        (omit, ""),
        (not_given, ""),
        ([1, None, omit, "b"], "q=1&q=b"),
        ([], ""),
        (
            {"a": 1, "b": {"c": [True, 2]}, "d": omit},
            "q%5Ba%5D=1&q%5Bb%5D%5Bc%5D=true&q%5Bb%5D%5Bc%5D=2",
        ),
    ],
)
def test_values(value: object, encoded: str) -> None:
    assert encode_query(query_pairs({"q": value})) == encoded


def test_bytes_are_refused() -> None:
    with pytest.raises(TypeError, match="`q` is bytes"):
        query_pairs({"q": b"x"})


def test_merging_replaces_whole_parameters() -> None:
    base = [("a", "1"), ("a", "2"), ("b", "3")]
    assert merge_query(base, [("a", "9")]) == [("b", "3"), ("a", "9")]
