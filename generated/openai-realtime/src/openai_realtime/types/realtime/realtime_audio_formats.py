from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from ..._runtime.models import BaseModel

__all__ = ["RealtimeAudioFormats"]


class AudioPCM(BaseModel):
    """Raw 16-bit little-endian mono PCM at 24 kHz, the only rate there is."""

    type: Literal["audio/pcm"]
    """Selects PCM."""

    rate: Literal[24000] | None = None
    """Samples per second."""


class AudioPCMU(BaseModel):
    """G.711 mu-law at 8 kHz, common in telephony."""

    type: Literal["audio/pcmu"]
    """Selects G.711 mu-law."""


class AudioPCMA(BaseModel):
    """G.711 A-law at 8 kHz, common in telephony outside North America."""

    type: Literal["audio/pcma"]
    """Selects G.711 A-law."""


RealtimeAudioFormats: TypeAlias = Annotated[
    AudioPCM | AudioPCMU | AudioPCMA, Field(discriminator="type")
]
"""Encoding of an audio stream, told apart by `type`."""
