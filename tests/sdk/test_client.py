"""The client itself: options, copies, its HTTP client, and its end."""

# ruff: noqa: SIM117 - the server, the expected error and the client read best nested

from __future__ import annotations

from typing import Any

import httpx
import pytest
from openai_realtime import AsyncOpenAI, OpenAI, OpenAIError

from tests.sdk.flavours import KEY, Flavour
from tests.sdk.servers import HTTPServer, http_server


def hang_up(flavour: Flavour, client: Any) -> None:
    flavour.wait(client.realtime.calls.hangup("rtc_1"))


class TestCopies:
    @pytest.mark.parametrize("method", ["copy", "with_options"])
    def test_a_copy_changes_what_is_asked_and_shares_the_rest(
        self, flavour: Flavour, method: str
    ) -> None:
        with (
            http_server() as server,
            flavour.client(
                base_url=f"{server.url}/v1",
                organization="org-1",
                timeout=7.5,
                max_retries=4,
                default_headers={"X-A": "1"},
                default_query={"a": "1"},
                webhook_secret="whsec",
            ) as client,
        ):
            copy = getattr(client, method)(
                api_key="sk-other-0123456789",
                project="proj-2",
                max_retries=0,
                default_headers={"X-B": "2"},
                default_query={"b": "2"},
            )
            hang_up(flavour, client)
            hang_up(flavour, copy)
            assert type(copy) is type(client)
            assert (copy.timeout, copy.max_retries, client.max_retries) == (7.5, 0, 4)
            assert copy.webhook_secret == "whsec"
        first, second = server.seen
        assert first.headers["Authorization"] == f"Bearer {KEY}"
        assert second.headers["Authorization"] == "Bearer sk-other-0123456789"
        assert second.headers["OpenAI-Organization"] == "org-1"
        assert (first.headers["OpenAI-Project"], second.headers["OpenAI-Project"]) == (
            None,
            "proj-2",
        )
        assert (first.headers["X-B"], second.headers["X-A"], second.headers["X-B"]) == (
            None,
            "1",
            "2",
        )
        assert (first.query, second.query) == ([("a", "1")], [("a", "1"), ("b", "2")])
        assert len(server.peers) == 1, "both go over one connection"

    def test_set_forms_replace(self, flavour: Flavour) -> None:
        with (
            http_server() as server,
            flavour.client(
                base_url=server.url, default_headers={"X-A": "1"}, default_query={"a": "1"}
            ) as client,
        ):
            hang_up(
                flavour,
                client.copy(set_default_headers={"X-B": "2"}, set_default_query={"b": "2"}),
            )
        [request] = server.seen
        assert (request.headers["X-A"], request.headers["X-B"]) == (None, "2")
        assert request.query == [("b", "2")]

    def test_a_copy_elsewhere(self, flavour: Flavour) -> None:
        with http_server() as here, http_server() as there:
            with flavour.client(base_url=here.url) as client:
                hang_up(flavour, client.with_options(base_url=f"{there.url}/v2"))
        assert (len(here.seen), there.seen[0].path) == (0, "/v2/realtime/calls/rtc_1/hangup")

    @pytest.mark.parametrize("kind", ["headers", "query"])
    def test_both_forms_are_refused(self, flavour: Flavour, kind: str) -> None:
        with flavour.client() as client, pytest.raises(ValueError, match=f"set_default_{kind}"):
            client.copy(**{f"default_{kind}": {"a": "1"}, f"set_default_{kind}": {"b": "1"}})


