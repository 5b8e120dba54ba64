"""OAuth 2: a token that the user gives, or an id and a secret with which the SDK gets tokens."""

from __future__ import annotations

import asyncio
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.functional.conftest import GeneratedPackage, GeneratePackage
from tests.functional.guarded import (
    BASIC,
    ID,
    LOGIN,
    SECRET,
    SPEC,
    Blocking,
    Flavour,
    flavour,
    guarded,
    guarded_server,
    no_pauses,
    once,
    twice,
)

__all__ = ["flavour", "guarded", "no_pauses"]


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
