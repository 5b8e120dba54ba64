"""Two documents that describe one API: schemas that both of them have."""

from __future__ import annotations

import pytest

from tests.functional.conftest import GeneratedPackage, GeneratePackage

OPENAPI = """
openapi: 3.0.3
info: {title: Exchange, version: '1'}
paths:
  /orders:
    get:
      responses:
        '200':
          description: ok
          content: {application/json: {schema: {$ref: '#/components/schemas/Order'}}}
  /errors:
    get:
      responses:
        '200':
          description: ok
          content: {application/json: {schema: {$ref: '#/components/schemas/Failure'}}}
components:
  schemas:
    Order:
      description: An order.
      type: object
      required: [id, side]
      properties:
        id: {type: integer}
        side: {$ref: '#/components/schemas/Side'}
        description: {type: string, description: Free text.}
    Side: {type: string, enum: [buy, sell]}
    Failure: {type: object, required: [code], properties: {code: {type: integer}}}
    Holder: {type: object, properties: {failure: {$ref: '#/components/schemas/Failure'}}}
"""

ASYNCAPI = """
asyncapi: 3.0.0
info: {title: Exchange sockets, version: '1'}
channels:
  feed:
    address: /feed
    messages:
      order: {payload: {$ref: '#/components/schemas/OrderEvent'}}
      failure: {payload: {$ref: '#/components/schemas/Failure'}}
      holder: {payload: {$ref: '#/components/schemas/Holder'}}
operations:
  feed: {action: send, channel: {$ref: '#/channels/feed'}}
components:
  schemas:
    OrderEvent:
      type: object
      required: [type, order]
      properties:
        type: {const: order}
        order: {$ref: '#/components/schemas/Order'}
    Order:
      description: The same, in other words.
      type: object
      required: [id, side]
      properties:
        id: {type: integer}
        side: {$ref: '#/components/schemas/Side'}
        description: {type: string}
    Side: {type: string, enum: [buy, sell]}
    Failure:
      type: object
      required: [type, reason]
      properties: {type: {const: failure}, reason: {type: string}}
    Holder: {type: object, properties: {failure: {$ref: '#/components/schemas/Failure'}}}
"""


@pytest.fixture(scope="module")
def package(generate_package: GeneratePackage) -> GeneratedPackage:
    return generate_package(openapi=OPENAPI, asyncapi=ASYNCAPI)


def test_a_schema_that_was_copied_is_one_class(package: GeneratedPackage) -> None:
    order = package.type("Order")
    assert package.type("OrderEvent").model_fields["order"].annotation is order
    assert not any("websocket_order" in path for path in package.files)


def test_namesakes_are_two_classes(package: GeneratedPackage) -> None:
    assert set(package.type("Failure").model_fields) == {"code"}
    assert set(package.type("WebsocketFailure").model_fields) == {"type", "reason"}


def test_what_refers_to_namesakes_differs_as_well(package: GeneratedPackage) -> None:
    rest = package.module("types.shared").Holder.model_validate({"failure": {"code": 1}})
    socket = package.module("types").Holder.model_validate(
        {"failure": {"type": "failure", "reason": "r"}}
    )
    assert rest.failure.code == 1
    assert socket.failure.reason == "r"
