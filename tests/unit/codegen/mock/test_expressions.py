from __future__ import annotations

from typing import Any

import pytest

from codegen.mock.expressions import ExpressionError, compile_expression, compile_value


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("plain", "plain"),
        ("{{ n }}", 3),
        ("{{ n + 1 }}", 4),
        ("{{ data }}", {"items": [1], "b": None}),
        ("{{ data.items }}", [1]),
        ("{{ n }} and {{ n }}", "3 and 3"),
        ("n is {{ n }}", "n is 3"),
        ("{{ text }}", "[1, 2]"),
        ({"a": ["{{ n }}", "{{ omit }}"], "b": "{{ omit }}"}, {"a": [3]}),
        (7, 7),
        (None, None),
        ("{{ {'a': {'b': n}} }}", {"a": {"b": 3}}),
    ],
)
def test_values_are_native(source: Any, value: Any) -> None:
    names = {"n": 3, "data": {"items": [1], "b": None}, "text": "[1, 2]"}
    assert compile_value(source).evaluate(names) == value


def test_a_clients_text_is_never_a_template() -> None:
    template = compile_value("{{ text }}")
    assert template.evaluate({"text": "{{ 1 + 1 }}"}) == "{{ 1 + 1 }}"


@pytest.mark.parametrize(
    "source",
    [
        "missing",
        "data.missing",
        "data.missing.more",
        "''.__class__.__mro__",
        "[].append(1)",
        "range(10 ** 9) | list",
        "1 / 0",
        "now.__globals__",
    ],
)
def test_what_fails_is_one_kind_of_error(source: str) -> None:
    with pytest.raises(ExpressionError):
        compile_expression(source).evaluate({"data": {}})


def test_names_are_those_it_reads() -> None:
    assert compile_value({"a": "{{ x + y }}", "b": "{{ now() }}"}).names == {"x", "y"}
    with pytest.raises(ExpressionError, match="not a template"):
        compile_value("a {{ b")
