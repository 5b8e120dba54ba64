"""Audio: pieces of one length, real-time pace on a clock of the test's own, WAV files."""

from __future__ import annotations

import asyncio
import io
import math
import random
import wave
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import IO, Any

import pytest

from runtime.audio import (
    AudioFormatError,
    Pacer,
    PCMFormat,
    WavWriter,
    async_pcm_chunks,
    async_send_pcm,
    pcm_chunks,
    send_pcm,
)

MONO = PCMFormat(8_000)
STEREO = PCMFormat(44_100, channels=2)
SECOND = bytes(range(250)) * 64
"""A second of `MONO`: 16,000 bytes."""


def wav(audio: bytes, format: PCMFormat = MONO) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as written:
        written.setframerate(format.rate)
        written.setnchannels(format.channels)
        written.setsampwidth(format.width)
        written.writeframes(audio)
    return file.getvalue()


class Clock:
    """A clock that goes on when somebody sleeps, or says so."""

    def __init__(self) -> None:
        self.now = 100.0
        self.pauses: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.pauses.append(round(seconds, 6))
        self.now += seconds

    async def async_sleep(self, seconds: float) -> None:
        self.sleep(seconds)


class TestPCMFormat:
    def test_sizes(self) -> None:
        assert STEREO.frame_bytes == 4
        assert STEREO.seconds(176_400) == 1.0
        assert MONO.size(0.1) == 1_600
        assert STEREO.size(1e-9) == 4

    @pytest.mark.parametrize("values", [(0,), (8_000, 0), (8_000, 1, 5), (8_000, 1, 0)])
    def test_impossible(self, values: tuple[int, ...]) -> None:
        with pytest.raises(AudioFormatError, match="there is no audio of"):
            PCMFormat(*values)


class Pipe(io.RawIOBase):
    """A file that cannot seek, and gives a few bytes at a time."""

    def __init__(self, data: bytes) -> None:
        self._data = io.BytesIO(data)

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        return self._data.read(min(size, 7) if size >= 0 else 7)


