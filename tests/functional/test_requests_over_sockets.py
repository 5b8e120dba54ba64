"""Requests over a socket that wait for their answers, blocking and with asyncio."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable
from typing import Any

import pytest
from websockets.sync.server import ServerConnection

from tests.functional.conftest import GeneratedPackage, GeneratePackage
from tests.unit.runtime.servers import Talk, websocket_server

DOCUMENT = """
asyncapi: 3.0.0
info: {title: Mini, version: '1'}
servers: {main: {host: a.example, protocol: wss}}
channels:
  main:
    address: /main
    messages:
      AddRequest:
        correlationId: {location: '$message.payload#/req_id'}
        payload: {type: object, required: [op, req_id, a], properties: {op: {const: add},
            req_id: {type: integer}, a: {type: integer}, timeout: {type: integer}}}
      AddResponse:
        correlationId: {location: '$message.payload#/meta/req_id'}
        payload: {type: object, required: [op, sum, meta], properties: {op: {const: added},
            sum: {type: integer}, meta: {type: object, properties: {req_id: {type: integer}}}}}
      AddError: {payload: {type: object, required: [op, text], properties: {op: {const: error},
          text: {type: string}, meta: {type: object, properties: {req_id: {type: integer}}}}}}
      GetRequest: {payload: {type: object, required: [op], properties: {op: {const: item.get},
          request_id: {type: string}}}}
      GetResponse: {payload: {type: object, required: [op], properties: {op: {const: item.got},
          request_id: {type: string}, n: {type: integer}}}}
      NewsUpdate: {payload: {type: object, required: [op, n], properties: {op: {const: news},
          n: {type: integer}}}}
operations:
  add: {action: send, channel: {$ref: '#/channels/main'},
      messages: [{$ref: '#/channels/main/messages/AddRequest'}],
      reply: {messages: [{$ref: '#/channels/main/messages/AddResponse'},
          {$ref: '#/channels/main/messages/AddError'}]}}
  get: {action: send, channel: {$ref: '#/channels/main'},
      messages: [{$ref: '#/channels/main/messages/GetRequest'}],
      reply: {messages: [{$ref: '#/channels/main/messages/GetResponse'}]}}
