"""Answers as the user sees them: raw, streamed and binary."""

from __future__ import annotations

import os
from codecs import getincrementaldecoder
from collections.abc import AsyncIterator, Generator, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from .answer_notes import request_id_of
from .decode import DecodeError, parse_json
from .errors import APIResponseValidationError
from .http import HTTP_ERRORS, URL, Headers, Request, Response, connection_error

if TYPE_CHECKING:
    from .results import Result

T = TypeVar("T")


@contextmanager
def mapped_errors(request: Request) -> Generator[None]:
    """Turn what the HTTP library raises while an answer is read into the SDK's exceptions."""
    try:
        yield
    except HTTP_ERRORS as error:
        raise connection_error(error, request) from error


@contextmanager
def mapped_text_errors(response: Response) -> Generator[None]:
    """Do the same while an answer is read as text.

    Python knows codecs that are none of text, such as `hex`: what names one is read as UTF-8, as
    the library reads what names none.

    Raises:
        APIResponseValidationError: the answer is not of the charset that it names.
    """
    try:
        getincrementaldecoder(response.encoding or "utf-8")("replace").decode(b"")
    except (LookupError, ValueError, AssertionError, TypeError):
        response.encoding = "utf-8"
    try:
        with mapped_errors(response.request):
            yield
    except UnicodeError:
        named = ascii(response.encoding)[:100]
        raise APIResponseValidationError(
            response, None, message=f"The answer is not text of the charset {named}."
        ) from None


def decoded_text(response: Response) -> str:
    """Decode the body as text; raises as `mapped_text_errors` does."""
    with mapped_text_errors(response):
        return response.text


def decoded_json(response: Response) -> Any:
    """Decode the body as JSON.

    Raises:
        APIResponseValidationError: it is not JSON.
    """
    try:
        return parse_json(response.content)
    except DecodeError as error:
        raise APIResponseValidationError(
            response, error.body, message=f"{error} (status {response.status_code})"
        ) from None


class _ResponseBase(Generic[T]):
    """What a raw answer shows without its body."""

    def __init__(self, response: Response, result: Result[T], *, strict: bool) -> None:
        self.http_response = response
        self._result = result
        self._strict = strict

    @property
    def headers(self) -> Headers:
        """The headers of the answer, looked up without regard to case."""
        return self.http_response.headers

    @property
    def status_code(self) -> int:
        """The HTTP status."""
        return self.http_response.status_code

    @property
    def request_id(self) -> str | None:
        """The server's id of the request, for support."""
        return request_id_of(self.http_response)

    @property
    def url(self) -> URL:
        """The address that answered."""
        return self.http_response.url

    @property
    def method(self) -> str:
        """The HTTP method of the request."""
        return self.http_response.request.method

    @property
    def http_request(self) -> Request:
        """The request, as the HTTP library knows it."""
        return self.http_response.request

    @property
    def http_version(self) -> str:
        """The protocol, such as `HTTP/1.1`."""
        return self.http_response.http_version

    @property
    def is_closed(self) -> bool:
        """Whether the connection has been given back."""
        return self.http_response.is_closed

    def __repr__(self) -> str:
        return f"<{type(self).__name__} [{self.status_code}]>"


class APIResponse(_ResponseBase[T]):
    """An answer with its headers; `parse()` gives what the method would have returned.

    `with_raw_response` gives it with the body in memory, to blocking and async callers alike;
    the blocking `with_streaming_response` gives it with the body unread.
    """

    def parse(self) -> T:
        """Give the result of the method; the body is read first, unless the result is a stream."""
        if not self._result.is_stream:
            self.read()
        return self._result.read(self.http_response, strict=self._strict)

    def read(self) -> bytes:
        """Read the whole body."""
        with mapped_errors(self.http_request):
            return self.http_response.read()

    @property
    def content(self) -> bytes:
        """The whole body."""
        return self.read()

    def text(self) -> str:
        """Read the body as text."""
        self.read()
        return decoded_text(self.http_response)

    def json(self) -> Any:
        """Read the body as JSON."""
        self.read()
        return decoded_json(self.http_response)

    def iter_bytes(self, chunk_size: int | None = None) -> Iterator[bytes]:
        """Read the body piece by piece, content encoding undone."""
        with mapped_errors(self.http_request):
            yield from self.http_response.iter_bytes(chunk_size)

    def iter_text(self, chunk_size: int | None = None) -> Iterator[str]:
        """Read the body as text, piece by piece."""
        with mapped_text_errors(self.http_response):
            yield from self.http_response.iter_text(chunk_size)

    def iter_lines(self) -> Iterator[str]:
        """Read the body as text, line by line."""
        with mapped_text_errors(self.http_response):
            yield from self.http_response.iter_lines()

    def close(self) -> None:
        """Give the connection back; what was not read is lost."""
        self.http_response.close()