class TestChunks:
    @pytest.mark.parametrize("source", [SECOND, bytearray(SECOND), memoryview(SECOND), wav(SECOND)])
    def test_of_bytes(self, source: bytes) -> None:
        chunks = list(pcm_chunks(source, MONO, chunk_seconds=0.3))
        assert list(map(len, chunks)) == [4_800, 4_800, 4_800, 1_600]
        assert b"".join(chunks) == SECOND

    @pytest.mark.parametrize("data", [SECOND, wav(SECOND)])
    def test_of_files(self, tmp_path: Path, data: bytes) -> None:
        path = tmp_path / "audio"
        path.write_bytes(data)
        assert b"".join(pcm_chunks(path, MONO)) == SECOND
        assert b"".join(pcm_chunks(str(path), MONO)) == SECOND
        with path.open("rb") as file:
            assert b"".join(pcm_chunks(file, MONO)) == SECOND
            assert not file.closed
        pipe: Any = Pipe(data)
        assert b"".join(pcm_chunks(pipe, MONO)) == SECOND

    def test_of_pieces_of_any_size(self) -> None:
        sizes = random.Random(5)
        rest, pieces = SECOND, []
        while rest:
            size = sizes.randrange(0, 900)
            pieces.append(rest[:size])
            rest = rest[size:]
        chunks = list(pcm_chunks(iter(pieces), MONO))
        assert b"".join(chunks) == SECOND
        assert {len(chunk) for chunk in chunks} == {1_600}

    def test_asynchronous(self) -> None:
        async def pieces() -> AsyncIterator[bytes]:
            yield SECOND[:999]
            yield SECOND[999:]

        async def run(source: Any) -> list[bytes]:
            return [chunk async for chunk in async_pcm_chunks(source, MONO)]

        assert asyncio.run(run(pieces())) == asyncio.run(run(SECOND))
        assert b"".join(asyncio.run(run(wav(SECOND)))) == SECOND

    @pytest.mark.parametrize("source", [b"", [], wav(b"")])
    def test_of_nothing(self, source: Any) -> None:
        assert list(pcm_chunks(source, MONO)) == []

    def test_that_end_within_a_frame(self) -> None:
        chunks = pcm_chunks(SECOND + b"x", MONO, chunk_seconds=0.7)
        assert (len(next(chunks)), len(next(chunks))) == (11_200, 4_800)
        with pytest.raises(AudioFormatError, match="within a frame: 1 bytes of 2"):
            next(chunks)

    def test_of_another_format(self) -> None:
        with pytest.raises(AudioFormatError) as raised:
            list(pcm_chunks(wav(SECOND), STEREO))
        assert str(raised.value) == (
            "the WAV file has 8000 Hz, 1 channel(s), 16 bits, and 44100 Hz, 2 channel(s), 16 bits "
            "is asked for; convert it first"
        )

    @pytest.mark.parametrize("end", [12, 20, 30, 40])
    def test_of_a_broken_wav_file(self, end: int) -> None:
        with pytest.raises(AudioFormatError, match="the WAV file cannot be read"):
            list(pcm_chunks(wav(SECOND)[:end], MONO))

    def test_of_a_compressed_wav_file(self) -> None:
        data = bytearray(wav(SECOND))
        data[20:22] = b"\x07\x00"
        with pytest.raises(AudioFormatError, match="cannot be read: unknown format: 7"):
            list(pcm_chunks(data, MONO))

    def test_of_a_wav_file_that_is_cut_off(self) -> None:
        assert b"".join(pcm_chunks(wav(SECOND)[:-600], MONO)) == SECOND[:-600]

    @pytest.mark.parametrize("seconds", [0, -1, math.inf, math.nan])
    def test_of_an_impossible_length(self, seconds: float) -> None:
        with pytest.raises(ValueError, match="chunk_seconds is more than 0"):
            list(pcm_chunks(SECOND, MONO, chunk_seconds=seconds))

    def test_a_file_is_closed_when_nobody_reads_on(self, tmp_path: Path) -> None:
        path = tmp_path / "audio"
        path.write_bytes(SECOND)
        chunks: Any = pcm_chunks(path, MONO)
        next(chunks)
        file: IO[bytes] = chunks.gi_frame.f_locals["file"]
        chunks.close()
        assert file.closed


class TestPacer:
    def test_pauses_do_not_add_up(self) -> None:
        clock = Clock()
        pacer = Pacer(MONO, clock=clock)
        for _ in range(1_000):
            clock.now += pacer.pause(1_600)
            clock.now += 0.013  # sending takes time
        # The last piece was due after 99.9 seconds, whatever sending took.
        assert clock.now == pytest.approx(100 + 99.9 + 0.013)

    def test_late_audio_catches_up(self) -> None:
        clock = Clock()
        pacer = Pacer(MONO, clock=clock)
        assert pacer.pause(1_600) == 0
        clock.now += 0.45
        pauses = []
        for _ in range(6):
            pauses.append(round(pacer.pause(1_600), 6))
            clock.now += pauses[-1]
        assert pauses == [0, 0, 0, 0, 0.05, 0.1]

    def test_very_late_audio_is_not_sent_at_once(self) -> None:
        clock = Clock()
        pacer = Pacer(MONO, clock=clock, catch_up=0.25)
        pacer.pause(1_600)
        clock.now += 60
        pauses = []
        for _ in range(5):
            pauses.append(round(pacer.pause(1_600), 6))
            clock.now += pauses[-1]
        assert pauses == [0, 0, 0, 0.05, 0.1]

    @pytest.mark.parametrize("options", [{"speed": 0}, {"speed": -1}, {"catch_up": -1}])
    def test_impossible(self, options: dict[str, Any]) -> None:
        with pytest.raises(ValueError, match=r"speed|catch_up"):
            Pacer(MONO, **options)


