"""Request bodies."""

from __future__ import annotations

import email
import email.policy
import io
import json
from email.message import EmailMessage
from pathlib import Path

import pytest

from runtime.body import (
    BodyKind,
    EncodedBody,
    FormBody,
    FormPart,
    JsonBody,
    MultipartBody,
    TextBody,
    encode_body,
)
from runtime.sentinels import omit

SDP_OR_FORM: tuple[BodyKind, ...] = (
    TextBody("application/sdp", field="sdp"),
    MultipartBody((FormPart("sdp", "application/sdp"), FormPart("session", "application/json"))),
)


def parts_of(body: EncodedBody | None) -> list[EmailMessage]:
    """Read a multipart body with the standard library's parser."""
    assert body is not None
    content = body.content if isinstance(body.content, bytes) else b"".join(body.content.chunks())
    data = b"Content-Type: " + body.content_type.encode() + b"\r\n\r\n" + content
    message = email.message_from_bytes(data, policy=email.policy.HTTP)
    return [part for part in message.iter_parts() if isinstance(part, EmailMessage)]


def name_of(part: EmailMessage) -> object:
    return part.get_param("name", header="Content-Disposition")


class TestChoosing:
    def test_by_the_arguments_given(self) -> None:
        text = encode_body(SDP_OR_FORM, {"sdp": "v=0", "session": omit})
        form = encode_body(SDP_OR_FORM, {"sdp": "v=0", "session": {"model": "m"}})
        assert text == EncodedBody("application/sdp", b"v=0")
        assert [name_of(part) for part in parts_of(form)] == ["sdp", "session"]

    def test_extra_fields_go_where_fields_go(self) -> None:
        form = encode_body(SDP_OR_FORM, {"sdp": "v=0"}, {"more": "x"})
        assert [name_of(part) for part in parts_of(form)] == ["sdp", "more"]

    def test_no_body_for_the_combination(self) -> None:
        with pytest.raises(ValueError, match="carries `a`, `b` together"):
            encode_body((TextBody("text/plain", "a"),), {"a": "1", "b": "2"})

    def test_no_declared_body(self) -> None:
        assert encode_body((), None) is None
        assert encode_body((), None, {"a": 1}) == EncodedBody("application/json", b'{"a":1}')


class TestJson:
    def test_fields_and_extra(self) -> None:
        body = encode_body((JsonBody(),), {"a": 1, "b": omit, "c": 2}, {"c": 3, "d": omit})
        assert body == EncodedBody("application/json", b'{"a":1,"c":3}')

    def test_an_empty_object_and_no_body(self) -> None:
        assert encode_body((JsonBody(),), {"a": omit}) == EncodedBody("application/json", b"{}")
        assert encode_body((JsonBody(required=False),), {"a": omit}) is None

    def test_one_argument_is_the_document(self) -> None:
        body = encode_body((JsonBody(field="value"),), {"value": [1, {"a": omit}]})
        assert body == EncodedBody("application/json", b"[1,{}]")
        assert encode_body((JsonBody(field="value"),), {"value": omit}) is None

    def test_extra_body_that_is_no_object_replaces_all(self) -> None:
        assert encode_body((JsonBody(),), {"a": 1}, [1]) == EncodedBody("application/json", b"[1]")

    def test_lone_surrogates_are_refused(self) -> None:
        with pytest.raises(ValueError, match="lone surrogate"):
            encode_body((JsonBody(),), {"a": "\ud800"})


