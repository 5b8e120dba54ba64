"""One SDK for all tests of this folder, blocking and asyncio."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterator

import pytest

from tests.functional.conftest import GeneratedPackage, GeneratePackage, generate_package
from tests.robustness.flavours import Flavour, flavours
from tests.robustness.sockets import (
    FEED,
    FEED_CONFIG,
    AsyncioSockets,
    BlockingSockets,
)

__all__ = ["generate_package"]

VAULT = """
openapi: 3.1.0
info: {title: Vault, version: '1'}
servers: [{url: 'https://vault.example/v1'}]
security: [{Token: [], Key: [], Session: [], QueryKey: []}]
paths:
  /items/{item_id}:
    parameters:
      - {name: item_id, in: path, required: true, schema: {type: string}}
    get:
      parameters:
        - {name: X-Trace, in: header, schema: {type: string}}
        - {name: flavour, in: cookie, schema: {type: string}}
      responses:
        '200': {$ref: '#/components/responses/Item'}
    put:
      requestBody: {$ref: '#/components/requestBodies/Item'}
      responses:
        '200': {$ref: '#/components/responses/Item'}
    delete:
      responses: {'204': {description: gone}}
  /items:
    get:
      parameters:
        - {name: cursor, in: query, schema: {type: string}}
      responses:
        '200':
          description: a page
          content: {application/json: {schema: {$ref: '#/components/schemas/Page'}}}
    post:
      requestBody: {$ref: '#/components/requestBodies/Item'}
      responses:
        '200': {$ref: '#/components/responses/Item'}
  /linked:
    get:
      responses:
        '200':
          description: a page
          content: {application/json: {schema: {$ref: '#/components/schemas/Linked'}}}
  /status:
    get:
      security: []
      responses:
        '200': {$ref: '#/components/responses/Item'}
  /notes:
    get:
      responses:
        '200': {description: ok, content: {text/plain: {schema: {type: string}}}}
  /files:
    get:
      responses:
        '200':
          description: ok
          content: {application/octet-stream: {schema: {type: string, format: binary}}}
    post:
      requestBody:
        required: true
        content:
          multipart/form-data:
            schema:
              type: object
              required: [file]
              properties:
                file: {type: string, format: binary}
                note: {type: string}
      responses: {'204': {description: ok}}
  /events:
    get:
      responses:
        '200':
          description: ok
          content: {text/event-stream: {schema: {$ref: '#/components/schemas/Item'}}}
  /lines:
    get:
      responses:
        '200':
          description: ok
          content: {application/x-ndjson: {schema: {$ref: '#/components/schemas/Item'}}}
components:
  securitySchemes:
    Token: {type: http, scheme: bearer}
    Key: {type: apiKey, in: header, name: X-Api-Key}
    Session: {type: apiKey, in: cookie, name: sid}
    QueryKey: {type: apiKey, in: query, name: api_key}
  responses:
    Item:
      description: ok
      content: {application/json: {schema: {$ref: '#/components/schemas/Item'}}}
  requestBodies:
    Item:
      required: true
      content: {application/json: {schema: {$ref: '#/components/schemas/Item'}}}
  schemas:
    Item:
      type: object
      required: [id]
      properties:
        id: {type: string}
        count: {type: integer}
        weight: {type: number}
        colour: {type: string, enum: [red, green]}
        shape:
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
    Page:
      type: object
      required: [data]
      properties:
        data: {type: array, items: {$ref: '#/components/schemas/Item'}}
        next_cursor: {type: [string, 'null']}
    Linked:
      type: object
      required: [data]
      properties:
        data: {type: array, items: {$ref: '#/components/schemas/Item'}}
        next: {type: [string, 'null']}
"""


CONFIG = """
pagination:
  pages: {style: cursor, parameter: cursor, items: data, cursor: next_cursor}
  links: {style: link, items: data, link: next, operations: [get /linked]}
"""


@pytest.fixture(scope="module")
def vault(generate_package: GeneratePackage) -> GeneratedPackage:
    return generate_package(openapi=VAULT, config=CONFIG)


@pytest.fixture(params=["blocking", "asyncio"])
def flavour(request: pytest.FixtureRequest, vault: GeneratedPackage) -> Iterator[Flavour]:
    yield from flavours(vault, request.param)


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """What the SDK would have slept between attempts; it does not."""
    slept: list[float] = []
    real = asyncio.sleep

    async def asleep(seconds: float) -> None:
        slept.append(seconds)
        await real(0)

    monkeypatch.setattr("time.sleep", slept.append)
    monkeypatch.setattr(asyncio, "sleep", asleep)
    monkeypatch.setattr(random, "random", lambda: 0.0)
    return slept


@pytest.fixture(scope="module")
def feed(generate_package: GeneratePackage) -> GeneratedPackage:
    return generate_package(asyncapi=FEED, config=FEED_CONFIG)


@pytest.fixture(params=["blocking", "asyncio"])
def socket(request: pytest.FixtureRequest, feed: GeneratedPackage) -> Iterator[Flavour]:
    """A client of a WebSocket API, in the place of the one of a REST API."""
    yield from flavours(feed, request.param, (BlockingSockets, AsyncioSockets))
