"""Packages of AsyncAPI 2 documents, and of messages that no tag tells apart."""

from __future__ import annotations

from typing import Any

import pytest
from websockets.sync.server import ServerConnection

from tests.functional.conftest import GeneratedPackage, GeneratePackage
from tests.unit.runtime.servers import sends, websocket_server

SPEECH = """
asyncapi: 2.6.0
info: {title: Speech, version: '1'}
servers: {live: {url: example.com, protocol: wss}}
channels:
  /listen:
    bindings: {ws: {query: {type: object, properties: {model: {type: string}}}}}
    publish:
      message:
        oneOf:
          - name: Audio
            payload: {type: string, format: binary}
          - name: KeepAlive
            payload: {type: object, required: [type], properties: {type: {const: KeepAlive}}}
          - name: Configure
            payload:
              type: object
              required: [version, words]
              properties: {version: {const: 2}, words: {type: array, items: {type: string}}}
    subscribe:
      message:
        oneOf:
          - name: Transcript
            payload: {type: object, required: [text, start], properties: {text: {type: string},
                start: {type: number}}}
          - name: Fault
            payload: {type: object, required: [code], properties: {code: {type: integer}}}
          - name: Numbers
            payload: {type: array, items: {type: integer}}
  /speak:
    publish: {message: {name: Say, payload: {type: object, required: [say],
        properties: {say: {type: string}}}}}
    subscribe:
      message:
        oneOf:
          - {name: Sound, contentType: audio/wav}
          - name: Done
            payload: {type: object, required: [kind, ok], properties: {kind: {const: status},
                ok: {enum: [done]}}}
          - name: Failed
            payload: {type: object, required: [kind, ok], properties: {kind: {const: status},
                ok: {enum: [failed]}}}
  /echo/{a}:
    subscribe: {message: {name: Anything}}
  /echo/{b}:
    subscribe: {message: {name: One, payload: {type: object, required: [n],
        properties: {n: {type: integer}}}}}
"""


@pytest.fixture(scope="module")
def speech(generate_package: GeneratePackage) -> GeneratedPackage:
    return generate_package(asyncapi=SPEECH)


def received(package: GeneratedPackage, resource: str, *frames: str | bytes) -> list[Any]:
    with (
        websocket_server(sends(*frames)) as server,
        package.module().Speech(base_url=server.url) as client,
        getattr(client, resource).connect(*(["x"] if "echo" in resource else [])) as connection,
    ):
        return list(connection)


class TestByShape:
    def test_the_class_that_fits(self, speech: GeneratedPackage) -> None:
        frames = ('{"code":1}', '{"text":"a","start":0.5}', "[1,2]")
        fault, transcript, numbers = received(speech, "listen", *frames)
        assert [type(e).__name__ for e in (fault, transcript)] == ["Fault", "Transcript"]
        assert numbers == [1, 2]

    def test_none_that_fits(self, speech: GeneratedPackage) -> None:
        (event,) = received(speech, "listen", '{"other":1}')
        assert isinstance(event, speech.module().UnknownEvent)
        assert event.raw == {"other": 1}

    def test_the_only_message_keeps_its_class(self, speech: GeneratedPackage) -> None:
        (event,) = received(speech, "echo_b", '{"n":"not a number"}')
        assert type(event).__name__ == "One"
        assert event.n == "not a number"

    def test_a_message_without_a_payload_is_any_value(self, speech: GeneratedPackage) -> None:
        assert received(speech, "echo_a", '{"a":[1]}', "3") == [{"a": [1]}, 3]


class TestBinary:
    def test_beside_two_levels_of_tags(self, speech: GeneratedPackage) -> None:
        frames = (b"RIFF\0\xff", '{"kind":"status","ok":"failed"}', '{"kind":"status","ok":"new"}')
        sound, failed, unknown = received(speech, "speak", *frames)
        assert sound == b"RIFF\0\xff"
        assert type(failed).__name__ == "Failed"
        assert isinstance(unknown, speech.module().UnknownEvent)

    def test_sent_as_it_is(self, speech: GeneratedPackage) -> None:
        assert exchanged(speech, "send", b"\0\1") == b"\0\1"


class TestHelpers:
    @pytest.mark.parametrize(
        ("helper", "arguments", "frame"),
        [
            ("keep_alive", {}, '{"type":"KeepAlive"}'),
            ("configure", {"words": ["a"]}, '{"version":2,"words":["a"]}'),
        ],
    )
    def test_constants_are_filled_in(
        self, speech: GeneratedPackage, helper: str, arguments: dict[str, Any], frame: str
    ) -> None:
        assert exchanged(speech, helper, **arguments) == frame


def exchanged(package: GeneratedPackage, method: str, *values: Any, **arguments: Any) -> Any:
    """What the server receives when one method of a connection is called."""
    frames: list[str | bytes] = []

    def server_side(connection: ServerConnection) -> None:
        frames.append(connection.recv())
        connection.close()

    with (
        websocket_server(server_side) as server,
        package.module().Speech(base_url=server.url) as client,
        client.listen.connect(model="m") as connection,
    ):
        getattr(connection, method)(*values, **arguments)
        assert list(connection) == []
    (frame,) = frames
    return frame