"""


@pytest.fixture(scope="module")
def package(generate_package: GeneratePackage) -> GeneratedPackage:
    return generate_package(asyncapi=DOCUMENT)


def added(request: dict[str, Any]) -> str:
    meta = {"req_id": request["req_id"]}
    return json.dumps({"op": "added", "sum": request["a"] + 1, "meta": meta})


def news(n: int) -> str:
    return json.dumps({"op": "news", "n": n})


def received(connection: ServerConnection) -> dict[str, Any]:
    message: dict[str, Any] = json.loads(connection.recv())
    return message


def blocking(package: GeneratedPackage, talk: Talk, use: Callable[[Any], Any]) -> Any:
    with (
        websocket_server(talk) as server,
        package.module().Mini(base_url=server.url) as client,
        client.main.connect() as connection,
    ):
        return use(connection)


def awaited(package: GeneratedPackage, talk: Talk, use: Callable[[Any], Any]) -> Any:
    async def run(url: str) -> Any:
        async with (
            package.module().AsyncMini(base_url=url) as client,
            client.main.connect() as connection,
        ):
            return await use(connection)

    with websocket_server(talk) as server:
        return asyncio.run(run(server.url))


class TestAnswers:
    def test_typed_and_between_events(self, package: GeneratedPackage) -> None:
        def talk(connection: ServerConnection) -> None:
            connection.send(news(1))
            connection.send(added(received(connection)))
            connection.send(news(2))
            connection.close()

        def use(connection: Any) -> Any:
            return connection.add(a=1), list(connection)

        async def use_async(connection: Any) -> Any:
            return await connection.add(a=1), [event async for event in connection]

        for answer, events in (blocking(package, talk, use), awaited(package, talk, use_async)):
            assert type(answer).__name__ == "AddResponse"
            assert (answer.sum, answer.meta.req_id) == (2, 1)
            assert [event.n for event in events] == [1, 2]

    def test_an_id_of_text_that_only_both_sides_have(self, package: GeneratedPackage) -> None:
        seen: list[Any] = []

        def talk(connection: ServerConnection) -> None:
            for _ in range(2):
                seen.append(received(connection)["request_id"])
                connection.send(json.dumps({"op": "item.got", "request_id": seen[-1], "n": 3}))

        def use(connection: Any) -> Any:
            return connection.item.get().n, connection.item.get(request_id="mine").request_id

        assert blocking(package, talk, use) == (3, "mine")
        assert len(seen[0]) == 36
        assert seen[1] == "mine"

    def test_out_of_order_with_tasks(self, package: GeneratedPackage) -> None:
        def talk(connection: ServerConnection) -> None:
            requests = [received(connection) for _ in range(3)]
            connection.send(news(1))
            for request in reversed(requests):
                connection.send(added(request))
            connection.close()

        async def use(connection: Any) -> Any:
            async def read() -> list[Any]:
                return [event.n async for event in connection]

            reading = asyncio.create_task(read())
            answers = await asyncio.gather(*(connection.add(a=a) for a in (10, 20, 30)))
            return [answer.sum for answer in answers], await reading

        assert awaited(package, talk, use) == ([11, 21, 31], [1])

    def test_out_of_order_with_threads(self, package: GeneratedPackage) -> None:
        def talk(connection: ServerConnection) -> None:
            requests = [received(connection) for _ in range(3)]
            connection.send(news(1))
            for request in reversed(requests):
                connection.send(added(request))
            connection.close()

        def use(connection: Any) -> Any:
            sums: dict[int, int] = {}
            threads = [
                threading.Thread(target=lambda a=a: sums.update({a: connection.add(a=a).sum}))
                for a in (10, 20, 30)
            ]
            for thread in threads:
                thread.start()
            events = [event.n for event in connection]
            for thread in threads:
                thread.join(10)
            return sums, events

        assert blocking(package, talk, use) == ({10: 11, 20: 21, 30: 31}, [1])


class TestFailures:
    def both(
        self, package: GeneratedPackage, talk: Talk, error: str, **arguments: Any
    ) -> list[Any]:
        """The exception of one request, blocking and asyncio."""
        caught: list[Any] = []

        def use(connection: Any) -> None:
            with pytest.raises(getattr(package.module(), error)) as info:
                connection.add(a=1, **arguments)
            caught.append(info.value)

        async def use_async(connection: Any) -> None:
            with pytest.raises(getattr(package.module(), error)) as info:
                await connection.add(a=1, **arguments)
            caught.append(info.value)

        blocking(package, talk, use)
        awaited(package, talk, use_async)
        return caught

    def test_an_error_as_the_answer(self, package: GeneratedPackage) -> None:
        def talk(connection: ServerConnection) -> None:
            meta = {"req_id": received(connection)["req_id"]}
            connection.send(json.dumps({"op": "error", "text": "no", "meta": meta}))

        for error in self.both(package, talk, "WebSocketReplyError"):
            assert error.event.text == "no"
            assert "AddError" in str(error)

    def test_no_answer_in_time(self, package: GeneratedPackage) -> None:
        def talk(connection: ServerConnection) -> None:
            received(connection)
            connection.send(news(1))
            connection.recv()

        self.both(package, talk, "APITimeoutError", timeout=0.1)

    def test_a_connection_that_ends(self, package: GeneratedPackage) -> None:
        def talk(connection: ServerConnection) -> None:
            received(connection)
            connection.close(4000, "gone")

        for error in self.both(package, talk, "WebSocketConnectionClosedError"):
            assert error.code == 4000

    def test_an_id_that_waits_already(self, package: GeneratedPackage) -> None:
        def talk(connection: ServerConnection) -> None:
            connection.send(added(received(connection)))

        async def use(connection: Any) -> Any:
            first = asyncio.create_task(connection.add(a=1, req_id=7))
            await asyncio.sleep(0)
            with pytest.raises(ValueError, match="the id 7 waits"):
                await connection.add(a=2, req_id=7)
            return (await first).sum

        assert awaited(package, talk, use) == 2


NESTED = """
asyncapi: 3.0.0
info: {title: Mini, version: '1'}
servers: {main: {host: a.example, protocol: wss}}
channels:
  main:
    address: /main
    messages:
      AddRequest:
        correlationId: {location: '$message.payload#/head/ids/re~1q'}
        payload: {type: object, required: [op, head, a], properties: {op: {const: add},
            a: {type: integer}, head: {$ref: '#/components/schemas/Head'}}}
      GetRequest:
        traits: [{correlationId: {location: '$message.payload#/meta/id'}}]
        payload: {type: object, required: [op, meta], properties: {op: {const: get},
            meta: {type: object, required: [id, at], properties: {id: {type: string},
                at: {type: integer}}}}}
      Added:
        correlationId: {location: '$message.payload#/for'}
        payload: {type: object, required: [op, sum], properties: {op: {const: added},
            sum: {type: integer}, for: {type: integer}}}
      Got:
        payload: {type: object, required: [op, meta], properties: {op: {const: got},
            meta: {type: object, properties: {id: {type: string}}}}}
      AddError:
        correlationId: {location: '$message.payload#/about/1/id'}
        payload: {type: object, required: [op], properties: {op: {const: error},
            about: {type: array}}}
