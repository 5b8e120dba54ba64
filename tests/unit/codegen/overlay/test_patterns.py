from __future__ import annotations

import pytest

from codegen.overlay.patterns import LARGEST, PatternTooLargeError, matches, size


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("a.c", "abc", True),
        ("a.c", "a\nc", False),
        ("a", "ba", False),
        ("[.]", "x", False),
        ("^a$", "^a$", True),
        ("[a^$]+", "a$^", True),
        ("[^a-c]", "b", False),
        ("[^a-c]", "d", True),
        ("[a&&b]+", "&a&b", True),
        ("[~~a]+", "~a", True),
        ("[a-]", "-", True),
        ("[-a]", "-", True),
        ("[^-a]", "-", False),
        ("[--]", "-", True),
        ("[\\]\\-]+", "]-", True),
        (r"\p{Lu}+", "\u00c4B", True),
        (r"[\p{L}\-]+", "a-b", True),
        ("(a|b){2,3}", "aba", True),
        ("(a|b){2,3}", "a", False),
        (r"\n", "\n", True),
        ("\U0001f600.", "\U0001f600\U0001f600", True),
        ("a|", "", True),
        ("#x y", "#x y", True),
        ("a", "\ud800", False),
    ],
    ids=ascii,
)
def test_match(pattern: str, text: str, expected: bool) -> None:
    assert matches(pattern, text, whole=True) is expected


def test_search() -> None:
    assert matches("b+", "abba", whole=False)
    assert not matches("^b", "abba", whole=False)


@pytest.mark.parametrize("pattern", ["(", "[]", r"\d", "(?i)a", "a**", "(?=a)", r"(a)\1"])
def test_what_is_no_i_regexp_matches_nothing(pattern: str) -> None:
    assert not matches(pattern, "a", whole=False)


@pytest.mark.parametrize("pattern", ["(a+)+b", "((a*)*)*b", "(a|a)*b", "(a|aa)+b", "a*a*a*a*a*a*b"])
def test_a_pattern_that_a_backtracking_matcher_never_ends_with(pattern: str) -> None:
    assert not matches(pattern, "a" * 5000, whole=True)


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("", 0),
        ("abc", 3),
        ("a{3}", 3),
        ("a{2,5}b", 6),
        ("a{2,}", 2),
        (r"(a[b-d]){10}\{", 21),
        (r"\p{Lu}{4}", 4),
        ("((a{10}){10}){10}", 1000),
        ("))", 2),
    ],
)
def test_size(pattern: str, expected: int) -> None:
    assert size(pattern) == expected


@pytest.mark.parametrize("pattern", ["a" * (LARGEST + 1), "((a{99}){99}){99}", "a{99999999999}"])
def test_too_large(pattern: str) -> None:
    with pytest.raises(PatternTooLargeError):
        matches(pattern, "a", whole=True)
