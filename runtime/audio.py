"""Audio for sockets: sending PCM as fast as it is spoken, and writing what is heard to a file.

PCM is samples without a header, as `PCMFormat` says. Nothing is resampled or converted: audio of
another format is refused.
"""

from __future__ import annotations

import math
import os
import time
from collections.abc import AsyncIterable, AsyncIterator, Awaitable, Callable, Iterable, Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import IO, Self, TypeAlias, cast

from .text import printable

__all__ = [
    "AsyncPCMSource",
    "AudioFormatError",
    "PCMFormat",
    "PCMSource",
    "Pacer",
    "WavWriter",
    "async_pcm_chunks",
    "async_send_pcm",
    "pcm_chunks",
    "send_pcm",
]

PCMSource: TypeAlias = (
    "bytes | bytearray | memoryview | str | os.PathLike[str] | IO[bytes] | Iterable[bytes]"
)
"""Audio: its bytes, the path of a file, an open binary file, or pieces of any size.

Bytes and files may be a WAV file, which is known by its first bytes; else they are PCM. Pieces of
an iterable are PCM.
"""

AsyncPCMSource: TypeAlias = "PCMSource | AsyncIterable[bytes]"
"""The same, or pieces that come with asyncio."""

DEFAULT_CHUNK_SECONDS = 0.1
"""How much audio is sent at once: a tenth of a second, as microphones deliver it."""

DEFAULT_CATCH_UP_SECONDS = 1.0
"""How much audio that is late is sent without pauses."""

_RIFF_BYTES = 12
"""What says that a file is a WAV file."""

_WAV_HEADER_BYTES = 44
_LARGEST_WAV = 2**32 - 1 - (_WAV_HEADER_BYTES - 8)
"""Bytes of audio that a WAV file can have: its sizes have 32 bits."""


class AudioFormatError(ValueError):
    """Audio that is not of the format that is asked for."""


@dataclass(frozen=True, slots=True)
class PCMFormat:
    """How samples are written.

    rate: samples in a second, in hertz.
    channels: 1 for mono, 2 for stereo.
    width: bytes of one sample: 2 for 16 bits, little-endian and signed; 1 for 8 bits, which G.711
        (mu-law, A-law) has as well.
    """

    rate: int
    channels: int = 1
    width: int = 2

    def __post_init__(self) -> None:
        if self.rate < 1 or self.channels < 1 or self.width not in (1, 2, 3, 4):
            raise AudioFormatError(f"there is no audio of {self.described()}")

    @property
    def frame_bytes(self) -> int:
        """Bytes of one sample of every channel: the smallest piece of audio."""
        return self.channels * self.width

    def seconds(self, size: int) -> float:
        """Give how long so many bytes of audio are."""
        return size / (self.rate * self.frame_bytes)

    def size(self, seconds: float) -> int:
        """Give how many bytes so much audio has: whole frames, one at least."""
        return max(1, round(seconds * self.rate)) * self.frame_bytes

    def described(self) -> str:
        """Give it in words."""
        return f"{self.rate} Hz, {self.channels} channel(s), {8 * self.width} bits"


def pcm_chunks(
    source: PCMSource, format: PCMFormat, *, chunk_seconds: float = DEFAULT_CHUNK_SECONDS
) -> Iterator[bytes]:
    """Give audio in pieces of one length, the last one shorter.

    A file is read piece by piece, and closed if it was opened here.

    Args:
        source: the audio.
        format: what it has to be.
        chunk_seconds: the length of a piece, in seconds.

    Raises:
        AudioFormatError: a WAV file is of another format or broken, or the audio ends within a
            frame; what is before the end has been given then.
        OSError: a file cannot be read.
    """
    size = _chunk_size(format, chunk_seconds)
    if isinstance(source, (str, os.PathLike)):
        with open(source, "rb") as file:
            yield from _of_file(file, format, size)
    elif isinstance(source, (bytes, bytearray, memoryview)):
        from io import BytesIO

        yield from _of_file(BytesIO(source), format, size)
    elif hasattr(source, "read"):
        yield from _of_file(cast("IO[bytes]", source), format, size)
    else:
        pieces = _Pieces(format, size)
        for piece in source:
            yield from pieces.add(piece)
        yield from pieces.rest()


