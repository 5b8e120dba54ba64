"""Audio for scenarios: levels, durations, slices, speech detection and audible tones.

Three encodings are known, all mono: linear PCM with 16-bit little-endian samples, and G.711 mu-law
and A-law (ITU-T G.711, 8 bits a sample). Everything is pure Python; the tables are made once.
"""

from __future__ import annotations

import math
import sys
from array import array
from dataclasses import dataclass, replace
from functools import lru_cache
from operator import mul
from typing import Literal

Encoding = Literal["pcm16", "ulaw", "alaw"]

FRAME_MS = 20
"""Length in milliseconds of the frames that speech detection looks at."""

ONSET_FRAMES = 2
"""Loud frames in a row that make speech: one alone is a click."""

REFERENCE_LEVEL = 0.02
"""RMS level (0 to 1) at which speech is as likely as not; about -34 dB below full scale."""

MAX_TONE_MS = 10_000
"""Longest tone that one call makes, in milliseconds."""

# RFC 3551 names PCMU and PCMA; the others are what APIs call the same three encodings.
_ENCODINGS: dict[str, Encoding] = {
    "pcm": "pcm16",
    "pcm16": "pcm16",
    "l16": "pcm16",
    "linear16": "pcm16",
    "pcm_s16le": "pcm16",
    "pcmu": "ulaw",
    "ulaw": "ulaw",
    "mulaw": "ulaw",
    "g711_ulaw": "ulaw",
    "pcma": "alaw",
    "alaw": "alaw",
    "g711_alaw": "alaw",
}
_DEFAULT_RATES: dict[Encoding, int] = {"pcm16": 24_000, "ulaw": 8_000, "alaw": 8_000}


@dataclass(frozen=True)
class AudioFormat:
    """How samples are laid out: the encoding, and the rate in samples a second."""

    encoding: Encoding
    rate: int

    @property
    def sample_bytes(self) -> int:
        """Bytes of one sample."""
        return 2 if self.encoding == "pcm16" else 1


@dataclass(frozen=True)
class SpeechState:
    """What speech detection remembers between two pieces of one stream."""

    position_ms: int = 0
    speaking: bool = False
    loud_frames: int = 0
    quiet_ms: int = 0
    rest: bytes = b""


@dataclass(frozen=True)
class SpeechChange:
    """Speech began or ended at `at_ms`, in milliseconds from the start of the stream."""

    speaking: bool
    at_ms: int


def audio_format(name: str, rate: int | None = None) -> AudioFormat:
    """The format called `name` (`audio/pcm`, `g711_ulaw`, `PCMA` ...), at its usual rate or `rate`.

    Raises:
        ValueError: the name is not known, or the rate is not between 1,000 and 384,000.
    """
    encoding = _ENCODINGS.get(name.lower().removeprefix("audio/").replace("-", "_"))
    if encoding is None:
        raise ValueError(f"unknown audio format {ascii(name)[:80]}")
    chosen = _DEFAULT_RATES[encoding] if rate is None else rate
    if not 1_000 <= chosen <= 384_000:
        raise ValueError(f"sample rate {chosen} is not between 1000 and 384000")
    return AudioFormat(encoding, chosen)


def duration_ms(audio: bytes | bytearray, form: AudioFormat) -> int:
    """Length of `audio` in whole milliseconds."""
    return len(audio) // form.sample_bytes * 1000 // form.rate


def slice_audio(
    audio: bytes | bytearray, form: AudioFormat, start_ms: int, end_ms: int | None = None
) -> bytes:
    """The part of `audio` from `start_ms` up to `end_ms` (or its end)."""
    start = _offset(max(start_ms, 0), form)
    end = len(audio) if end_ms is None else _offset(max(end_ms, 0), form)
    return bytes(audio[start:end])


def level(audio: bytes | bytearray, form: AudioFormat) -> float:
    """Root mean square of the samples, from 0 (silence) to 1 (full scale)."""
    samples = _decode(bytes(audio), form)
    if not samples:
        return 0.0
    return math.sqrt(sum(map(mul, samples, samples)) / len(samples)) / 32768


def speech_likelihood(audio: bytes | bytearray, form: AudioFormat) -> float:
    """How likely `audio` is speech, from 0 to 1, judged by its level alone."""
    loudness = level(audio, form)
    return loudness / (loudness + REFERENCE_LEVEL)