operations:
  add: {action: send, channel: {$ref: '#/channels/main'},
      messages: [{$ref: '#/channels/main/messages/AddRequest'}],
      reply: {messages: [{$ref: '#/channels/main/messages/Added'},
          {$ref: '#/channels/main/messages/AddError'}]}}
  get: {action: send, channel: {$ref: '#/channels/main'},
      messages: [{$ref: '#/channels/main/messages/GetRequest'}],
      reply: {messages: [{$ref: '#/channels/main/messages/Got'}]}}
components:
  schemas:
    Head:
      type: object
      required: [ids]
      properties:
        ids: {type: [object, 'null'], properties: {re/q: {type: [integer, 'null']}}}
        trace: {type: string}
"""


@pytest.fixture(scope="module")
def nested(generate_package: GeneratePackage) -> GeneratedPackage:
    return generate_package(asyncapi=NESTED)


class TestAnIdBelowTheTop:
    def test_it_is_made_and_found(self, nested: GeneratedPackage) -> None:
        heads: list[Any] = []

        def talk(connection: ServerConnection) -> None:
            for _ in range(4):
                request = received(connection)
                heads.append(request["head"])
                answer = {"op": "added", "sum": request["a"], "for": request["head"]["ids"]["re/q"]}
                connection.send(json.dumps(answer))

        def use(connection: Any) -> Any:
            head = nested.type("Head")
            return [
                connection.add(a=1).sum,
                connection.add(a=2, head={"trace": "t", "ids": {}}).sum,
                connection.add(a=3, head={"ids": {"re/q": 70}}).sum,
                connection.add(a=4, head=head(trace="m", ids=None)).sum,
            ]

        async def use_async(connection: Any) -> Any:
            return [(await connection.add(a=a)).sum for a in (1, 2, 3, 4)]

        assert blocking(nested, talk, use) == [1, 2, 3, 4]
        assert heads == [
            {"ids": {"re/q": 1}},
            {"trace": "t", "ids": {"re/q": 2}},
            {"ids": {"re/q": 70}},
            {"trace": "m", "ids": {"re/q": 3}},
        ]
        assert awaited(nested, talk, use_async) == [1, 2, 3, 4]

    def test_beside_what_has_to_be_given(self, nested: GeneratedPackage) -> None:
        def talk(connection: ServerConnection) -> None:
            connection.send(json.dumps({"op": "got", "meta": received(connection)["meta"]}))

        def use(connection: Any) -> Any:
            with pytest.raises(TypeError, match="'meta'"):
                connection.get()
            return connection.get(meta={"id": "mine", "at": 1}).meta.id

        assert blocking(nested, talk, use) == "mine"

    def test_an_error_that_has_it_elsewhere(self, nested: GeneratedPackage) -> None:
        def talk(connection: ServerConnection) -> None:
            identity = received(connection)["head"]["ids"]["re/q"]
            connection.send(json.dumps({"op": "error", "about": [1, {"id": identity}]}))

        def use(connection: Any) -> Any:
            with pytest.raises(nested.module().WebSocketReplyError) as info:
                connection.add(a=1, timeout=5)
            return type(info.value.event).__name__

        assert blocking(nested, talk, use) == "AddError"

    def test_what_has_it_is_an_object(self, nested: GeneratedPackage) -> None:
        def use(connection: Any) -> None:
            with pytest.raises(TypeError, match="ids has the id of the request, and is no object"):
                connection.add(a=1, head={"ids": [1]})

        blocking(nested, lambda connection: connection.close(), use)


SEVERAL = """
asyncapi: 3.0.0
info: {title: Mini, version: '1'}
servers: {main: {host: a.example, protocol: wss}}
channels:
  one: {address: /one, messages: {Command: {$ref: '#/components/messages/Command'},
      Answer: {$ref: '#/components/messages/Answer'}}}
  two: {address: /two, messages: {Command: {$ref: '#/components/messages/Command'},
      Answer: {$ref: '#/components/messages/Answer'}}}
