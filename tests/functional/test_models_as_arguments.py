"""Models where dictionaries are asked for: what the types say, and what is sent."""

from __future__ import annotations

import asyncio
import collections.abc
import importlib
import json
import subprocess
import sys
import typing
from typing import Any

import pytest
import typing_extensions
from websockets.sync.server import ServerConnection

from tests.functional.conftest import GeneratedPackage, GeneratePackage
from tests.unit.runtime.servers import Reply, http_server, websocket_server

WORKSHOP = """
openapi: 3.1.0
info: {title: Workshop, version: '1'}
paths:
  /orders:
    post:
      operationId: createOrder
      tags: [orders]
      parameters:
        - {name: near, in: query, style: deepObject, schema: {$ref: '#/components/schemas/Part'}}
      requestBody:
        required: true
        content: {application/json: {schema: {$ref: '#/components/schemas/NewOrder'}}}
      responses:
        '200':
          description: ok
          content: {application/json: {schema: {$ref: '#/components/schemas/Order'}}}
  /shapes:
    post:
      operationId: createShape
      tags: [shapes]
      requestBody:
        required: true
        content: {application/json: {schema: {$ref: '#/components/schemas/Shape'}}}
      responses: {'200': {description: ok}}
  /drawings:
    post:
      operationId: createDrawing
      tags: [drawings]
      requestBody:
        required: true
        content:
          multipart/form-data:
            schema: {type: object, required: [part], properties: {
                part: {$ref: '#/components/schemas/Part'}}}
      responses: {'200': {description: ok}}
components:
  schemas:
    Part:
      type: object
      required: [name, serial]
      properties:
        name: {type: string}
        serial: {type: string, readOnly: true}
        thickness-mm: {type: number}
        inside: {type: array, items: {$ref: '#/components/schemas/Part'}}
    NewOrder:
      type: object
      required: [item]
      properties:
        item: {type: string}
        main: {$ref: '#/components/schemas/Part'}
        parts: {type: array, items: {$ref: '#/components/schemas/Part'}}
        by_name: {type: object, additionalProperties: {$ref: '#/components/schemas/Part'}}
        shape: {$ref: '#/components/schemas/Shape'}
        notes: {$ref: '#/components/schemas/Notes'}
        stock: {$ref: '#/components/schemas/Stock'}
        address:
          type: object
          required: [street]
          properties: {street: {type: string}, checked: {type: boolean, readOnly: true}}
    Order:
      allOf:
        - {$ref: '#/components/schemas/NewOrder'}
        - {type: object, required: [id], properties: {id: {type: string, readOnly: true}}}
    Shape:
      oneOf: [{$ref: '#/components/schemas/Circle'}, {$ref: '#/components/schemas/Square'}]
      discriminator: {propertyName: kind}
    Circle:
      type: object
      required: [kind, radius]
      properties: {kind: {const: Circle}, radius: {type: number}}
    Square:
      type: object
      required: [kind, side]
      properties: {kind: {const: Square}, side: {type: number}}
    Notes:
      oneOf: [{type: string}, {type: array, items: {$ref: '#/components/schemas/Note'}}]
    Note:
      type: object
      required: [text]
      properties:
        text: {type: string}
        filter: {type: object, properties: {from: {type: string}}}
    Stock: {type: array, items: {$ref: '#/components/schemas/Part'}}
"""

PART = {"name": "leg", "serial": "s1", "inside": [{"name": "bolt", "serial": "s2"}], "new": [1]}
SENT_PART = {"name": "leg", "inside": [{"name": "bolt"}], "new": [1]}
ORDER = {
    "id": "o1",
    "item": "table",
    "main": PART,
    "parts": [PART],
    "by_name": {"a": PART},
    "shape": {"kind": "Circle", "radius": 1.5},
    "notes": [{"text": "hm"}],
    "stock": [PART],
    "address": {"street": "Elm", "checked": True},
}


@pytest.fixture(scope="module")
def workshop(generate_package: GeneratePackage) -> GeneratedPackage:
    return generate_package(openapi=WORKSHOP)


@pytest.fixture(scope="module")
def order(workshop: GeneratedPackage) -> Any:
    """An order as a server has sent it."""
    decoder = importlib.import_module(f"{workshop.name}._runtime.decode").Decoder
    return decoder(workshop.type("Order")).decode_strict(json.dumps(ORDER))


