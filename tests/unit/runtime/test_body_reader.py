"""Bodies that are counted as they are decompressed."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator

import httpx
import pytest

from runtime.body_reader import BodyReader, read_body, refused_answer, refused_coding
from runtime.errors import APIResponseValidationError
from runtime.http import DecodingError


class Chunks(httpx.SyncByteStream):
    """A body that comes in these chunks; knows whether it has been closed."""

    def __init__(self, *chunks: bytes) -> None:
        self._chunks = chunks
        self.is_closed = False

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._chunks)

    def close(self) -> None:
        self.is_closed = True


def answer(*chunks: bytes, method: str = "GET", **headers: str) -> httpx.Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request = httpx.Request(
        method, "https://api.example/", headers={"Accept-Encoding": "gzip, deflate;q=0.5"}
    )
    return httpx.Response(200, headers=named, stream=Chunks(*chunks), request=request)


def single_bytes(data: bytes) -> list[bytes]:
    return [data[start : start + 1] for start in range(len(data))]


class TestReading:
    @pytest.mark.parametrize(
        ("coding", "packed"),
        [
            ("gzip", gzip.compress(b"text", mtime=0)),
            ("deflate", zlib.compress(b"text")),
            ("deflate", zlib.compress(b"text", wbits=-15)),
            ("identity", b"text"),
            (
                "GZIP , identity",
                gzip.compress(b"text", mtime=0) + b"what follows the end is no part of it",
            ),
        ],
    )
    @pytest.mark.parametrize("split", [False, True])
    def test_a_whole_body(self, coding: str, packed: bytes, split: bool) -> None:
        chunks = single_bytes(packed) if split else [packed]
        response = answer(*chunks, content_encoding=coding)
        read_body(response, None)
        assert response.content == b"text"
        assert response.is_closed

    def test_the_limit_is_of_what_is_decompressed(self) -> None:
        response = answer(gzip.compress(b" " * 1000), content_encoding="gzip")
        with pytest.raises(APIResponseValidationError, match="larger than 999 bytes"):
            read_body(response, 999)
        assert response.is_closed
        fitting = answer(gzip.compress(b" " * 1000), content_encoding="gzip")
        read_body(fitting, 1000)
        assert len(fitting.content) == 1000

    def test_no_more_than_a_piece_at_once(self) -> None:
        body = BodyReader(answer(content_encoding="gzip"), 10)
        assert not body.feed(gzip.compress(b" " * 50_000_000))
        assert body.content() == b" " * 10

    @pytest.mark.parametrize("packed", [b"text", gzip.compress(b"text", mtime=0)[:-1], b"\x1f"])
    def test_what_is_not_whole(self, packed: bytes) -> None:
        response = answer(packed, content_encoding="gzip")
        with pytest.raises(DecodingError):
            read_body(response, None)
        assert response.is_closed

    def test_what_a_hook_has_read_is_taken_as_it_is(self) -> None:
        response = answer(gzip.compress(b"text"), content_encoding="gzip")
        response.read()
        read_body(response, 4)
        assert response.content == b"text"


class TestRefusing:
    @pytest.mark.parametrize(
        ("coding", "is_refused"),
        [
            ("", False),
            ("identity", False),
            ("gzip", False),
            ("Deflate", False),
            ("br", True),
            ("gzip, gzip", True),
            ("gzip, br", True),
        ],
    )
    def test_codings(self, coding: str, is_refused: bool) -> None:
        refusal = refused_coding(answer(content_encoding=coding))
        assert (refusal is not None) == is_refused

    @pytest.mark.parametrize(
        ("length", "method", "stream", "is_refused"),
        [
            ("10", "GET", False, False),
            ("11", "GET", False, True),
            ("9" * 5000, "GET", False, True),
            ("11", "GET", True, False),
            ("11", "HEAD", False, False),
            ("many", "GET", False, False),
        ],
    )
    def test_lengths(self, length: str, method: str, stream: bool, is_refused: bool) -> None:
        response = answer(method=method, content_length=length)
        assert (refused_answer(response, 10, stream=stream) is not None) == is_refused
        assert refused_answer(response, None, stream=stream) is None
