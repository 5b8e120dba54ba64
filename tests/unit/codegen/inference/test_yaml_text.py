from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from codegen.inference.yaml_text import Block, Comment, render, scalar
from codegen.read import read_document

TEXTS = [
    "", "plain", "get /a/{id}", "no", "True", "null", "~", "1", "1.0", ".5", ".inf", "0x1", "1e3",
    "a: b", "a #b", "#a", "- a", "? a", "[a]", "{a}", "&a", "*a", "!a", "%a", "@a", "`a", '"a"',
    "'a'", " a ", "a\nb", "\t", "\x07", "\x7f", "\x85", "\u2028", "\ufeff", "\u00e9", "\U0001f600",
    "...", "---", "<<", "=", "../a/b.yaml", "/abs/a.yaml", "2024-01-01", "a\\b", "a/b#c",
]  # fmt: skip


@pytest.mark.parametrize("text", TEXTS)
def test_every_text_is_read_as_it_is(tmp_path: Path, text: str) -> None:
    block = Block(None, "key", {text: text, "list": [text]}, {})
    written = render(Comment("heading"), [block])
    path = tmp_path / "x.yaml"
    path.write_text(written, encoding="utf-8")
    expected = {"key": {text: text, "list": [text]}}
    assert read_document(path).data == expected
    assert yaml.safe_load(written) == expected


def test_plain_texts_are_not_quoted() -> None:
    assert scalar("realtime.calls.create") == "realtime.calls.create"
    assert scalar("../openapi.yaml") == "../openapi.yaml"
    assert scalar(True) == "true"
    assert scalar(5) == "5"


def test_comments_are_wrapped_and_stand_above_what_they_are_about() -> None:
    block = Block(Comment("about " * 30), "key", {"a": "b"}, {"a": Comment("inner")})
    lines = render(Comment("heading"), [block]).splitlines()
    assert lines[0] == "# heading"
    assert lines[-3:] == ["key:", "  # inner", "  a: b"]
    assert all(len(line) <= 100 for line in lines)
    assert sum(line.startswith("# about") for line in lines) == 2