def sent(package: GeneratedPackage, method: str, **arguments: Any) -> list[Any]:
    """The path and the body of a call, of the blocking client and of the asyncio one."""
    module = package.module()

    def find(client: Any) -> Any:
        resource, name = method.split(".")
        return getattr(getattr(client, resource), name)

    async def call(url: str) -> None:
        async with module.AsyncWorkshop(base_url=url) as client:
            await find(client)(**arguments)

    with http_server(Reply(body=json.dumps(ORDER).encode())) as server:
        with module.Workshop(base_url=server.url) as client:
            find(client)(**arguments)
        asyncio.run(call(server.url))
        assert len(server.seen) == 2
        return [(seen.target, seen.body) for seen in server.seen]


def sent_json(package: GeneratedPackage, method: str, **arguments: Any) -> Any:
    (_, blocking), (_, waited) = sent(package, method, **arguments)
    assert blocking == waited
    return json.loads(blocking)


class TestWhatIsSent:
    def test_what_came_from_the_server_goes_back_without_what_is_its_own(
        self, workshop: GeneratedPackage, order: Any
    ) -> None:
        body = sent_json(
            workshop,
            "orders.create",
            item=order.item,
            main=order.main,
            parts=[*order.parts, {"name": "top"}],
            by_name=order.by_name,
            shape=order.shape,
            notes=order.notes,
            stock=order.stock,
            address=order.address,
        )
        assert body == {
            "item": "table",
            "main": SENT_PART,
            "parts": [SENT_PART, {"name": "top"}],
            "by_name": {"a": SENT_PART},
            "shape": {"kind": "Circle", "radius": 1.5},
            "notes": [{"text": "hm"}],
            "stock": [SENT_PART],
            "address": {"street": "Elm"},
        }

    def test_the_model_itself_keeps_it(self, workshop: GeneratedPackage, order: Any) -> None:
        sent_json(workshop, "orders.create", item="a", main=order.main)
        assert order.main.serial == "s1"
        assert order.main.to_dict() == PART

    def test_a_model_inside_of_a_dictionary(self, workshop: GeneratedPackage, order: Any) -> None:
        main = {"name": "box", "inside": order.parts}
        body = sent_json(workshop, "orders.create", item="a", main=main)
        assert body == {"item": "a", "main": {"name": "box", "inside": [SENT_PART]}}

    def test_a_model_made_by_the_user(self, workshop: GeneratedPackage) -> None:
        part = workshop.type("Part")(name="leg", serial="mine", thickness_mm=2)
        body = sent_json(workshop, "orders.create", item="a", parts=[part])
        assert body == {"item": "a", "parts": [{"name": "leg", "thickness-mm": 2.0}]}

    def test_the_whole_body(self, workshop: GeneratedPackage) -> None:
        square = workshop.type("Square")(kind="Square", side=2)
        body = sent_json(workshop, "shapes.create", body=square)
        assert body == {"kind": "Square", "side": 2.0}

    def test_a_kind_that_is_not_known(self, workshop: GeneratedPackage) -> None:
        decoder = importlib.import_module(f"{workshop.name}._runtime.decode").Decoder
        text = json.dumps(ORDER | {"shape": {"kind": "Blob", "id": 1}})
        order = decoder(workshop.type("Order")).decode(text.encode())
        assert workshop.module().is_unknown(order.shape)
        body = sent_json(workshop, "orders.create", item="a", shape=order.shape)
        assert body["shape"] == {"kind": "Blob", "id": 1}

    def test_a_query(self, workshop: GeneratedPackage, order: Any) -> None:
        part = workshop.type("Part")(name="leg", serial="mine")
        for path, _ in sent(workshop, "orders.create", item="a", near=part):
            assert path == "/orders?near%5Bname%5D=leg"

    def test_a_part_of_a_form(self, workshop: GeneratedPackage, order: Any) -> None:
        for _, body in sent(workshop, "drawings.create", part=order.main):
            assert b'{"name":"leg","inside":[{"name":"bolt"}],"new":[1]}' in body


