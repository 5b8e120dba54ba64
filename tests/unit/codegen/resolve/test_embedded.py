from __future__ import annotations

from pathlib import Path

import pytest

from codegen.diagnostics import Code, Location, SpecError
from codegen.resolve import DocumentStore

DOCUMENT = """
root: {$anchor: top, a: {$ref: '#top'}}
one:
  $id: https://example.com/one
  $anchor: own
  inner:
    $id: inner#
    $dynamicAnchor: own
    $defs: {deep: {x: 1}}
  older: {$id: '#older'}
properties: {$anchor: {type: string}, $id: {type: string}}
example: {$id: https://example.com/data, $anchor: data}
same: {$id: https://example.com/one}
"""


@pytest.fixture
def store(tmp_path: Path) -> DocumentStore:
    (tmp_path / "a.yaml").write_text(DOCUMENT)
    (tmp_path / "b.yaml").write_text("x: {$ref: a.yaml#top}")
    return DocumentStore([tmp_path / "a.yaml", tmp_path / "b.yaml"])


def found(store: DocumentStore, file: str, pointer: tuple[str, ...], ref: str) -> object:
    path = next(path for path in store.root_files if path.name == file)
    return store.lookup(Location(path, pointer), ref).location.pointer


@pytest.mark.parametrize(
    ("file", "pointer", "ref", "expected"),
    [
        ("a.yaml", (), "#top", ("root",)),
        ("a.yaml", ("one", "inner"), "#", ("one", "inner")),
        ("a.yaml", ("one", "older"), "#", ("one",)),
        ("a.yaml", ("one",), "#own", ("one",)),
        ("a.yaml", ("one", "inner"), "#own", ("one", "inner")),
        ("a.yaml", ("one",), "inner#/$defs/deep", ("one", "inner", "$defs", "deep")),
        ("a.yaml", ("one", "inner"), "one", ("one",)),
        ("a.yaml", ("one",), "#older", ("one", "older")),
        ("a.yaml", ("one",), "#/root", ("root",)),
        ("a.yaml", (), "https://example.com/inner#own", ("one", "inner")),
        ("b.yaml", ("x",), "https://example.com/one#own", ("one",)),
        ("b.yaml", ("x",), "a.yaml#top", ("root",)),
    ],
)
def test_names(
    store: DocumentStore, file: str, pointer: tuple[str, ...], ref: str, expected: object
) -> None:
    assert found(store, file, pointer, ref) == expected


@pytest.mark.parametrize(
    ("ref", "code"),
    [
        ("#own", Code.ANCHOR_REF),
        ("#data", Code.ANCHOR_REF),
        ("b.yaml#top", Code.ANCHOR_REF),
        ("https://example.com/data", Code.REF_TO_URL),
        ("https://example.com/other", Code.REF_TO_URL),
        ("//[", Code.REF_TO_URL),
    ],
)
def test_what_has_no_name(store: DocumentStore, ref: str, code: Code) -> None:
    with pytest.raises(SpecError) as caught:
        found(store, "a.yaml", (), ref)
    assert caught.value.diagnostics[0].code is code
