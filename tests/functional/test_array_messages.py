"""Messages that are JSON arrays, known by what stands at a position, as exchanges send them."""

from __future__ import annotations

from typing import Any

import pytest
from websockets.sync.server import ServerConnection

from tests.functional.conftest import GeneratedPackage, GeneratePackage
from tests.unit.runtime.servers import websocket_server

DOCUMENT = """
asyncapi: 3.0.0
info: {title: Mini, version: '1'}
servers: {main: {host: a.example, protocol: wss}}
channels:
  feed:
    address: /feed
    messages:
      Info: {payload: {type: object, required: [event], properties: {event: {const: info},
          version: {type: integer}}}}
      Executed: {payload: {$ref: '#/components/schemas/Executed'}}
      Updated: {payload: {$ref: '#/components/schemas/Updated'}}
      Heartbeat: {payload: {type: array, prefixItems: [{type: integer}, {const: hb}],
          minItems: 2, maxItems: 2, items: false}}
      Candle: {payload: {type: array, prefixItems: [{type: integer},
          {type: array, prefixItems: [{type: number}, {type: number}],
              minItems: 2, maxItems: 2, items: false},
          {$ref: '#/components/schemas/CandleName'}, {type: string}],
          minItems: 4, maxItems: 4, items: false}}
      Subscribe: {payload: {type: array, prefixItems: [{const: sub}, {type: string}],
          minItems: 2, maxItems: 2, items: false}}
operations:
  hear: {action: send, channel: {$ref: '#/channels/feed'}, messages: [
      {$ref: '#/channels/feed/messages/Info'}, {$ref: '#/channels/feed/messages/Executed'},
      {$ref: '#/channels/feed/messages/Updated'}, {$ref: '#/channels/feed/messages/Heartbeat'},
      {$ref: '#/channels/feed/messages/Candle'}]}
  say: {action: receive, channel: {$ref: '#/channels/feed'},
      messages: [{$ref: '#/channels/feed/messages/Subscribe'}]}
components:
  schemas:
    CandleName: {enum: [ohlc-1, ohlc-5]}
    UpdatedName: {type: string, const: tu}
    Trade: {type: object, required: [id], properties: {id: {type: integer}}}
    Executed:
      type: array
      prefixItems: [{type: integer}, {const: te}, {$ref: '#/components/schemas/Trade'}]
      minItems: 3
      maxItems: 3
      items: false
    Updated:
      type: array
      prefixItems: [{type: integer}, {$ref: '#/components/schemas/UpdatedName'},
          {$ref: '#/components/schemas/Trade'}]
      minItems: 3
      maxItems: 3
      items: false
"""


@pytest.fixture(scope="module")
def package(generate_package: GeneratePackage) -> GeneratedPackage:
    return generate_package(asyncapi=DOCUMENT)


def received(package: GeneratedPackage, *frames: str, **options: Any) -> list[Any]:
    def talk(connection: ServerConnection) -> None:
        for frame in frames:
            connection.send(frame)
        connection.close()

    with (
        websocket_server(talk) as server,
        package.module().Mini(base_url=server.url, **options) as client,
        client.feed.connect() as connection,
    ):
        return list(connection)


class TestByPosition:
    def test_the_type(self, package: GeneratedPackage) -> None:
        executed, updated, beat, candle, info = received(
            package,
            '[7,"te",{"id":1}]',
            '[7,"tu",{"id":2}]',
            '[7,"hb"]',
            '[7,[1,2.5],"ohlc-5","XBT/USD"]',
            '{"event":"info","version":2}',
        )
        assert (executed[:2], executed[2].id) == ((7, "te"), 1)
        assert (updated[:2], updated[2].id) == ((7, "tu"), 2)
        assert type(executed[2]).__name__ == type(updated[2]).__name__ == "Trade"
        assert beat == (7, "hb")
        assert candle == (7, (1.0, 2.5), "ohlc-5", "XBT/USD")
        assert (type(info).__name__, info.version) == ("Info", 2)

    @pytest.mark.parametrize(
        "frame",
        [
            '[7,"zz",{"id":1}]', "[7]", "[]", '[["te"],7]', '{"1":"te"}', '[7,"TE",{"id":1}]',
            '[7,[1,2],"ohlc-60","XBT/USD"]',
        ],
    )  # fmt: skip
    def test_what_no_position_tells(self, package: GeneratedPackage, frame: str) -> None:
        (event,) = received(package, frame)
        assert type(event).__name__ == "UnknownEvent"

    def test_of_the_wrong_form(self, package: GeneratedPackage) -> None:
        """The tag decides, whatever else is wrong; what fits keeps its type."""
        frames = ('["a","tu",{"id":"b"}]', '[7,"te",null]', '[7,"te"]', '[7,"te",{"id":1},"more"]')
        first, empty, short, long = received(package, *frames)
        assert (first[0], first[1], first[2].id) == ("a", "tu", "b")
        assert type(first[2]).__name__ == "Trade"
        assert list(empty) == [7, "te", None]
        assert list(short) == [7, "te"]
        assert long[2] in ({"id": 1}, package.type("Trade")(id=1))
        assert long[3] == "more"

    def test_strictly(self, package: GeneratedPackage) -> None:
        error = package.module().APIResponseValidationError
        with pytest.raises(error):
            received(package, '[7,"te",{"id":"b"}]', _strict_response_validation=True)

    def test_sent(self, package: GeneratedPackage) -> None:
        frames: list[str | bytes] = []

        def talk(connection: ServerConnection) -> None:
            frames.append(connection.recv())

        with (
            websocket_server(talk) as server,
            package.module().Mini(base_url=server.url) as client,
            client.feed.connect() as connection,
        ):
            connection.send(("sub", "trades"))
            connection.close()
        assert frames == ['["sub","trades"]']


def test_the_unknown_event_imports_what_it_uses(package: GeneratedPackage) -> None:
    # There is no tag that it could have a value of.
    assert "Literal" not in package.text("types/unknown_event.py")
