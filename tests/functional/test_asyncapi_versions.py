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


NAMES_2 = """
asyncapi: 2.6.0
info: {title: Talk, version: '1'}
servers: {main: {url: example.com, protocol: wss}}
channels:
  /talk:
    publish:
      message:
        oneOf:
          - traits: [{messageId: keep_alive}]
            payload: {type: object, properties: {every: {type: integer}}}
          - name: Configure
            traits: [{name: Common, messageId: other}, {title: Also common}]
            payload: {type: object, properties: {words: {type: integer}}}
          - $ref: '#/components/messages/Silent'
    subscribe:
      message:
        traits: [{name: first}, {name: last_turn}]
        payload: {type: object, properties: {n: {type: integer}}}
components:
  messages:
    Silent: {traits: [{name: hush}], payload: {type: object, properties: {still: {type: integer}}}}
"""
NAMES_3 = """
asyncapi: 3.0.0
info: {title: Talk, version: '1'}
servers: {main: {host: example.com, protocol: wss}}
channels:
  talk:
    address: /talk
    messages:
      m1: {traits: [{name: keep_alive}], payload: {type: object, properties: {a: {type: integer}}}}
      m2: {name: configure, traits: [{name: common}],
          payload: {type: object, properties: {words: {type: integer}}}}
      m3: {traits: [{name: first}, {name: last_turn}],
          payload: {type: object, properties: {n: {type: integer}}}}
operations:
  say: {action: receive, channel: {$ref: '#/channels/talk'}, messages: [
      {$ref: '#/channels/talk/messages/m1'}, {$ref: '#/channels/talk/messages/m2'}]}
  hear: {action: send, channel: {$ref: '#/channels/talk'}, messages: [
      {$ref: '#/channels/talk/messages/m3'}]}
"""


class TestNamesFromTraits:
    def test_version_2(self, generate_package: GeneratePackage) -> None:
        package = generate_package(asyncapi=NAMES_2)
        connection = package.module("resources.talk").TalkConnection
        assert {"keep_alive", "configure", "hush"} <= vars(connection).keys()
        assert package.type("LastTurn").model_fields.keys() == {"n"}
        assert package.type("KeepAliveParam").__annotations__.keys() == {"every"}

    def test_version_3(self, generate_package: GeneratePackage) -> None:
        connection = generate_package(asyncapi=NAMES_3).module("resources.talk").TalkConnection
        assert {"keep_alive", "configure"} <= vars(connection).keys()
        assert "common" not in vars(connection)

    @pytest.mark.parametrize("document", [NAMES_2, NAMES_3])
    def test_they_are_names_for_settings(
        self, generate_package: GeneratePackage, document: str
    ) -> None:
        config = "skip: {messages: {keep_alive: unused}}\nmessages: {last_turn: {direction: both}}"
        connection = generate_package(asyncapi=document, config=config).module("resources.talk")
        assert "keep_alive" not in vars(connection.TalkConnection)
        assert {"configure", "last_turn"} <= vars(connection.TalkConnection).keys()
