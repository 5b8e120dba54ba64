"""Audio for sockets: sent as fast as it is spoken, and written to WAV files as it comes."""

from ._runtime.audio import (
    AsyncPCMSource as AsyncPCMSource,
    AudioFormatError as AudioFormatError,
    PCMFormat as PCMFormat,
    PCMSource as PCMSource,
    Pacer as Pacer,
    WavWriter as WavWriter,
    async_pcm_chunks as async_pcm_chunks,
    async_send_pcm as async_send_pcm,
    pcm_chunks as pcm_chunks,
    send_pcm as send_pcm,
)

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
