"""Headers."""

from __future__ import annotations

import pytest

from runtime.headers import merge_headers
from runtime.sentinels import not_given, omit


def test_later_layers_win_without_regard_to_case() -> None:
    merged = merge_headers(
        [
            {"Accept": "a", "X-A": "1", "X-B": "2"},
            None,
            {"ACCEPT": "b", "x-a": omit, "X-B": not_given, "X-C": None},
        ]
    )
    assert merged == [("ACCEPT", "b"), ("X-B", "2")]


def test_values_become_text() -> None:
    assert merge_headers([{"A": True, "B": 7, "C": ["x", 1]}]) == [
        ("A", "true"),
        ("B", "7"),
        ("C", "x,1"),
    ]


@pytest.mark.parametrize("value", ["a\rb", "a\nb", "a\x00b", "hidden\r\nX: 1", "hidden \u20ac"])
def test_a_value_that_breaks_the_message_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match="'X-Name'") as caught:
        merge_headers([{"X-Name": value}])
    assert "hidden" not in str(caught.value)


@pytest.mark.parametrize("name", ["", "a b", "a:b", "a\r\nb", "é"])
def test_a_name_that_is_none_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="is not a header name"):
        merge_headers([{name: "x"}])


def test_a_bad_value_that_is_replaced_does_no_harm() -> None:
    assert merge_headers([{"X": "a\nb"}, {"X": omit}]) == []
