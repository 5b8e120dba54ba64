"""JSON texts one after the other, wherever the chunks break off."""

from __future__ import annotations

import pytest

from runtime.json_lines import JsonTextParser
from runtime.splitting import PieceTooLongError


def texts(*chunks: bytes) -> list[bytes]:
    parser = JsonTextParser()
    return [text for chunk in chunks for text in parser.feed(chunk)] + parser.finish()


class TestLines:
    @pytest.mark.parametrize(
        ("data", "expected"),
        [
            (b"", []),
            (b'{"a":1}\n{"a":2}\n', [b'{"a":1}', b'{"a":2}']),
            (b"1\r\n2\r\n", [b"1", b"2"]),
            (b"\n1\n\n \n2", [b"1", b"2"]),
            (b"\xef\xbb\xbf1\n2", [b"1", b"2"]),
        ],
    )
    def test_one_text_in_a_line(self, data: bytes, expected: list[bytes]) -> None:
        assert texts(data) == expected
        assert texts(*(bytes([byte]) for byte in data)) == expected

    def test_characters_that_end_lines_elsewhere_do_not(self) -> None:
        line = '"a\u2028b\u0085c\x0b"'.encode()
        assert texts(line + b"\n1\n") == [line, b"1"]


class TestSequences:
    DATA = b'\x1e{"a":\n1}\n\x1e[2]\n\x1e\x1e3\n'

    def test_texts_of_several_lines(self) -> None:
        assert texts(self.DATA) == [b'{"a":\n1}', b"[2]", b"3"]

    def test_broken_off_anywhere(self) -> None:
        for at in range(len(self.DATA) + 1):
            assert texts(self.DATA[:at], self.DATA[at:]) == texts(self.DATA), at


def test_a_text_without_an_end() -> None:
    parser = JsonTextParser(limit=10)
    assert parser.feed(b"1234567890") == []
    with pytest.raises(PieceTooLongError, match="longer than 10 bytes"):
        parser.feed(b"1")