operations:
  ask: {action: send, channel: {$ref: '#/channels/one'},
      messages: [{$ref: '#/channels/one/messages/Command'}],
      reply: {messages: [{$ref: '#/channels/one/messages/Answer'}]}}
  tell: {action: send, channel: {$ref: '#/channels/two'},
      messages: [{$ref: '#/channels/two/messages/Command'}]}
  hear: {action: receive, channel: {$ref: '#/channels/two'},
      messages: [{$ref: '#/channels/two/messages/Answer'}]}
components:
  messages:
    Command: {payload: {oneOf: [{$ref: '#/components/schemas/Open'},
        {$ref: '#/components/schemas/Shut'}]}}
    Answer: {payload: {oneOf: [{$ref: '#/components/schemas/Opened'},
        {$ref: '#/components/schemas/Closed'}]}}
  schemas:
    Open: {type: object, required: [op, id], properties: {op: {const: open}, id: {type: integer}}}
    Shut: {type: object, required: [op, id], properties: {op: {const: shut}, id: {type: integer}}}
    Opened: {type: object, required: [op, id], properties: {op: {const: opened},
        id: {type: integer}}}
    Closed: {type: object, required: [op, id], properties: {op: {const: closed},
        id: {type: integer}}}
"""


class TestMessagesOfSeveralKinds:
    def test_each_kind_waits_for_each_kind_of_answer(
        self, generate_package: GeneratePackage
    ) -> None:
        package = generate_package(asyncapi=SEVERAL)

        def talk(connection: ServerConnection) -> None:
            for answer in ("opened", "closed"):
                connection.send(json.dumps({"op": answer, "id": received(connection)["id"]}))

        with (
            websocket_server(talk) as server,
            package.module().Mini(base_url=server.url) as client,
            client.one.connect() as connection,
        ):
            answers = [connection.open(), connection.shut()]
        assert [type(answer).__name__ for answer in answers] == ["Opened", "Closed"]

    def test_the_same_messages_of_another_channel_are_only_sent(
        self, generate_package: GeneratePackage
    ) -> None:
        package = generate_package(asyncapi=SEVERAL)
        seen: list[Any] = []

        def talk(connection: ServerConnection) -> None:
            seen.extend(received(connection) for _ in range(2))
            connection.close()

        with (
            websocket_server(talk) as server,
            package.module().Mini(base_url=server.url) as client,
            client.two.connect() as connection,
        ):
            assert connection.open(id=1) is None
            assert connection.shut(id=2) is None
            assert list(connection) == []
        assert [message["op"] for message in seen] == ["open", "shut"]


class TestWithoutAnId:
    def test_a_message_is_only_sent(self, generate_package: GeneratePackage) -> None:
        package = generate_package(
            asyncapi=DOCUMENT.replace("$message.payload#/req_id", "$message.header#/id").replace(
                "req_id", "number"
            )
        )
        talk: Talk = lambda connection: connection.send(connection.recv())  # noqa: E731

        def use(connection: Any) -> Any:
            return connection.add(a=1, number=2), type(connection.recv()).__name__

        assert blocking(package, talk, use) == (None, "UnknownEvent")
