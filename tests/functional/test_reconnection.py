"""Sockets of any document that are opened again, kept open, and lose no message unreported."""

# ruff: noqa: SIM117 - the server, the client and the connection read best nested

from __future__ import annotations

import asyncio
import inspect
import json
import socket
import threading
from typing import Any

import pytest
from websockets.sync.server import ServerConnection

from codegen.diagnostics import SpecError
from tests.functional.conftest import GeneratedPackage, GeneratePackage
from tests.unit.runtime.servers import Talk, assert_no_more_threads, websocket_server

DOCUMENT = """
asyncapi: 3.0.0
info: {title: Mini, version: '1'}
servers: {main: {host: a.example, protocol: wss}}
channels:
  main:
    address: /main
    bindings:
      ws:
        query: {type: object, properties: {reconnect: {type: boolean}, keep_alive: {type: string}}}
    messages:
      Say: {payload: {type: object, required: [type, n],
          properties: {type: {const: say}, n: {type: integer}}}}
      KeepAlive: {payload: {type: object, required: [type], properties: {type: {const: KeepAlive}}}}
      Said: {payload: {type: object, required: [type, n],
          properties: {type: {const: said}, n: {type: integer}}}}
operations:
  send: {action: send, channel: {$ref: '#/channels/main'},
      messages: [{$ref: '#/channels/main/messages/Say'},
          {$ref: '#/channels/main/messages/KeepAlive'}]}
  receive: {action: receive, channel: {$ref: '#/channels/main'},
      messages: [{$ref: '#/channels/main/messages/Said'}]}
"""
CONFIG = "{describes: client, messages: {KeepAlive: {keep_alive: 30}}}"


@pytest.fixture(scope="module")
def package(generate_package: GeneratePackage) -> GeneratedPackage:
    return generate_package(asyncapi=DOCUMENT, config=CONFIG)


def says(n: int, code: int | None = None) -> Talk:
    def talk(connection: ServerConnection) -> None:
        connection.send(f'{{"type":"said","n":{n}}}')
        if code is None:
            return
        if code:
            connection.close(code)
        else:
            # What is not read would make a reset of the break, which takes the message along.
            connection.recv()
            connection.socket.shutdown(socket.SHUT_RDWR)

    return talk


def in_turn(*talks: Talk) -> Talk:
    opened = iter(range(len(talks)))
    return lambda connection: talks[next(opened, len(talks) - 1)](connection)


def clients(package: GeneratedPackage) -> tuple[Any, Any]:
    module = package.module()
    return module.Mini, module.AsyncMini


class TestReconnection:
    def test_blocking(self, package: GeneratedPackage) -> None:
        policy = package.module().ReconnectPolicy(initial_delay=0.001)
        hooks: list[Any] = []

        def greet(connection: Any) -> None:
            connection.say(n=0)

        with websocket_server(in_turn(says(1, 1012), says(2, 0), says(3, 1000))) as server:
            with clients(package)[0](base_url=server.url) as client:
                manager = client.main.connect(
                    reconnect=policy, on_reconnecting=hooks.append, on_reconnected=greet
                )
                with manager as connection:
                    assert [event.n for event in connection] == [1, 2, 3]
                    assert connection.reconnections == 2
        assert [hook.close_code for hook in hooks] == [1012, 1006]

    def test_asyncio(self, package: GeneratedPackage) -> None:
        policy = package.module().ReconnectPolicy(initial_delay=0.001)

        async def greet(connection: Any) -> None:
            await connection.say(n=0)

        async def main(url: str) -> list[int]:
            async with clients(package)[1](base_url=url) as client:
                manager = client.main.connect(reconnect=policy, on_reconnected=greet)
                async with manager as connection:
                    return [event.n async for event in connection]

        with websocket_server(in_turn(says(1, 1012), says(2, 0), says(3, 1000))) as server:
            assert asyncio.run(main(server.url)) == [1, 2, 3]

    def test_what_is_sent_before_there_is_a_connection(self, package: GeneratedPackage) -> None:
        module = package.module()
        with websocket_server(lambda connection: None) as server:
            with clients(package)[0](base_url=server.url) as client:
                manager = client.main.connect(max_queue_size=30)
                manager.send({"type": "say", "n": 1})
                with pytest.raises(module.WebSocketQueueFullError):
                    manager.send({"type": "say", "n": 2})
                with manager as connection:
                    connection.say(n=3)
        assert server.messages == ['{"type":"say","n":1}', '{"type":"say","n":3}']

    def test_parameters_called_as_the_options_are(self, package: GeneratedPackage) -> None:
        connect = package.module("resources.main").Main.connect
        names = inspect.signature(connect).parameters
        assert {"reconnect", "reconnect_", "keep_alive", "keep_alive_"} <= set(names)
        with websocket_server(lambda connection: None) as server:
            with clients(package)[0](base_url=server.url) as client:
                with client.main.connect(reconnect_=True, keep_alive_="x"):
                    pass
        assert server.requests[0].path == "/main?keep_alive=x&reconnect=true"