class TestMultipart:
    def test_plain_parts_have_their_type_and_no_file_name(self) -> None:
        body = encode_body(SDP_OR_FORM, {"sdp": "v=0\r\n", "session": {"model": "é"}})
        sdp, session = parts_of(body)
        assert sdp.get_content_type() == "application/sdp"
        assert session.get_content_type() == "application/json"
        assert json.loads(session.get_content()) == {"model": "é"}
        assert body is not None
        assert b"filename" not in body.content

    def test_the_boundary_is_new_every_time_and_not_in_the_content(self) -> None:
        first = encode_body(SDP_OR_FORM[1:], {"sdp": "x"})
        second = encode_body(SDP_OR_FORM[1:], {"sdp": "x"})
        assert first is not None
        assert second is not None
        assert first.content_type != second.content_type
        forged = MultipartBody((FormPart("a"),), boundary=lambda: "forged")
        body = encode_body((forged,), {"a": "--forged--"})
        assert body is not None
        assert "forged" not in body.content_type

    def test_files(self, tmp_path: Path) -> None:
        path = tmp_path / "voice.wav"
        path.write_bytes(b"RIFF")
        form = MultipartBody((FormPart("file", "application/octet-stream", file=True),))
        for value, name, content in (
            (b"x", "file", b"x"),
            (path, "voice.wav", b"RIFF"),
            (io.BytesIO(b"y"), "file", b"y"),
            (("C:\\secret\\a.txt", b"z", "text/x"), "a.txt", b"z"),
            (("/home/me/b.txt", path), "b.txt", b"RIFF"),
        ):
            [part] = parts_of(encode_body((form,), {"file": value}))
            assert part.get_filename() == name
            assert part.get_payload(decode=True) == content

    def test_names_cannot_break_out(self) -> None:
        form = MultipartBody((FormPart('a"\r\nX: 1', "text/plain", file=True),))
        body = encode_body((form,), {'a"\r\nX: 1': ('f"\r\n.txt', b"")})
        assert body is not None
        assert b'name="a%22%0D%0AX: 1"; filename="f%22%0D%0A.txt"' in body.content

    @pytest.mark.parametrize(
        ("name", "sent"),
        [
            ("../../etc/passwd", "passwd"),
            ("C:\\Users\\me\\cv.pdf", "cv.pdf"),
            ("/", "a"),
            ("..", "a"),
            ("dir/.", "dir"),
            ("日本 é.txt", "日本 é.txt"),
            ('a\\"b', "%22b"),
        ],
    )
    def test_only_the_last_part_of_a_name_is_sent(self, name: str, sent: str) -> None:
        form = MultipartBody((FormPart("a", file=True),))
        body = encode_body((form,), {"a": (name, b"")})
        assert body is not None
        assert f'name="a"; filename="{sent}"\r\n'.encode() in body.content

    def test_a_stream_without_a_name_of_its_own(self, tmp_path: Path) -> None:
        form = MultipartBody((FormPart("a", file=True),))
        stream = io.BytesIO(b"x")
        for name in ("<stdin>", 3):
            stream.name = name  # type: ignore[attr-defined]
            [part] = parts_of(encode_body((form,), {"a": stream}))
            assert part.get_filename() == "a"

    def test_a_content_type_cannot_break_out(self) -> None:
        form = MultipartBody((FormPart("a", file=True),))
        with pytest.raises(ValueError, match="content type of `a`"):
            encode_body((form,), {"a": ("f", b"", "text/plain\r\nX: 1")})

    def test_arrays_repeat_the_part(self) -> None:
        form = MultipartBody((FormPart("a"),))
        parts = parts_of(encode_body((form,), {"a": ["1", omit, True]}))
        assert [part.get_content() for part in parts] == ["1", "true"]

    @pytest.mark.parametrize("value", ["text", 7, io.StringIO("x"), ("a",), ("a", b"", "b", "c")])
    def test_what_is_no_file(self, value: object) -> None:
        form = MultipartBody((FormPart("a", file=True),))
        with pytest.raises(TypeError, match="`a` must be"):
            encode_body((form,), {"a": value})


def test_urlencoded() -> None:
    body = encode_body((FormBody(),), {"a": "x y", "b": [1, 2], "c": omit})
    assert body == EncodedBody("application/x-www-form-urlencoded", b"a=x%20y&b=1&b=2")


def test_bytes_as_a_whole_body() -> None:
    assert encode_body((TextBody("audio/wav", "audio"),), {"audio": b"\x00"}) == EncodedBody(
        "audio/wav", b"\x00"
    )
