"""Variables in the addresses of an AsyncAPI document's servers, alone and beside an OpenAPI one."""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import Any

import pytest

from codegen.cache import Cache
from codegen.pipeline import Request, make_plan
from tests.functional.conftest import GeneratedPackage, GeneratePackage
from tests.unit.runtime.servers import Reply, http_server, websocket_server

CHANNELS = """
channels:
  feed:
    address: /feed
    servers: [{$ref: '#/servers/main'}]
    messages: {Tick: {payload: {type: object}}}
  log:
    address: /log
    servers: [{$ref: '#/servers/test'}]
    messages: {Line: {payload: {type: object, properties: {n: {type: integer}}}}}
operations:
  feed: {action: send, channel: {$ref: '#/channels/feed'}}
  log: {action: send, channel: {$ref: '#/channels/log'}}
"""
SOCKETS = f"""
asyncapi: 3.0.0
info: {{title: Place, version: '1'}}
servers:
  main:
    host: '{{host}}:{{port}}'
    pathname: /{{version}}{{suffix}}
    protocol: ws
    variables:
      host: {{default: 127.0.0.1, description: Of the machine., examples: [a.example, b.example]}}
      port: {{}}
      version: {{enum: [v1, v2], default: v2}}
      suffix: {{default: ''}}
  test:
    host: '{{host}}:{{port}}'
    pathname: /test/{{version}}
    protocol: ws
    variables:
      host: {{default: 127.0.0.1}}
      port: {{}}
      version: {{enum: [t1, t2]}}
{CHANNELS}
"""


@pytest.fixture(scope="module")
def sockets(generate_package: GeneratePackage) -> GeneratedPackage:
    return generate_package(asyncapi=SOCKETS)


