"""Connections of a generated package over a real WebSocket server, blocking and asyncio."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

import pytest
from websockets.sync.server import ServerConnection

from tests.functional.conftest import GeneratedPackage, GeneratePackage
from tests.unit.runtime.servers import Talk, WebSocketServer, sends, websocket_server

# `op` is the tag, one message of each direction has no helper tree to speak of, `e` and `E` differ
# in case only, and the socket has parameters of every place.
EXCHANGE = """
asyncapi: 3.0.0
info: {title: Exchange, version: '1'}
servers: {live: {host: example.com, pathname: /v2, protocol: wss}}
channels:
  market:
    address: /ws/{market}
    description: Prices as they come.
    parameters: {market: {enum: [spot, futures], description: Which one.}}
    bindings:
      ws:
        query: {type: object, required: [depth], properties: {depth: {type: integer},
            from: {type: string}}}
        headers: {type: object, properties: {X-Trace: {type: string}}}
    messages:
      Subscribe:
        description: Ask for prices.
        payload:
          type: object
          required: [op, list]
          properties:
            op: {const: subscribe}
            list: {type: array, items: {type: string}}
            e: {type: integer}
            E: {type: integer}
            sound: {type: string, contentEncoding: base64}
      OrderNew:
        payload:
          type: object
          required: [op, order]
          properties:
            op: {const: order.new}
            order: {$ref: '#/components/schemas/Order'}
      OrderBookClear: {payload: {type: object, required: [op],
          properties: {op: {const: order.book.clear}}}}
      Close: {payload: {type: object, required: [op], properties: {op: {const: close}}}}
      Price:
        payload:
          type: object
          required: [op, e, E]
          properties: {op: {const: price}, e: {type: string}, E: {type: integer},
              p: {$ref: '#/components/schemas/Part'}}
      Fault: {payload: {type: object, required: [op], properties: {op: {const: fault},
          text: {type: string}}}}
operations:
  send:
    action: send
    channel: {$ref: '#/channels/market'}
    messages:
      - {$ref: '#/channels/market/messages/Subscribe'}
      - {$ref: '#/channels/market/messages/OrderNew'}
      - {$ref: '#/channels/market/messages/OrderBookClear'}
      - {$ref: '#/channels/market/messages/Close'}
  receive:
    action: receive
    channel: {$ref: '#/channels/market'}
    messages:
      - {$ref: '#/channels/market/messages/Price'}
      - {$ref: '#/channels/market/messages/Fault'}
components:
  schemas:
    Order: {type: object, required: [price], properties: {price: {type: number},
        type: {enum: [buy, sell]}}}
    Part:
      oneOf:
        - {type: object, required: [t], properties: {t: {const: a}, x: {type: integer}}}
        - {type: object, required: [t], properties: {t: {const: b}, y: {type: integer}}}
