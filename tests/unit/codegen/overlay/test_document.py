from __future__ import annotations

from pathlib import Path

import pytest

from codegen.diagnostics import Code, SpecError
from codegen.overlay.document import Overlay, parse_overlay
from codegen.read import read_document

INFO = "info: {title: T, version: '1'}\n"


def parse(folder: Path, text: str) -> Overlay:
    path = folder / "x.overlay.yaml"
    path.write_text(text, encoding="utf-8")
    return parse_overlay(read_document(path))


def problems(folder: Path, text: str) -> list[str]:
    with pytest.raises(SpecError) as caught:
        parse(folder, text)
    return [line.replace(f"{folder}/", "") for line in str(caught.value).splitlines()]


def test_everything_that_an_overlay_has(tmp_path: Path) -> None:
    overlay = parse(
        tmp_path,
        "overlay: 1.1.0\ninfo: {title: T, version: '1', description: d, x-a: 1}\n"
        "extends: ./api.yaml\nx-b: {}\nactions:\n"
        "- {target: $.a, description: d, update: {b: 1}, x-c: 1}\n"
        "- {target: $.b, copy: $.a}\n- {target: $.c, remove: true}\n"
        "- {target: $.d, update: null}\n",
    )
    assert overlay.extends == "./api.yaml"
    first, second, third, fourth = overlay.actions
    assert (first.target.text, first.update and first.update.value) == ("$.a", {"b": 1})
    assert second.copy is not None
    assert second.copy.text == "$.a"
    assert third.remove
    assert fourth.update is not None
    assert fourth.update.value is None


@pytest.mark.parametrize("version", ["1.0.0", "1.0", "1.1.0", "1.1.9", "'1.0.1'"])
def test_versions(tmp_path: Path, version: str) -> None:
    text = f"overlay: {version}\n{INFO}actions: [{{target: $, update: {{}}}}]\n"
    assert len(parse(tmp_path, text).actions) == 1


@pytest.mark.parametrize("version", ["1.2.0", "2.0.0", "1", "[1]", "text", "null"])
def test_other_versions(tmp_path: Path, version: str) -> None:
    (line,) = problems(tmp_path, f"overlay: {version}\n{INFO}actions: [{{target: $}}]\n")
    assert line.startswith("x.overlay.yaml:1:1: error SL031 unsupported-version: Overlay ")
    assert line.endswith("write it in Overlay 1.0 or 1.1")


def test_everything_that_is_wrong_at_once(tmp_path: Path) -> None:
    lines = problems(
        tmp_path,
        "overlay: 1.0.0\ninfo: {title: 1}\nextends: [a]\nmore: 1\nactions:\n"
        "- text\n- {update: {}}\n- {target: 5}\n- {target: paths}\n- {target: $, remove: 1}\n"
        "- {target: $, copy: $.a}\n",
    )
    assert lines == [
        "x.overlay.yaml:4:1: error SL620 invalid-overlay: there is no such field as 'more' "
        "(at #/more); correct the overlay here",
        "x.overlay.yaml:2:8: error SL620 invalid-overlay: `title` is a text (at #/info/title); "
        "correct the overlay here",
        "x.overlay.yaml:2:1: error SL620 invalid-overlay: `info` needs `version` (at #/info); "
        "correct the overlay here",
        "x.overlay.yaml:3:1: error SL620 invalid-overlay: `extends` is a text (at #/extends); "
        "correct the overlay here",
        "x.overlay.yaml:6:3: error SL620 invalid-overlay: an action is a mapping "
        "(at #/actions/0); correct the overlay here",
        "x.overlay.yaml:7:3: error SL620 invalid-overlay: an action needs a `target` "
        "(at #/actions/1); correct the overlay here",
        "x.overlay.yaml:8:4: error SL620 invalid-overlay: `target` is a JSONPath query "
        "(at #/actions/2/target); correct the overlay here",
        "x.overlay.yaml:9:4: error SL621 invalid-query: 'paths' is no JSONPath query: "
        "expected '$', found 'p' (at #/actions/3/target); "
        "correct the query here",
        "x.overlay.yaml:10:15: error SL620 invalid-overlay: `remove` is true or false "
        "(at #/actions/4/remove); correct the overlay here",
        "x.overlay.yaml:11:15: error SL620 invalid-overlay: there is no such field as 'copy' "
        "(at #/actions/5/copy); write `overlay: 1.1.0`, which has it",
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a: 1\n", Code.INVALID_OVERLAY),
        ("[1]\n", Code.INVALID_OVERLAY),
        (f"overlay: 1.0.0\n{INFO}", Code.INVALID_OVERLAY),
        (f"overlay: 1.0.0\n{INFO}actions: []\n", Code.INVALID_OVERLAY),
        ("overlay: 1.0.0\nactions: [{target: $}]\n", Code.INVALID_OVERLAY),
        (
            f"overlay: 1.1.0\n{INFO}actions: [{{target: $, update: 1, copy: $.a}}]\n",
            Code.INVALID_OVERLAY,
        ),
        (f"overlay: 1.1.0\n{INFO}actions: [{{target: $, copy: a}}]\n", Code.INVALID_QUERY),
    ],
)
def test_what_is_no_overlay(tmp_path: Path, text: str, code: Code) -> None:
    with pytest.raises(SpecError) as caught:
        parse(tmp_path, text)
    assert [d.code for d in caught.value.diagnostics] == [code]
