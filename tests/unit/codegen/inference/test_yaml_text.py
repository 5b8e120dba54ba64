from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from codegen.inference.yaml_text import Block, Comment, render
from codegen.read import read_document
from tests.unit.codegen.test_yaml_scalar import TEXTS


@pytest.mark.parametrize("text", TEXTS)
def test_every_text_is_read_as_it_is(tmp_path: Path, text: str) -> None:
    block = Block(None, "key", {text: text, "list": [text]}, {})
    written = render(Comment("heading"), [block])
    path = tmp_path / "x.yaml"
    path.write_text(written, encoding="utf-8")
    expected = {"key": {text: text, "list": [text]}}
    assert read_document(path).data == expected
    assert yaml.safe_load(written) == expected


def test_comments_are_wrapped_and_stand_above_what_they_are_about() -> None:
    block = Block(Comment("about " * 30), "key", {"a": "b"}, {"a": Comment("inner")})
    lines = render(Comment("heading"), [block]).splitlines()
    assert lines[0] == "# heading"
    assert lines[-3:] == ["key:", "  # inner", "  a: b"]
    assert all(len(line) <= 100 for line in lines)
    assert sum(line.startswith("# about") for line in lines) == 2
