from __future__ import annotations

import math
from array import array

import pytest

from codegen.mock.audio import (
    SpeechState,
    audio_format,
    detect_speech,
    duration_ms,
    level,
    slice_audio,
    tone,
)

PCM = audio_format("audio/pcm", 24_000)


def test_names_of_formats() -> None:
    assert audio_format("audio/PCMU") == audio_format("g711_ulaw")
    assert audio_format("audio/pcma").rate == 8_000
    assert PCM.sample_bytes == 2
    with pytest.raises(ValueError, match="unknown audio format 'opus'"):
        audio_format("opus")
    with pytest.raises(ValueError, match="sample rate 1"):
        audio_format("pcm", 1)


@pytest.mark.parametrize("name", ["pcm16", "pcmu", "pcma"])
def test_a_tone_has_its_length_and_level(name: str) -> None:
    form = audio_format(name)
    audio = tone(500, 440, form)
    assert duration_ms(audio, form) == 500
    # A sine of amplitude 0.3 has an RMS of 0.3 / sqrt(2); the fades take a little away.
    assert level(audio, form) == pytest.approx(0.3 / math.sqrt(2), rel=0.05)


def test_silence_is_silent() -> None:
    assert level(bytes(960), PCM) == 0.0
    assert level(b"", PCM) == 0.0
    assert level(b"\xff" * 160, audio_format("pcmu")) == 0.0


def test_known_codes_of_g711() -> None:
    """ITU-T G.711: the ends of both scales."""
    loud = array("h", [32_635, -32_635]).tobytes()
    assert level(b"\x80\x00", audio_format("pcmu")) == pytest.approx(32_124 / 32_768)
    assert level(b"\xaa\x2a", audio_format("pcma")) == pytest.approx(32_256 / 32_768)
    assert level(loud, PCM) == pytest.approx(32_635 / 32_768)


def test_slices() -> None:
    audio = bytes(range(96))
    assert slice_audio(audio, PCM, 0, 1) == audio[:48]
    assert slice_audio(audio, PCM, 1) == audio[48:]
    assert slice_audio(audio, PCM, -5, 99) == audio


class TestSpeech:
    AUDIO = bytes(24_000) + tone(1_000, 300, PCM) + bytes(24_000)

    @pytest.mark.parametrize("size", [960, 1_001, 7, 96_000])
    def test_is_found_whatever_the_pieces(self, size: int) -> None:
        state, changes = SpeechState(), []
        for start in range(0, len(self.AUDIO), size):
            piece = self.AUDIO[start : start + size]
            state, found = detect_speech(state, piece, PCM, threshold=0.5, silence_ms=200)
            changes += found
        assert [(change.speaking, change.at_ms) for change in changes] == [
            (True, 500),
            (False, 1_700),
        ]

    def test_a_click_is_not_speech(self) -> None:
        audio = bytes(24_000) + tone(20, 300, PCM) + bytes(24_000)
        _, changes = detect_speech(SpeechState(), audio, PCM, threshold=0.5, silence_ms=200)
        assert changes == []

    def test_a_high_threshold_needs_a_loud_voice(self) -> None:
        _, changes = detect_speech(SpeechState(), self.AUDIO, PCM, threshold=0.99, silence_ms=200)
        assert changes == []