class AsyncAPIResponse(_ResponseBase[T]):
    """An answer whose body is unread: what the async `with_streaming_response` gives."""

    async def parse(self) -> T:
        """Give the result of the method; the body is read first, unless the result is a stream."""
        if not self._result.is_stream:
            await self.read()
        return self._result.read(self.http_response, strict=self._strict)

    async def read(self) -> bytes:
        """Read the whole body."""
        with mapped_errors(self.http_request):
            return await self.http_response.aread()

    async def text(self) -> str:
        """Read the body as text."""
        await self.read()
        return decoded_text(self.http_response)

    async def json(self) -> Any:
        """Read the body as JSON."""
        await self.read()
        return decoded_json(self.http_response)

    async def iter_bytes(self, chunk_size: int | None = None) -> AsyncIterator[bytes]:
        """Read the body piece by piece, content encoding undone."""
        with mapped_errors(self.http_request):
            async for chunk in self.http_response.aiter_bytes(chunk_size):
                yield chunk

    async def iter_text(self, chunk_size: int | None = None) -> AsyncIterator[str]:
        """Read the body as text, piece by piece."""
        with mapped_text_errors(self.http_response):
            async for chunk in self.http_response.aiter_text(chunk_size):
                yield chunk

    async def iter_lines(self) -> AsyncIterator[str]:
        """Read the body as text, line by line."""
        with mapped_text_errors(self.http_response):
            async for line in self.http_response.aiter_lines():
                yield line

    async def close(self) -> None:
        """Give the connection back; what was not read is lost."""
        await self.http_response.aclose()


class HttpxBinaryResponseContent:
    """A body that is not JSON, such as a file or a session description."""

    def __init__(self, response: Response) -> None:
        self.response = response

    @property
    def content(self) -> bytes:
        """The whole body."""
        return self.response.content

    @property
    def text(self) -> str:
        """The whole body as text."""
        return decoded_text(self.response)

    @property
    def encoding(self) -> str | None:
        """The charset of the text."""
        return self.response.encoding

    def json(self) -> Any:
        """The whole body as JSON."""
        return decoded_json(self.response)

    def read(self) -> bytes:
        """Read the whole body."""
        with mapped_errors(self.response.request):
            return self.response.read()

    def iter_bytes(self, chunk_size: int | None = None) -> Iterator[bytes]:
        """Give the body piece by piece, content encoding undone."""
        with mapped_errors(self.response.request):
            yield from self.response.iter_bytes(chunk_size)

    def iter_text(self, chunk_size: int | None = None) -> Iterator[str]:
        """Give the body as text, piece by piece."""
        with mapped_text_errors(self.response):
            yield from self.response.iter_text(chunk_size)

    def iter_lines(self) -> Iterator[str]:
        """Give the body as text, line by line."""
        with mapped_text_errors(self.response):
            yield from self.response.iter_lines()

    def iter_raw(self, chunk_size: int | None = None) -> Iterator[bytes]:
        """Give an unread body piece by piece, as it comes over the wire."""
        with mapped_errors(self.response.request):
            yield from self.response.iter_raw(chunk_size)

    def write_to_file(self, file: str | os.PathLike[str]) -> None:
        """Write the body to a file."""
        self.stream_to_file(file)

    def stream_to_file(
        self, file: str | os.PathLike[str], *, chunk_size: int | None = None
    ) -> None:
        """Write the body to a file, piece by piece."""
        with open(file, "wb") as stream:
            for chunk in self.iter_bytes(chunk_size):
                stream.write(chunk)

    def close(self) -> None:
        """Give the connection back."""
        self.response.close()

    async def aread(self) -> bytes:
        """Read the whole body."""
        with mapped_errors(self.response.request):
            return await self.response.aread()

    async def aiter_bytes(self, chunk_size: int | None = None) -> AsyncIterator[bytes]:
        """Give the body piece by piece, content encoding undone."""
        with mapped_errors(self.response.request):
            async for chunk in self.response.aiter_bytes(chunk_size):
                yield chunk

    async def aiter_text(self, chunk_size: int | None = None) -> AsyncIterator[str]:
        """Give the body as text, piece by piece."""
        with mapped_text_errors(self.response):
            async for chunk in self.response.aiter_text(chunk_size):
                yield chunk

    async def aiter_lines(self) -> AsyncIterator[str]:
        """Give the body as text, line by line."""
        with mapped_text_errors(self.response):
            async for line in self.response.aiter_lines():
                yield line

    async def aiter_raw(self, chunk_size: int | None = None) -> AsyncIterator[bytes]:
        """Give an unread body piece by piece, as it comes over the wire."""
        with mapped_errors(self.response.request):
            async for chunk in self.response.aiter_raw(chunk_size):
                yield chunk

    async def astream_to_file(
        self, file: str | os.PathLike[str], *, chunk_size: int | None = None
    ) -> None:
        """Write the body to a file, piece by piece."""
        with open(file, "wb") as stream:
            async for chunk in self.aiter_bytes(chunk_size):
                stream.write(chunk)

    async def aclose(self) -> None:
        """Give the connection back."""
        await self.response.aclose()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} [{self.response.status_code}]>"
