"""Audio of a generated package: base64 as bytes, and helpers over a real WebSocket server."""

from __future__ import annotations

import asyncio
import base64
import io
import json
import math
import wave
from typing import Any

import pytest
from websockets.sync.server import ServerConnection

from tests.functional.conftest import GeneratedPackage, GeneratePackage
from tests.unit.runtime.servers import websocket_server

VOICE = """
asyncapi: 3.0.0
info: {title: Voice, version: '1'}
servers: {main: {host: a.example, protocol: wss}}
channels:
  main:
    address: /main
    messages:
      Append: {payload: {type: object, required: [type, audio], properties: {
          type: {const: append}, audio: {type: string, contentEncoding: base64}}}}
      AudioDelta: {payload: {type: object, required: [type, delta], properties: {
          type: {const: delta}, delta: {type: string, contentEncoding: base64},
          image: {type: [string, 'null'], contentEncoding: base64}}}}
      Clash: {payload: {type: object, required: [type, bytes, property], properties: {
          type: {const: clash}, bytes: {type: string, format: byte}, bytes_bytes: {type: integer},
          property: {type: string, default: p}}}}
      AudioTwice: {payload: {type: object, required: [type, delta, audio], properties: {
          type: {const: twice}, delta: {type: string, format: byte},
          audio: {type: string, format: byte}}}}
operations:
  talk: {action: send, channel: {$ref: '#/channels/main'},
      messages: [{$ref: '#/channels/main/messages/Append'}]}
  listen: {action: receive, channel: {$ref: '#/channels/main'}, messages: [
      {$ref: '#/channels/main/messages/AudioDelta'}, {$ref: '#/channels/main/messages/Clash'},
      {$ref: '#/channels/main/messages/AudioTwice'}]}
"""
TEXT_ONLY = """
asyncapi: 3.0.0
info: {title: Text, version: '1'}
servers: {main: {host: a.example, protocol: wss}}
channels:
  main: {address: /main, messages: {News: {payload: {type: object}}}}
operations:
  listen: {action: receive, channel: {$ref: '#/channels/main'}}
"""
BINARY = TEXT_ONLY.replace(
    "{payload: {type: object}}",
    "{contentType: audio/l16, payload: {type: string, format: binary}}",
)
CLIENT_SIDE = "describes: client"
AUDIO = bytes(range(250)) * 64


def b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


@pytest.fixture(scope="module")
def voice(generate_package: GeneratePackage) -> GeneratedPackage:
    return generate_package(asyncapi=VOICE, config=CLIENT_SIDE)


class TestBytesOfBase64:
    def test_what_an_audio_message_brings(self, voice: GeneratedPackage) -> None:
        model = voice.type("AudioDelta")
        event = model(type="delta", delta=b64(b"\x00\xff"))
        assert (event.audio_bytes, event.image_bytes) == (b"\x00\xff", None)
        assert model(type="delta", delta="", image=b64(b"i")).image_bytes == b"i"
        assert event.to_dict() == {"type": "delta", "delta": b64(b"\x00\xff")}

    def test_what_is_no_base64(self, voice: GeneratedPackage) -> None:
        event = voice.type("AudioDelta")(type="delta", delta="no base64 at all")
        with pytest.raises(ValueError, match="the text is not base64"):
            _ = event.audio_bytes

    def test_no_field_is_hidden(self, voice: GeneratedPackage) -> None:
        event = voice.type("Clash")(type="clash", bytes=b64(b"b"), bytes_bytes=5, property="p")
        assert (event.bytes_bytes, event.bytes_bytes_, event.property) == (5, b"b", "p")

    def test_who_is_called_so_has_the_plain_name(self, voice: GeneratedPackage) -> None:
        event = voice.type("AudioTwice")(type="twice", delta=b64(b"d"), audio=b64(b"a"))
        assert (event.audio_bytes, event.audio_bytes_) == (b"a", b"d")

    def test_no_key_of_a_message_replaces_it(self, voice: GeneratedPackage) -> None:
        data = {"type": "delta", "delta": b64(b"d"), "audio_bytes": "x"}
        event = voice.type("AudioDelta").model_validate(data)
        assert event.audio_bytes == b"d"
        assert event.to_dict() == data


class TestTheModule:
    def test_only_where_there_are_bytes(
        self, voice: GeneratedPackage, generate_package: GeneratePackage
    ) -> None:
        for document, found in ((TEXT_ONLY, False), (BINARY, True)):
            package = generate_package(asyncapi=document, config=CLIENT_SIDE)
            assert (f"src/{package.name}/audio.py" in package.files) is found

    def test_it_has_all(self, voice: GeneratedPackage) -> None:
        audio, runtime = voice.module("audio"), voice.module("_runtime.audio")
        assert sorted(audio.__all__) == sorted(runtime.__all__)
        assert all(getattr(audio, name) is getattr(runtime, name) for name in audio.__all__)


class TestThereAndBack:
    """A WAV file is sent in pieces; what comes back is written to another one."""

    @staticmethod
    def echo(connection: ServerConnection) -> None:
        for _ in range(10):
            message = json.loads(connection.recv())
            connection.send(json.dumps({"type": "delta", "delta": message["audio"]}))
        connection.close()

    @pytest.fixture
    def question(self) -> bytes:
        file = io.BytesIO()
        with wave.open(file, "wb") as written:
            written.setframerate(8_000)
            written.setnchannels(1)
            written.setsampwidth(2)
            written.writeframes(AUDIO)
        return file.getvalue()

    def test_blocking(self, voice: GeneratedPackage, question: bytes) -> None:
        audio = voice.module("audio")
        heard = io.BytesIO()
        with (
            websocket_server(self.echo) as server,
            voice.module().Voice(base_url=server.url) as client,
            client.main.connect() as connection,
            audio.WavWriter(heard, audio.PCMFormat(8_000)) as writer,
        ):
            seconds = audio.send_pcm(
                lambda chunk: connection.append(audio=chunk),
                question,
                audio.PCMFormat(8_000),
                speed=math.inf,
            )
            connection.on("delta", lambda event: writer.write(event.audio_bytes))
            connection.dispatch_events()
        assert seconds == 1.0
        assert heard.getvalue() == question

    def test_asyncio(self, voice: GeneratedPackage, question: bytes) -> None:
        audio = voice.module("audio")
        heard = io.BytesIO()
        format_ = audio.PCMFormat(8_000)

        async def run(url: str) -> None:
            with audio.WavWriter(heard, format_) as writer:
                async with (
                    voice.module().AsyncVoice(base_url=url) as client,
                    client.main.connect() as connection,
                ):

                    async def send(chunk: bytes) -> Any:
                        await connection.append(audio=chunk)

                    await audio.async_send_pcm(send, question, format_, speed=math.inf)
                    connection.on("delta", lambda event: writer.write(event.audio_bytes))
                    await connection.dispatch_events()

        with websocket_server(self.echo) as server:
            asyncio.run(run(server.url))
        assert heard.getvalue() == question
