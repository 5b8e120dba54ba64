"""Requests for tokens, and what is made of their answers."""

from __future__ import annotations

import json
import logging
import pickle
import threading
from functools import partial
from typing import Any

import httpx
import pytest

from tests.functional.conftest import GeneratedPackage
from tests.functional.guarded import (
    BASIC,
    ID,
    LOGIN,
    SECRET,
    Answer,
    Blocking,
    Flavour,
    flavour,
    guarded,
    guarded_server,
    no_pauses,
    once,
    token_answer,
    twice,
)

__all__ = ["flavour", "guarded", "no_pauses"]


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
