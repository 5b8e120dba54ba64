"""A generated client against the mock server of its own document: both understand it alike."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest

from codegen.config import Config
from codegen.config_file import parse_config
from codegen.mock.server import MockServer
from codegen.read import read_document
from tests.functional.conftest import GeneratedPackage, GeneratePackage

DOCUMENT = """
asyncapi: 3.0.0
info: {title: Mini, version: '1'}
servers:
  main:
    host: '{host}:{port}'
    pathname: /{version}
    protocol: ws
    variables: {host: {default: 127.0.0.1}, port: {}, version: {enum: [v1, v2], default: v1}}
channels:
  main:
    address: rooms/{room}/
    parameters: {room: {}}
    messages:
      AddRequest:
        correlationId: {location: '$message.payload#/req_id'}
        payload: {type: object, required: [op, req_id, a], properties: {op: {const: add},
            req_id: {type: integer}, a: {type: integer}}}
      AddResponse:
        correlationId: {location: '$message.payload#/meta/req_id'}
        payload: {type: object, required: [op, sum], properties: {op: {const: added},
            sum: {type: integer, minimum: 3},
            meta: {type: object, properties: {req_id: {type: integer}}}}}
      # No operation names these.
      MuteCommand: {payload: {type: object, required: [op], properties: {op: {const: mute}}}}
      JoinedEvent: {payload: {type: object, required: [op, who],
          properties: {op: {const: joined}, who: {type: string}}}}
      WrongError: {payload: {type: object, required: [op, message],
          properties: {op: {const: error}, message: {type: string}}}}
      Whisper: {payload: {type: object, required: [op, text],
          properties: {op: {const: whisper}, text: {type: string}}}}
operations:
  add: {action: send, channel: {$ref: '#/channels/main'},
      messages: [{$ref: '#/channels/main/messages/AddRequest'}],
      reply: {messages: [{$ref: '#/channels/main/messages/AddResponse'}]}}
"""
CONFIG = "describes: client\nmessages: {Whisper: {direction: send}}\n"
SCENARIO = """
scenario: 1
channels:
  main:
    on_connect: [{send: {op: joined, who: "{{ request.path.room }}"}}]
    on:
      MuteCommand: [{send: {op: joined, who: nobody}}]
      whisper: [{send: {op: joined, who: "{{ event.text }}"}}]
"""


@pytest.fixture(scope="module")
def package(generate_package: GeneratePackage) -> GeneratedPackage:
    return generate_package(asyncapi=DOCUMENT, config=CONFIG)


@pytest.fixture(scope="module")
def port(package: GeneratedPackage) -> Iterator[str]:
    folder = package.folder.parent
    (folder / "scenario.yaml").write_text(SCENARIO, encoding="utf-8")
    documents = (None, folder / "asyncapi.yaml", folder / "scenario.yaml")
    config = parse_config(read_document(folder / "sdk.yaml"))
    with MockServer(*documents, config=config, verify=True) as server:
        yield str(urlsplit(server.websocket_url).port)


class TestOneReaderForBoth:
    def test_a_request_gets_its_own_reply(self, package: GeneratedPackage, port: str) -> None:
        with (
            package.module().Mini(port=port) as client,
            client.rooms.connect("lobby") as connection,
        ):
            assert connection.recv().who == "lobby"
            first, second = connection.add(a=1), connection.add(a=2)
            assert type(first).__name__ == "AddResponse"
            assert (first.sum, second.sum) == (3, 3)
            assert first.meta.req_id != second.meta.req_id

        async def use() -> Any:
            async with (
                package.module().AsyncMini(port=port) as client,
                client.rooms.connect("lobby") as connection,
            ):
                await connection.recv()
                return await asyncio.gather(connection.add(a=1), connection.add(a=2))

        replies = asyncio.run(use())
        assert len({reply.meta.req_id for reply in replies}) == 2

    def test_messages_that_no_operation_names(self, package: GeneratedPackage, port: str) -> None:
        with (
            package.module().Mini(port=port) as client,
            client.rooms.connect("lobby") as connection,
        ):
            assert type(connection.recv()).__name__ == "JoinedEvent"
            connection.mute()
            assert connection.recv().who == "nobody"
            # Its direction is from sdk.yaml, which both read.
            connection.whisper(text="psst")
            assert connection.recv().who == "psst"
            connection.send({"op": "shout"})
            error = connection.recv()
            assert type(error).__name__ == "WrongError"
            assert error.message == "'shout' is none of 'add', 'mute', 'whisper'"

    @pytest.mark.parametrize("version", ["v1", "v2"])
    def test_every_value_of_a_server_variable(
        self, package: GeneratedPackage, port: str, version: str
    ) -> None:
        with (
            package.module().Mini(port=port, version=version) as client,
            client.rooms.connect("a b") as connection,
        ):
            assert connection.recv().who == "a b"


UNNAMED = """
asyncapi: 2.6.0
info: {title: Plain, version: '1'}
servers: {main: {url: 'ws://127.0.0.1', protocol: ws}}
channels:
  /feed:
    publish:
      message:
        oneOf:
          - payload: {type: object, required: [op], properties: {op: {const: start}}}
          - payload: {type: string}
    subscribe: {message: {payload: {type: object, required: [n], properties: {n: {type: integer}}}}}
  /echo:
    publish: {message: {name: line, payload: {type: string, enum: [ping]}}}
    subscribe: {message: {name: answer, payload: {type: string, enum: [pong]}}}
"""
UNNAMED_SCENARIO = """
scenario: 1
channels:
  /feed:
    on:
      start: [{send: {n: 1}}]
      /feed publish 2: [{send: {n: "{{ event | length }}"}}]
  /echo: {on: {line: [{send: pong}]}}
"""


@pytest.fixture(scope="module")
def plain(generate_package: GeneratePackage) -> GeneratedPackage:
    return generate_package(asyncapi=UNNAMED)


@pytest.fixture(scope="module")
def url(plain: GeneratedPackage) -> Iterator[str]:
    folder = plain.folder.parent
    (folder / "scenario.yaml").write_text(UNNAMED_SCENARIO, encoding="utf-8")
    documents = (None, folder / "asyncapi.yaml", folder / "scenario.yaml")
    with MockServer(*documents, config=Config(describes="server"), verify=True) as server:
        yield server.base_url


class TestMessagesWithoutNames:
    def test_are_known_by_their_tags_and_places(self, plain: GeneratedPackage, url: str) -> None:
        with (
            plain.module().Plain(base_url=url) as client,
            client.feed.connect() as connection,
        ):
            connection.send({"op": "start"})
            assert connection.recv().n == 1
            connection.send("four")
            assert connection.recv().n == 4

    def test_texts_that_are_no_json(self, plain: GeneratedPackage, url: str) -> None:
        with (
            plain.module().Plain(base_url=url) as client,
            client.echo.connect() as connection,
        ):
            connection.send("ping")
            assert connection.recv() == "pong"
