"""Servers: of the document, of paths and operations, and the variables in their addresses."""

from __future__ import annotations

import inspect
from typing import Any, get_type_hints

import pytest

from codegen.diagnostics import SpecError
from tests.functional.conftest import GeneratedPackage, GeneratePackage
from tests.unit.runtime.servers import Reply, http_server

PLACES = """
openapi: 3.1.0
info: {title: Place, version: '1'}
servers:
  - url: 'http://{host}:{port}/{version}'
    variables:
      host: {default: 127.0.0.1}
      port: {default: '1'}
      version: {default: v1, enum: [v1, v2], description: Of the API.}
paths:
  /here: {get: {responses: {'204': {description: ok}}}}
  /own:
    servers: [{url: 'http://{name}.example.com/', variables: {name: {default: files}}}]
    get: {responses: {'204': {description: ok}}}
    post:
      servers: [{url: /v9/}]
      responses: {'204': {description: ok}}
    put:
      servers: [{url: ../beside}]
      responses: {'204': {description: ok}}
  /same:
    get:
      servers: [{url: 'http://127.0.0.1:1/v1/'}]
      responses: {'204': {description: ok}}
"""


@pytest.fixture(scope="module")
def places(generate_package: GeneratePackage) -> GeneratedPackage:
    return generate_package(openapi=PLACES)


def test_variables_are_options(places: GeneratedPackage) -> None:
    with (
        http_server(Reply(204, b"")) as server,
        places.module().Place(port=server.url.rpartition(":")[2], version="v2") as client,
    ):
        client.here.retrieve()
        client.with_options(version="v1").here.retrieve()
        client.version = "v1"
        client.here.retrieve()
    assert [seen.target for seen in server.seen] == ["/v2/here", "/v1/here", "/v1/here"]


def test_variables_have_defaults_types_and_environment(
    places: GeneratedPackage, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = places.module().Place
    assert str(client().base_url) == "http://127.0.0.1:1/v1/"
    monkeypatch.setenv(f"{places.name.upper()}_HOST", "h.example")
    assert str(client().base_url) == "http://h.example:1/v1/"
    assert 'version: Literal["v1", "v2"] | None = None' in places.text("_client.py")
    assert "host" in inspect.signature(client).parameters


@pytest.mark.parametrize(
    ("option", "value", "problem"),
    [
        ("version", "v3", "`version` must be one of: v1, v2"),
        ("host", "evil.example/?x=", "`host` has a character"),
        ("host", "user@evil.example", "`host` has a character"),
    ],
)
def test_a_variable_has_what_it_can_have(
    places: GeneratedPackage, option: str, value: str, problem: str
) -> None:
    package = places.module()
    with pytest.raises(package.PlaceError, match=problem):
        package.Place(**{option: value})


def test_operations_with_a_server_of_their_own(places: GeneratedPackage) -> None:
    text = places.text("resources/own.py")
    assert 'server="http://files.example.com/"' in text
    assert "server=" not in places.text("resources/same.py")
    with http_server(Reply(204, b"")) as server:
        port = server.url.rpartition(":")[2]
        with places.module().Place(port=port) as client:
            client.own.create()
            client.own.update()
        # An address that the user has given is that of everything.
        with places.module().Place(base_url=f"{server.url}/mine") as client:
            client.own.retrieve()
            client.own.create()
    assert [seen.target for seen in server.seen] == [
        "/v9/own",
        "/beside/own",
        "/mine/own",
        "/v9/own",
    ]


def test_paths_that_all_have_the_same_server(generate_package: GeneratePackage) -> None:
    package = generate_package(
        openapi="""
        openapi: 3.0.1
        info: {title: Place, version: '1'}
        paths:
          /a:
            servers: [{url: 'https://api.example.com'}]
            get: {responses: {'204': {description: ok}}}
          /b:
            servers: [{url: 'https://api.example.com'}]
            get: {responses: {'204': {description: ok}}}
          /c:
            servers: [{url: 'https://other.example.com'}]
            get: {responses: {'204': {description: ok}}}
        """
    )
    assert str(package.module().Place().base_url) == "https://api.example.com/"
    assert "server=" not in package.text("resources/a.py")
    assert 'server="https://other.example.com"' in package.text("resources/c.py")


@pytest.mark.parametrize("servers", ["", "servers: [{url: /api/v3}]"])
def test_an_address_that_the_document_does_not_have(
    generate_package: GeneratePackage, servers: str
) -> None:
    package = generate_package(
        openapi=f"""
        openapi: 3.0.1
        info: {{title: Place, version: '1'}}
        {servers}
        paths: {{/a: {{get: {{responses: {{'204': {{description: ok}}}}}}}}}}
        """
    )
    module = package.module()
    with pytest.raises(module.PlaceError, match=r"give `base_url`, or set .*_BASE_URL"):
        module.Place()
    with http_server(Reply(204, b"")) as server, module.Place(base_url=server.url) as client:
        client.a.retrieve()
        client.with_options(max_retries=1).a.retrieve()
    assert [seen.target for seen in server.seen] == ["/a", "/a"]


def test_a_variable_without_a_value(generate_package: GeneratePackage) -> None:
    package = generate_package(openapi=PLACES.replace("host: {default: 127.0.0.1}", "host: {}"))
    module = package.module()
    with pytest.raises(module.PlaceError, match="name no server"):
        module.Place()


METHODS = """
openapi: 3.2.0
info: {title: Methods, version: '1'}
paths:
  /things:
    query:
      requestBody:
        required: true
        content:
          application/json: {schema: {type: object, properties: {text: {type: string}}}}
      responses: {'204': {description: ok}}
    head: {responses: {'204': {description: ok}}}
    options: {responses: {'204': {description: ok}}}
    trace: {responses: {'204': {description: ok}}}
    additionalOperations:
      COPY: {responses: {'204': {description: ok}}}
      m-Search: {operationId: searchAll, responses: {'204': {description: ok}}}
"""


def test_every_method(generate_package: GeneratePackage) -> None:
    package = generate_package(openapi=METHODS)
    with (
        http_server(Reply(204, b"")) as server,
        package.module().Methods(base_url=server.url) as client,
    ):
        things: Any = client.things
        things.query(text="a")
        for name in ("head", "options", "trace", "copy", "m_search"):
            getattr(things, name)()
    assert [seen.method for seen in server.seen] == [
        "QUERY", "HEAD", "OPTIONS", "TRACE", "COPY", "m-Search",
    ]  # fmt: skip
    assert server.seen[0].body == b'{"text":"a"}'
    assert get_type_hints(package.module("resources.things").Things.copy)["return"] is type(None)


@pytest.mark.parametrize("method", ["get", "POST", "a b"])
def test_no_further_method(generate_package: GeneratePackage, method: str) -> None:
    with pytest.raises(SpecError) as refused:
        generate_package(openapi=METHODS.replace("COPY:", f"{method}:"))
    assert f"'{method}' is no further method of a path" in str(refused.value.diagnostics[0])
