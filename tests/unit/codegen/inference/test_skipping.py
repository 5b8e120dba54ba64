from __future__ import annotations

from pathlib import Path

import pytest

from codegen.diagnostics import Code, Diagnostic, Location, Severity
from codegen.inference.skipping import LONGEST_REASON, merged, skips
from codegen.resolve import DocumentStore

DOCUMENT = """
paths:
  /a:
    parameters: []
    get: {operationId: one}
    post: {operationId: two}
  /b: {get: {operationId: two}, put: {}}
  /c: {$ref: '#/x'}
x: {get: {operationId: three}}
x-more: {b: {items: {$ref: '#/gone'}}}
"""


@pytest.fixture
def store(tmp_path: Path) -> DocumentStore:
    path = tmp_path / "api.yaml"
    path.write_text(DOCUMENT, encoding="utf-8")
    return DocumentStore([path])


def target(store: DocumentStore) -> Path:
    """Where the file is written."""
    return store.root_files[0].with_name("sdk.yaml")


@pytest.mark.parametrize(
    ("pointer", "expected"),
    [
        (("paths", "/a", "get", "responses"), {"operations": ["one"]}),
        (("paths", "/a", "post"), {"operations": ["post /a"]}),
        (("paths", "/a", "parameters", 0), {"operations": ["one", "post /a"]}),
        (("paths", "/b", "put"), {"operations": ["put /b"]}),
        (("paths", "/c"), {"operations": ["get /c"]}),
        (("components", "schemas", "S", "type"), {"types": ["S"]}),
        (("channels", "c", "address"), {"channels": ["c"]}),
        (("channels", "c", "messages", "m", "payload"), {"messages": ["c.m"]}),
        (("components", "messages", "m"), {"messages": ["m"]}),
        (("components", "parameters", "p", "in"), {"parameters": ["#/components/parameters/p"]}),
        (("webhooks", "w", "post"), {"webhooks": ["w"]}),
        (("x-more", "b", "items", "$ref"), {"types": ["#/x-more/b/items"]}),
        (("info",), {}),
    ],
)
def test_what_an_error_is_about(
    store: DocumentStore, pointer: tuple[str | int, ...], expected: dict[str, list[str]]
) -> None:
    at = Location(store.root_files[0], pointer)
    found = skips([Diagnostic(Code.INVALID_SCHEMA, "it is wrong", at)], store, target(store))
    assert {kind: sorted(keys) for kind, keys in found.items()} == expected
    for reasons in found.values():
        assert set(reasons.values()) == {"SL201: it is wrong"}


def test_a_file_that_is_referred_to_is_named(store: DocumentStore) -> None:
    at = Location(store.root_files[0].with_name("other.yaml"), ("a", "b/c"))
    found = skips([Diagnostic(Code.INVALID_SCHEMA, "", at)], store, target(store))
    assert [*found["types"]] == ["other.yaml#/a/b~1c"]


def test_warnings_and_errors_without_a_place_are_no_skips(store: DocumentStore) -> None:
    at = Location(store.root_files[0], ("channels", "c"))
    warning = Diagnostic(Code.INVALID_SCHEMA, "", at, None, Severity.WARNING)
    assert skips([warning, Diagnostic(Code.INVALID_SCHEMA, "")], store, target(store)) == {}


def test_the_first_reason_stays_and_is_not_endless(store: DocumentStore) -> None:
    at = Location(store.root_files[0], ("channels", "c"))
    found = skips(
        [Diagnostic(Code.INVALID_SCHEMA, t, at) for t in ("x" * 500, "second")],
        store,
        target(store),
    )
    assert len(found["channels"]["c"]) == LONGEST_REASON
    both = merged(found, {"channels": {"c": "other", "d": "new"}, "types": {"T": "t"}})
    assert both["channels"]["c"].startswith("SL201: xxx")
    assert both["channels"]["d"] == "new"
    assert both["types"] == {"T": "t"}
