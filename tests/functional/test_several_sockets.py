"""Several sockets of one SDK beside its REST methods, and the versions of AsyncAPI."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from websockets.sync.server import ServerConnection

from tests.functional.conftest import GeneratedPackage, GeneratePackage
from tests.unit.runtime.servers import Reply, http_server, websocket_server

OPENAPI = """
openapi: 3.1.0
info: {title: Exchange, version: '1'}
paths:
  /trades:
    get:
      responses:
        '200':
          description: ok
          content: {application/json: {schema: {$ref: '#/components/schemas/Trade'}}}
components:
  schemas:
    Trade: {type: object, required: [kind, n], properties: {kind: {const: trade},
        n: {type: integer}}}
"""
# Two channels have a message of the same tag and name, of different payloads; a third has the
# resource of a REST method, whose schema it shares.
ASYNCAPI = """
asyncapi: 3.0.0
info: {title: Exchange sockets, version: '1'}
channels:
  public: {address: /public, messages: {ping: {$ref: '#/components/messages/ping'},
      greeting: {name: greeting, payload: {type: object, required: [kind, motd], properties: {
          kind: {const: hello}, motd: {type: string}}}}}}
  private: {address: '/private/{account}', parameters: {account: {}}, messages: {
      ping: {$ref: '#/components/messages/ping'},
      welcome: {name: welcome, payload: {type: object, required: [kind, user], properties: {
          kind: {const: hello}, user: {type: string}}}}}}
  trades: {address: /trades, messages: {
      trade: {payload: {$ref: 'openapi.yaml#/components/schemas/Trade'}}}}
operations:
  greet: {action: receive, channel: {$ref: '#/channels/public'},
      messages: [{$ref: '#/channels/public/messages/greeting'}]}
  ping: {action: send, channel: {$ref: '#/channels/public'},
      messages: [{$ref: '#/channels/public/messages/ping'}]}
  welcome: {action: receive, channel: {$ref: '#/channels/private'},
      messages: [{$ref: '#/channels/private/messages/welcome'}]}
  pingPrivate: {action: send, channel: {$ref: '#/channels/private'},
      messages: [{$ref: '#/channels/private/messages/ping'}]}
  trade: {action: receive, channel: {$ref: '#/channels/trades'}}
components:
  messages:
    ping: {name: ping, payload: {type: object, required: [kind], properties: {
        kind: {const: ping}, n: {type: integer}}}}
"""


@pytest.fixture(scope="module")
def package(generate_package: GeneratePackage) -> GeneratedPackage:
    return generate_package(openapi=OPENAPI, asyncapi=ASYNCAPI, config="describes: client")


def serve(connection: ServerConnection) -> None:
    """Greets on either channel, waits for a ping, and says which one it was."""
    assert connection.request is not None
    path = connection.request.path
    if path == "/trades":
        connection.send('{"kind":"trade","n":5}')
        connection.close()
        return
    field = "motd" if path == "/public" else "user"
    connection.send(f'{{"kind":"hello","{field}":"{path}"}}')
    connection.send(connection.recv())


class TestAtOnce:
    def test_blocking(self, package: GeneratedPackage) -> None:
        with (
            websocket_server(serve) as server,
            package.module().Exchange(base_url=server.url) as client,
            client.public.connect() as public,
            client.private.connect("me") as private,
            client.private.connect("you") as other,
        ):
            # The last that was opened is the first that is read.
            assert (type(other.recv()).__name__, private.recv().user) == ("Welcome", "/private/me")
            assert (type(greeting := public.recv()).__name__, greeting.motd) == (
                "Greeting",
                "/public",
            )
            for n, connection in enumerate((other, public, private)):
                connection.ping(n=n)
            assert [c.recv().raw["n"] for c in (public, private, other)] == [1, 2, 0]

    def test_asyncio(self, package: GeneratedPackage) -> None:
        async def run(url: str) -> list[Any]:
            async with (
                package.module().AsyncExchange(base_url=url) as client,
                client.public.connect() as public,
                client.private.connect("me") as private,
            ):
                greetings = await asyncio.gather(private.recv(), public.recv())
                return [type(greeting).__name__ for greeting in greetings]

        with websocket_server(serve) as server:
            assert asyncio.run(run(server.url)) == ["Welcome", "Greeting"]

    def test_a_resource_of_methods_and_a_socket(self, package: GeneratedPackage) -> None:
        with (
            http_server(Reply(body=b'{"kind":"trade","n":4}')) as rest,
            package.module().Exchange(base_url=rest.url) as client,
        ):
            trade = client.trades.retrieve()
        with (
            websocket_server(serve) as server,
            package.module().Exchange(base_url=server.url) as client,
            client.trades.connect() as connection,
        ):
            (event,) = connection
        assert (trade.n, event.n) == (4, 5)
        assert type(trade) is type(event) is package.type("Trade")


class TestVersions:
    @pytest.mark.parametrize("version", ["3.0.0", "3.1.0"])
    def test_a_minor_version_is_read_alike(
        self, generate_package: GeneratePackage, version: str
    ) -> None:
        document = ASYNCAPI.replace("asyncapi: 3.0.0", f"asyncapi: {version}")
        package = generate_package(openapi=OPENAPI, asyncapi=document, config="describes: client")
        with (
            websocket_server(serve) as server,
            package.module().Exchange(base_url=server.url) as client,
            client.public.connect() as connection,
        ):
            assert type(connection.recv()).__name__ == "Greeting"


VERSION_2 = """
asyncapi: 2.%d.0
info: {title: Two, version: '1'}
servers:
  live: {url: 'wss://{region}.example.com/{base}', protocol: wss,
      variables: {region: {default: eu}, base: {enum: [v1, v2], default: v2}}}
channels:
  rooms/{room}:
    parameters: {room: {description: Which., schema: {type: integer}}}
    bindings:
      ws:
        query: {type: object, required: [lang], properties: {lang: {type: string}}}
        headers: {type: object, properties: {X-Trace: {type: string}}}
    subscribe: {message: {payload: {type: object, properties: {n: {type: integer}}}}}
"""


class TestParametersOfVersion2:
    @pytest.mark.parametrize("minor", range(7))
    def test_every_place(self, generate_package: GeneratePackage, minor: int) -> None:
        package = generate_package(asyncapi=VERSION_2 % minor)
        with package.module().Two() as client:
            assert str(client.base_url) == "https://eu.example.com/v2/"
        with (
            websocket_server(lambda connection: connection.send('{"n":1}')) as server,
            package.module().Two(base_url=server.url) as client,
            client.rooms.connect(7, lang="en", x_trace="t") as connection,
        ):
            assert connection.recv().n == 1
        (request,) = server.requests
        assert request.path == "/rooms/7?lang=en"
        assert request.headers["X-Trace"] == "t"


ROOT = """
asyncapi: 2.6.0
info: {title: Chat Gateway API, version: '1'}
servers: {main: {url: gateway.chat.example, protocol: wss}}
channels:
  /: {subscribe: {message: {name: Hello, payload: {type: object}}}}
  /rooms: {subscribe: {message: {name: Room, payload: {type: object}}}}
"""


def test_a_channel_at_the_root_has_the_name_of_the_document(
    generate_package: GeneratePackage,
) -> None:
    package = generate_package(asyncapi=ROOT)
    with (
        websocket_server(lambda connection: connection.close()) as server,
        package.module().ChatGatewayApi(base_url=server.url) as client,
        client.gateway.connect(),
        client.rooms.connect(),
    ):
        assert not hasattr(client, "slash")
    assert [seen.path for seen in server.requests] == ["/", "/rooms"]
