"""Functions for the messages of a generated connection, over a real WebSocket server."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.server import ServerConnection

from tests.functional.conftest import GeneratedPackage, GeneratePackage
from tests.unit.runtime.servers import Talk, websocket_server

# `buy` and `sell` are one class, `E` is the tag in an attribute of another name.
TAGGED = """
asyncapi: 3.0.0
info: {title: Market, version: '1'}
servers: {main: {host: a.example, protocol: wss}}
channels:
  main:
    address: /main
    messages:
      Off: {payload: {type: object, required: [E], properties: {E: {const: 'off'}}}}
      Once: {payload: {type: object, required: [E], properties: {E: {const: once}}}}
      DispatchEvents: {payload: {type: object, required: [E],
          properties: {E: {const: dispatch_events}}}}
      Price: {payload: {type: object, required: [E, e], properties: {E: {const: price},
          e: {type: integer}}}}
      Trade: {payload: {type: object, required: [E], properties: {E: {enum: [buy, sell]},
          n: {type: integer}}}}
      Fault: {payload: {type: object, required: [E], properties: {E: {const: error},
          error: {type: object, properties: {code: {type: string}, message: {type: string}}}}}}
operations:
  talk: {action: send, channel: {$ref: '#/channels/main'}, messages: [
      {$ref: '#/channels/main/messages/Off'}, {$ref: '#/channels/main/messages/Once'},
      {$ref: '#/channels/main/messages/DispatchEvents'}]}
  listen: {action: receive, channel: {$ref: '#/channels/main'}, messages: [
      {$ref: '#/channels/main/messages/Price'}, {$ref: '#/channels/main/messages/Trade'},
      {$ref: '#/channels/main/messages/Fault'}]}
"""
CLIENT_SIDE = "describes: client"

# Two messages share a tag, one has none, and there are binary ones.
SHAPED = """
asyncapi: 3.0.0
info: {title: Feed, version: '1'}
servers: {main: {host: a.example, protocol: wss}}
channels:
  main:
    address: /main
    messages:
      Asked: {payload: {type: object, required: [type, id], properties: {type: {const: status},
          id: {type: integer}}}}
      Told: {payload: {type: object, required: [type, text], properties: {type: {const: status},
          text: {type: string}}}}
      Other: {payload: {type: object, required: [type, at], properties: {type: {const: other},
          at: {type: integer}}}}
      Bare: {payload: {type: object, required: [bare], properties: {bare: {type: integer}}}}
      Sound: {contentType: application/octet-stream, payload: {type: string, format: binary}}
operations:
  listen: {action: receive, channel: {$ref: '#/channels/main'}}
