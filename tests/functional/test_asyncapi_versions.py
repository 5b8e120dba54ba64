"""Every version of AsyncAPI, and what a message has from its traits."""

from __future__ import annotations

from typing import Any

import pytest
from websockets.sync.server import ServerConnection

from tests.functional.conftest import GeneratePackage
from tests.unit.runtime.servers import websocket_server

MESSAGES = """
asyncapi: {version}
info: {{title: Talk, version: '1'}}
servers: {{main: {{url: example.com, protocol: wss}}}}
channels:
  /talk:
    subscribe:
      message:
        oneOf:
          - {{name: Turn, payload: {{type: object, properties: {{n: {{type: integer}}}}}}}}
          - {{name: Sound, traits: [{{$ref: '#/components/messageTraits/Binary'}}]}}
components:
  messageTraits: {{Binary: {{contentType: audio/wav}}}}
"""
MESSAGES_3 = """
asyncapi: {version}
info: {{title: Talk, version: '1'}}
servers: {{main: {{host: example.com, protocol: wss}}}}
channels:
  talk:
    address: /talk
    messages:
      Turn: {{payload: {{type: object, properties: {{n: {{type: integer}}}}}}}}
      Sound: {{traits: [{{$ref: '#/components/messageTraits/Binary'}}]}}
operations:
  hear: {{action: send, channel: {{$ref: '#/channels/talk'}}}}
components:
  messageTraits: {{Binary: {{contentType: audio/wav}}}}
"""


@pytest.mark.parametrize("version", [*(f"2.{minor}.0" for minor in range(7)), "3.0.0", "3.1.0"])
def test_each_version_of_asyncapi(generate_package: GeneratePackage, version: str) -> None:
    def say(connection: ServerConnection) -> None:
        connection.send('{"n": 1}')
        connection.send(b"sound")
        connection.close()

    text = (MESSAGES if version.startswith("2") else MESSAGES_3).format(version=version)
    package = generate_package(asyncapi=text)
    with (
        websocket_server(say) as server,
        package.module().Talk(base_url=server.url) as client,
        client.talk.connect() as connection,
    ):
        events: list[Any] = list(connection)
    turn, sound = events
    assert (type(turn).__name__, turn.n) == ("Turn", 1)
    assert sound == b"sound"
