"""Tokens where the server is another one: the mock server, and a WebSocket's."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from codegen.mock.server import MockServer
from tests.functional.conftest import GeneratedPackage, GeneratePackage
from tests.functional.guarded import (
    ID,
    LOGIN,
    SPEC,
    Blocking,
    Flavour,
    flavour,
    guarded,
    guarded_server,
    once,
    twice,
)
from tests.unit.runtime.servers import refusal, websocket_server

__all__ = ["flavour", "guarded"]


class TestMock:
    """The mock server of the same document has the token endpoint."""

    @pytest.fixture
    def mock(self, tmp_path: Path) -> Iterator[MockServer]:
        document = tmp_path / "openapi.yaml"
        document.write_text(SPEC, encoding="utf-8")
        with MockServer(document, key="the only other one") as server:
            yield server

    def test_its_tokens_are_accepted(
        self, guarded: GeneratedPackage, flavour: Flavour, mock: MockServer
    ) -> None:
        flavour.run(guarded, twice, base_url=mock.base_url, **LOGIN)
        # That of the other flow is absolute, and served all the same.
        token_url = f"{mock.base_url}/token"
        flavour.run(guarded, twice, base_url=mock.base_url, token_url=token_url, **LOGIN)
        error = guarded.module().AuthenticationError
        with pytest.raises(error):
            flavour.run(guarded, once, base_url=mock.base_url, token="made up")

    @pytest.mark.parametrize(
        ("fields", "status", "answer"),
        [
            ({"client_id": ID}, 401, {"error": "invalid_client"}),
            (LOGIN, 400, {"error": "unsupported_grant_type"}),
            ({**LOGIN, "grant_type": "password"}, 400, {"error": "unsupported_grant_type"}),
        ],
    )
    def test_its_errors(
        self, mock: MockServer, fields: dict[str, str], status: int, answer: dict[str, str]
    ) -> None:
        said = httpx.post(f"{mock.base_url}/oauth/token", data=fields)
        assert (said.status_code, said.json()) == (status, answer)

    def test_a_body_without_an_end(self, mock: MockServer) -> None:
        body = b"x" * (33 * 1024 * 1024)
        assert httpx.post(f"{mock.base_url}/oauth/token", content=body).status_code == 413


SOCKET = """
asyncapi: 3.0.0
info: {title: Guarded, version: '1'}
servers:
  main:
    host: example.com
    protocol: wss
    security: [{$ref: '#/components/securitySchemes/OAuth'}]
channels:
  /live: {messages: {Tick: {payload: {type: object, properties: {type: {const: tick}}}}}}
operations:
  ticks: {action: receive, channel: {$ref: '#/channels/~1live'}}
components:
  securitySchemes:
    OAuth:
      type: oauth2
      scopes: [live]
      flows:
        clientCredentials:
          tokenUrl: https://auth.example.com/token
          availableScopes: {live: Live}
"""


INLINE = SOCKET.replace(
    "security: [{$ref: '#/components/securitySchemes/OAuth'}]",
    """security:
      - type: oauth2
        scopes: [live]
        flows:
          clientCredentials:
            tokenUrl: https://auth.example.com/token
            availableScopes: {live: Live}""",
)


@pytest.fixture(scope="module", params=["by reference", "written out", "written out, no component"])
def socket(generate_package: GeneratePackage, request: pytest.FixtureRequest) -> GeneratedPackage:
    spec = SOCKET if request.param == "by reference" else INLINE
    if request.param == "written out, no component":
        spec = spec[: spec.index("components:")]
    return generate_package(asyncapi=spec, config={"describes": "client"})


class TestSocket:
    def connect(self, package: GeneratedPackage, flavour: Flavour, **options: Any) -> None:
        def blocking() -> None:
            with package.module().Guarded(**options) as client, client.live.connect():
                pass

        async def main() -> None:
            async with package.module().AsyncGuarded(**options) as client, client.live.connect():
                pass

        blocking() if isinstance(flavour, Blocking) else asyncio.run(main())

    def test_the_handshake(self, socket: GeneratedPackage, flavour: Flavour) -> None:
        with guarded_server() as server, websocket_server(lambda connection: None) as live:
            token_url = f"{server.url}/oauth/token"
            self.connect(socket, flavour, base_url=live.url, token_url=token_url, **LOGIN)
        assert [r.headers["Authorization"] for r in live.requests] == ["Bearer token-1"]
        assert server.tokens[0].fields["scope"] == "live"

    @pytest.mark.parametrize("accepted", ["Bearer token-2", "none"])
    def test_a_refused_token(
        self, socket: GeneratedPackage, flavour: Flavour, accepted: str
    ) -> None:
        def check(request: Any) -> Any:
            return None if request.headers["Authorization"] == accepted else refusal(401)

        with guarded_server() as server, websocket_server(lambda c: None, check) as live:
            options = {"base_url": live.url, "token_url": f"{server.url}/oauth/token", **LOGIN}
            if accepted == "none":
                with pytest.raises(socket.module().AuthenticationError):
                    self.connect(socket, flavour, **options)
            else:
                self.connect(socket, flavour, **options)
        sent = [request.headers["Authorization"] for request in live.requests]
        assert sent == ["Bearer token-1", "Bearer token-2"]
