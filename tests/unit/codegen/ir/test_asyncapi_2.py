"""AsyncAPI 2: channels by address, `publish` and `subscribe`, traits."""

from __future__ import annotations

from pathlib import Path

import pytest

from codegen.ir.api import Api, Channel, ParameterIn
from codegen.ir.types import LiteralType
from tests.unit.codegen.specs import api_of

DOCUMENT = """
asyncapi: 2.6.0
info: {title: t, version: '1'}
servers:
  broker: {url: a.b, protocol: mqtt}
  main: {url: '{r}.a.b/v1', protocol: wss, variables: {r: {enum: [eu, us]}}}
channels:
  ws/{room}:
    description: D
    parameters: {room: {description: R, schema: {enum: [a, b]}}}
    bindings: {ws: {query: {type: object, properties: {q: {type: integer}}}}}
    publish:
      operationId: talk
      message:
        oneOf:
          - {$ref: '#/components/messages/Ask'}
          - {name: stop, payload: {type: object, required: [op], properties: {op: {const: stop}}}}
          - {payload: {type: object, required: [op], properties: {op: {const: go}}}}
    subscribe:
      message: {$ref: '#/components/messages/Told'}
  quiet: {}
components:
  messages:
    Ask:
      description: Own.
      payload: {type: object, required: [op], properties: {op: {const: ask}}}
      traits: [{description: First.}, {$ref: '#/components/messageTraits/last'}]
    Told: {payload: {type: array, items: {type: string}}}
  messageTraits:
    last: {description: Last., summary: S, name: question}
"""


def read(folder: Path, document: str = DOCUMENT, *, describes_client: bool = False) -> Api:
    return api_of(folder, asyncapi=document, describes_client=describes_client)


def only_channel(api: Api) -> Channel:
    (channel,) = api.channels
    return channel


class TestDirection:
    def test_others_publish_to_a_server(self, tmp_path: Path) -> None:
        channel = only_channel(read(tmp_path))
        assert [m.key.reveal() for m in channel.sent] == ["Ask", "stop", "talk 3"]
        assert [m.key.reveal() for m in channel.received] == ["Told"]

    def test_a_client_is_published_to(self, tmp_path: Path) -> None:
        channel = only_channel(read(tmp_path, describes_client=True))
        assert [m.key.reveal() for m in channel.sent] == ["Told"]


class TestChannel:
    def test_address(self, tmp_path: Path) -> None:
        channel = only_channel(read(tmp_path))
        assert (channel.address.reveal(), channel.key.reveal()) == ("/ws/{room}", "ws/{room}")

    def test_parameters(self, tmp_path: Path) -> None:
        room, query = only_channel(read(tmp_path)).parameters
        assert (room.place, query.place) == (ParameterIn.PATH, ParameterIn.QUERY)
        assert isinstance(room.type, LiteralType)
        assert room.description is not None

    def test_a_parameter_that_only_the_address_has(self, tmp_path: Path) -> None:
        document = DOCUMENT.replace(
            "    parameters: {room: {description: R, schema: {enum: [a, b]}}}\n", ""
        )
        room, _ = only_channel(read(tmp_path, document)).parameters
        assert (room.name.reveal(), room.place, room.required) == ("room", ParameterIn.PATH, True)

    def test_tags_of_one_direction(self, tmp_path: Path) -> None:
        channel = only_channel(read(tmp_path))
        assert channel.sent_tag is not None
        assert channel.sent_tag.reveal() == "op"
        assert channel.received_tag is None


class TestTraits:
    def test_they_are_patches_and_the_last_one_wins(self, tmp_path: Path) -> None:
        ask = only_channel(read(tmp_path)).sent[0]
        assert ask.description is not None
        assert (ask.description.reveal(), ask.name.reveal()) == ("Last.", "question")

    def test_null_deletes(self, tmp_path: Path) -> None:
        document = DOCUMENT.replace("last: {description: Last.,", "last: {description: null,")
        ask = only_channel(read(tmp_path, document)).sent[0]
        assert ask.description is not None
        assert ask.description.reveal() == "S"

    def test_in_version_3_the_message_wins(self, tmp_path: Path) -> None:
        document = """
            asyncapi: 3.0.0
            info: {title: t, version: '1'}
            channels:
              c:
                messages:
                  A: {description: Own., traits: [{description: Trait., summary: S}]}
            operations: {o: {action: send, channel: {$ref: '#/channels/c'}}}
            """
        (message,) = only_channel(read(tmp_path, document)).received
        assert message.description is not None
        assert message.description.reveal() == "Own."


class TestServer:
    @pytest.mark.parametrize(
        ("url", "protocol", "expected"),
        [
            ("'{r}.a.b/v1'", "wss", "wss://{r}.a.b/v1"),
            ("'wss://{r}.a.b'", "wss", "wss://{r}.a.b"),
            ("'ws://a.b'", "http", "ws://a.b"),
            ("'https://a.b'", "wss", "wss://a.b"),
        ],
    )
    def test_url(self, tmp_path: Path, url: str, protocol: str, expected: str) -> None:
        document = DOCUMENT.replace("'{r}.a.b/v1', protocol: wss", f"{url}, protocol: {protocol}")
        found = read(tmp_path, document).websocket_server
        assert found is not None
        assert found.url.reveal() == expected
