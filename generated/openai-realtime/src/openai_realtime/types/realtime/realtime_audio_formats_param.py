from __future__ import annotations

from typing import Literal, TypeAlias

from typing_extensions import Required, TypedDict

__all__ = ["RealtimeAudioFormatsParam"]


class AudioPCM(TypedDict, total=False):
    """Raw 16-bit little-endian mono PCM at 24 kHz, the only rate there is."""

    type: Required[Literal["audio/pcm"]]
    """Selects PCM."""

    rate: Literal[24000]
    """Samples per second."""


class AudioPCMU(TypedDict, total=False):
    """G.711 mu-law at 8 kHz, common in telephony."""

    type: Required[Literal["audio/pcmu"]]
    """Selects G.711 mu-law."""


class AudioPCMA(TypedDict, total=False):
    """G.711 A-law at 8 kHz, common in telephony outside North America."""

    type: Required[Literal["audio/pcma"]]
    """Selects G.711 A-law."""


RealtimeAudioFormatsParam: TypeAlias = AudioPCM | AudioPCMU | AudioPCMA
"""Encoding of an audio stream, told apart by `type`."""
