"""Styles of parameters: the examples of OpenAPI 3.1.1, section 4.8.12.4, and what lies beside."""

from __future__ import annotations

from datetime import date

import pytest

from runtime.query import declared_pairs, encode_query, whole_query
from runtime.sentinels import omit
from runtime.styles import Style, cookie_parameter, header_parameter, path_text

STRING = "blue"
ARRAY = ["blue", "black", "brown"]
OBJECT = {"R": 100, "G": 200, "B": 150}


def query(value: object, style: Style | None = None) -> str:
    return encode_query(declared_pairs({"color": value}, {"color": style} if style else {}))


@pytest.mark.parametrize(
    ("style", "texts"),
    [
        (Style("simple"), ("blue", "blue,black,brown", "R,100,G,200,B,150")),
        (Style("simple", explode=True), ("blue", "blue,black,brown", "R=100,G=200,B=150")),
        (Style("label"), (".blue", ".blue,black,brown", ".R,100,G,200,B,150")),
        (Style("label", explode=True), (".blue", ".blue.black.brown", ".R=100.G=200.B=150")),
        (
            Style("matrix"),
            (";color=blue", ";color=blue,black,brown", ";color=R,100,G,200,B,150"),
        ),
        (
            Style("matrix", explode=True),
            (";color=blue", ";color=blue;color=black;color=brown", ";R=100;G=200;B=150"),
        ),
    ],
)
def test_paths(style: Style, texts: tuple[str, str, str]) -> None:
    assert tuple(path_text("color", value, style) for value in (STRING, ARRAY, OBJECT)) == texts


@pytest.mark.parametrize(
    ("style", "texts"),
    [
        (
            None,
            ("color=blue", "color=blue&color=black&color=brown", "R=100&G=200&B=150"),
        ),
        (
            Style("form"),
            ("color=blue", "color=blue,black,brown", "color=R,100,G,200,B,150"),
        ),
        (
            Style("spaceDelimited"),
            ("color=blue", "color=blue%20black%20brown", "color=R%20100%20G%20200%20B%20150"),
        ),
        (
            Style("pipeDelimited"),
            ("color=blue", "color=blue%7Cblack%7Cbrown", "color=R%7C100%7CG%7C200%7CB%7C150"),
        ),
        (
            Style("deepObject"),
            (
                "color=blue",
                "color%5B%5D=blue&color%5B%5D=black&color%5B%5D=brown",
                "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150",
            ),
        ),
    ],
)
def test_queries(style: Style | None, texts: tuple[str, str, str]) -> None:
    assert tuple(query(value, style) for value in (STRING, ARRAY, OBJECT)) == texts


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"a": {"b": [1, 2]}}, "color[a][b][]=1&color[a][b][]=2"),
        ({"a": [{"b": 1}, {"b": omit}]}, "color[a][0][b]=1"),
        ([{"b": 1}, {"c": None, "b": 2}], "color[0][b]=1&color[1][b]=2"),
    ],
)
def test_what_is_nested_has_brackets(value: object, text: str) -> None:
    written = query(value, Style("deepObject"))
    assert written.replace("%5B", "[").replace("%5D", "]") == text


def test_delimiters_in_items_are_encoded_and_delimiters_are_not() -> None:
    assert query(["a,b", "c d"], Style("form")) == "color=a%2Cb,c%20d"
    assert path_text("color", ["a,b", "c/d"]) == "a%2Cb,c%2Fd"


def test_reserved_characters_stay_where_they_end_nothing() -> None:
    style = Style("form", explode=True, reserved=True)
    assert query("a/b?c=d&e#f[0] %2F%zz", style) == "color=a/b?c=d%26e%23f%5B0%5D%20%2F%25zz"
    assert path_text("p", "a/b?c#d;e", Style("simple", reserved=True)) == "a%2Fb%3Fc%23d;e"


def test_content() -> None:
    json = Style("form", content="application/json; charset=utf-8")
    assert query({"a": [1, "b c"]}, json) == "color=%7B%22a%22%3A%5B1%2C%22b%20c%22%5D%7D"
    assert header_parameter("X", {"a": date(2026, 1, 2)}, json) == '{"a":"2026-01-02"}'
    assert path_text("p", [1], json) == "%5B1%5D"
    assert query("<a/>", Style("form", content="application/xml")) == "color=%3Ca%2F%3E"


def test_headers_are_not_percent_encoded() -> None:
    assert header_parameter("X", ["a b", True]) == "a b,true"
    assert header_parameter("X", OBJECT, Style("simple", explode=True)) == "R=100,G=200,B=150"


def test_cookies() -> None:
    assert list(cookie_parameter("color", "a;b")) == ["color=a%3Bb"]
    assert list(cookie_parameter("color", ARRAY)) == ["color=blue", "color=black", "color=brown"]
    assert list(cookie_parameter("color", OBJECT)) == ["R=100", "G=200", "B=150"]
    assert list(cookie_parameter("color", ARRAY, Style("form"))) == ["color=blue,black,brown"]
    assert list(cookie_parameter("color", "a%20b", Style("cookie"))) == ["color=a%20b"]
    assert list(cookie_parameter("color", omit)) == []


@pytest.mark.parametrize("value", ["a;b", "a b", "a\r\nX: y", 'a"b'])
def test_a_raw_cookie_cannot_end_itself(value: str) -> None:
    with pytest.raises(ValueError, match="no cookie can carry"):
        list(cookie_parameter("color", value, Style("cookie")))


@pytest.mark.parametrize(
    ("value", "media_type", "text"),
    [
        ({"a": "b c", "d": [1, 2]}, "application/x-www-form-urlencoded", "a=b%20c&d=1&d=2"),
        ({"a": 1}, "application/json", "%7B%22a%22%3A1%7D"),
        ("$.a[0]", "application/jsonpath", "%24.a%5B0%5D"),
        (omit, "application/json", ""),
    ],
)
def test_the_whole_query(value: object, media_type: str, text: str) -> None:
    assert whole_query(value, media_type) == text


@pytest.mark.parametrize("value", [{"a": iter("x")}, [iter("x")]])
def test_an_iterator_within_a_value_is_refused(value: object) -> None:
    with pytest.raises(TypeError, match="read only once; make it a list"):
        query(value)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"a": [1, 2]}, "a=1&a=2"),
        ({"a": [{"b": 1}, 2]}, "a%5B0%5D%5Bb%5D=1&a%5B1%5D=2"),
        ({"a": {"b": [1, 2]}}, "a%5Bb%5D%5B%5D=1&a%5Bb%5D%5B%5D=2"),
        ([{"b": 1}], "color%5B0%5D%5Bb%5D=1"),
    ],
)
def test_structures_within_structures(value: object, text: str) -> None:
    assert query(value) == text
