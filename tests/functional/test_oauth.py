"""OAuth 2: a token that the user gives, or an id and a secret with which the SDK gets tokens."""

from __future__ import annotations

import asyncio
import base64
import json
import logging
import pickle
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import httpx
import pytest

from codegen.mock.server import MockServer
from tests.functional.conftest import GeneratedPackage, GeneratePackage
from tests.unit.runtime.servers import refusal, websocket_server

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

    server = Server(("127.0.0.1", 0), Handler)
    guarded = Guarded(f"http://127.0.0.1:{server.server_address[1]}", **behaviour)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield guarded
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture(scope="module")
def guarded(generate_package: GeneratePackage) -> GeneratedPackage:
    return generate_package(openapi=SPEC)


@pytest.fixture(autouse=True)
def no_pauses(guarded: GeneratedPackage, monkeypatch: pytest.MonkeyPatch) -> None:
    retry = guarded.module("_runtime.retry")
    decide = retry.retry_delay
    monkeypatch.setattr(retry, "retry_delay", lambda *a, **k: decide(*a, **k) and 0.0)


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


@pytest.fixture(params=[Blocking, Asyncio])
def flavour(request: pytest.FixtureRequest) -> Flavour:
    made: Flavour = request.param()
    return made


def twice(client: Any) -> list[Any]:
    return [client.things.retrieve] * 2


def once(client: Any) -> list[Any]:
    return [client.things.retrieve]


class TestTokens:
    def test_one_is_got_and_kept(self, guarded: GeneratedPackage, flavour: Flavour) -> None:
        with guarded_server() as server:
            flavour.run(guarded, twice, base_url=f"{server.url}/v1", **LOGIN)
        assert server.calls == ["Bearer token-1"] * 2
        [asked] = server.tokens
        assert asked.target == "/oauth/token"
        assert asked.fields == {"grant_type": "client_credentials", "scope": "read"}
        assert asked.headers["authorization"] == BASIC
        assert asked.headers["content-type"] == "application/x-www-form-urlencoded"
        assert asked.headers["accept"] == "application/json"

    def test_each_operation_s_scopes(self, guarded: GeneratedPackage, flavour: Flavour) -> None:
        def calls(client: Any) -> list[Any]:
            return [client.open.retrieve, client.things.retrieve, client.things.create] * 2

        with guarded_server() as server:
            flavour.run(guarded, calls, base_url=server.url, **LOGIN)
        assert [asked.fields["scope"] for asked in server.tokens] == ["read", "read write"]
        assert server.calls[:3] == ["", "Bearer token-1", "Bearer token-2"]

    def test_another_one_shortly_before_the_end(
        self, guarded: GeneratedPackage, flavour: Flavour
    ) -> None:
        now = 0.0

        def later() -> None:
            nonlocal now
            now += 3571

        async def later_async() -> None:
            later()

        def calls(client: Any) -> list[Any]:
            client._tokens._now = lambda: now
            wait = later if isinstance(flavour, Blocking) else later_async
            return [client.things.retrieve, client.things.retrieve, wait, client.things.retrieve]

        with guarded_server() as server:
            flavour.run(guarded, calls, base_url=server.url, **LOGIN)
        assert server.calls == ["Bearer token-1", "Bearer token-1", "Bearer token-2"]

    def test_another_one_when_the_api_refuses_it(
        self, guarded: GeneratedPackage, flavour: Flavour
    ) -> None:
        with guarded_server(accepts=lambda token: token != "token-1") as server:
            flavour.run(guarded, twice, base_url=server.url, max_retries=0, **LOGIN)
        assert server.calls == ["Bearer token-1", "Bearer token-2", "Bearer token-2"]

    def test_a_second_refusal_is_the_error(
        self, guarded: GeneratedPackage, flavour: Flavour
    ) -> None:
        error = guarded.module().AuthenticationError
        with guarded_server(accepts=lambda token: False) as server, pytest.raises(error):
            flavour.run(guarded, once, base_url=server.url, **LOGIN)
        assert server.calls == ["Bearer token-1", "Bearer token-2"]

    def test_a_given_token_is_not_replaced(
        self, guarded: GeneratedPackage, flavour: Flavour
    ) -> None:
        error = guarded.module().AuthenticationError
        with guarded_server(accepts=lambda token: False) as server, pytest.raises(error):
            flavour.run(guarded, once, base_url=server.url, token="mine", **LOGIN)
        assert server.calls == ["Bearer mine"]
        assert server.tokens == []

    def test_a_header_of_the_user_s_needs_none(
        self, guarded: GeneratedPackage, flavour: Flavour
    ) -> None:
        own = {"authorization": "Own x"}
        with guarded_server() as server:
            flavour.run(guarded, once, base_url=server.url, default_headers=own, **LOGIN)
        assert (server.calls, server.tokens) == (["Own x"], [])

    def test_50_threads(self, guarded: GeneratedPackage) -> None:
        with (
            guarded_server() as server,
            guarded.module().Guarded(base_url=server.url, **LOGIN) as client,
            ThreadPoolExecutor(50) as threads,
        ):
            list(threads.map(lambda _: client.things.retrieve(), range(50)))
        assert server.calls == ["Bearer token-1"] * 50
        assert len(server.tokens) == 1

    def test_500_tasks(self, guarded: GeneratedPackage) -> None:
        async def main(url: str) -> None:
            async with guarded.module().AsyncGuarded(base_url=url, **LOGIN) as client:
                await asyncio.gather(*(client.things.retrieve() for _ in range(500)))

        with guarded_server() as server:
            asyncio.run(main(server.url))
        assert server.calls == ["Bearer token-1"] * 500
        assert len(server.tokens) == 1


