"""Audio as a user sends and receives it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import assert_type

import openai_realtime.types.realtime as t
from openai_realtime import AsyncOpenAI, OpenAI
from openai_realtime.audio import (
    AudioFormatError,
    PCMFormat,
    WavWriter,
    async_send_pcm,
    pcm_chunks,
    send_pcm,
)

SESSION = PCMFormat(24_000)


def blocking(client: OpenAI) -> None:
    with (
        client.realtime.connect(model="gpt-realtime") as connection,
        WavWriter("answer.wav", SESSION) as answer,
    ):

        @connection.on("response.output_audio.delta")
        def heard(event: t.ResponseAudioDeltaEvent) -> None:
            assert_type(event.audio_bytes, bytes)
            answer.write(event.audio_bytes)

        try:
            seconds = send_pcm(
                lambda audio: connection.input_audio_buffer.append(audio=audio),
                Path("question.wav"),
                SESSION,
            )
        except AudioFormatError as error:
            print(error)
        else:
            assert_type(seconds, float)
        for chunk in pcm_chunks([b"\x00\x00", b"\x01\x00"], SESSION, chunk_seconds=0.02):
            connection.input_audio_buffer.append(audio=chunk)
        connection.off("response.output_audio.delta", heard)
        connection.dispatch_events()


async def asyncio(client: AsyncOpenAI, microphone: AsyncIterator[bytes]) -> None:
    async with client.realtime.connect(model="gpt-realtime") as connection:
        await async_send_pcm(
            lambda audio: connection.input_audio_buffer.append(audio=audio), microphone, SESSION
        )
        with open("question.pcm", "rb") as file:
            await async_send_pcm(connection.send_raw, file, SESSION, speed=2.0)


def of_an_item(content: t.RealtimeConversationItemUserMessage) -> None:
    for part in content.content:
        assert_type(part.audio_bytes, bytes | None)


def wrong(connection: t.ResponseAudioDeltaEvent) -> None:
    send_pcm(print, 5, SESSION)  # type: ignore[arg-type]
    send_pcm(print, "question.wav", 24_000)  # type: ignore[arg-type]
    connection.audio_bytes = b""  # type: ignore[misc]
