"""Which message a frame is: nested tags, several tags, tags that are no text, shapes, bare text."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
import yaml

from tests.functional.conftest import GeneratedPackage, GeneratePackage
from tests.unit.runtime.servers import sends, websocket_server


def objects(**properties: str) -> dict[str, Any]:
    """An object schema of properties as YAML; those that end in `_` are optional."""
    return {
        "type": "object",
        "required": [name for name in properties if not name.endswith("_")],
        "properties": {name.rstrip("_"): yaml.safe_load(s) for name, s in properties.items()},
    }


CHANNELS: dict[str, dict[str, Any]] = {
    # The tag is one level down.
    "nested": {
        "Trades": objects(
            arg=json.dumps(objects(channel="{const: trades}")), price="{type: number}"
        ),
        "Books": objects(arg=json.dumps(objects(channel="{const: books}")), price="{type: number}"),
    },
    "numbers": {
        "Hello": objects(op="{const: 10}", d_="{type: string}"),
        "Dispatch": objects(op="{const: 0}", d_="{type: string}"),
        "Yes": objects(op="{const: true}"),
    },
    # Error has no tag at all, and the tag of the others is not required.
    "some": {
        "Started": objects(type_="{enum: [started]}", at_="{type: integer}"),
        "Ended": objects(type_="{enum: [ended, aborted]}", at_="{type: integer}"),
        "Problem": objects(code="{type: integer}", text="{type: string}"),
    },
    "two": {
        "Opened": objects(kind="{const: order}", state="{const: open}", n="{type: integer}"),
        "Closed": objects(kind="{const: order}", state="{const: closed}", n="{type: integer}"),
        "Trade": objects(kind="{const: trade}", n="{type: integer}"),
    },
    "shape": {
        "Short": objects(a="{type: integer}"),
        "Long": objects(a="{type: integer}", b="{type: integer}"),
        "Wide": objects(a="{type: integer}", c_="{type: integer}", d_="{type: integer}"),
        "Many": {"type": "array", "items": objects(a="{type: integer}")},
    },
    "mixed": {
        "Pong": {"const": "pong"},
        "Price": objects(p="{type: number}"),
        "Sound": {"type": "string", "format": "binary"},
    },
    "bare": {"Line": {"type": "string"}},
    "quoted": {"Line2": {"type": "string"}},
}
DOCUMENT: dict[str, Any] = {
    "asyncapi": "3.0.0",
    "info": {"title": "Mini", "version": "1"},
    "servers": {"main": {"host": "a.example", "protocol": "wss"}},
    "channels": {
        key: {
            "address": f"/{key}",
            "messages": {
                name: {"payload": payload}
                | ({"contentType": "application/json"} if key == "quoted" else {})
                for name, payload in messages.items()
            },
        }
        for key, messages in CHANNELS.items()
    },
    "operations": {
        key: {"action": "receive", "channel": {"$ref": f"#/channels/{key}"}} for key in CHANNELS
    },
}


@pytest.fixture(scope="module")
def package(generate_package: GeneratePackage) -> GeneratedPackage:
    document = json.loads(json.dumps(DOCUMENT))
    document["operations"]["echo"] = {"action": "send", "channel": {"$ref": "#/channels/bare"}}
    document["operations"]["quote"] = {"action": "send", "channel": {"$ref": "#/channels/quoted"}}
    return generate_package(asyncapi=document, config="describes: client")


def received(package: GeneratedPackage, channel: str, *frames: str | bytes) -> list[Any]:
    with (
        websocket_server(sends(*frames)) as server,
        package.module().Mini(base_url=server.url) as client,
        getattr(client, channel).connect() as connection,
    ):
        return list(connection)


def kinds(package: GeneratedPackage, channel: str, *frames: str | bytes) -> list[str]:
    return [type(event).__name__ for event in received(package, channel, *frames)]


class TestTags:
    @pytest.mark.parametrize(
        ("channel", "frame", "kind"),
        [
            ("nested", '{"arg":{"channel":"books"},"price":1}', "Books"),
            ("nested", '{"arg":{"channel":"trades"},"price":"not a number"}', "Trades"),
            ("nested", '{"arg":{"channel":"candles"},"price":1}', "UnknownEvent"),
            ("numbers", '{"op":10,"d":"x"}', "Hello"),
            ("numbers", '{"op":0,"d":4}', "Dispatch"),
            ("numbers", '{"op":true}', "Yes"),
            ("numbers", '{"op":1}', "UnknownEvent"),
            ("some", '{"type":"started","at":1}', "Started"),
            ("some", '{"type":"aborted","at":"1"}', "Ended"),
            ("some", '{"code":1,"text":"a"}', "Problem"),
            ("some", '{"type":"new"}', "UnknownEvent"),
            ("two", '{"kind":"order","state":"closed","n":1}', "Closed"),
            ("two", '{"kind":"order","state":"open","n":"x"}', "Opened"),
            ("two", '{"kind":"trade","n":1}', "Trade"),
        ],
    )
    def test_the_class(
        self, package: GeneratedPackage, channel: str, frame: str, kind: str
    ) -> None:
        assert kinds(package, channel, frame) == [kind]


class TestShapes:
    @pytest.mark.parametrize(
        ("frame", "kind"),
        [
            ('{"a":1}', "Short"),
            ('{"a":1,"b":2}', "Long"),
            ('{"a":1,"c":2,"d":3}', "Wide"),
            ('{"b":1}', "UnknownEvent"),
            ('"text"', "UnknownEvent"),
            ("not JSON", "UnknownEvent"),
        ],
    )
    def test_the_best_match(self, package: GeneratedPackage, frame: str, kind: str) -> None:
        assert kinds(package, "shape", frame) == [kind]

    def test_several_events_in_a_frame(self, package: GeneratedPackage) -> None:
        (events,) = received(package, "shape", '[{"a":1},{"a":2}]')
        assert [event.a for event in events] == [1, 2]

    def test_strictly(self, package: GeneratedPackage) -> None:
        with (
            websocket_server(sends('{"arg":{"channel":"books"},"price":"x"}')) as server,
            package.module().Mini(base_url=server.url, _strict_response_validation=True) as client,
            client.nested.connect() as connection,
            pytest.raises(package.module().APIResponseValidationError, match="price"),
        ):
            connection.recv()


class TestText:
    def test_beside_json_and_bytes(self, package: GeneratedPackage) -> None:
        pong, price, sound = received(package, "mixed", "pong", '{"p":1.5}', b"\0\xff")
        assert (pong, price.p, sound) == ("pong", 1.5, b"\0\xff")

    def test_alone(self, package: GeneratedPackage) -> None:
        assert received(package, "bare", "a line", "123", '{"a":1}') == ["a line", "123", '{"a":1}']

    def test_as_json_where_the_content_type_says_so(self, package: GeneratedPackage) -> None:
        assert received(package, "quoted", '"a line"') == ["a line"]

    @pytest.mark.parametrize(("channel", "frame"), [("bare", "a line"), ("quoted", '"a line"')])
    def test_sent(self, package: GeneratedPackage, channel: str, frame: str) -> None:
        frames: list[str | bytes] = []

        def server_side(connection: Any) -> None:
            frames.append(connection.recv())
            frames.append(connection.recv())

        async def talk(url: str) -> None:
            async with (
                package.module().AsyncMini(base_url=url) as client,
                getattr(client, channel).connect() as connection,
            ):
                await connection.send("a line")

        with websocket_server(server_side) as server:
            with (
                package.module().Mini(base_url=server.url) as client,
                getattr(client, channel).connect() as connection,
            ):
                connection.send("a line")
                connection.send("a line")
            asyncio.run(talk(server.url))
        assert frames[:2] == [frame, frame]
