"""The body of an answer, read into memory: counted, decompressed within bounds, or refused."""

from __future__ import annotations

import zlib
from collections.abc import AsyncIterator, Iterator
from typing import Final

from .deadline import is_over
from .errors import APIResponseValidationError
from .http import DecodingError, ReadTimeout, Response

_OWN_CODINGS = ("gzip", "x-gzip", "deflate")
_HEADER: Final = 2
"""Bytes that tell the two formats apart, and either from data without a header."""
_PIECE: Final = 256 * 1024
"""The most bytes that are decompressed at once."""


def content_codings(response: Response) -> list[str]:
    """Give the codings of a body, `identity` left out (RFC 9110, section 8.4)."""
    listed = response.headers.get("content-encoding")
    if not listed:
        return []
    return [c for item in listed.split(",") if (c := item.strip().lower()) not in ("", "identity")]


def refused_coding(response: Response) -> APIResponseValidationError | None:
    """Refuse a coding that was not asked for, and several on top of each other."""
    codings = content_codings(response)
    if not codings:
        return None
    asked = response.request.headers.get("accept-encoding", "").lower()
    accepted = {item.partition(";")[0].strip() for item in asked.split(",")}
    if len(codings) == 1 and (codings[0] in accepted or "*" in accepted):
        return None
    shown = ", ".join(codings)[:100]
    return APIResponseValidationError(
        response, None, message=f"The body has the content coding {shown!a}, not one of {asked!a}."
    )


class BodyReader:
    """Takes the chunks of one answer, decompresses them and counts.

    Args:
        response: the answer; its coding has been found acceptable.
        limit: the most bytes to keep; None for no limit.
    """

    def __init__(self, response: Response, limit: int | None) -> None:
        self._response = response
        self._limit = limit
        self._pieces: list[bytes] = []
        self._size = 0
        codings = [] if response.is_stream_consumed else content_codings(response)
        ours = bool(codings) and codings[0] in _OWN_CODINGS
        self._inflater = _Inflater() if ours else None
        # What a hook of the user's has read is decoded; what the user asked for, the library knows.
        self._is_decoded = response.is_stream_consumed or (bool(codings) and not ours)

    def chunks(self) -> Iterator[bytes]:
        """Give the chunks of a blocking client's answer, to be fed."""
        response = self._response
        return response.iter_bytes() if self._is_decoded else response.iter_raw()

    def async_chunks(self) -> AsyncIterator[bytes]:
        """Give the chunks of an async client's answer, to be fed."""
        response = self._response
        return response.aiter_bytes() if self._is_decoded else response.aiter_raw()

    def feed(self, chunk: bytes) -> bool:
        """Take a chunk; say whether all of it fits.

        Raises:
            DecodingError: it cannot be decompressed.
            ReadTimeout: the deadline of the call has passed.
        """
        if is_over():
            raise ReadTimeout("the call has taken too long")
        for piece in (chunk,) if self._inflater is None else self._inflater.feed(chunk):
            self._pieces.append(piece)
            self._size += len(piece)
            if self._limit is not None and self._size > self._limit:
                return False
        return True

    def content(self) -> bytes:
        """Give what was taken, at most as much as the limit allows."""
        return b"".join(self._pieces)[: self._limit]

    def finish(self) -> None:
        """Give the answer its content.

        Raises:
            DecodingError: the compressed data breaks off.
        """
        if self._inflater is not None:
            self._inflater.finish()
        # The library has no other way to hand over a body that it did not read itself.
        self._response._content = self.content()  # pyright: ignore[reportPrivateUsage]


class _Inflater:
    """Undoes `gzip` and `deflate`, a bounded piece at a time."""

    def __init__(self) -> None:
        self._inflate = zlib.decompressobj(zlib.MAX_WBITS | 32)  # finds out which of the two
        self._start: bytes | None = b""

    def feed(self, chunk: bytes) -> Iterator[bytes]:
        if self._start is not None:
            chunk = self._start + chunk
            if len(chunk) < _HEADER:
                self._start = chunk
                return
            self._start = None
            if not _has_header(chunk):
                self._inflate = zlib.decompressobj(-zlib.MAX_WBITS)
        # What follows the end of the data is no part of it.
        while chunk and not self._inflate.eof:
            try:
                yield self._inflate.decompress(chunk, _PIECE)
            except zlib.error as error:
                raise DecodingError(str(error)) from None
            chunk = self._inflate.unconsumed_tail

    def finish(self) -> None:
        if not self._inflate.eof and self._start != b"":
            raise DecodingError("the compressed data breaks off")


def _has_header(data: bytes) -> bool:
    """Say whether data starts as gzip or zlib does.

    Some servers send `deflate` without the header that RFC 9110, section 8.4.1.2, asks for.
    """
    return data.startswith(b"\x1f\x8b") or (
        data[0] & 0x0F == zlib.DEFLATED and int.from_bytes(data[:_HEADER], "big") % 31 == 0
    )


def refused_answer(
    response: Response, limit: int | None, *, stream: bool
) -> APIResponseValidationError | None:
    """Refuse an answer that its head alone disqualifies.

    Args:
        response: a successful answer, its body unread.
        limit: the most bytes that may be read into memory.
        stream: the body is not read into memory.
    """
    declared = response.headers.get("content-length", "")
    if (
        limit is not None
        and not stream
        and declared.isascii()
        and declared.isdigit()
        and int(declared[:20]) > limit
        and response.request.method != "HEAD"
    ):
        return too_large(response, limit)
    return refused_coding(response)


def read_body(response: Response, limit: int | None) -> None:
    """Read an answer into memory; its connection is given back in any case.

    Raises:
        APIResponseValidationError: it is larger than the limit.
        HTTPError: the library's: the connection broke, or the coding is broken.
    """
    body = BodyReader(response, limit)
    try:
        for chunk in body.chunks():
            if not body.feed(chunk):
                raise too_large(response, limit)
        body.finish()
    except BaseException:
        response.close()
        raise


async def async_read_body(response: Response, limit: int | None) -> None:
    """Do the same for asyncio."""
    body = BodyReader(response, limit)
    try:
        async for chunk in body.async_chunks():
            if not body.feed(chunk):
                raise too_large(response, limit)
        body.finish()
    except BaseException:
        await response.aclose()
        raise


def too_large(response: Response, limit: int | None) -> APIResponseValidationError:
    """Make the exception for a body that would not fit into memory."""
    return APIResponseValidationError(
        response,
        None,
        message=(
            f"The body is larger than {limit} bytes: give the client a larger "
            "`max_response_bytes`, or read it piece by piece with `with_streaming_response`."
        ),
    )
