"""Parts of multipart bodies; what a whole body of them is like is the affair of `test_body`."""

from __future__ import annotations

import pytest

from runtime.parts import FormPart, Part, form_data, positional_part
from runtime.sentinels import omit


def only(part: FormPart, value: object) -> Part:
    [made] = form_data(part, value)
    return made


@pytest.mark.parametrize("content_type", ["application/json", "Application/Vnd.Acme+JSON; v=1"])
def test_json_by_any_spelling_of_its_type(content_type: str) -> None:
    part = FormPart("session", content_type)
    assert only(part, ["a"]).content == b'["a"]'
    assert positional_part(part, ["a"]).content == b'["a"]'
    assert f"Content-Type: {content_type}\r\n".encode() in only(part, "a").head


@pytest.mark.parametrize(
    ("declared", "name", "sent"),
    [
        ("image/png", "a.gif", "image/png"),
        ("image/*", "a.gif", "image/gif"),
        ("Image/*", "a.gif", "image/gif"),
        ("image/*", "a.txt", "application/octet-stream"),
        ("image/*, text/csv", "a.bin", "text/csv"),
        (None, "a.gif", "image/gif"),
        (None, None, "application/octet-stream"),
    ],
)
def test_the_type_of_a_file(declared: str | None, name: str | None, sent: str) -> None:
    made = only(FormPart("file", declared, file=True), (name, b"x"))
    assert f"Content-Type: {sent}\r\n".encode() in made.head


def test_headers_of_a_part() -> None:
    part = FormPart("a", "text/plain", headers=(("X-A", "1"), ("X-B", "2")))
    made = only(part, ("n", b"x", None, {"X-B": "3"}))
    assert made.head.endswith(b"X-A: 1\r\nX-B: 3\r\n\r\n")
    with pytest.raises(ValueError, match="line break"):
        only(part, ("n", b"x", None, {"X-B": "3\r\nX-C: 4"}))


def test_text_where_a_file_may_be_text() -> None:
    made = only(FormPart("a", file=True, text=True), "hello")
    assert (
        made.head == b'Content-Disposition: form-data; name="a"\r\nContent-Type: text/plain\r\n\r\n'
    )
    assert made.content == b"hello"


def test_positional_parts_have_no_names() -> None:
    assert positional_part(FormPart("x"), 7) == Part(b"Content-Type: text/plain\r\n\r\n", b"7")
    assert positional_part(FormPart("x"), {"a": 1}).content == b'{"a":1}'
    file = positional_part(FormPart("x"), ("a.gif", b"GIF"))
    assert file.head == (
        b'Content-Disposition: attachment; filename="a.gif"\r\nContent-Type: image/gif\r\n\r\n'
    )


def test_files_that_are_omitted() -> None:
    part = FormPart("a", file=True)
    assert [made.content for made in form_data(part, [omit, b"x", None])] == [b"x"]
    assert list(form_data(part, omit)) == list(form_data(part, ())) == []