class TestOptions:
    def test_defaults(self, flavour: Flavour) -> None:
        with flavour.client() as client:
            assert str(client.base_url) == "https://api.openai.com/v1/"
            assert client.websocket_base_url is None
            assert client.max_retries == 2
            assert (client.timeout.read, client.timeout.connect) == (600.0, 5.0)
            assert client.api_key == KEY
            assert client.organization is client.project is client.webhook_secret is None

    def test_options_can_be_changed(self, flavour: Flavour) -> None:
        with http_server() as server, flavour.client() as client:
            client.base_url = server.url
            client.api_key = "sk-changed-0123456789"
            client.organization = "org-9"
            hang_up(flavour, client)
        [request] = server.seen
        assert request.headers["Authorization"] == "Bearer sk-changed-0123456789"
        assert request.headers["OpenAI-Organization"] == "org-9"

    @pytest.mark.parametrize(
        "url",
        [
            "",
            "api.example.com",
            "ftp://a.b",
            "http://",
            "http://u:p-w@a.b",
            "http://a b",
            "http://a#f",
        ],
    )
    def test_an_address_that_is_none(self, flavour: Flavour, url: str) -> None:
        with pytest.raises(OpenAIError, match="base_url") as caught:
            flavour.client_class(api_key=KEY, base_url=url)
        assert "p-w" not in str(caught.value)

    def test_a_subclass_of_the_user_s_can_be_copied(self) -> None:
        class Mine(OpenAI):
            pass

        with Mine(api_key=KEY) as client:
            assert type(client.copy()) is Mine


class TestHTTPClient:
    def own(self, flavour: Flavour, **options: Any) -> Any:
        return getattr(httpx, flavour.http_client_class)(**options)

    def test_one_of_the_user_s_own(self, flavour: Flavour) -> None:
        own = self.own(flavour, headers={"X-Own": "1"}, timeout=3.5)
        with http_server() as server:
            with flavour.client(base_url=server.url, http_client=own) as client:
                assert client.timeout == httpx.Timeout(3.5)
                hang_up(flavour, client)
                hang_up(flavour, client.copy(max_retries=0))
        assert [request.headers["X-Own"] for request in server.seen] == ["1", "1"]
        assert server.seen[0].headers["Authorization"] == f"Bearer {KEY}"
        assert own.is_closed

    def test_a_transport_without_a_network(self, flavour: Flavour) -> None:
        def answer(request: httpx.Request) -> httpx.Response:
            return httpx.Response(200, json={"value": "ek_1", "expires_at": 1})

        own = self.own(flavour, transport=httpx.MockTransport(answer))
        with flavour.client(http_client=own) as client:
            secret = flavour.wait(client.realtime.client_secrets.create())
        assert (secret.value, secret.expires_at) == ("ek_1", 1)

    def test_one_of_the_other_kind(self) -> None:
        with httpx.Client() as blocking, pytest.raises(TypeError, match="http_client"):
            AsyncOpenAI(api_key=KEY, http_client=blocking)  # type: ignore[arg-type]
        with pytest.raises(TypeError, match="http_client"):
            OpenAI(api_key=KEY, http_client=httpx.AsyncClient())  # type: ignore[arg-type]


class TestEnd:
    def served(self, flavour: Flavour, server: HTTPServer) -> Any:
        client = flavour.client_class(api_key=KEY, base_url=server.url)
        hang_up(flavour, client)
        assert not client.is_closed()
        return client

    def check_closed(self, flavour: Flavour, client: Any, server: HTTPServer) -> None:
        assert client.is_closed()
        with pytest.raises(OpenAIError, match="closed"):
            hang_up(flavour, client)
        assert len(server.seen) == 1

    def test_close(self, flavour: Flavour) -> None:
        with http_server() as server:
            client = self.served(flavour, server)
            flavour.wait(client.close())
            self.check_closed(flavour, client, server)
            flavour.wait(client.close())

    def test_the_end_of_a_block(self, flavour: Flavour) -> None:
        with http_server() as server:
            client = self.served(flavour, server)
            with flavour.entered(client) as entered:
                assert entered is client
            self.check_closed(flavour, client, server)

    def test_aclose(self) -> None:
        # What `contextlib.aclosing` calls.
        assert AsyncOpenAI.aclose is AsyncOpenAI.close

    def test_one_that_was_never_used(self, flavour: Flavour) -> None:
        client = flavour.client_class(api_key=KEY)
        flavour.wait(client.close())
        assert client.is_closed()
