"""What documents and sdk.yaml say of tokens."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from tests.functional.conftest import GeneratePackage
from tests.functional.guarded import (
    BASIC,
    ID,
    LOGIN,
    SECRET,
    SPEC,
    Blocking,
    guarded_server,
    once,
)


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
            base_url="https://x.test", client_id="a", client_secret="b", oauth_client_id="c"
        )
        assert (client.client_id, client.oauth_client_id) == ("a", "c")
