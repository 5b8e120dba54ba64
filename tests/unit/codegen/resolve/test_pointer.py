from __future__ import annotations

from typing import Any

import pytest

from codegen.resolve.pointer import find, format_pointer, parse_pointer


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("", ()),
        ("/", ("",)),
        ("/a/b", ("a", "b")),
        ("/a~1b/m~0n", ("a/b", "m~n")),
        ("/~01", ("~1",)),
        ("/a//0", ("a", "", "0")),
        ("/x~y~", ("x~y~",)),
    ],
)
def test_parse_pointer(text: str, tokens: tuple[str, ...]) -> None:
    assert parse_pointer(text) == tokens


def test_a_pointer_starts_with_a_slash() -> None:
    with pytest.raises(ValueError, match="starts with"):
        parse_pointer("a/b")


def test_format_is_the_inverse_of_parse() -> None:
    tokens = ("a/b", "m~n", "", "~1", "0")
    assert parse_pointer(format_pointer(tokens)[1:]) == tokens


DATA: Any = {
    "list": [10, {"x": 1}],
    "0": "zero",
    "schemas": {
        "a/b": {"c": 1},
        "a": {"other": 2},
        "user/signed/up": 3,
        "p": {"q/r": 4},
        "p/q": {"s": 5},
        "": 6,
    },
}


class TestFind:
    @pytest.mark.parametrize(
        ("tokens", "value", "pointer"),
        [
            ((), DATA, ()),
            (("list", "1", "x"), 1, ("list", 1, "x")),
            (("list", 0), 10, ("list", 0)),
            (("0",), "zero", ("0",)),
            (("schemas", "a/b", "c"), 1, ("schemas", "a/b", "c")),
            (("schemas", ""), 6, ("schemas", "")),
        ],
    )
    def test_exact(self, tokens: tuple[str | int, ...], value: Any, pointer: Any) -> None:
        found = find(DATA, tokens)
        assert (found.value, found.pointer, found.remaining) == (value, pointer, ())

    @pytest.mark.parametrize(
        ("tokens", "pointer"),
        [
            (("schemas", "a", "b", "c"), ("schemas", "a/b", "c")),
            (("schemas", "user", "signed", "up"), ("schemas", "user/signed/up")),
            (("schemas", "p", "q", "r"), ("schemas", "p", "q/r")),
            (("schemas", "p", "q", "s"), ("schemas", "p/q", "s")),
        ],
    )
    def test_a_key_with_an_unescaped_slash(
        self, tokens: tuple[str, ...], pointer: tuple[str, ...]
    ) -> None:
        found = find(DATA, tokens)
        assert found.pointer == pointer
        assert found.remaining == ()

    @pytest.mark.parametrize(
        ("tokens", "pointer", "remaining"),
        [
            (("gone", "x"), (), ("gone", "x")),
            (("schemas", "gone"), ("schemas",), ("gone",)),
            (("list", "2"), ("list",), ("2",)),
            (("list", "01"), ("list",), ("01",)),
            (("list", "-1"), ("list",), ("-1",)),
            (("list", "-"), ("list",), ("-",)),
            (("0", "x"), ("0",), ("x",)),
        ],
    )
    def test_what_leads_nowhere_says_how_far_it_got(
        self, tokens: tuple[str, ...], pointer: Any, remaining: tuple[str, ...]
    ) -> None:
        found = find(DATA, tokens)
        assert found.pointer == pointer
        assert found.remaining == remaining

    def test_keys_that_fit_in_many_ways_are_each_tried_once(self) -> None:
        level: Any = {}
        for _ in range(40):
            level = {"a": level, "a/a": level}
        assert find(level, ("a",) * 30 + ("b",)).remaining == ("b",)