class TestWhatTheTypesSay:
    def test_arguments_and_keys(self, workshop: GeneratedPackage) -> None:
        part, dictionary = workshop.type("Part"), workshop.type("PartParam")
        create = workshop.module("resources.orders").Orders.create
        of_method = typing_extensions.get_type_hints(create)
        of_params = typing_extensions.get_type_hints(workshop.type("OrderCreateParams"))
        omit = workshop.module().Omit
        for name in ("main", "parts", "by_name", "shape", "notes", "stock", "address"):
            assert of_method[name] == of_params[name] | omit
        assert of_params["main"] == part | dictionary
        assert of_params["parts"] == collections.abc.Iterable[part | dictionary]
        # Whoever has a `dict` of one of the two has no `dict` of either.
        assert of_params["by_name"] == collections.abc.Mapping[str, part | dictionary]
        inside = typing_extensions.get_type_hints(dictionary)["inside"]
        assert inside == of_params["stock"] == of_params["parts"]
        assert of_params["notes"] == workshop.type("NotesParam")
        exact = typing_extensions.get_type_hints(create, include_extras=True)
        assert exact["shape"] == workshop.type("Shape") | workshop.type("ShapeParam") | omit

    def test_an_inline_object(self, workshop: GeneratedPackage) -> None:
        """`NewOrder` is nothing but a body: `Order` has the model of what is inline in it."""
        hints = typing_extensions.get_type_hints(workshop.type("OrderCreateParams"))
        models = typing.get_args(hints["address"])
        assert [model.__name__ for model in models] == ["Address", "Address"]
        assert models[0] is workshop.type("Order").model_fields["address"].annotation.__args__[0]
        text = workshop.text("types/order_create_params.py")
        assert "address: AddressModel | Address" in text

    def test_aliases_are_of_dictionaries(self, workshop: GeneratedPackage) -> None:
        circle, square = workshop.type("CircleParam"), workshop.type("SquareParam")
        assert workshop.type("ShapeParam") == circle | square
        assert workshop.type("StockParam") == list[workshop.type("PartParam")]

    def test_but_for_those_with_arrays_in_them(self, workshop: GeneratedPackage) -> None:
        alias_value = importlib.import_module(f"{workshop.name}._runtime.annotations").alias_value
        note, dictionary = workshop.type("Note"), workshop.type("NoteParam")
        notes = alias_value(workshop.type("NotesParam"))
        assert notes == str | collections.abc.Iterable[note | dictionary]

    def test_what_is_read_only_is_marked(self, workshop: GeneratedPackage) -> None:
        assert "serial: Annotated[str, READ_ONLY]" in workshop.text("types/shared/part.py")

    def test_nobody_who_sends_dictionaries_imports_models(self, workshop: GeneratedPackage) -> None:
        models = [workshop.type(name).__module__ for name in ("Part", "Note", "Order")]
        program = f"""
import sys
from {workshop.name}.resources.shapes import Shapes
from {workshop.name}.types import OrderCreateParams
from {workshop.type("NotesParam").__module__} import NotesParam
print([name for name in {models} if name in sys.modules])
"""
        command = [sys.executable, "-c", program]
        path = str(workshop.folder / "src")
        done = subprocess.run(
            command, env={"PYTHONPATH": path}, capture_output=True, text=True, check=True
        )
        assert done.stdout.strip() == "[]"


CHAT = """
asyncapi: 3.0.0
info: {title: Chat, version: '1'}
channels:
  chat:
    address: /
    messages:
      say: {payload: {$ref: '#/components/schemas/Say'}}
      said: {payload: {type: object, required: [type, message], properties: {
          type: {const: said}, message: {$ref: '#/components/schemas/Message'}}}}
operations:
  say: {action: receive, channel: {$ref: '#/channels/chat'}, messages: [
      {$ref: '#/channels/chat/messages/say'}]}
  said: {action: send, channel: {$ref: '#/channels/chat'}, messages: [
      {$ref: '#/channels/chat/messages/said'}]}
components:
  schemas:
    Say:
      type: object
      required: [type, message]
      properties:
        type: {const: say}
        message: {$ref: '#/components/schemas/Message'}
        mood: {oneOf: [{type: string}, {$ref: '#/components/schemas/Message'}]}
    Message:
      type: object
      required: [text]
      properties: {text: {type: string}, at: {type: integer, readOnly: true}}
"""


@pytest.fixture(scope="module")
def chat(generate_package: GeneratePackage) -> GeneratedPackage:
    return generate_package(asyncapi=CHAT)


class TestSockets:
    def test_a_message_that_came_is_sent_back(self, chat: GeneratedPackage) -> None:
        received: list[Any] = []

        def talk(connection: ServerConnection) -> None:
            connection.send('{"type":"said","message":{"text":"hi","at":7,"new":1}}')
            received.extend(json.loads(connection.recv()) for _ in range(3))
            connection.close()

        with websocket_server(talk) as server:
            client = chat.module().Chat(base_url=server.url)
            with client, client.chat.connect() as connection:
                message = connection.recv().message
                assert message.at == 7
                connection.say(message=message, mood="good")
                connection.send({"type": "say", "message": message})
                connection.send(chat.type("Say")(type="say", message=message))
                list(connection)
        back = {"type": "say", "message": {"text": "hi", "new": 1}}
        assert received == [back | {"mood": "good"}, back, back]

    def test_types(self, chat: GeneratedPackage) -> None:
        connection = chat.module("resources.chat").ChatConnection
        hints = typing_extensions.get_type_hints(connection.say)
        both = chat.type("Message") | chat.type("MessageParam")
        assert hints["message"] == both
        assert hints["mood"] == both | str | chat.module().Omit
