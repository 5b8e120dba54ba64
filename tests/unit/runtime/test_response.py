"""Answers as users see them, without a server."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import httpx
import pytest

from runtime.errors import APIConnectionError, APIResponseValidationError, APITimeoutError
from runtime.response import APIResponse, AsyncAPIResponse, HttpxBinaryResponseContent
from runtime.results import BINARY, NOTHING, TEXT, JsonResult

REQUEST = httpx.Request("GET", "https://t.example/x")


def answer(content: bytes = b'{"a":"\xc3\xa9"}\nx', **headers: str) -> httpx.Response:
    return httpx.Response(200, headers=headers, content=content, request=REQUEST)


class Broken(httpx.SyncByteStream, httpx.AsyncByteStream):
    """A body that breaks off, or stalls."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def __iter__(self) -> Any:
        yield b"part"
        raise self.error

    async def __aiter__(self) -> Any:
        yield b"part"
        raise self.error


class TestBinary:
    def test_reading(self, tmp_path: Path) -> None:
        body = HttpxBinaryResponseContent(answer(b"one\ntwo"))
        assert body.content == body.read() == b"one\ntwo"
        assert body.text == "one\ntwo"
        assert list(body.iter_bytes(3)) == [b"one", b"\ntw", b"o"]
        assert "".join(body.iter_text()) == "one\ntwo"
        assert list(body.iter_lines()) == ["one", "two"]
        body.write_to_file(tmp_path / "file")
        assert (tmp_path / "file").read_bytes() == b"one\ntwo"
        body.close()
        assert body.response.status_code == 200
        assert repr(body) == "<HttpxBinaryResponseContent [200]>"

    def test_reading_in_asyncio(self, tmp_path: Path) -> None:
        async def main() -> None:
            body = HttpxBinaryResponseContent(answer(b"one\ntwo"))
            assert await body.aread() == b"one\ntwo"
            assert [chunk async for chunk in body.aiter_bytes(4)] == [b"one\n", b"two"]
            assert "".join([text async for text in body.aiter_text()]) == "one\ntwo"
            assert [line async for line in body.aiter_lines()] == ["one", "two"]
            await body.astream_to_file(tmp_path / "file")
            await body.aclose()

        asyncio.run(main())
        assert (tmp_path / "file").read_bytes() == b"one\ntwo"

    def test_json(self) -> None:
        assert HttpxBinaryResponseContent(answer(b'\xef\xbb\xbf{"a":1}')).json() == {"a": 1}
        with pytest.raises(APIResponseValidationError, match="not readable as JSON"):
            HttpxBinaryResponseContent(answer(b"{")).json()


class TestErrorsWhileReading:
    @pytest.mark.parametrize(
        ("error", "kind"),
        [
            (httpx.ReadError("x"), APIConnectionError),
            (httpx.RemoteProtocolError("x"), APIConnectionError),
            (httpx.ReadTimeout("x"), APITimeoutError),
            (httpx.DecodingError("x"), APIConnectionError),
        ],
    )
    def test_they_become_the_sdk_s(self, error: Exception, kind: type[Exception]) -> None:
        def streamed() -> httpx.Response:
            return httpx.Response(200, stream=Broken(error), request=REQUEST)

        with pytest.raises(kind):
            APIResponse(streamed(), NOTHING, strict=False).read()
        with pytest.raises(kind):
            list(APIResponse(streamed(), NOTHING, strict=False).iter_bytes())
        with pytest.raises(kind):
            asyncio.run(AsyncAPIResponse(streamed(), NOTHING, strict=False).read())


class TestResults:
    def test_text(self) -> None:
        assert TEXT.read(answer(b"\xc3\xa9"), strict=False) == "é"
        assert (
            TEXT.read(answer(b"x", **{"Content-Type": "text/plain; charset=no-such"}), strict=False)
            == "x"
        )

    @pytest.mark.parametrize(
        "charset", ["hex", "base64", "zlib", "bz2", "rot13", "uu", "quopri", "undefined", "idna"]
    )
    def test_a_codec_that_is_no_charset(self, charset: str) -> None:
        headers = {"Content-Type": f"text/plain; charset={charset}"}
        assert TEXT.read(answer("é".encode(), **headers), strict=False) == "é"
        body = HttpxBinaryResponseContent(answer("é\na".encode(), **headers))
        assert body.text == "é\na"
        assert list(body.iter_lines()) == ["é", "a"]
        assert list(HttpxBinaryResponseContent(answer(b"a", **headers)).iter_text()) == ["a"]

    @pytest.mark.parametrize("charset", ["utf-16", "utf-32"])
    def test_what_is_not_of_its_charset(self, charset: str) -> None:
        headers = {"Content-Type": f"text/plain; charset={charset}"}
        with pytest.raises(APIResponseValidationError, match=f"of the charset '{charset}'"):
            TEXT.read(answer(b"abcdefgh", **headers), strict=False)
        with pytest.raises(APIResponseValidationError, match=f"of the charset '{charset}'"):
            list(HttpxBinaryResponseContent(answer(b"abcdefgh", **headers)).iter_text())

    def test_nothing_and_binary(self) -> None:
        assert NOTHING.read(answer(b"<html>"), strict=True) is None
        assert BINARY.read(answer(b"x"), strict=False).content == b"x"

    def test_a_json_list(self) -> None:
        result: JsonResult[list[int]] = JsonResult(list[int])
        assert result.read(answer(b"[1]"), strict=False) == [1]
        with pytest.raises(APIResponseValidationError, match="content type 'text/html'") as caught:
            result.read(answer(b"<html>", **{"Content-Type": "text/html"}), strict=False)
        assert caught.value.body == "<html>"
        assert caught.value.status_code == 200


def test_the_raw_answer() -> None:
    result: JsonResult[dict[str, int]] = JsonResult(dict[str, int])
    raw = APIResponse(answer(b'{"a":1}', **{"X-Request-Id": "r"}), result, strict=True)
    assert raw.parse() == {"a": 1}
    assert raw.text() == '{"a":1}'
    assert (raw.request_id, raw.method, str(raw.url)) == ("r", "GET", "https://t.example/x")
    assert repr(raw) == "<APIResponse [200]>"
