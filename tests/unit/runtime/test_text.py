"""Server text in messages."""

from __future__ import annotations

from runtime.text import mask, printable


def test_what_does_not_print_is_escaped() -> None:
    assert printable("a\r\n\x1b[2J\u2028\u202e\ud800é") == "a\\r\\n\\x1b[2J\\u2028\\u202e\\ud800é"


def test_long_text_is_cut() -> None:
    assert printable("x" * 30, limit=10) == "xxxxxxxxxx... (30 characters)"


def test_secrets_are_masked_and_words_are_not() -> None:
    assert mask("bad key sk-123456 for a", ["sk-123456", "a"]) == "bad key *** for a"
