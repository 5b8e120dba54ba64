"""What the handshake of a channel takes, and which server it goes to."""

from __future__ import annotations

from typing import Any

import pytest

from codegen.cache import Cache
from codegen.pipeline import Request, make_plan
from tests.functional.conftest import GeneratedPackage, GeneratePackage
from tests.unit.runtime.servers import WebSocketServer, websocket_server

DOCUMENT = """
asyncapi: 3.0.0
info: {title: Mini, version: '1'}
servers:
  queue: {host: q.example, protocol: amqp}
  main: {host: 'main.example:{port}', pathname: /v1, protocol: wss,
      variables: {port: {enum: ['8443', '443'], default: '443'}}}
  test: {host: test.example, protocol: wss}
  other: {host: other.example, pathname: /base, protocol: ws}
channels:
  listen:
    address: /listen/{room}/{extra}
    servers: [{$ref: '#/servers/main'}, {$ref: '#/servers/test'}]
    parameters:
      room: {enum: [red, blue], default: red, description: Which room.}
      speed: {examples: ['1', '2']}
      Key: {location: '$message.header#/Authorization'}
      depth: {}
    bindings:
      ws:
        method: POST
        query: {type: object, properties: {depth: {type: integer}}}
        headers: {type: object, required: [X-Trace], properties: {X-Trace: {type: string}}}
    messages: {Turn: {payload: {type: object, properties: {n: {type: integer}}}}}
  elsewhere:
    address: /elsewhere
    servers: [{$ref: '#/servers/queue'}, {$ref: '#/servers/other'}]
    messages: {Turn2: {headers: {type: object}, payload: {type: object}}}
operations:
  one: {action: receive, channel: {$ref: '#/channels/listen'}}
  two: {action: receive, channel: {$ref: '#/channels/elsewhere'}}
"""


@pytest.fixture(scope="module")
def package(generate_package: GeneratePackage) -> GeneratedPackage:
    return generate_package(asyncapi=DOCUMENT, config="describes: client")


def handshake(package: GeneratedPackage, *values: str, **arguments: Any) -> WebSocketServer:
    with (
        websocket_server(lambda connection: connection.close()) as server,
        package.module().Mini(base_url=server.url) as client,
        client.listen.connect(*values, **arguments) as connection,
    ):
        assert list(connection) == []
    return server


class TestParameters:
    def test_only_those_of_the_address_and_required_ones(self, package: GeneratedPackage) -> None:
        (request,) = handshake(package, "red", "x", x_trace="t").requests
        assert request.path == "/listen/red/x"
        assert request.headers["X-Trace"] == "t"

    def test_all(self, package: GeneratedPackage) -> None:
        server = handshake(
            package, "blue", "x", x_trace="t", speed="2", depth=3, authorization="token k"
        )
        (request,) = server.requests
        assert request.path in ("/listen/blue/x?depth=3&speed=2", "/listen/blue/x?speed=2&depth=3")
        assert request.headers["Authorization"] == "token k"

    def test_documented(self, package: GeneratedPackage) -> None:
        text = package.text("resources/listen.py")
        assert "The default is `red`." in text
        assert "For example `1`, `2`." in text

    def test_findings(self, tmp_path: Any) -> None:
        (tmp_path / "asyncapi.yaml").write_text(DOCUMENT, encoding="utf-8")
        (tmp_path / "sdk.yaml").write_text("describes: client", encoding="utf-8")
        request = Request(tmp_path / "sdk.yaml", asyncapi=tmp_path / "asyncapi.yaml")
        plan = make_plan(request, cache=Cache(None), progress=lambda stage: None)
        lines = [str(warning).partition("warning ")[2] for warning in plan.warnings]
        starts = [
            "SL405 channel-parameter: the address does not have 'Key', 'depth', 'speed'; sent in",
            "SL405 channel-parameter: the address has 'extra', which nothing describes",
            "SL410 websocket-method: a WebSocket is opened with GET, not with 'POST'",
            "SL411 message-headers: a message of a WebSocket has no headers",
        ]
        assert sorted(lines) == sorted(
            next(line for line in lines if line.startswith(start)) for start in starts
        )