class TestSend:
    @pytest.mark.parametrize(("speed", "pauses"), [(1, [0.1] * 9), (2, [0.05] * 9), (math.inf, [])])
    def test_pace(self, speed: float, pauses: list[float]) -> None:
        clock, sent = Clock(), list[bytes]()
        seconds = send_pcm(sent.append, SECOND, MONO, speed=speed, clock=clock, sleep=clock.sleep)
        assert (seconds, b"".join(sent), clock.pauses) == (1.0, SECOND, pauses)

    def test_pace_with_asyncio(self) -> None:
        clock, sent = Clock(), list[bytes]()

        async def send(audio: bytes) -> None:
            clock.now += 0.02
            sent.append(audio)

        async def microphone() -> AsyncIterator[bytes]:
            for start in range(0, len(SECOND), 4_000):
                yield SECOND[start : start + 4_000]

        seconds = asyncio.run(
            async_send_pcm(send, microphone(), MONO, clock=clock, sleep=clock.async_sleep)
        )
        assert (seconds, b"".join(sent), clock.pauses) == (1.0, SECOND, [0.08] * 9)

    def test_an_error_of_the_connection_ends_it(self) -> None:
        clock = Clock()
        closed: list[bool] = []

        def source() -> Iterator[bytes]:
            try:
                while True:
                    yield SECOND
            finally:
                closed.append(True)

        def send(audio: bytes) -> None:
            raise ConnectionError

        with pytest.raises(ConnectionError):
            send_pcm(send, source(), MONO, clock=clock, sleep=clock.sleep)
        assert closed == [True]


class TestWavWriter:
    def test_of_pieces_of_any_size(self, tmp_path: Path) -> None:
        path = tmp_path / "heard.wav"
        with WavWriter(path, MONO) as writer:
            for start in range(0, len(SECOND), 333):
                writer.write(SECOND[start : start + 333])
            assert writer.seconds == 1.0
        assert path.read_bytes() == wav(SECOND)

    def test_after_an_error(self, tmp_path: Path) -> None:
        path = tmp_path / "heard.wav"

        def receive() -> None:
            with WavWriter(str(path), STEREO) as writer:
                writer.write(bytes(4_000))
                raise ConnectionError

        with pytest.raises(ConnectionError):
            receive()
        with wave.open(str(path)) as read:
            assert (read.getnframes(), read.getframerate(), read.getnchannels()) == (
                1_000,
                44_100,
                2,
            )

    def test_a_frame_that_is_not_whole(self) -> None:
        file = io.BytesIO()
        with WavWriter(file, STEREO) as writer:
            writer.write(b"\x01\x02\x03\x04\x05")
        assert not file.closed
        assert file.getvalue() == wav(b"\x01\x02\x03\x04\x05\x00\x00\x00", STEREO)

    def test_of_nothing(self) -> None:
        file = io.BytesIO()
        WavWriter(file, MONO).close()
        assert file.getvalue() == wav(b"")

    def test_nothing_after_the_end(self) -> None:
        writer = WavWriter(io.BytesIO(), MONO)
        writer.close()
        writer.close()
        with pytest.raises(ValueError, match="is closed"):
            writer.write(b"12")

    def test_more_than_a_wav_file_can_have(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("runtime.audio._LARGEST_WAV", 1_000)
        file = io.BytesIO()
        with WavWriter(file, MONO) as writer:
            writer.write(bytes(998))
            with pytest.raises(ValueError, match="at most 4 GiB"):
                writer.write(bytes(4))
            writer.write(bytes(2))
        assert file.getvalue() == wav(bytes(1_000))

    def test_a_file_that_cannot_be_written(self, tmp_path: Path) -> None:
        with pytest.raises(OSError, match="no-folder"):
            WavWriter(tmp_path / "no-folder" / "x.wav", MONO)
