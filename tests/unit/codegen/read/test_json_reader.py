from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from codegen.diagnostics import Code, Diagnostic, SpecError
from codegen.read.json_reader import read_json
from codegen.read.limits import DEFAULT, Limits
from codegen.read.source import Source


def read(text: str, limits: Limits = DEFAULT) -> Any:
    return read_json(Source(Path("api.json"), text, ""), limits)


def refusal(text: str, limits: Limits = DEFAULT) -> Diagnostic:
    with pytest.raises(SpecError) as caught:
        read(text, limits)
    return caught.value.diagnostics[0]


def test_values_of_every_kind() -> None:
    text = '{"a": [1, -2.5, 1e3, true, false, null, "\\u00e9\\n"], "b": {}, "c": 1.0}'
    data = read(text)
    assert data == {"a": [1, -2.5, 1000.0, True, False, None, "\u00e9\n"], "b": {}, "c": 1.0}
    assert [type(item) for item in data["a"][:3]] == [int, float, float]


def test_integers_are_exact() -> None:
    assert read(f'{{"a": {"9" * 309}}}') == {"a": int("9" * 309)}


def test_a_key_twice_is_refused_and_both_lines_are_named() -> None:
    diagnostic = refusal('{\n "a": {"b": 1,\n  "c": 2,\n  "\\u0062": 3}}')
    assert diagnostic.code is Code.DUPLICATE_KEY
    assert diagnostic.message == "key 'b' stands here and on line 2"
    assert diagnostic.location is not None
    assert diagnostic.location.position == (4, 3)
    assert diagnostic.location.pointer == ("a", "b")


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e400", "-1e400"])
def test_a_number_that_is_not_finite_is_refused(number: str) -> None:
    diagnostic = refusal(f'{{"a": [0, {number}]}}')
    assert diagnostic.code is Code.NUMBER_NOT_FINITE
    assert diagnostic.location is not None
    assert diagnostic.location.pointer == ("a", 1)


@pytest.mark.parametrize("digits", [310, 10_000])
def test_an_integer_over_the_limit_is_refused(digits: int) -> None:
    assert refusal(f'{{"a": {"9" * digits}}}').code is Code.NUMBER_TOO_LONG


def test_many_digits_in_a_text_are_no_integer() -> None:
    assert read(f'{{"a": "{"9" * 10_000}"}}') == {"a": "9" * 10_000}


@pytest.mark.parametrize("text", ["[" * 100_000, '{"a":' * 100_000, "[" * 201 + "]" * 201])
def test_deep_nesting_is_refused(text: str) -> None:
    assert refusal(text).code is Code.NESTING_TOO_DEEP


def test_nesting_up_to_the_limit_is_read() -> None:
    assert read("[" * 200 + "]" * 200)


def test_values_are_counted() -> None:
    assert read("[" + "1," * 99 + "1]", Limits(values=101))
    assert refusal("[" + "1," * 100 + "1]", Limits(values=100)).code is Code.TOO_MANY_VALUES


@pytest.mark.parametrize("escape", ["\\ud83d", "\\ude00", "\\ud83dx", "\\ud83d\\ud83d\\ude00"])
def test_half_a_surrogate_pair_is_refused(escape: str) -> None:
    assert refusal(f'{{"a": "{escape}"}}').code is Code.LONE_SURROGATE
    assert refusal(f'{{"{escape}": 1}}').code is Code.LONE_SURROGATE


def test_an_escaped_backslash_before_u_is_no_escape() -> None:
    assert read('{"a": "\\\\ud83d"}') == {"a": "\\ud83d"}


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ('{"a": 1\n"b": 2}', (2, 1)),
        ('{"a" 1}', (1, 6)),
        ('{"a": 1} x', (1, 10)),
        ('{\n"a": "x', (2, 6)),
    ],
)
def test_what_is_not_json_is_refused_at_its_place(text: str, position: tuple[int, int]) -> None:
    diagnostic = refusal(text)
    assert diagnostic.code is Code.INVALID_JSON
    assert diagnostic.location is not None
    assert diagnostic.location.position == position