async def async_pcm_chunks(
    source: AsyncPCMSource, format: PCMFormat, *, chunk_seconds: float = DEFAULT_CHUNK_SECONDS
) -> AsyncIterator[bytes]:
    """Give audio in pieces of one length, as `pcm_chunks` does; the source may be asynchronous.

    Files are read in the thread of the event loop: a piece of a local file takes no time.
    """
    if isinstance(source, AsyncIterable):
        pieces = _Pieces(format, _chunk_size(format, chunk_seconds))
        async for piece in source:
            for chunk in pieces.add(piece):
                yield chunk
        for chunk in pieces.rest():
            yield chunk
    else:
        for chunk in pcm_chunks(source, format, chunk_seconds=chunk_seconds):
            yield chunk


class Pacer:
    """When the next piece of audio is due; without I/O.

    The times are counted from the first piece, so that pauses which are too long do not add up:
    audio that is late is sent without a pause until it is in time again. What is later than
    `catch_up` seconds, after the source or the connection stood still, moves all times: no more
    than that is ever sent at once.

    Args:
        format: of the audio.
        speed: 2 is twice as fast as it is spoken, `math.inf` as fast as the connection takes it.
        catch_up: seconds of audio that are sent without pauses when they are late.
        clock: a clock that never goes back, in seconds.
    """

    def __init__(
        self,
        format: PCMFormat,
        *,
        speed: float = 1.0,
        catch_up: float = DEFAULT_CATCH_UP_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        if not speed > 0:
            raise ValueError(f"speed is more than 0, not {speed}")
        if not catch_up >= 0:
            raise ValueError(f"catch_up is not negative, and is {catch_up}")
        self._format = format
        self._speed = speed
        self._catch_up = catch_up
        self._clock = clock
        self._due: float | None = None

    def pause(self, size: int) -> float:
        """Give the seconds to wait before a piece is sent, and note that it will be.

        Args:
            size: bytes of the piece.
        """
        now = self._clock()
        due = now if self._due is None else max(self._due, now - self._catch_up)
        self._due = due + self._format.seconds(size) / self._speed
        return max(0.0, due - now)


def send_pcm(
    send: Callable[[bytes], object],
    source: PCMSource,
    format: PCMFormat,
    *,
    chunk_seconds: float = DEFAULT_CHUNK_SECONDS,
    speed: float = 1.0,
    catch_up: float = DEFAULT_CATCH_UP_SECONDS,
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], object] = time.sleep,
) -> float:
    """Send audio piece by piece, as fast as it is spoken.

    Args:
        send: sends one piece: `lambda audio: connection.input_audio_buffer.append(audio=audio)`,
            or `connection.send_raw` where audio travels as binary messages.
        source: the audio.
        format: what it has to be; the server has to expect the same.
        chunk_seconds: the length of a piece, in seconds.
        speed, catch_up, clock: as for `Pacer`.
        sleep: waits for some seconds.

    Returns:
        The seconds of audio that were sent.

    Raises:
        AudioFormatError, OSError: as `pcm_chunks`.
    """
    pacer = Pacer(format, speed=speed, catch_up=catch_up, clock=clock)
    sent = 0
    for chunk in pcm_chunks(source, format, chunk_seconds=chunk_seconds):
        pause = pacer.pause(len(chunk))
        if pause > 0:
            sleep(pause)
        send(chunk)
        sent += len(chunk)
    return format.seconds(sent)


async def async_send_pcm(
    send: Callable[[bytes], Awaitable[object]],
    source: AsyncPCMSource,
    format: PCMFormat,
    *,
    chunk_seconds: float = DEFAULT_CHUNK_SECONDS,
    speed: float = 1.0,
    catch_up: float = DEFAULT_CATCH_UP_SECONDS,
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], Awaitable[object]] | None = None,
) -> float:
    """Send audio piece by piece with asyncio, as `send_pcm` does."""
    import asyncio

    wait = asyncio.sleep if sleep is None else sleep
    pacer = Pacer(format, speed=speed, catch_up=catch_up, clock=clock)
    sent = 0
    async for chunk in async_pcm_chunks(source, format, chunk_seconds=chunk_seconds):
        pause = pacer.pause(len(chunk))
        if pause > 0:
            await wait(pause)
        await send(chunk)
        sent += len(chunk)
    return format.seconds(sent)