class TestOptions:
    @pytest.mark.parametrize(
        ("given", "variables", "expected"),
        [
            ({"token": "mine"}, ["TOKEN", "CLIENT_ID", "CLIENT_SECRET"], "mine"),
            ({"token": "mine", **LOGIN}, [], "mine"),
            (LOGIN, ["TOKEN"], "token-1"),
            ({"client_id": ID}, ["TOKEN", "CLIENT_SECRET"], "token-1"),
            ({"client_id": ID}, ["TOKEN"], "TOKEN-of-env"),
            ({}, ["TOKEN", "CLIENT_ID", "CLIENT_SECRET"], "TOKEN-of-env"),
            ({}, ["CLIENT_ID", "CLIENT_SECRET"], "token-1"),
        ],
    )
    def test_which_counts(
        self,
        guarded: GeneratedPackage,
        monkeypatch: pytest.MonkeyPatch,
        given: dict[str, str],
        variables: list[str],
        expected: str,
    ) -> None:
        for variable in variables:
            monkeypatch.setenv(f"{guarded.name.upper()}_{variable}", f"{variable}-of-env")
        with guarded_server() as server:
            Blocking().run(guarded, once, base_url=server.url, **given)
            with guarded.module().Guarded(base_url=server.url, **given) as client:
                client.with_options(max_retries=1).things.retrieve()
        assert server.calls == [f"Bearer {expected}", f"Bearer {expected.replace('1', '2')}"]

    @pytest.mark.parametrize("given", [{}, {"client_id": ID}, {"client_secret": SECRET}])
    def test_what_is_missing_is_named(
        self, guarded: GeneratedPackage, given: dict[str, str]
    ) -> None:
        package, prefix = guarded.module(), guarded.name.upper()
        client = package.Guarded(**given)  # one operation is open to all
        with pytest.raises(package.GuardedError) as caught:
            client.things.retrieve()
        assert str(caught.value) == (
            f"Missing credentials: this method needs the client option `token` (environment "
            f"variable {prefix}_TOKEN) or the client options `client_id` (environment variable "
            f"{prefix}_CLIENT_ID) and `client_secret` (environment variable "
            f"{prefix}_CLIENT_SECRET)"
        )

    def test_what_is_missing_at_once(self, generate_package: GeneratePackage) -> None:
        spec = SPEC.replace(
            "  /open: {get: {security: [], responses: {'204': {description: ok}}}}\n", ""
        )
        package = generate_package(openapi=spec)
        prefix = package.name.upper()
        with pytest.raises(package.module().GuardedError) as caught:
            package.module().Guarded()
        assert str(caught.value) == (
            "Missing credentials: pass `token`, or `client_id` and `client_secret`, to the client, "
            f"or set the environment variables {prefix}_TOKEN, or {prefix}_CLIENT_ID and "
            f"{prefix}_CLIENT_SECRET"
        )
        client = package.module().Guarded(**LOGIN)
        assert (client.token, client.client_id, client.client_secret) == (None, ID, SECRET)

    def test_the_token_endpoint(
        self, guarded: GeneratedPackage, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        package = guarded.module()
        with pytest.raises(package.GuardedError, match="`token_url` must start with https://"):
            package.Guarded(token_url="http://example.com/token", **LOGIN)
        with guarded_server() as api, guarded_server() as tokens:
            monkeypatch.setenv(f"{guarded.name.upper()}_TOKEN_URL", f"{tokens.url}/oauth/token")
            Blocking().run(guarded, once, base_url=api.url, **LOGIN)
        assert (len(api.tokens), len(tokens.tokens)) == (0, 1)

    def test_copies_share_tokens_while_they_have_the_same_login(
        self, guarded: GeneratedPackage, flavour: Flavour
    ) -> None:
        def calls(client: Any) -> list[Any]:
            other = client.with_options(client_secret="another")
            return [
                client.things.retrieve,
                client.with_options(timeout=3).things.retrieve,
                client.copy(http_client=client._pool.get()).things.retrieve,
                other.things.retrieve,
                client.with_options(token="mine").things.retrieve,
                client.with_options(token="mine").with_options(**LOGIN).things.retrieve,
            ]

        with guarded_server() as server:
            flavour.run(guarded, calls, base_url=server.url, **LOGIN)
        assert server.calls == [
            *["Bearer token-1"] * 3,
            "Bearer token-2",
            "Bearer mine",
            "Bearer token-3",
        ]

    def test_setting_an_option(self, guarded: GeneratedPackage) -> None:
        with guarded_server() as server:
            client = guarded.module().Guarded(base_url=server.url, token="mine")
            client.things.retrieve()
            client.client_id = ID
            client.client_secret = SECRET
            client.things.retrieve()
            client.client_secret = "rotated"
            client.things.retrieve()
            client.token = "again"
            client.things.retrieve()
            client.close()
        assert server.calls == [f"Bearer {t}" for t in ("mine", "token-1", "token-2", "again")]

    def test_a_function_is_called_for_each_attempt(
        self, guarded: GeneratedPackage, flavour: Flavour
    ) -> None:
        """Of a blocking client, and an async function of an asyncio client."""
        numbers = iter(range(9))

        def token() -> str:
            return f"call-{next(numbers)}"

        async def token_async() -> str:
            return token()

        given = token if isinstance(flavour, Blocking) else token_async
        status = guarded.module().AuthenticationError
        with guarded_server(accepts=lambda token: False) as server, pytest.raises(status):
            flavour.run(guarded, once, base_url=server.url, token=given)
        assert server.calls == ["Bearer call-0"]
        with guarded_server() as server:
            retry = guarded.module("_runtime.retry")
            with pytest.MonkeyPatch.context() as patch:
                # Each answer but the third is one to try again after.
                seen = server.calls
                patch.setattr(retry, "retries_answer", lambda s, h: s == 401)
                server.accepts = lambda token: len(seen) == 3
                flavour.run(guarded, once, base_url=server.url, token=given)
        assert server.calls == [f"Bearer call-{n}" for n in (1, 2, 3)]

    def test_what_the_client_says(self, guarded: GeneratedPackage) -> None:
        text = " ".join(guarded.text("_client.py").split())
        assert (
            "Who calls. Without one, `client_id` and `client_secret` get it. To get one by "
            "`authorizationCode` is the application's part. A function that returns one is called "
            "for each attempt."
        ) in text


class TestTokenRequest:
    def test_has_nothing_of_the_api_s_requests(
        self, guarded: GeneratedPackage, flavour: Flavour
    ) -> None:
        client = httpx.Client if isinstance(flavour, Blocking) else httpx.AsyncClient
        own = client(
            headers={"X-Own": "1"}, params={"own": "1"}, cookies={"own": "1"}, auth=("u", "p")
        )
        with guarded_server() as server:
            flavour.run(
                guarded,
                once,
                base_url=f"{server.url}?tenant=1",
                default_headers={"X-Default": "1"},
                default_query={"default": "1"},
                http_client=own,
                **LOGIN,
            )
        [asked] = server.tokens
        assert asked.target == "/oauth/token"
        assert asked.headers["authorization"] == BASIC
        assert not {"x-own", "x-default", "cookie"} & asked.headers.keys()

    def test_goes_through_the_client_s_own_http_client(self, guarded: GeneratedPackage) -> None:
        def answer(request: httpx.Request) -> httpx.Response:
            assert request.extensions["timeout"]["read"] == 7.0
            if request.url.path == "/oauth/token":
                return httpx.Response(200, json={"access_token": "mocked"})
            return httpx.Response(
                204 if request.headers["authorization"] == "Bearer mocked" else 500
            )

        own = httpx.Client(transport=httpx.MockTransport(answer))
        Blocking().run(guarded, once, http_client=own, timeout=7.0, **LOGIN)

    def test_is_tried_again(self, guarded: GeneratedPackage, flavour: Flavour) -> None:
        def answer(number: int) -> Answer:
            return (503, b"", {}) if number < 3 else token_answer(number)

        with guarded_server(answer=answer) as server:
            flavour.run(guarded, once, base_url=server.url, max_retries=2, **LOGIN)
        assert server.calls == ["Bearer token-3"]

    def test_a_redirect_is_not_followed(self, guarded: GeneratedPackage, flavour: Flavour) -> None:
        def answer(number: int) -> Answer:
            return 307, b"", {"Location": "/oauth/token?again"}

        error = guarded.module().APIStatusError
        with (
            guarded_server(answer=answer) as server,
            pytest.raises(error, match="redirects, which is not followed"),
        ):
            flavour.run(guarded, once, base_url=server.url, **LOGIN)
        assert len(server.tokens) == 1
        assert server.calls == []

    @pytest.mark.parametrize(
        ("status", "body", "kind", "message"),
        [
            (
                401,
                json.dumps({"error": "invalid_client", "error_description": SECRET}).encode(),
                "AuthenticationError",
                "Error code: 401 - no token: invalid_client - ***",
            ),
            (
                400,
                b'{"error": "invalid_scope"}',
                "BadRequestError",
                "Error code: 400 - no token: invalid_scope",
            ),
            (
                502,
                b"<html>",
                "InternalServerError",
                "Error code: 502 - no token: the token endpoint failed",
            ),
            (
                200,
                b"<html>",
                "APIResponseValidationError",
                "The token endpoint's answer is not JSON.",
            ),
            (
                200,
                b'{"access_token": "token-1", "token_type": "mac"}',
                "APIResponseValidationError",
                "The token endpoint's answer has a `token_type` other than `bearer`.",
            ),
        ],
    )
    def test_failures(
        self,
        guarded: GeneratedPackage,
        flavour: Flavour,
        caplog: pytest.LogCaptureFixture,
        status: int,
        body: bytes,
        kind: str,
        message: str,
    ) -> None:
        package = guarded.module()
        caplog.set_level(logging.DEBUG)
        with (
            guarded_server(answer=lambda number: (status, body, {})) as server,
            pytest.raises(package.APIError) as caught,
        ):
            flavour.run(guarded, once, base_url=server.url, max_retries=0, **LOGIN)
        error = caught.value
        assert (type(error).__name__, str(error)) == (kind, message)
        assert server.calls == []
        shown = f"{error!r} {error.__dict__} {caplog.text} {pickle.dumps(error)!r}"
        for secret in (ID, SECRET, BASIC[6:], "token-1"):
            assert secret not in shown

    def test_nothing_secret_is_shown(
        self, guarded: GeneratedPackage, flavour: Flavour, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level(logging.DEBUG)
        with guarded_server() as server:
            client = flavour.run(guarded, twice, base_url=server.url, **LOGIN)
        shown = f"{client!r} {client._options} {client._tokens.__dict__} {caplog.text}"
        for secret in (ID, SECRET, BASIC[6:], "token-1"):
            assert secret not in shown
        assert "token request: 200" in caplog.text

    @pytest.mark.parametrize("of_the_call", [True, False])
    def test_counts_for_the_total_of_a_call(
        self, guarded: GeneratedPackage, flavour: Flavour, *, of_the_call: bool
    ) -> None:
        package, done = guarded.module(), threading.Event()
        timeout = package.Timeout(total=0.3)

        def answer(number: int) -> Answer:
            assert done.wait(30)
            return token_answer(number)

        def calls(client: Any) -> list[Any]:
            return (
                [partial(client.things.retrieve, timeout=timeout)] if of_the_call else once(client)
            )

        options: dict[str, Any] = {} if of_the_call else {"timeout": timeout}
        with guarded_server(answer=answer) as server:
            try:
                with pytest.raises(package.APITimeoutError):
                    flavour.run(guarded, calls, base_url=server.url, **LOGIN, **options)
            finally:
                done.set()
        assert server.calls == []

    def test_no_answer(self, guarded: GeneratedPackage, flavour: Flavour) -> None:
        error = guarded.module().APIConnectionError
        with pytest.raises(error) as caught:
            flavour.run(
                guarded,
                once,
                base_url="http://127.0.0.1:1",
                token_url="http://127.0.0.1:9/oauth/token",
                max_retries=0,
                **LOGIN,
            )
        assert str(caught.value.request.url) == "http://127.0.0.1:9/oauth/token"


class TestConfigured:
    def test_names_scopes_and_parameters(self, generate_package: GeneratePackage) -> None:
        package = generate_package(
            openapi=SPEC,
            config={
                "client": {
                    "options": {
                        "bearer": {"security": "OAuth"},
                        "app": {
                            "security": "OAuth",
                            "part": "client_id",
                            "environment": "APP_ID",
                        },
                        "key": {"security": "OAuth", "part": "client_secret"},
                    },
                    "oauth": {
                        "OAuth": {
                            "token_url": "/oauth/token?v=2",
                            "scopes": ["everything"],
                            "parameters": {"audience": "https://api.example.com"},
                            "authentication": "client_secret_post",
                        }
                    },
                }
            },
        )

        def calls(client: Any) -> list[Any]:
            return [client.things.retrieve, client.things.create]

        with guarded_server() as server:
            Blocking().run(package, calls, base_url=server.url, app=ID, key=SECRET)
        [asked] = server.tokens
        assert asked.target == "/oauth/token?v=2"
        assert "authorization" not in asked.headers
        assert asked.fields == {
            "grant_type": "client_credentials",
            "scope": "everything",
            "audience": "https://api.example.com",
            "client_id": ID,
            "client_secret": SECRET,
        }
        with pytest.raises(TypeError, match="token_url"):
            package.module().Guarded(token_url="x", app=ID, key=SECRET)

    def test_a_bearer_scheme_that_says_nothing_of_oauth(
        self, generate_package: GeneratePackage
    ) -> None:
        package = generate_package(
            openapi="""
            openapi: 3.1.0
            info: {title: Guarded, version: '1'}
            security: [{Bearer: []}]
            paths: {/things: {get: {responses: {'204': {description: ok}}}}}
            components: {securitySchemes: {Bearer: {type: http, scheme: bearer}}}
            """,
            config="client: {oauth: {Bearer: {token_url: /oauth/token}}}",
        )
        with guarded_server() as server:
            Blocking().run(package, once, base_url=server.url, **LOGIN)
        assert server.calls == ["Bearer token-1"]
        assert server.tokens[0].fields == {"grant_type": "client_credentials"}

    def test_halves_of_basic_with_names_of_their_own(
        self, generate_package: GeneratePackage
    ) -> None:
        package = generate_package(
            openapi="""
            openapi: 3.1.0
            info: {title: Guarded, version: '1'}
            security: [{Login: []}]
            paths: {/things: {get: {responses: {'204': {description: ok}}}}}
            components: {securitySchemes: {Login: {type: http, scheme: basic}}}
            """,
            config="""
            client:
              options:
                sid: {security: Login, part: username}
                key: {security: Login, part: password}
            """,
        )
        with guarded_server() as server:
            Blocking().run(package, once, base_url=server.url, sid=ID, key=SECRET)
        assert server.calls == [BASIC]


SEVERAL = """
openapi: 3.1.0
info: {title: Guarded, version: '1'}
servers: [{url: 'https://api.example.com'}]
paths:
  /a: {get: {security: [{First: [a]}], responses: {'204': {description: ok}}}}
  /b: {get: {security: [{Second: [b]}], responses: {'204': {description: ok}}}}
  /c: {get: {security: [{Web: [x]}, {App: [y]}], responses: {'204': {description: ok}}}}
components:
  securitySchemes:
    First: {type: oauth2, flows: {clientCredentials: {tokenUrl: /oauth/token, scopes: {}}}}
    Second: {type: oauth2, flows: {clientCredentials: {tokenUrl: /oauth/token/2, scopes: {}}}}
    Web: {type: openIdConnect, openIdConnectUrl: 'https://auth.example.com/.well-known'}
    App: {type: oauth2, flows: {clientCredentials: {tokenUrl: /oauth/token/3, scopes: {}}}}
"""


class TestSeveralSchemes:
    def test_each_has_options_and_tokens_of_its_own(
        self, generate_package: GeneratePackage
    ) -> None:
        package = generate_package(openapi=SEVERAL)

        def calls(client: Any) -> list[Any]:
            return [client.a.retrieve, client.b.retrieve, client.c.retrieve]

        with guarded_server() as server:
            Blocking().run(
                package,
                calls,
                base_url=server.url,
                **{
                    f"{scheme}_{part}": f"{scheme}-{part}"
                    for scheme in ("first", "second", "web")
                    for part in LOGIN
                },
            )
        assert [(asked.target, asked.fields["scope"]) for asked in server.tokens] == [
            ("/oauth/token", "a"),
            ("/oauth/token/2", "b"),
            ("/oauth/token/3", "y"),  # of the two that are one option, the one with the flow
        ]
        assert [
            base64.b64decode(asked.headers["authorization"][6:]).decode() for asked in server.tokens
        ] == [f"{s}-client_id:{s}-client_secret" for s in ("first", "second", "web")]

    def test_other_schemes_that_are_called_so(self, generate_package: GeneratePackage) -> None:
        package = generate_package(
            openapi="""
            openapi: 3.1.0
            info: {title: Guarded, version: '1'}
            paths:
              /a: {get: {security: [{OAuth: []}], responses: {'204': {description: ok}}}}
              /b:
                get:
                  security: [{client_id: [], client_secret: []}]
                  responses: {'204': {description: ok}}
            components:
              securitySchemes:
                OAuth: {type: oauth2, flows: {clientCredentials: {tokenUrl: /t, scopes: {}}}}
                client_id: {type: apiKey, in: header, name: X-Id}
                client_secret: {type: apiKey, in: header, name: X-Secret}
            """
        )
        client = package.module().Guarded(
            base_url="https://x.test", client_id="a", client_secret="b", o_auth_client_id="c"
        )
        assert (client.client_id, client.o_auth_client_id) == ("a", "c")


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


def test_an_sdk_without_oauth_does_not_load_it(generate_package: GeneratePackage) -> None:
    package = generate_package(
        openapi="""
        openapi: 3.1.0
        info: {title: Guarded, version: '1'}
        paths: {/things: {get: {responses: {'204': {description: ok}}}}}
        components: {securitySchemes: {Key: {type: apiKey, in: header, name: X-Key}}}
        """
    )
    with guarded_server() as server:
        Blocking().run(package, once, base_url=server.url, api_key="k")
    loaded = {name.rpartition(".")[2] for name in sys.modules if name.startswith(package.name)}
    assert "client" in loaded
    assert not {"oauth", "tokens"} & loaded
