from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from codegen.diagnostics import Code, Diagnostic, SpecError
from codegen.read import Document
from codegen.resolve import DocumentKind, Family, document_kind


def document(data: Any) -> Document:
    return Document(Path("api.yaml"), data, "", "")


def refusal(data: Any) -> Diagnostic:
    with pytest.raises(SpecError) as caught:
        document_kind(document(data))
    return caught.value.diagnostics[0]


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        ("3.0.0", (3, 0, 0)),
        ("3.0.4", (3, 0, 4)),
        ("3.1.1", (3, 1, 1)),
        ("3.2.0", (3, 2, 0)),
        ("3.1", (3, 1, 0)),
        (3.1, (3, 1, 0)),
        ("3.1.0-rc1", (3, 1, 0)),
    ],
)
def test_openapi(version: object, expected: tuple[int, int, int]) -> None:
    assert document_kind(document({"openapi": version})) == DocumentKind(Family.OPENAPI, expected)


@pytest.mark.parametrize(
    ("version", "expected"),
    [("2.0.0", (2, 0, 0)), ("2.6.0", (2, 6, 0)), ("3.0.0", (3, 0, 0)), ("3.1.0", (3, 1, 0))],
)
def test_asyncapi(version: str, expected: tuple[int, int, int]) -> None:
    assert document_kind(document({"asyncapi": version})) == DocumentKind(Family.ASYNCAPI, expected)


@pytest.mark.parametrize(
    "data",
    [
        {"openapi": "3.3.0"},
        {"openapi": "4.0.0"},
        {"openapi": "2.0"},
        {"openapi": "x"},
        {"openapi": None},
        {"openapi": 3},
        {"openapi": ["3.1.0"]},
        {"openapi": "\u0663.1.0"},
        {"asyncapi": "1.2.0"},
        {"asyncapi": "2.7.0"},
        {"asyncapi": "3.2.0"},
        {"swagger": "2.0"},
        {"swagger": 2.0},
    ],
)
def test_other_versions_are_refused(data: Any) -> None:
    diagnostic = refusal(data)
    assert diagnostic.code is Code.UNSUPPORTED_VERSION
    assert diagnostic.location is not None
    assert diagnostic.location.pointer == tuple(data)


@pytest.mark.parametrize(
    ("data", "converter"),
    [
        ({"swagger": "2.0"}, "swagger2openapi"),
        ({"asyncapi": "1.2.0"}, "asyncapi convert"),
        ({"openapi": "2.0.0"}, "swagger2openapi"),
    ],
)
def test_older_versions_name_a_converter(data: Any, converter: str) -> None:
    assert converter in (refusal(data).remedy or "")


def test_a_newer_version_has_no_converter() -> None:
    assert refusal({"openapi": "4.0.0"}).remedy is None


@pytest.mark.parametrize("data", [{}, {"paths": {}}, []])
def test_other_documents_are_refused(data: Any) -> None:
    assert refusal(data).code is Code.NOT_A_SPECIFICATION


def test_both_at_once_is_refused() -> None:
    assert refusal({"openapi": "3.1.0", "asyncapi": "3.0.0"}).code is Code.AMBIGUOUS_SPECIFICATION
