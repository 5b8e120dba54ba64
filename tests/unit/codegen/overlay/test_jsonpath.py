from __future__ import annotations

from typing import Any

import pytest

from codegen.overlay import jsonpath
from codegen.overlay.jsonpath import (
    MAX_NESTING,
    InvalidQueryError,
    QueryTooExpensiveError,
    parse_query,
)

SHOP: Any = {
    "paths": {
        "/pets": {"get": {"tags": ["pets"], "x-old": True}, "post": {"tags": ["pets", "admin"]}},
        "/shops": {"get": {"tags": ["shops"]}},
    },
    "parameters": [{"name": "limit", "in": "query"}, {"name": "filter", "in": "query"}],
}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("$", [()]),
        ("$.paths['/pets'].get", [("paths", "/pets", "get")]),
        ("$.paths.*.get", [("paths", "/pets", "get"), ("paths", "/shops", "get")]),
        ("$.parameters[-1]", [("parameters", 1)]),
        ("$.parameters[0:1].name", [("parameters", 0, "name")]),
        ("$.parameters[?@.name=='filter' && @.in=='query']", [("parameters", 1)]),
        ("$..[?@['x-old']]", [("paths", "/pets", "get")]),
        ("$..[?@=='admin']", [("paths", "/pets", "post", "tags", 1)]),
        ("$.paths.*[?count(@.tags.*) > 1]", [("paths", "/pets", "post")]),
        ("$.parameters[?search(@.name, 'lim.t')].in", [("parameters", 0, "in")]),
        ("$['paths','paths']['/shops']", [("paths", "/shops")]),
        ("$.nothing.here", []),
    ],
)
def test_what_a_query_selects(query: str, found: list[tuple[str | int, ...]]) -> None:
    assert list(parse_query(query).find(SHOP)) == found


def test_descendants_come_in_document_order() -> None:
    found = parse_query("$..tags").find(SHOP)
    assert [pointer[1:3] for pointer in found] == [
        ("/pets", "get"),
        ("/pets", "post"),
        ("/shops", "get"),
    ]


@pytest.mark.parametrize(
    "query", ["", "paths", "$.", "$[", "$.a b", "$[?nothing(@)]", "$[?@.a == $..b]", "$ "]
)
def test_no_query(query: str) -> None:
    with pytest.raises(InvalidQueryError):
        parse_query(query)


def test_a_query_of_nothing_but_parentheses() -> None:
    for depth in (MAX_NESTING, 2000):
        with pytest.raises(InvalidQueryError, match="nested too deep"):
            parse_query("$[?" + "(" * depth + "@.a" + ")" * depth + "]")
    depth = MAX_NESTING - 1
    assert parse_query("$[?" + "(" * depth + "@.a" + ")" * depth + "]").find([{"a": 1}]) == ((0,),)
    with pytest.raises(InvalidQueryError, match="longer"):
        parse_query("$" + ".a" * 4000)


def test_deep_values_are_walked_without_recursion() -> None:
    deep: Any = {"x": 1}
    for _ in range(5000):
        deep = {"a": deep}
    assert len(parse_query("$..x").find(deep)[0]) == 5001


@pytest.mark.parametrize(
    "query", ["$..*..*..*", "$.a[?count($.a.*) > 0]", "$.a[?@..b]", "$..[?$..[?$..b]]"]
)
def test_steps_are_counted_wherever_they_are_taken(
    query: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jsonpath, "MAX_STEPS", 5000)
    wide: Any = {"a": [{"b": [n, [n, [n]]]} for n in range(1500)]}
    with pytest.raises(QueryTooExpensiveError):
        parse_query(query).find(wide)


def test_patterns_are_paid_for(monkeypatch: pytest.MonkeyPatch) -> None:
    names = [{"name": "a" * 1000} for _ in range(10)]
    assert parse_query("$[?match(@.name, '(a+)+b')]").find(names) == ()
    assert len(parse_query("$[?search(@.name, '(a+)+')]").find(names)) == 10
    with pytest.raises(QueryTooExpensiveError):
        parse_query("$[?match(@.name, '((a{99}){99}){99}')]").find(names)
    monkeypatch.setattr(jsonpath, "MAX_STEPS", 500)
    with pytest.raises(QueryTooExpensiveError):
        parse_query("$[?match(@.name, '(a{64})*b')]").find(names)


def test_a_query_can_be_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jsonpath, "MAX_STEPS", 100)
    query = parse_query("$.*")
    for _ in range(5):
        assert len(query.find(dict.fromkeys("abcdefghijklmnopqrstuvwxyz"))) == 26