class TestServers:
    def test_the_first_websocket_server_is_the_api_s(self, package: GeneratedPackage) -> None:
        with package.module().Mini() as client:
            assert str(client.base_url).rstrip("/") == "https://main.example/v1"

    def test_a_channel_on_another_server(self, package: GeneratedPackage) -> None:
        module = package.module("resources.elsewhere")
        assert module._CONNECT.url == "ws://other.example/base"
        assert package.module("resources.listen")._CONNECT.url is None
        handshake = package.module("_runtime.handshake").handshake
        arguments = package.module("_runtime.websocket").HandshakeArguments({}, {}, {}, {}, {})
        for base_url, expected in (
            (None, "ws://other.example/base/elsewhere"),
            ("http://mine.example", "ws://mine.example/elsewhere"),
        ):
            with package.module().Mini(base_url=base_url) as client:
                defaults, auth = client.websocket_defaults(None, module._CONNECT.url)
            assert handshake(module._CONNECT, arguments, defaults, auth).url == expected


VERSION_2 = """
asyncapi: 2.6.0
info: {title: Mini, version: '1'}
servers: {main: {url: a.example, protocol: wss}}
channels:
  /rooms/{room}/{mode}:
    parameters:
      room: {schema: {type: integer}, location: $message.payload#/room, description: Its number.}
      mode: {$ref: '#/components/parameters/mode'}
      since: {schema: {type: string, format: date}}
      Token: {schema: {type: string}, location: $message.header#/auth/X-Token}
    bindings:
      ws:
        query: {type: object, required: [v], properties: {v: {type: integer},
            tags: {type: array, items: {type: string}}}}
        headers: {type: object, properties: {X-Trace: {type: string}}}
    subscribe:
      message:
        oneOf:
          - {name: Turn, payload: {type: object, properties: {n: {type: integer}}}}
          - {name: Sound, payload: {type: string, format: binary}}
    publish:
      message:
        oneOf:
          - {name: Say, payload: {type: object, required: [text], properties: {
              text: {type: string}}}}
          - {name: Voice, contentType: audio/wav}
components:
  parameters: {mode: {schema: {type: string, enum: [read, write]}}}
"""


@pytest.fixture(scope="module")
def second(generate_package: GeneratePackage) -> GeneratedPackage:
    return generate_package(asyncapi=VERSION_2)


class TestVersion2:
    def test_parameters_of_all_places_and_frames_of_both_kinds(
        self, second: GeneratedPackage
    ) -> None:
        frames: list[str | bytes] = []

        def talk(connection: Any) -> None:
            frames.extend((connection.recv(), connection.recv()))
            connection.send('{"n": 1}')
            connection.send(b"\0\xff")
            connection.close()

        arguments = {"v": 2, "tags": ["a", "b"], "since": "2026-01-02"}
        with (
            websocket_server(talk) as server,
            second.module().Mini(base_url=server.url) as client,
            client.rooms.connect(7, "read", **arguments, x_token="t", x_trace="c") as connection,
        ):
            connection.say(text="hi")
            connection.send(b"\1\xfe")
            turn, sound = list(connection)
        (request,) = server.requests
        path, _, query = request.path.partition("?")
        assert path == "/rooms/7/read"
        assert sorted(query.split("&")) == ["since=2026-01-02", "tags=a", "tags=b", "v=2"]
        assert (request.headers["X-Token"], request.headers["X-Trace"]) == ("t", "c")
        assert frames == ['{"text":"hi"}', b"\1\xfe"]
        assert (type(turn).__name__, turn.n, sound) == ("Turn", 1, b"\0\xff")

    def test_their_types(self, second: GeneratedPackage) -> None:
        text = second.text("resources/rooms.py")
        assert "room: int," in text
        assert 'mode: Literal["read", "write"],' in text
        assert "Its number." in text
