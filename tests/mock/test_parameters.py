"""The mock server understands what generated clients send, in every style."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from codegen.mock.server import MockServer

OPENAPI = """\
openapi: 3.2.0
info: {title: Shapes, version: '1'}
components:
  schemas:
    Point:
      type: object
      required: [x, y]
      properties: {x: {type: integer, maximum: 9}, y: {type: integer}}
paths:
  /query:
    get:
      parameters:
        - {name: point, in: query, schema: {$ref: '#/components/schemas/Point'}}
        - {name: flat, in: query, explode: false, schema: {$ref: '#/components/schemas/Point'}}
        - {name: flag, in: query, allowEmptyValue: true, schema: {type: integer}}
        - {name: json, in: query, content: {application/json: {schema: {type: array, maxItems: 1}}}}
      responses: {'204': {description: ok}}
  /label/{id}:
    get:
      parameters:
        - {name: id, in: path, required: true, style: label, schema: {type: integer, maximum: 9}}
      responses: {'204': {description: ok}}
  /matrix/{id}:
    get:
      parameters:
        - name: id
          in: path
          required: true
          style: matrix
          explode: true
          schema: {type: array, items: {type: integer, maximum: 9}}
      responses: {'204': {description: ok}}
  /cookie:
    get:
      parameters:
        - {name: mood, in: cookie, required: true, schema: {type: string, enum: ['a;b']}}
      responses: {'204': {description: ok}}
  /thing:
    additionalOperations: {COPY: {responses: {'204': {description: ok}}}}
"""


@pytest.fixture
def url(tmp_path: Path) -> Iterator[str]:
    path = tmp_path / "openapi.yaml"
    path.write_text(OPENAPI, encoding="utf-8")
    with MockServer(openapi=path) as server:
        yield server.base_url


@pytest.mark.parametrize(
    ("target", "status"),
    [
        ("/query?x=1&y=2", 204),
        ("/query?x=10&y=2", 400),
        ("/query?x=1", 400),
        ("/query?flat=x,1,y,2", 204),
        ("/query?flat=x,10,y,2", 400),
        ("/query?flag=", 204),
        ("/query?flag=a", 400),
        ("/query?json=%5B1%5D", 204),
        ("/query?json=%5B1,2%5D", 400),
        ("/label/.9", 204),
        ("/label/.10", 400),
        ("/matrix/;id=1;id=9", 204),
        ("/matrix/;id=1;id=10", 400),
    ],
)
def test_styles(url: str, target: str, status: int) -> None:
    assert httpx.get(f"{url}{target}").status_code == status


def test_cookies_and_further_methods(url: str) -> None:
    for cookie, status in (("mood=a%3Bb", 204), ("mood=c", 400), ("other=1", 400)):
        assert httpx.get(f"{url}/cookie", headers={"Cookie": cookie}).status_code == status
    assert httpx.request("COPY", f"{url}/thing").status_code == 204