"""


@pytest.fixture(scope="module")
def market(generate_package: GeneratePackage) -> GeneratedPackage:
    return generate_package(asyncapi=TAGGED, config=CLIENT_SIDE)


@pytest.fixture(scope="module")
def feed(generate_package: GeneratePackage) -> GeneratedPackage:
    return generate_package(asyncapi=SHAPED, config=CLIENT_SIDE)


def sends(*messages: dict[str, Any] | bytes) -> Talk:
    def talk(connection: ServerConnection) -> None:
        for message in messages:
            connection.send(message if isinstance(message, bytes) else json.dumps(message))
        connection.close()

    return talk


def price(e: int) -> dict[str, Any]:
    return {"E": "price", "e": e}


Prepare = Callable[[Any], object]
Run = Callable[..., None]


@pytest.fixture(params=["blocking", "asyncio"])
def dispatch(request: pytest.FixtureRequest) -> Run:
    """Connect, add functions, and dispatch what the server sends."""

    def blocking(package: GeneratedPackage, talk: Talk, prepare: Prepare, **options: Any) -> None:
        with (
            websocket_server(talk) as server,
            client_of(package, "")(base_url=server.url) as client,
            client.main.connect() as connection,
        ):
            prepare(connection)
            connection.dispatch_events(**options)

    def awaited(package: GeneratedPackage, talk: Talk, prepare: Prepare, **options: Any) -> None:
        async def run(url: str) -> None:
            async with (
                client_of(package, "Async")(base_url=url) as client,
                client.main.connect() as connection,
            ):
                prepare(connection)
                await connection.dispatch_events(**options)

        with websocket_server(talk) as server:
            asyncio.run(run(server.url))

    return blocking if request.param == "blocking" else awaited


def client_of(package: GeneratedPackage, prefix: str) -> Any:
    module = package.module()
    name = next(n for n in module.__all__ if n in ("Market", "Feed"))
    return getattr(module, prefix + name)


class TestOrder:
    def test_names_classes_and_every_message(self, market: GeneratedPackage, dispatch: Run) -> None:
        seen: list[object] = []

        def prepare(connection: Any) -> None:
            connection.on("*", lambda event: seen.append(("every", type(event).__name__)))

            @connection.on("price")
            def first(event: Any) -> str:
                seen.append(("price", event.e))
                return "kept"

            assert first(market.type("Price")(E="price", e=7)) == "kept"
            chained = connection.on(market.type("Price"), lambda e: seen.append(("class", e.e)))
            assert chained is connection
            connection.on("sell", lambda event: seen.append(("sell", event.n)))
            connection.on("unknown", lambda event: seen.append(("unknown", event.raw)))

        dispatch(
            market,
            sends(price(1), {"E": "buy", "n": 2}, {"E": "sell", "n": 3}, {"E": "new"}),
            prepare,
        )
        assert seen == [
            ("price", 7),
            ("price", 1), ("class", 1), ("every", "Price"),
            ("every", "Trade"),
            ("sell", 3), ("every", "Trade"),
            ("unknown", {"E": "new"}), ("every", "UnknownEvent"),
        ]  # fmt: skip

    def test_once_off_and_changes_while_called(
        self, market: GeneratedPackage, dispatch: Run
    ) -> None:
        seen: list[str] = []

        def prepare(connection: Any) -> None:
            def last(event: Any) -> None:
                seen.append(f"last {event.e}")

            def first(event: Any) -> None:
                seen.append(f"first {event.e}")
                connection.off("price", last)
                connection.on("price", last)
                connection.off("price", first)

            connection.once("price", lambda event: seen.append(f"once {event.e}"))
            connection.on("price", first)
            connection.on("price", last)
            connection.off("price", prepare)

        dispatch(market, sends(price(1), price(2)), prepare)
        # What is taken away or added while a message is handled counts from the next one on.
        assert seen == ["once 1", "first 1", "last 1", "last 2"]

    def test_by_shape(self, feed: GeneratedPackage, dispatch: Run) -> None:
        seen: list[object] = []

        def prepare(connection: Any) -> None:
            connection.on("status", lambda event: seen.append(type(event).__name__))
            connection.on(feed.type("Told"), lambda event: seen.append(event.text))
            connection.on(feed.type("Bare"), lambda event: seen.append(event.bare))
            connection.on(bytes, seen.append)

        status = {"type": "status"}
        dispatch(
            feed,
            sends({**status, "id": 1}, {**status, "text": "t"}, {"bare": 5}, b"\xff\x00"),
            prepare,
        )
        assert seen == ["Asked", "Told", "t", 5, b"\xff\x00"]


class TestNames:
    @pytest.mark.parametrize(
        ("event", "message"),
        [
            ("prise", "no message of this channel is called 'prise'; did you mean 'price'?"),
            ("zzz", "there are 'price', 'buy', 'sell', 'error'"),
        ],
    )
    def test_one_that_no_message_has(
        self, market: GeneratedPackage, event: str, message: str
    ) -> None:
        with market.module().Market(base_url="http://127.0.0.1:9") as client:
            manager = client.main.connect()
            for refused in (manager.on, manager.once, lambda e: manager.off(e, print)):
                with pytest.raises(ValueError, match="no message of this channel") as raised:
                    refused(event)
                assert message in str(raised.value)

    def test_what_is_neither_a_name_nor_a_class(self, market: GeneratedPackage) -> None:
        with market.module().Market(base_url="http://127.0.0.1:9") as client:
            manager = client.main.connect()
            with pytest.raises(TypeError, match="named by text or a class, not 5"):
                manager.on(5)
            with pytest.raises(TypeError, match="a handler is a function, not int"):
                manager.on("price", 5)

    def test_helpers_of_these_names_give_way(self, market: GeneratedPackage) -> None:
        own = vars(market.module("resources.main").MainConnection)
        for name in ("off", "once", "dispatch_events"):
            assert name not in own
            assert f"{name}_" in own


class TestErrors:
    def test_all_run_and_one_error_is_raised(self, market: GeneratedPackage, dispatch: Run) -> None:
        seen: list[int] = []
        opened: list[Any] = []

        def fail(event: Any) -> None:
            raise KeyError(event.e)

        def prepare(connection: Any) -> None:
            opened.append(connection)
            connection.once("price", fail).on("price", lambda event: seen.append(event.e))

        with pytest.raises(KeyError, match="1"):
            dispatch(market, sends(price(1), price(2)), prepare)
        assert seen == [1]

    def test_several_are_a_group(self, market: GeneratedPackage, dispatch: Run) -> None:
        def prepare(connection: Any) -> None:
            connection.on("price", lambda event: event.missing).on("*", lambda event: 1 / 0)

        with pytest.raises(ExceptionGroup, match="2 handlers of Price failed") as raised:
            dispatch(market, sends(price(1)), prepare)
        assert [type(e) for e in raised.value.exceptions] == [AttributeError, ZeroDivisionError]

    def test_the_loop_can_be_taken_up_again(self, market: GeneratedPackage) -> None:
        seen: list[int] = []
        with (
            websocket_server(sends(price(1), price(2), price(3))) as server,
            market.module().Market(base_url=server.url) as client,
            client.main.connect() as connection,
        ):
            connection.on("price", lambda event: seen.append(event.e))
            connection.once("price", lambda event: 1 / 0)
            with pytest.raises(ZeroDivisionError):
                connection.dispatch_events()
            connection.dispatch_events()
        assert seen == [1, 2, 3]

    def test_a_function_for_errors(self, market: GeneratedPackage, dispatch: Run) -> None:
        seen: list[object] = []

        def prepare(connection: Any) -> None:
            connection.on("price", lambda event: 1 / event.e)

        def failed(error: Exception, event: Any) -> None:
            seen.append((type(error), event.e))

        dispatch(market, sends(price(0), price(1), price(0)), prepare, on_handler_error=failed)
        assert seen == [(ZeroDivisionError, 0)] * 2

    def test_an_error_of_the_server_that_nobody_takes(
        self, market: GeneratedPackage, dispatch: Run
    ) -> None:
        error = {"E": "error", "error": {"code": "bad\nkey", "message": "your key is sk-1"}}
        raised_class = market.module().WebSocketEventError
        with pytest.raises(raised_class) as raised:
            dispatch(market, sends(price(1), error), lambda connection: None)
        assert type(raised.value.event).__name__ == "Fault"
        assert raised.value.code == "bad\nkey"
        assert str(raised.value) == (
            "the server sent Fault with the code 'bad\\\\nkey', and no handler takes it"
        )

    @pytest.mark.parametrize("name", ["error", "*"])
    def test_an_error_of_the_server_that_somebody_takes(
        self, market: GeneratedPackage, dispatch: Run, name: str
    ) -> None:
        seen: list[str] = []
        dispatch(
            market,
            sends({"E": "error", "error": {"code": "c"}}),
            lambda connection: connection.on(name, lambda event: seen.append(event.error.code)),
        )
        assert seen == ["c"]


class TestInsideAHandler:
    def test_blocking(self, market: GeneratedPackage) -> None:
        def talk(connection: ServerConnection) -> None:
            connection.send(json.dumps(price(1)))
            assert json.loads(connection.recv()) == {"E": "off"}
            connection.send(json.dumps(price(2)))
            connection.send(json.dumps(price(3)))
            with pytest.raises(ConnectionClosed):
                connection.recv()

        seen: list[int] = []
        with (
            websocket_server(talk) as server,
            market.module().Market(base_url=server.url) as client,
            client.main.connect() as connection,
        ):

            @connection.once("price")
            def answer(event: Any) -> None:
                connection.off_()
                seen.append(connection.recv().e)
                connection.on("price", end)

            def end(event: Any) -> None:
                seen.append(event.e)
                connection.close()

            connection.dispatch_events()
        assert seen == [2, 3]

    def test_asyncio(self, market: GeneratedPackage) -> None:
        def talk(connection: ServerConnection) -> None:
            connection.send(json.dumps(price(1)))
            assert json.loads(connection.recv()) == {"E": "off"}
            connection.send(json.dumps(price(2)))
            with pytest.raises(ConnectionClosed):
                connection.recv()

        seen: list[int] = []

        async def run(url: str) -> None:
            async with (
                market.module().AsyncMarket(base_url=url) as client,
                client.main.connect() as connection,
            ):

                @connection.on("price")
                async def answer(event: Any) -> None:
                    await connection.off_()
                    seen.append((await connection.recv()).e)
                    await connection.close()

                await connection.dispatch_events()

        with websocket_server(talk) as server:
            asyncio.run(run(server.url))
        assert seen == [2]


class TestAHandlerThatNeverReturns:
    def test_blocking(self, market: GeneratedPackage) -> None:
        entered, leave = threading.Event(), threading.Event()
        ended = threading.Event()

        def talk(connection: ServerConnection) -> None:
            connection.send(json.dumps(price(1)))
            with pytest.raises(ConnectionClosed):
                connection.recv()
            ended.set()

        def stuck(event: Any) -> None:
            entered.set()
            assert leave.wait(20)

        with (
            websocket_server(talk) as server,
            market.module().Market(base_url=server.url) as client,
            client.main.connect() as connection,
        ):
            connection.on("price", stuck)
            thread = threading.Thread(target=connection.dispatch_events)
            thread.start()
            try:
                assert entered.wait(20)
                connection.close()
                assert ended.wait(20)
                assert thread.is_alive()
            finally:
                leave.set()
                thread.join(20)
        assert not thread.is_alive()

    def test_asyncio(self, market: GeneratedPackage) -> None:
        async def run(url: str) -> None:
            entered = asyncio.Event()

            async def stuck(event: Any) -> None:
                entered.set()
                await asyncio.Event().wait()

            async with (
                market.module().AsyncMarket(base_url=url) as client,
                client.main.connect() as connection,
            ):
                connection.on("price", stuck)
                task = asyncio.create_task(connection.dispatch_events())
                await entered.wait()
                await connection.close()
                assert not task.done()
                task.cancel()
                with pytest.raises(asyncio.CancelledError):
                    await task

        def talk(connection: ServerConnection) -> None:
            connection.send(json.dumps(price(1)))
            with pytest.raises(ConnectionClosed):
                connection.recv()

        with websocket_server(talk) as server:
            asyncio.run(run(server.url))


class TestBeforeConnecting:
    def test_each_connection_begins_with_them(self, market: GeneratedPackage) -> None:
        seen: list[object] = []
        with (
            websocket_server(sends(price(1), price(2))) as server,
            market.module().Market(base_url=server.url) as client,
        ):
            manager = client.main.connect()
            same = manager.on("price", lambda event: seen.append(event.e))
            assert same is manager
            manager.once("price", lambda event: seen.append("once"))
            for _ in range(2):
                with manager as connection:
                    connection.dispatch_events()
        assert seen == [1, "once", 2, 1, "once", 2]

    def test_run(self, market: GeneratedPackage) -> None:
        def talk(connection: ServerConnection) -> None:
            assert json.loads(connection.recv()) == {"E": "once"}
            connection.send(json.dumps(price(4)))
            connection.close()

        seen: list[object] = []
        connections: list[Any] = []

        def opened(connection: Any) -> Any:
            connections.append(connection)
            connection.on("*", seen.append)
            return connection.once_()

        async def run(url: str) -> None:
            async with market.module().AsyncMarket(base_url=url) as client:
                await client.main.connect().run(opened)
            with pytest.raises(market.module().WebSocketConnectionClosedError):
                await connections[-1].send_raw("x")

        with websocket_server(talk) as server:
            with market.module().Market(base_url=server.url) as client:
                client.main.connect().run(opened)
            with pytest.raises(market.module().WebSocketConnectionClosedError):
                connections[-1].send_raw("x")
            asyncio.run(run(server.url))
        assert [event.e for event in seen if hasattr(event, "e")] == [4, 4]

    def test_run_closes_after_an_error(self, market: GeneratedPackage) -> None:
        with (
            websocket_server(sends(price(1))) as server,
            market.module().Market(base_url=server.url) as client,
        ):
            manager = client.main.connect().on("price", lambda event: 1 / 0)
            with pytest.raises(ZeroDivisionError):
                manager.run()


class TestCoroutineFunctions:
    def test_not_on_a_blocking_connection(self, market: GeneratedPackage) -> None:
        async def late(event: Any) -> None:
            raise AssertionError("never awaited")

        with (
            websocket_server(sends(price(1))) as server,
            market.module().Market(base_url=server.url) as client,
            client.main.connect() as connection,
        ):
            with pytest.raises(TypeError, match="cannot call a coroutine function"):
                connection.on("price", late)
            connection.on("price", lambda event: late(event))
            with pytest.raises(TypeError, match="cannot wait for a coroutine"):
                connection.dispatch_events()

    def test_awaited_one_after_the_other(self, market: GeneratedPackage) -> None:
        seen: list[str] = []

        async def slow(event: Any) -> None:
            for _ in range(3):
                await asyncio.sleep(0)
            seen.append(f"slow {event.e}")

        async def run(url: str) -> None:
            async with market.module().AsyncMarket(base_url=url) as client:
                manager = client.main.connect()
                manager.on("price", slow).on("price", lambda e: seen.append(f"fast {e.e}"))
                await manager.run()

        with websocket_server(sends(price(1), price(2))) as server:
            asyncio.run(run(server.url))
        assert seen == ["slow 1", "fast 1", "slow 2", "fast 2"]


class TestOverloads:
    def test_no_module_of_them_is_imported(self, market: GeneratedPackage) -> None:
        import sys

        market.module("resources.main")
        assert f"{market.name}.resources._main_handlers" not in sys.modules
        assert market.module("resources._main_handlers").MainOn.__name__ == "MainOn"

    def test_each_name_once(self, market: GeneratedPackage, feed: GeneratedPackage) -> None:
        text = market.text("resources/_main_handlers.py")
        assert text.count('event: Literal["buy", "sell"], /') == 1
        assert "Handler[Asked | Told]" in feed.text("resources/_main_handlers.py")


class TestWithoutNames:
    NEWS = """
    asyncapi: 3.0.0
    info: {title: Feed, version: '1'}
    servers: {main: {host: a.example, protocol: wss}}
    channels:
      main: {address: /main, messages: {News: {payload: {type: object, required: [n],
          properties: {n: {type: integer}}}}}}
    operations:
      listen: {action: receive, channel: {$ref: '#/channels/main'}}
    """

    def test_by_class(self, generate_package: GeneratePackage, dispatch: Run) -> None:
        package = generate_package(asyncapi=self.NEWS, config=CLIENT_SIDE)
        seen: list[int] = []

        def prepare(connection: Any) -> None:
            with pytest.raises(ValueError, match="its messages have no names: use their classes"):
                connection.on("news", print)
            connection.on(package.type("News"), lambda event: seen.append(event.n))

        dispatch(package, sends({"n": 1}, {"n": 2}), prepare)
        assert seen == [1, 2]
        assert "Literal" not in package.text("types/unknown_event.py")
