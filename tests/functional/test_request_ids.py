"""The server's id of a request: which header has it, and where it ends up."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from tests.functional.conftest import GeneratedPackage, GeneratePackage
from tests.unit.runtime.servers import Reply, http_server

DOCUMENT = """
openapi: 3.1.0
info: {{title: Ids, version: '1'}}
paths:
  /things:
    get:
      responses:
        '200':
          description: ok
          headers: {{{ok}: {{schema: {{type: string}}}}}}
          content: {{application/json: {{schema: {{type: object, properties: {{x: {{}}}}}}}}}}
        default: {{$ref: '#/components/responses/Failure'}}
components:
  responses:
    Failure:
      description: failed
      headers: {{{failed}: {{$ref: '#/components/headers/Id'}}}}
  headers:
    Id: {{schema: {{type: string}}}}
"""
SENT = {"Content-Type": "application/json", "X-Request-Id": "x", "Request-Id": "r", "X-Trace": "t"}


@pytest.fixture(
    scope="module",
    params=[
        ("X-Other", "X-Other", "", "x"),
        ("Request-ID", "X-Other", "", "r"),
        ("X-Other", "request-id", "", "r"),
        ("Request-Id", "X-Request-Id", "", "x"),
        ("Request-Id", "X-Other", "client: {request_id_header: X-Trace}", "t"),
    ],
    ids=["none documented", "a success's", "a failure's", "both", "chosen"],
)
def case(
    request: pytest.FixtureRequest, generate_package: GeneratePackage
) -> tuple[GeneratedPackage, str]:
    ok, failed, config, expected = request.param
    document = DOCUMENT.format(ok=ok, failed=failed)
    return generate_package(openapi=document, config=config), expected


def test_models_answers_and_errors_have_it(case: tuple[GeneratedPackage, str]) -> None:
    package, expected = case
    module = package.module()
    replies = (
        Reply(body=b"{}", headers=SENT),
        Reply(400, headers=SENT),
        Reply(body=b"[", headers=SENT),
    )
    with (
        http_server(replies[0], replies[0], *replies[1:]) as server,
        module.Ids(base_url=server.url) as client,
    ):
        assert client.things.retrieve()._request_id == expected
        assert client.things.with_raw_response.retrieve().request_id == expected
        for kind in (module.BadRequestError, module.APIResponseValidationError):
            with pytest.raises(kind) as caught:
                client.things.retrieve()
            assert caught.value.request_id == expected


def test_so_have_they_with_asyncio(case: tuple[GeneratedPackage, str]) -> None:
    package, expected = case

    async def main() -> Any:
        async with package.module().AsyncIds(base_url=server.url) as client:
            return await client.things.retrieve()

    with http_server(Reply(body=b"{}", headers=SENT)) as server:
        assert asyncio.run(main())._request_id == expected


def test_the_usual_header_needs_no_word(case: tuple[GeneratedPackage, str]) -> None:
    package, expected = case
    assert ("request_id_header" in package.text("_client.py")) == (expected != "x")
