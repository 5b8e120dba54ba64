"""What one version of OpenAPI has and the others do not: 3.0, 3.1 and 3.2, and several files."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from codegen.cli import app
from tests.functional.conftest import GeneratedPackage, GeneratePackage
from tests.functional.decoding import assert_accepts, leniently, strictly
from tests.unit.runtime.servers import Reply, http_server

OLD = """
openapi: 3.0.3
info: {title: Old, version: '1'}
paths: {}
components:
  schemas:
    Range:
      type: object
      required: [low]
      properties:
        low: {type: number, minimum: 0, exclusiveMinimum: true, example: 1.5}
        high: {type: integer, maximum: 9, exclusiveMaximum: true, nullable: true}
      example: {low: 1.5, high: null}
    New: {type: number, exclusiveMinimum: 0, exclusiveMaximum: 9.5, examples: [1.5]}
    Metadata: {type: object, x-oaiTypeLabel: map, additionalProperties: {type: string}}
    File: {type: string, x-oaiTypeLabel: file}
"""


@pytest.fixture(scope="module")
def old(generate_package: GeneratePackage) -> GeneratedPackage:
    return generate_package(openapi=OLD)


class TestOldKeywords:
    @pytest.mark.parametrize("text", ['{"low": 1.5, "high": null}', '{"low": 2.5, "high": 3}'])
    def test_limits_that_are_flags(self, old: GeneratedPackage, text: str) -> None:
        assert_accepts(old, "Range", text)

    def test_limits_that_are_numbers(self, old: GeneratedPackage) -> None:
        assert old.type("New") is float

    def test_labels_of_documentation_change_no_type(self, old: GeneratedPackage) -> None:
        assert old.type("Metadata") == dict[str, str]
        assert old.type("File") is str


NEW = """
openapi: 3.2.0
$self: https://example.com/api/openapi.yaml
info: {title: New, version: '1'}
tags:
  - {name: manage}
  - {name: keys, parent: manage}
  - {name: chicken, parent: egg}
  - {name: egg, parent: chicken}
paths:
  /v1/everything:
    get:
      operationId: list
      tags: [keys]
      responses:
        '200':
          description: ok
          content:
            application/json:
              schema: {$ref: 'https://example.com/api/openapi.yaml#/components/schemas/Key'}
  /v1/eggs:
    get: {operationId: list, tags: [egg], responses: {'204': {description: ok}}}
  /v1/media:
    get:
      responses:
        '200': {description: ok, content: {application/json: {$ref: '#/components/mediaTypes/Key'}}}
components:
  mediaTypes: {Key: {schema: {$ref: '#/components/schemas/Key'}}}
  schemas:
    Key: {type: object, required: [n], properties: {n: {type: integer}}}
    Cat: {type: object, required: [kind], properties: {kind: {type: string}, m: {type: integer}}}
    Dog: {type: object, properties: {kind: {type: string}, m: {type: integer}}}
    Other: {type: object, properties: {kind: {type: string}, rest: {type: integer}}}
    Pet:
      oneOf:
        - {$ref: '#/components/schemas/Other'}
        - {$ref: '#/components/schemas/Cat'}
        - {$ref: '#/components/schemas/Dog'}
      discriminator:
        propertyName: kind
        mapping: {meow: Cat}
        defaultMapping: Other
"""


@pytest.fixture(scope="module")
def new(generate_package: GeneratePackage) -> GeneratedPackage:
    return generate_package(openapi=NEW)


class TestOpenApi32:
    def test_nested_tags_and_a_reference_by_the_name_of_the_document(
        self, new: GeneratedPackage
    ) -> None:
        with (
            http_server(Reply(body=b'{"n": 1}')) as server,
            new.module().New(base_url=server.url) as client,
        ):
            key = client.manage.keys.list()
        assert type(key) is new.type("Key")
        assert server.seen[0].target == "/v1/everything"

    def test_media_types_of_the_components(self, new: GeneratedPackage) -> None:
        with (
            http_server(Reply(body=b'{"n": 1}')) as server,
            new.module().New(base_url=server.url) as client,
        ):
            assert type(client.media.retrieve()) is new.type("Key")

    def test_tags_that_are_their_own_parents(self, new: GeneratedPackage) -> None:
        with new.module().New(base_url="http://127.0.0.1:1") as client:
            assert client.chicken.egg.list

    @pytest.mark.parametrize(
        ("text", "class_"),
        [
            ('{"kind": "meow", "m": 1}', "Cat"),
            ('{"kind": "meow"}', "Cat"),
            ('{"kind": "Dog"}', "Dog"),
            ('{"kind": "cow", "rest": 1}', "Other"),
            ('{"rest": 1}', "Other"),
            ("{}", "Other"),
        ],
    )
    def test_a_variant_for_all_other_tags(
        self, new: GeneratedPackage, text: str, class_: str
    ) -> None:
        for decode in (strictly, leniently):
            assert type(decode(new, "Pet", text)).__name__ == class_
        assert_accepts(new, "Pet", text)


FILES = {
    "api.yaml": """
openapi: 3.1.0
info: {title: Files, version: '1'}
paths:
  /pets: {$ref: 'paths/pets.yaml'}
components:
  schemas:
    Owner: {type: object, properties: {name: {type: string}}}
""",
    "paths/pets.yaml": """
parameters: [{$ref: '../shared.json#/limit'}]
get:
  responses:
    '200':
      description: ok
      content:
        application/json: {schema: {type: array, items: {$ref: '../pet.yaml'}}}
""",
    "pet.yaml": """
type: object
required: [owner]
properties:
  owner: {$ref: 'api.yaml#/components/schemas/Owner'}
  parent: {$ref: '#'}
""",
    "shared.json": '{"limit": {"name": "limit", "in": "query", "schema": {"type": "integer"}}}',
}


def test_several_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    arguments = ["generate", "--openapi", str(tmp_path / "api.yaml"), "--package", "several_files"]
    result = CliRunner().invoke(app, [*arguments, "--out", str(tmp_path / "out")])
    assert result.exit_code == 0, result.output
    monkeypatch.syspath_prepend(str(tmp_path / "out" / "src"))
    import several_files  # type: ignore[import-not-found]

    body = b'[{"owner": {"name": "o"}, "parent": {"owner": {"name": "p"}}}]'
    with (
        http_server(Reply(body=body)) as server,
        several_files.Files(base_url=server.url) as client,
    ):
        (pet,) = client.pets.list(limit=3)
    assert server.seen[0].target == "/pets?limit=3"
    assert pet.parent.owner.name == "p"
    assert type(pet.parent) is type(pet)
    assert type(pet.owner).__name__ == "Owner"