class WavWriter:
    """Writes PCM to a WAV file; use it in a `with` statement.

    The header says how much there is when the file is closed, at the end of the `with` statement
    after an error too: what was received until then can be played.

    Args:
        file: the path of a file, which is replaced, or an open binary file that can seek, which
            stays open.
        format: of the audio.

    Raises:
        OSError: the file cannot be written.
    """

    def __init__(self, file: str | os.PathLike[str] | IO[bytes], format: PCMFormat) -> None:
        import wave

        self._format = format
        self._size = 0
        self._part = b""
        self._closed = False
        self._own: IO[bytes] | None = None
        if isinstance(file, (str, os.PathLike)):
            file = self._own = open(file, "wb")  # noqa: SIM115
        self._wave = wave.Wave_write(file)
        self._wave.setframerate(format.rate)
        self._wave.setnchannels(format.channels)
        self._wave.setsampwidth(format.width)

    @property
    def seconds(self) -> float:
        """How much audio there is."""
        return self._format.seconds(self._size)

    def write(self, audio: bytes | bytearray | memoryview) -> None:
        """Write a piece of audio of any size, which may end within a frame.

        Raises:
            ValueError: the file is closed, or it would have more than the 4 GiB of a WAV file;
                nothing of the piece is written then.
        """
        if self._closed:
            raise ValueError("the WAV file is closed")
        held = self._part + bytes(audio)
        whole = len(held) - len(held) % self._format.frame_bytes
        if self._size + whole > _LARGEST_WAV:
            raise ValueError("a WAV file has at most 4 GiB of audio")
        self._wave.writeframesraw(held[:whole])
        self._size += whole
        self._part = held[whole:]

    def close(self) -> None:
        """Complete the header and close the file; a frame that is not whole is filled with zeros.

        Raises:
            OSError: the file cannot be written.
        """
        if self._closed:
            return
        try:
            if self._part:
                self.write(bytes(self._format.frame_bytes - len(self._part)))
        finally:
            self._closed = True
            try:
                self._wave.close()
            finally:
                if self._own is not None:
                    self._own.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        exc_tb: TracebackType | None,
    ) -> None:
        self.close()


def _chunk_size(format: PCMFormat, seconds: float) -> int:
    if not 0 < seconds < math.inf:
        raise ValueError(f"chunk_seconds is more than 0, not {seconds}")
    return format.size(seconds)


class _Pieces:
    """Pieces of any size put into pieces of one size."""

    def __init__(self, format: PCMFormat, size: int) -> None:
        self._format = format
        self._size = size
        self._held = bytearray()

    def add(self, piece: bytes) -> Iterator[bytes]:
        """Take a piece; give those that are complete."""
        self._held += piece
        end = len(self._held) - len(self._held) % self._size
        for start in range(0, end, self._size):
            yield bytes(self._held[start : start + self._size])
        del self._held[:end]

    def rest(self) -> Iterator[bytes]:
        """Give what is left.

        Raises:
            AudioFormatError: it ends within a frame.
        """
        within = len(self._held) % self._format.frame_bytes
        if len(self._held) > within:
            yield bytes(self._held[: len(self._held) - within])
        if within:
            raise AudioFormatError(
                f"the audio ends within a frame: {within} bytes of {self._format.frame_bytes}"
            )


def _of_file(file: IO[bytes], format: PCMFormat, size: int) -> Iterator[bytes]:
    head = _read(file, _RIFF_BYTES)
    if head[:4] == b"RIFF" and head[8:] == b"WAVE":
        yield from _of_wav(cast("IO[bytes]", _Rejoined(head, file)), format, size)
        return
    pieces = _Pieces(format, size)
    yield from pieces.add(head)
    while piece := file.read(size):
        yield from pieces.add(piece)
    yield from pieces.rest()


def _of_wav(file: IO[bytes], format: PCMFormat, size: int) -> Iterator[bytes]:
    import wave

    pieces = _Pieces(format, size)
    try:
        with wave.open(file, "rb") as opened:
            found = PCMFormat(opened.getframerate(), opened.getnchannels(), opened.getsampwidth())
            if found != format:
                raise AudioFormatError(
                    f"the WAV file has {found.described()}, and {format.described()} is asked for; "
                    "convert it first"
                )
            while piece := opened.readframes(size // format.frame_bytes):
                yield from pieces.add(piece)
    except (wave.Error, EOFError) as error:
        reason = str(error) or "it ends too early"
        raise AudioFormatError(f"the WAV file cannot be read: {printable(reason)}") from None
    yield from pieces.rest()


class _Rejoined:
    """A file from its beginning, the first bytes of which have been read already."""

    def __init__(self, head: bytes, file: IO[bytes]) -> None:
        self._head = head
        self._file = file

    def read(self, size: int = -1) -> bytes:
        """Read at most so many bytes, or all of them."""
        if size < 0:
            head, self._head = self._head, b""
            return head + self._file.read()
        head, self._head = self._head[:size], self._head[size:]
        return head + _read(self._file, size - len(head))


def _read(file: IO[bytes], size: int) -> bytes:
    """Read so many bytes, fewer at the end alone: a pipe gives what it has."""
    found = b""
    while len(found) < size and (piece := file.read(size - len(found))):
        found += piece
    return found