"""
CLIENT_SIDE = "describes: client"


@pytest.fixture(scope="module")
def exchange(generate_package: GeneratePackage) -> GeneratedPackage:
    return generate_package(asyncapi=EXCHANGE, config=CLIENT_SIDE)


Use = Callable[[Any], list[Any]]


@pytest.fixture(params=["blocking", "asyncio"])
def talk(
    request: pytest.FixtureRequest, exchange: GeneratedPackage
) -> Callable[[Talk, list[str], dict[str, Any]], tuple[list[Any], WebSocketServer]]:
    """Connect, call helpers by their dotted names, and take the events until the end."""

    def run(
        server_side: Talk, calls: list[str], arguments: dict[str, Any]
    ) -> tuple[list[Any], WebSocketServer]:
        with websocket_server(server_side) as server:
            if request.param == "blocking":
                events = blocking(server.url, calls, arguments)
            else:
                events = asyncio.run(awaited(server.url, calls, arguments))
        return events, server

    def blocking(url: str, calls: list[str], arguments: dict[str, Any]) -> list[Any]:
        with (
            exchange.module().Exchange(base_url=url) as client,
            client.ws.connect("spot", depth=5, x_trace="t") as connection,
        ):
            for name in calls:
                helper(connection, name)(**arguments)
            return list(connection)

    async def awaited(url: str, calls: list[str], arguments: dict[str, Any]) -> list[Any]:
        async with (
            exchange.module().AsyncExchange(base_url=url) as client,
            client.ws.connect("spot", depth=5, x_trace="t") as connection,
        ):
            for name in calls:
                await helper(connection, name)(**arguments)
            return [event async for event in connection]

    def helper(connection: Any, name: str) -> Any:
        for part in name.split("."):
            connection = getattr(connection, part)
        return connection

    return run


def answers_first(connection: ServerConnection) -> None:
    """Sends back the first message inside of an event that no document has, then closes."""
    connection.send(json.dumps({"op": "seen", "frame": json.loads(connection.recv())}))
    connection.close()


class TestReceiving:
    def test_messages_by_tag(self, talk: Any) -> None:
        events, _ = talk(
            sends(
                '{"op":"price","e":"x","E":1,"p":{"t":"b","y":2}}', b'{"op":"fault","text":"no"}'
            ),
            [],
            {},
        )
        assert [type(event).__name__ for event in events] == ["Price", "Fault"]
        assert (events[0].e, events[0].e_, events[0].p.y) == ("x", 1, 2)

    def test_what_the_document_does_not_have(self, talk: Any, exchange: GeneratedPackage) -> None:
        unknown = exchange.module().UnknownEvent
        events, _ = talk(sends('{"op":"new","a":1}', "not JSON", '{"op":"price"}'), [], {})
        assert isinstance(events[0], unknown)
        assert events[0].raw == {"op": "new", "a": 1}
        assert events[0].op == "unknown"
        assert isinstance(events[1], unknown)
        assert type(events[2]).__name__ == "Price"

    def test_a_nested_variant_that_is_new(self, talk: Any, exchange: GeneratedPackage) -> None:
        (event,), _ = talk(sends('{"op":"price","e":"x","E":1,"p":{"t":"c"}}'), [], {})
        assert exchange.module().is_unknown(event.p)


class TestHandshake:
    def test_every_place_of_a_parameter(self, talk: Any) -> None:
        _, server = talk(sends(), [], {})
        (request,) = server.requests
        assert request.path == "/ws/spot?depth=5"
        assert request.headers["X-Trace"] == "t"


class TestSending:
    @pytest.mark.parametrize(
        ("helper", "arguments", "frame"),
        [
            (
                "subscribe",
                {"list": ["a"], "e": 1, "e_": 2},
                {"op": "subscribe", "list": ["a"], "e": 1, "E": 2},
            ),
            ("subscribe", {"list": ["a"]}, {"op": "subscribe", "list": ["a"]}),
            (
                "subscribe",
                {"list": [], "sound": b"\0\1"},
                {"op": "subscribe", "list": [], "sound": "AAE="},
            ),
            (
                "order.new",
                {"order": {"price": 1.5, "type": "buy"}},
                {"op": "order.new", "order": {"price": 1.5, "type": "buy"}},
            ),
            ("order.book.clear", {}, {"op": "order.book.clear"}),
            ("close_", {}, {"op": "close"}),
        ],
    )
    def test_helpers(
        self, talk: Any, helper: str, arguments: dict[str, Any], frame: dict[str, Any]
    ) -> None:
        (echo,), _ = talk(answers_first, [helper], arguments)
        assert echo.raw["frame"] == frame

    @pytest.mark.parametrize("as_model", [False, True])
    def test_send_takes_models_and_dicts(self, exchange: GeneratedPackage, as_model: bool) -> None:
        message: Any = {"op": "subscribe", "list": ["x"]}
        if as_model:
            message = exchange.type("Subscribe").model_validate(message)
        with (
            websocket_server(answers_first) as server,
            exchange.module().Exchange(base_url=server.url) as client,
            client.ws.connect("spot", depth=1) as connection,
        ):
            connection.send(message)
            assert connection.recv().raw["frame"] == {"op": "subscribe", "list": ["x"]}


def one_way(direction: str) -> str:
    return f"""
        asyncapi: 3.0.0
        info: {{title: One way, version: '1'}}
        servers: {{live: {{host: example.com, protocol: wss}}}}
        channels:
          feed:
            address: /feed
            messages:
              Tick: {{payload: {{type: object, required: [t], properties: {{t: {{const: tick}},
                  n: {{type: integer}}}}}}}}
        operations:
          only:
            action: {direction}
            channel: {{$ref: '#/channels/feed'}}
        """


class TestOneWay:
    def test_send_only(self, generate_package: GeneratePackage) -> None:
        package = generate_package(asyncapi=one_way("send"), config="describes: client")
        with (
            websocket_server(lambda connection: connection.send('{"any":1}')) as server,
            package.module().OneWay(base_url=server.url) as client,
            client.feed.connect() as connection,
        ):
            connection.tick(n=1)
            assert connection.recv() == {"any": 1}

    def test_receive_only(self, generate_package: GeneratePackage) -> None:
        package = generate_package(asyncapi=one_way("receive"), config="describes: client")
        with (
            websocket_server(sends('{"t":"tick","n":1}')) as server,
            package.module().OneWay(base_url=server.url) as client,
            client.feed.connect() as connection,
        ):
            assert [event.n for event in connection] == [1]
            assert not hasattr(connection, "send")

    def test_the_server_s_document_turns_directions_around(
        self, generate_package: GeneratePackage
    ) -> None:
        package = generate_package(asyncapi=one_way("receive"), config="describes: server")
        assert hasattr(package.module("resources.feed").FeedConnection, "tick")
