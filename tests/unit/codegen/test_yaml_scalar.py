from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from codegen.read import read_document
from codegen.yaml_scalar import scalar

TEXTS = [
    "", "plain", "get /a/{id}", "no", "True", "null", "~", "1", "1.0", ".5", ".inf", "0x1", "1e3",
    "a: b", "a #b", "#a", "- a", "? a", "[a]", "{a}", "&a", "*a", "!a", "%a", "@a", "`a", '"a"',
    "'a'", " a ", "a\nb", "\t", "\x07", "\x7f", "\x85", "\u2028", "\ufeff", "\u00e9", "\U0001f600",
    "...", "---", "<<", "=", "../a/b.yaml", "/abs/a.yaml", "2024-01-01", "a\\b", "a/b#c",
]  # fmt: skip


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("in_ascii", [False, True])
def test_every_text_is_read_as_it_is(tmp_path: Path, text: str, in_ascii: bool) -> None:
    written = f"key: {{{scalar(text, in_ascii=in_ascii)}: {scalar(text, in_ascii=in_ascii)}}}\n"
    assert written.isascii() or not in_ascii
    path = tmp_path / "x.yaml"
    path.write_text(written, encoding="utf-8")
    expected = {"key": {text: text}}
    assert read_document(path).data == expected
    assert yaml.safe_load(written) == expected


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("realtime.calls.create", "realtime.calls.create"),
        ("../openapi.yaml", "../openapi.yaml"),
        ("get /a/{id}", "'get /a/{id}'"),
        ("it's", "'it''s'"),
        ("\u00e9", '"\u00e9"'),
        ("", "''"),
        (True, "true"),
        (5, "5"),
    ],
)
def test_texts_are_quoted_when_they_have_to_be(value: str | bool | int, written: str) -> None:
    assert scalar(value) == written
