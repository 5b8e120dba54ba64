"""What sdk.yaml says of the client, its environment variables, and the names of a document."""

from __future__ import annotations

import logging

import pytest

from tests.functional.conftest import GeneratedPackage, GeneratePackage
from tests.unit.runtime.servers import Reply, http_server

OPENAPI = """
openapi: 3.1.0
info: {title: Some Long Title, version: '1'}
servers: [{url: 'https://long.example'}]
security: [{Key: []}]
paths:
  /v1/things:
    get:
      operationId: fetchThings
      responses:
        '200':
          description: ok
          content: {application/json: {schema: {$ref: '#/components/schemas/ThingDTO'}}}
  /v1/other: {get: {responses: {'204': {description: ok}}}}
components:
  securitySchemes:
    Key: {type: http, scheme: bearer}
  schemas:
    ThingDTO: {type: object, properties: {x: {type: string}}}
"""
CONFIG = """
client:
  name: Acme
  base_url_environment: ACME_URL
  log_environment: ACME_LOUD
  options:
    token: {security: Key, environment: ACME_SECRET}
    tenant: {header: X-Tenant, environment: ACME_TENANT}
types: {ThingDTO: Thing}
operations: {fetchThings: stock.shelves.things.fetch, 'get /v1/other': stock.other}
"""


@pytest.fixture(scope="module")
def package(generate_package: GeneratePackage) -> GeneratedPackage:
    return generate_package(openapi=OPENAPI, config=CONFIG)


class TestClient:
    def test_names(self, package: GeneratedPackage) -> None:
        module = package.module()
        assert {"Acme", "AsyncAcme", "AcmeError"} <= set(module.__all__)
        assert not any(name.startswith("SomeLong") for name in module.__all__)

    @pytest.mark.parametrize("level", ["debug", None])
    def test_the_variable_of_the_log(
        self,
        package: GeneratedPackage,
        level: str | None,
        monkeypatch: pytest.MonkeyPatch,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        logger = logging.getLogger(package.name)
        if level is not None:
            monkeypatch.setenv("ACME_LOUD", level)
        try:
            with (
                http_server(Reply(body=b'{"x":"y"}')) as server,
                package.module().Acme(
                    token="s3cret", tenant="blue", base_url=f"{server.url}?k=s3cret"
                ) as client,
            ):
                client.stock.shelves.things.fetch(extra_headers={"X-Other": "s3cret"})
        finally:
            logger.setLevel(logging.NOTSET)
        said = [r.getMessage() for r in caplog.records if r.name.startswith(package.name)]
        assert any("/v1/things" in line for line in said) is (level is not None)
        assert not any("s3cret" in str(vars(record)) for record in caplog.records)

    def test_environment_variables(
        self, package: GeneratedPackage, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with http_server(Reply(body=b'{"x":"y"}')) as server:
            monkeypatch.setenv("ACME_URL", server.url)
            monkeypatch.setenv("ACME_SECRET", "s3cret")
            monkeypatch.setenv("ACME_TENANT", "blue")
            with package.module().Acme() as client:
                thing = client.stock.shelves.things.fetch()
                client.stock.other()
        assert type(thing) is package.type("Thing")
        first, second = server.seen
        assert (first.target, second.target) == ("/v1/things", "/v1/other")
        assert first.headers["authorization"] == "Bearer s3cret"
        assert first.headers["x-tenant"] == "blue"

    def test_what_is_missing_is_named_by_its_variable(
        self, package: GeneratedPackage, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.delenv("ACME_SECRET", raising=False)
        with pytest.raises(package.module().AcmeError, match="ACME_SECRET"):
            package.module().Acme()

    def test_places_of_before_are_gone(self, package: GeneratedPackage) -> None:
        with package.module().Acme(token="t") as client:
            assert not hasattr(client, "things")
            assert not hasattr(client, "other")
