"""A server with a token endpoint, and calls of the SDK that is generated for it."""

from __future__ import annotations

import asyncio
import base64
import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl

import pytest

from tests.functional.conftest import GeneratedPackage, GeneratePackage
from tests.unit.runtime.servers import running

SPEC = """
openapi: 3.1.0
info: {title: Guarded, version: '1'}
servers: [{url: 'https://api.example.com/v1'}]
security: [{OAuth: []}]
paths:
  /things:
    get: {security: [{OAuth: [read]}], responses: {'204': {description: ok}}}
    post: {security: [{OAuth: [read, write]}], responses: {'204': {description: ok}}}
  /open: {get: {security: [], responses: {'204': {description: ok}}}}
components:
  securitySchemes:
    OAuth:
      type: oauth2
      description: Who calls
      flows:
        clientCredentials: {tokenUrl: /oauth/token, scopes: {read: Read, write: Write}}
        authorizationCode:
          authorizationUrl: https://auth.example.com/
          tokenUrl: https://auth.example.com/token
          scopes: {}
"""

ID, SECRET = "the-client-id", "the-client-secret"
LOGIN = {"client_id": ID, "client_secret": SECRET}
BASIC = f"Basic {base64.b64encode(f'{ID}:{SECRET}'.encode()).decode()}"


@dataclass
class Asked:
    """A token request; header names are lower case."""

    target: str
    headers: dict[str, str]
    fields: dict[str, str]


Answer = tuple[int, bytes, Mapping[str, str]]


def token_answer(number: int) -> Answer:
    body = {"access_token": f"token-{number}", "token_type": "Bearer", "expires_in": 3600}
    return 200, json.dumps(body).encode(), {}


@dataclass
class Guarded:
    """A server of an API and of its tokens.

    answer: what the token endpoint says to the request of a number, from 1.
    accepts: whether the API takes a token.
    """

    url: str
    answer: Callable[[int], Answer] = token_answer
    accepts: Callable[[str], bool] = lambda token: True
    tokens: list[Asked] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)


@contextmanager
def guarded_server(**behaviour: Any) -> Iterator[Guarded]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            if not self.path.startswith("/oauth/token"):
                self.do_GET()
                return
            headers = {name.lower(): value for name, value in self.headers.items()}
            with guarded.lock:
                asked = Asked(self.path, headers, dict(parse_qsl(body.decode())))
                guarded.tokens.append(asked)
                number = len(guarded.tokens)
            self.say(*guarded.answer(number))

        def do_GET(self) -> None:
            said = self.headers.get("Authorization", "")
            with guarded.lock:
                guarded.calls.append(said)
            self.say(204 if guarded.accepts(said.removeprefix("Bearer ")) else 401, b"", {})

        def say(self, status: int, body: bytes, headers: Mapping[str, str]) -> None:
            self.send_response_only(status)
            for name, value in headers.items():
                self.send_header(name, value)
            if status != 204:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Stay silent."""

    class Server(ThreadingHTTPServer):
        request_queue_size = 256
        daemon_threads = True

    guarded = Guarded("", **behaviour)
    with running(Server(("127.0.0.1", 0), Handler)) as url:
        guarded.url = url
        yield guarded


Calls = Callable[[Any], list[Any]]


class Blocking:
    def run(self, package: GeneratedPackage, calls: Calls, **options: Any) -> Any:
        """Make a client, and the calls one after the other; give it for what came of them."""
        with package.module().Guarded(**options) as client:
            for call in calls(client):
                call()
            return client


class Asyncio:
    def run(self, package: GeneratedPackage, calls: Calls, **options: Any) -> Any:
        async def main() -> Any:
            async with package.module().AsyncGuarded(**options) as client:
                for call in calls(client):
                    await call()
                return client

        return asyncio.run(main())


Flavour = Blocking | Asyncio


def twice(client: Any) -> list[Any]:
    return [client.things.retrieve] * 2


def once(client: Any) -> list[Any]:
    return [client.things.retrieve]


@pytest.fixture(scope="module")
def guarded(generate_package: GeneratePackage) -> GeneratedPackage:
    return generate_package(openapi=SPEC)


@pytest.fixture(autouse=True)
def no_pauses(guarded: GeneratedPackage, monkeypatch: pytest.MonkeyPatch) -> None:
    retry = guarded.module("_runtime.retry")
    decide = retry.retry_delay
    monkeypatch.setattr(retry, "retry_delay", lambda *a, **k: decide(*a, **k) and 0.0)


@pytest.fixture(params=[Blocking, Asyncio])
def flavour(request: pytest.FixtureRequest) -> Flavour:
    made: Flavour = request.param()
    return made
