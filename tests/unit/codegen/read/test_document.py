from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from codegen.diagnostics import Code, SpecError
from codegen.read import DEFAULT, Limits, read_document


def write(folder: Path, content: str | bytes, name: str = "api.yaml") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return path


def refusal(path: Path, limits: Limits = DEFAULT) -> Code:
    with pytest.raises(SpecError) as caught:
        read_document(path, limits=limits)
    return caught.value.diagnostics[0].code


class TestReadDocument:
    def test_a_document_has_data_text_and_digest(self, tmp_path: Path) -> None:
        content = "openapi: 3.1.0\npaths: {}\n"
        path = write(tmp_path, content)
        document = read_document(path)
        assert document.path == path
        assert document.data == {"openapi": "3.1.0", "paths": {}}
        assert document.text == content
        assert document.sha256 == hashlib.sha256(content.encode()).hexdigest()

    def test_a_byte_order_mark_is_no_part_of_the_text(self, tmp_path: Path) -> None:
        content = b'\xef\xbb\xbf{"a": 1}'
        document = read_document(write(tmp_path, content))
        assert document.data == {"a": 1}
        assert document.text == '{"a": 1}'
        assert document.sha256 == hashlib.sha256(content).hexdigest()

    def test_braces_start_json_or_else_yaml(self, tmp_path: Path) -> None:
        assert read_document(write(tmp_path, '{"a": "\\ud83d\\ude00"}')).data == {"a": "\U0001f600"}
        assert read_document(write(tmp_path, "{a: 1, b: [x,]}")).data == {"a": 1, "b": ["x"]}

    def test_a_file_named_json_is_json_only(self, tmp_path: Path) -> None:
        assert refusal(write(tmp_path, "{a: 1}", "api.json")) is Code.INVALID_JSON
        assert refusal(write(tmp_path, "a: 1", "api.JSON")) is Code.INVALID_JSON

    @pytest.mark.parametrize(
        ("content", "code"),
        [('{"a": 1', Code.INVALID_JSON), ("{a: [1, }", Code.INVALID_YAML)],
    )
    def test_the_message_is_of_the_syntax_that_was_meant(
        self, tmp_path: Path, content: str, code: Code
    ) -> None:
        assert refusal(write(tmp_path, content)) is code

    def test_a_list_is_a_document(self, tmp_path: Path) -> None:
        assert read_document(write(tmp_path, "- a\n- 1\n")).data == ["a", 1]

    @pytest.mark.parametrize("content", ["text", "42", '"text"'])
    def test_a_scalar_is_not(self, tmp_path: Path, content: str) -> None:
        assert refusal(write(tmp_path, content)) is Code.SCALAR_DOCUMENT

    @pytest.mark.parametrize("content", ["", " \n\n", "# comment\n", "---\n...\n", "null", "~"])
    def test_a_file_without_a_value_is_empty(self, tmp_path: Path, content: str) -> None:
        assert refusal(write(tmp_path, content)) is Code.FILE_EMPTY


class TestFiles:
    def test_missing(self, tmp_path: Path) -> None:
        assert refusal(tmp_path / "gone.yaml") is Code.FILE_MISSING
        assert refusal(write(tmp_path, "a: 1") / "below.yaml") is Code.FILE_MISSING
        assert refusal(tmp_path / "nul\0.yaml") is Code.FILE_MISSING

    def test_folder(self, tmp_path: Path) -> None:
        assert refusal(tmp_path) is Code.NOT_A_FILE

    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no FIFOs")
    def test_a_fifo_is_refused_without_waiting_for_a_writer(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "fifo")
        assert refusal(tmp_path / "fifo") is Code.NOT_A_FILE

    def test_a_name_too_long_for_the_system(self, tmp_path: Path) -> None:
        assert refusal(tmp_path / ("x" * 5000)) is Code.FILE_UNREADABLE

    def test_a_file_over_the_limit(self, tmp_path: Path) -> None:
        path = write(tmp_path, "a: 12345")
        assert read_document(path, limits=Limits(file_bytes=8)).data == {"a": 12345}
        assert refusal(path, Limits(file_bytes=7)) is Code.FILE_TOO_LARGE


class TestEncoding:
    @pytest.mark.parametrize(
        "encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"]
    )
    def test_other_encodings_are_refused(self, tmp_path: Path, encoding: str) -> None:
        assert refusal(write(tmp_path, "openapi: 3.1.0".encode(encoding))) is Code.NOT_UTF8

    def test_a_broken_byte_is_refused_at_its_place(self, tmp_path: Path) -> None:
        with pytest.raises(SpecError) as caught:
            read_document(write(tmp_path, "a: 1\nb: \u00e9".encode("latin-1")))
        diagnostic = caught.value.diagnostics[0]
        assert diagnostic.code is Code.NOT_UTF8
        assert diagnostic.location is not None
        assert diagnostic.location.position == (2, 4)

    @pytest.mark.parametrize("name", ["a.yaml", "a.json"])
    def test_a_nul_character_is_refused(self, tmp_path: Path, name: str) -> None:
        assert refusal(write(tmp_path, '{"a": "x\0"}', name)) is Code.CONTROL_CHARACTER
