"""What is made of arguments: for one attempt, for every attempt, and with every page."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest

from runtime.auth import AuthParts
from runtime.body import JsonBody, TextBody
from runtime.content import is_read_once
from runtime.errors import SDKError
from runtime.headers import HeaderList
from runtime.request import Arguments, ClientDefaults, for_several_calls, refuse_exposure
from runtime.settings import Credential, SDKSettings
from runtime.url import parse_base_url
from tests.unit.runtime.flavours import Flavour
from tests.unit.runtime.servers import Reply, http_server

PLACES = ["path", "query", "headers", "cookies", "extra_headers", "extra_query"]


@pytest.mark.parametrize("place", PLACES)
def test_parameters_that_are_iterators_become_lists(place: str) -> None:
    given: Any = {place: {"a": iter("xy"), "b": "z"}}
    assert getattr(Arguments(**given), place) == {"a": ["x", "y"], "b": "z"}


def test_every_attempt_has_all_items(flavour: Flavour, no_pauses: list[float]) -> None:
    with http_server(Reply(429), Reply()) as server:
        flavour.run(
            lambda client: client.things.create(name="n", extra_query={"a": iter("xy")}),
            base_url=server.url,
            default_query={"b": iter("z")},
        )
    assert [seen.target.partition("?")[2] for seen in server.seen] == ["b=z&a=x&a=y"] * 2


def test_for_several_calls() -> None:
    given: Any = {"query": {"a": iter("x")}, "body": {"b": iter("y")}, "timeout": 3}
    several: Any = for_several_calls(given, (JsonBody(),))
    assert several == {"query": {"a": ["x"]}, "body": {"b": ["y"]}, "timeout": 3}


def test_a_body_that_is_one_argument_is_not_kept() -> None:
    lines = iter([b"y"])
    given: Any = {"query": {"a": iter("x")}, "body": {"b": lines}, "extra_body": None}
    several: Any = for_several_calls(given, (TextBody("text/plain", "b"),))
    assert several == {"query": {"a": ["x"]}, "body": {"b": lines}, "extra_body": None}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (iter("a"), True),
        ({"a": [("name", BytesIO())]}, True),
        (["a", b"b", {"c": None}, 7], False),
        (range(3), False),
    ],
)
def test_is_read_once(value: object, expected: bool) -> None:
    assert is_read_once(value) is expected


def test_an_iterator_of_asyncio_is_read_once() -> None:
    class Chunks:
        def __aiter__(self) -> Chunks:
            return self

        async def __anext__(self) -> bytes:
            raise StopAsyncIteration

    assert is_read_once(Chunks())


@pytest.mark.parametrize(
    ("asked", "sent"),
    [
        ("application/json; charset=utf-8", "application/json; charset=utf-8"),
        ("Application/JSON", "application/json"),
        ("text/plain", "text/plain"),
    ],
)
def test_the_content_type_that_the_user_asks_for(flavour: Flavour, asked: str, sent: str) -> None:
    with http_server(Reply()) as server:
        flavour.run(
            lambda client: client.things.create(name="n", extra_headers={"content-type": asked}),
            base_url=server.url,
        )
    assert server.seen[0].headers["content-type"] == sent


@pytest.mark.parametrize(
    ("values", "headers"),
    [(("key",), []), ((), [("AUTHORIZATION", "Bearer k")]), ((), [("X-Key", "k")])],
)
def test_what_is_secret_needs_tls(values: tuple[str, ...], headers: HeaderList) -> None:
    settings = SDKSettings(
        title="t",
        client_name="T",
        version="1",
        package="t",
        base_url="",
        credentials=(Credential("key", "header", "X-Key"),),
    )
    base_url = parse_base_url("base_url", "http://api.example")
    defaults = ClientDefaults(settings, base_url, {}, {}, {})
    with pytest.raises(SDKError, match="not sent without TLS"):
        refuse_exposure(defaults, AuthParts(values=values), headers)
    refuse_exposure(replace(defaults, allow_insecure=True), AuthParts(values=values), headers)
    refuse_exposure(defaults, AuthParts(), [("X-Other", "k")])