class TestKeepAlive:
    def test_it_is_an_option_with_the_interval_of_the_configuration(
        self, package: GeneratedPackage, generate_package: GeneratePackage
    ) -> None:
        def default(of: GeneratedPackage) -> Any:
            connect = of.module("resources.main").Main.connect
            parameter = inspect.signature(connect).parameters.get("keep_alive")
            return parameter and parameter.default

        assert default(package) == 30.0
        plain = generate_package(asyncapi=DOCUMENT, config="{describes: client}")
        assert default(plain) is None

    @pytest.mark.parametrize("use", ["blocking", "asyncio"])
    def test_it_is_sent_while_nothing_else_is(self, package: GeneratedPackage, use: str) -> None:
        heard: list[str | bytes] = []

        def talk(connection: ServerConnection) -> None:
            for _ in range(2):
                heard.append(connection.recv())
            connection.send('{"type":"said","n":1}')

        async def main(url: str) -> None:
            async with clients(package)[1](base_url=url) as client:
                async with client.main.connect(keep_alive=0.02) as connection:
                    assert (await connection.recv()).n == 1
                assert asyncio.all_tasks() == {asyncio.current_task()}

        before = set(threading.enumerate())
        with websocket_server(talk) as server:
            if use == "asyncio":
                asyncio.run(main(server.url))
            else:
                with clients(package)[0](base_url=server.url) as client:
                    with client.main.connect(keep_alive=0.02) as connection:
                        assert connection.recv().n == 1
        assert heard == ['{"type":"KeepAlive"}'] * 2
        assert_no_more_threads(before)

    def test_none_is_wanted(self, package: GeneratedPackage) -> None:
        with websocket_server(lambda connection: None) as server:
            with clients(package)[0](base_url=server.url) as client:
                with client.main.connect(keep_alive=None) as connection:
                    assert connection._link is None

    @pytest.mark.parametrize(
        ("fields", "message"),
        [
            ({"type": "KeepAlive"}, {"type": "KeepAlive"}),
            ({"type": "KeepAlive", "n": 1.5}, {"type": "KeepAlive", "n": 1.5}),
            ({"type": "KeepAlive", "n": None}, {"type": "KeepAlive", "n": None}),
        ],
    )
    def test_what_the_document_leaves_open_is_given(
        self,
        generate_package: GeneratePackage,
        fields: dict[str, Any],
        message: dict[str, Any],
    ) -> None:
        """As in real documents: one message for all that controls the connection."""
        document = DOCUMENT.replace("{const: KeepAlive}}", "{enum: [Finalize, KeepAlive]}, OTHER}")
        document = document.replace("OTHER", "n: {type: [number, 'null']}")
        keep_alive = {"interval": 0.02, "fields": fields}
        package = generate_package(
            asyncapi=document,
            config={"describes": "client", "messages": {"KeepAlive": {"keep_alive": keep_alive}}},
        )
        heard: list[str | bytes] = []

        def talk(connection: ServerConnection) -> None:
            heard.append(connection.recv())
            connection.send('{"type":"said","n":1}')

        with (
            websocket_server(talk) as server,
            clients(package)[0](base_url=server.url) as client,
            client.main.connect() as connection,
        ):
            assert connection.recv().n == 1
        assert json.loads(heard[0]) == message

    def test_one_of_several_things_that_a_message_can_say(
        self, generate_package: GeneratePackage
    ) -> None:
        payload = "{type: object, required: [type], properties: {type: {const: KeepAlive}}}"
        several = ", ".join(
            payload.replace("KeepAlive", name) for name in ("Finalize", "KeepAlive")
        )
        document = DOCUMENT.replace(payload, f"{{anyOf: [{several}]}}")
        config = "{describes: client, messages: {KeepAlive: {keep_alive: %s}}}"
        package = generate_package(
            asyncapi=document,
            config=config % "{interval: 5, fields: {type: KeepAlive}}",
        )
        assert '\'{"type":"KeepAlive"}\'' in package.text("resources/main.py").replace("\\", "")
        with pytest.raises(SpecError, match="is not always the same message"):
            generate_package(asyncapi=document, config=config % "5")

    @pytest.mark.parametrize(
        ("config", "message"),
        [
            ("Say: {keep_alive: 5}", "'Say' keeps the connection open, and is not always the same"),
            (
                "Say: {keep_alive: {interval: 5, fields: {m: 1}}}",
                "'Say' has no field 'm'",
            ),
            (
                "Say: {keep_alive: {interval: 5, fields: {n: true}}}",
                "the field 'n' of 'Say' does not take 'true'",
            ),
            (
                "Say: {keep_alive: {interval: 5, fields: {n: 1, type: say_}}}",
                "the field 'type' of 'Say' does not take '\"say_\"'",
            ),
            (
                "{KeepAlive: {keep_alive: 5}, main.KeepAlive2: {keep_alive: 6}}",
                "two messages keep 'main' open",
            ),
        ],
    )
    def test_a_message_that_cannot(
        self,
        generate_package: GeneratePackage,
        config: str,
        message: str,
    ) -> None:
        two = DOCUMENT.replace(
            "      Said: {payload",
            "      KeepAlive2: {payload: {type: object, required: [type],"
            " properties: {type: {const: again}}}}\n      Said: {payload",
        ).replace(
            "messages/KeepAlive'}]",
            "messages/KeepAlive'}, {$ref: '#/channels/main/messages/KeepAlive2'}]",
        )
        inner = config if config.startswith("{") else f"{{{config}}}"
        with pytest.raises(SpecError) as caught:
            generate_package(asyncapi=two, config=f"{{describes: client, messages: {inner}}}")
        assert message in str(caught.value)