class TestSocketsAlone:
    def test_variables_are_options(self, sockets: GeneratedPackage) -> None:
        client = sockets.module().Place
        assert [*inspect.signature(client).parameters][:5] == [
            "host", "port", "version", "suffix", "websocket_version",
        ]  # fmt: skip
        text = sockets.text("_client.py")
        assert 'version: Literal["v1", "v2"] | None = None' in text
        assert 'websocket_version: Literal["t1", "t2"] | None = None' in text
        assert "For example `a.example`, `b.example`." in text

    def test_they_are_part_of_the_address(
        self, sockets: GeneratedPackage, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        package = sockets.module()
        with websocket_server(lambda connection: connection.close()) as server:
            monkeypatch.setenv(f"{sockets.name.upper()}_PORT", server.url.rpartition(":")[2])
            with package.Place(suffix="/x") as client:
                with client.feed.connect():
                    pass
                with client.with_options(version="v1").feed.connect():
                    pass
                client.suffix = "/y"
                with client.feed.connect(), client.log.connect():
                    pass
                client.websocket_version = "t2"
                with client.log.connect():
                    pass
        assert [seen.path for seen in server.requests] == [
            "/v2/x/feed", "/v1/x/feed", "/v2/y/feed", "/test/t1/log", "/test/t2/log",
        ]  # fmt: skip

    @pytest.mark.parametrize(
        ("options", "problem"),
        [
            ({"port": "1", "version": "v3"}, "`version` must be one of: v1, v2"),
            ({"port": "1", "websocket_version": "v1"}, "`websocket_version` must be one of"),
            ({"port": "1/@evil.example?"}, "`port` has a character"),
            ({}, r"the API's address needs `port`: give it, or set \w+_PORT"),
        ],
    )
    def test_values_are_checked_when_the_client_is_made(
        self, sockets: GeneratedPackage, options: dict[str, Any], problem: str
    ) -> None:
        package = sockets.module()
        with pytest.raises(package.PlaceError, match=problem):
            package.Place(**options)

    def test_an_address_of_the_user_s_needs_none(self, sockets: GeneratedPackage) -> None:
        with (
            websocket_server(lambda connection: connection.close()) as server,
            sockets.module().Place(base_url=f"{server.url}/mine") as client,
            client.feed.connect(),
            client.log.connect(),
        ):
            pass
        assert [seen.path for seen in server.requests] == ["/mine/feed", "/mine/log"]

    def test_it_may_be_that_of_a_socket(
        self, sockets: GeneratedPackage, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        package = sockets.module()
        with websocket_server(lambda connection: connection.close()) as server:
            url = server.url.replace("http", "ws", 1) + "/mine?v=1"
            with package.Place(base_url=url) as client:
                assert str(client.base_url) == f"{server.url}/mine/?v=1"
                with client.feed.connect(), client.with_options(timeout=1).log.connect():
                    pass
            monkeypatch.setenv(f"{sockets.name.upper()}_BASE_URL", url)
            with package.Place() as client, client.feed.connect():
                pass
        assert [seen.path for seen in server.requests] == [
            "/mine/feed?v=1", "/mine/log?v=1", "/mine/feed?v=1",
        ]  # fmt: skip


REST = """
openapi: 3.1.0
info: {title: Place, version: '1'}
servers:
  - url: 'http://{host}:{port}/{version}'
    variables:
      host: {default: 127.0.0.1}
      port: {default: '1'}
      version: {enum: [v2, v1], default: v2}
paths:
  /here: {get: {responses: {'204': {description: ok}}}}
"""


def test_one_option_for_both_documents(generate_package: GeneratePackage) -> None:
    package = generate_package(openapi=REST, asyncapi=SOCKETS)
    client_type = package.module().Place
    assert [*inspect.signature(client_type).parameters][:6] == [
        "host", "port", "version", "websocket_port", "suffix", "websocket_version",
    ]  # fmt: skip
    with (
        http_server(Reply(204, b"")) as rest,
        websocket_server(lambda connection: connection.close()) as server,
        client_type(
            port=rest.url.rpartition(":")[2],
            websocket_port=server.url.rpartition(":")[2],
            version="v1",
        ) as client,
    ):
        client.here.retrieve()
        with client.feed.connect():
            pass
    assert [seen.target for seen in rest.seen] == ["/v1/here"]
    assert [seen.path for seen in server.requests] == ["/v1/feed"]
    # Nothing of REST needs what only the sockets do.
    with client_type() as client, pytest.raises(package.module().PlaceError, match="`websocket_po"):
        client.feed.connect().__enter__()


VERSION_2 = """
asyncapi: 2.6.0
info: {title: Gate, version: '1'}
servers:
  main:
    url: 'ws://{place}?v={version}'
    protocol: ws
    variables: {place: {}, version: {default: '9', enum: ['6', '8']}}
channels:
  /live: {subscribe: {message: {name: Hello, payload: {type: object}}}}
"""


def test_version_2_with_a_variable_in_the_query(generate_package: GeneratePackage) -> None:
    package = generate_package(asyncapi=VERSION_2)
    with websocket_server(lambda connection: connection.close()) as server:
        gate = package.module().Gate
        for version in (None, "8", "9"):
            client = gate(place=server.url.partition("//")[2], version=version)
            with client, client.live.connect():
                pass
    assert [seen.path for seen in server.requests] == ["/live?v=9", "/live?v=8", "/live?v=9"]


def test_an_address_that_nothing_describes(tmp_path: Path) -> None:
    document = VERSION_2.replace("place: {}, ", "")
    (tmp_path / "asyncapi.yaml").write_text(document, encoding="utf-8")
    plan = make_plan(
        Request(asyncapi=tmp_path / "asyncapi.yaml"), cache=Cache(None), progress=lambda _: None
    )
    assert [str(w).partition("warning ")[2] for w in plan.warnings] == [
        "SL307 invalid-server: nothing describes the server variable 'place', so the address is "
        "not used (at #/servers/main); describe it under `variables`"
    ]
    assert "websocket_url=None" in "".join(plan.files.values())