def detect_speech(
    state: SpeechState,
    audio: bytes | bytearray,
    form: AudioFormat,
    *,
    threshold: float,
    silence_ms: int,
) -> tuple[SpeechState, list[SpeechChange]]:
    """Follow one stream: the new state, and where speech began or ended in this piece.

    Speech begins with the first of `ONSET_FRAMES` frames whose likelihood reaches `threshold`, and
    ends once `silence_ms` milliseconds in a row stay below it; the end is told at that moment.
    """
    data = state.rest + bytes(audio)
    size = form.rate * FRAME_MS // 1000 * form.sample_bytes
    changes: list[SpeechChange] = []
    whole = len(data) - len(data) % size
    for start in range(0, whole, size):
        loud = speech_likelihood(data[start : start + size], form) >= threshold
        state, change = _step(state, loud=loud, silence_ms=silence_ms)
        if change is not None:
            changes.append(change)
    return replace(state, rest=data[whole:]), changes


def _step(
    state: SpeechState, *, loud: bool, silence_ms: int
) -> tuple[SpeechState, SpeechChange | None]:
    """One frame further."""
    begin, now = state.position_ms, state.position_ms + FRAME_MS
    loud_frames = state.loud_frames + 1 if loud else 0
    quiet_ms = 0 if loud else state.quiet_ms + FRAME_MS
    moved = replace(state, position_ms=now, loud_frames=loud_frames, quiet_ms=quiet_ms)
    if not state.speaking and loud_frames >= ONSET_FRAMES:
        onset = begin - (ONSET_FRAMES - 1) * FRAME_MS
        return replace(moved, speaking=True), SpeechChange(speaking=True, at_ms=onset)
    if state.speaking and quiet_ms >= silence_ms:
        return replace(moved, speaking=False), SpeechChange(speaking=False, at_ms=now)
    return moved, None


@lru_cache(maxsize=128)
def tone(length_ms: int, frequency: float, form: AudioFormat) -> bytes:
    """A sine tone of `length_ms` milliseconds at `frequency` hertz, faded at both ends."""
    count = form.rate * max(0, min(length_ms, MAX_TONE_MS)) // 1000
    fade = max(1, min(count // 2, form.rate // 100))
    turn = 2 * math.pi * frequency / form.rate
    samples = array(
        "h",
        (
            int(9830 * min(1.0, i / fade, (count - 1 - i) / fade) * math.sin(turn * i))
            for i in range(count)
        ),
    )
    return _encode(samples, form)


def _offset(position_ms: int, form: AudioFormat) -> int:
    return position_ms * form.rate // 1000 * form.sample_bytes


def _decode(audio: bytes, form: AudioFormat) -> array[int]:
    """Samples as signed 16-bit integers; an odd last byte is left out."""
    if form.encoding == "pcm16":
        samples = array("h", audio[: len(audio) - len(audio) % 2])
        if sys.byteorder == "big":
            samples.byteswap()
        return samples
    table = _decoding_table(form.encoding)
    return array("h", (table[code] for code in audio))


def _encode(samples: array[int], form: AudioFormat) -> bytes:
    if form.encoding == "pcm16":
        if sys.byteorder == "big":
            samples = samples[:]
            samples.byteswap()
        return samples.tobytes()
    encode = _encode_ulaw if form.encoding == "ulaw" else _encode_alaw
    return bytes(encode(sample) for sample in samples)


@lru_cache(maxsize=2)
def _decoding_table(encoding: Encoding) -> tuple[int, ...]:
    decode = _decode_ulaw if encoding == "ulaw" else _decode_alaw
    return tuple(decode(code) for code in range(256))


def _encode_ulaw(sample: int) -> int:
    """ITU-T G.711, table 2a, in its usual segment form with a bias of 132."""
    sign = 0x80 if sample < 0 else 0
    magnitude = min(abs(sample), 32635) + 132
    exponent = magnitude.bit_length() - 8
    return ~(sign | exponent << 4 | (magnitude >> (exponent + 3)) & 0x0F) & 0xFF


def _decode_ulaw(code: int) -> int:
    code = ~code & 0xFF
    exponent = code >> 4 & 0x07
    magnitude = (((code & 0x0F) << 3) + 132 << exponent) - 132
    return -magnitude if code & 0x80 else magnitude


def _encode_alaw(sample: int) -> int:
    """ITU-T G.711, table 1a, in its usual segment form, even bits inverted."""
    sign = 0x80 if sample >= 0 else 0
    magnitude = min(sample if sample >= 0 else -sample - 1, 32767) >> 3
    exponent = max(magnitude.bit_length() - 5, 0)
    mantissa = magnitude >> (exponent if exponent else 1) & 0x0F
    return (sign | exponent << 4 | mantissa) ^ 0x55


def _decode_alaw(code: int) -> int:
    code ^= 0x55
    exponent = code >> 4 & 0x07
    magnitude = ((code & 0x0F) << 4) + 8
    if exponent:
        magnitude = (magnitude + 0x100) << (exponent - 1)
    return magnitude if code & 0x80 else -magnitude
