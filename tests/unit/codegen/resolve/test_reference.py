from __future__ import annotations

from pathlib import Path

import pytest

from codegen.diagnostics import Code, Location, SpecError
from codegen.resolve.reference import parse_reference


@pytest.mark.parametrize(
    ("text", "path", "pointers"),
    [
        ("#", "", ((),)),
        ("#/a/b", "", (("a", "b"),)),
        ("common.yaml", "common.yaml", ((),)),
        ("../c%20d.yaml#/x", "../c d.yaml", (("x",),)),
        ("#/paths/~1a~1%7Bid%7D", "", (("paths", "/a/{id}"), ("paths", "/a/%7Bid%7D"))),
        ("#/a%2Fb", "", (("a", "b"), ("a%2Fb",))),
        ("#/100%", "", (("100%",),)),
        ("#/caf%C3%A9", "", (("caf\u00e9",), ("caf%C3%A9",))),
    ],
)
def test_parts(text: str, path: str, pointers: tuple[tuple[str, ...], ...]) -> None:
    reference = parse_reference(text)
    assert (reference.text, reference.path, reference.pointers) == (text, path, pointers)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("https://example.com/a.yaml", Code.REF_TO_URL),
        ("HTTP://example.com/a.yaml#/x", Code.REF_TO_URL),
        ("file:///etc/passwd", Code.REF_TO_URL),
        ("urn:example:x", Code.REF_TO_URL),
        ("C:\\spec.yaml", Code.REF_TO_URL),
        ("//example.com/a.yaml", Code.REF_TO_URL),
        ("\\\\host\\share", Code.REF_TO_URL),
        ("#components/schemas/Pet", Code.MALFORMED_REF),
        ("", Code.MALFORMED_REF),
        ("a\0b", Code.MALFORMED_REF),
        ("a%00b", Code.MALFORMED_REF),
        ("a\nb.yaml", Code.MALFORMED_REF),
        ("#/%ff", Code.MALFORMED_REF),
        ("%ff", Code.MALFORMED_REF),
    ],
)
def test_what_is_refused(text: str, code: Code) -> None:
    location = Location(Path("a.yaml"), ("$ref",))
    with pytest.raises(SpecError) as caught:
        parse_reference(text, location)
    assert caught.value.diagnostics[0].code is code
    assert caught.value.diagnostics[0].location == location


def test_an_anchor() -> None:
    reference = parse_reference("a.yaml#Pet")
    assert (reference.path, reference.pointers, reference.anchor) == ("a.yaml", (), "Pet")
