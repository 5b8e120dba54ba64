"""A part of a document: what `only` chooses, and schemas that become types by their place."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from codegen.cli import app
from tests.functional.conftest import GeneratedPackage, GeneratePackage

OPENAPI = """
openapi: 3.1.0
info: {title: Shop, version: '1'}
paths:
  /items:
    get: {operationId: listItems, tags: [Items], responses: {'200': {$ref: '#/components/responses/Items'}}}
    post:
      operationId: addItem
      tags: [Items]
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/NewItem'}}}}
      responses: {'204': {description: ok}}
  /items/{id}/parts: {get: {operationId: listParts, tags: [Parts], responses: {'204': {description: ok}}}}
  /itemsets: {get: {operationId: listSets, tags: [Sets], responses: {'204': {description: ok}}}}
  /broken:
    get:
      operationId: broken
      tags: [Broken]
      responses:
        '200': {description: ok, content: {application/json: {schema: {type: nonsense}}}}
components:
  responses:
    Items:
      description: ok
      content: {application/json: {schema: {$ref: '#/components/schemas/ItemList'}}}
  schemas:
    ItemList: {type: object, properties: {items: {type: array, items: {$ref: '#/components/schemas/Item'}}}}
    Item:
      type: object
      properties:
        name: {type: string}
        size: {type: object, properties: {width: {type: integer}}}
        kind: {nullable: true, oneOf: [{type: string}, {type: object, properties: {code: {type: integer}}}]}
    NewItem: {type: object, properties: {size: {type: string}, maker: {$ref: '#/components/schemas/Maker'}}}
    Maker: {type: object, properties: {city: {type: string}}}
    Unused: {type: object, properties: {next: {$ref: '#/components/schemas/Further'}}}
    Further: {type: object, properties: {a: {type: string}}}
    Nonsense: {type: nonsense}
"""  # noqa: E501


def methods(package: GeneratedPackage) -> set[str]:
    return {
        line.split('title="')[1].split('"')[0]
        for line in package.files["api.md"].splitlines()
        if 'title="' in line
    }


def types(package: GeneratedPackage) -> set[str]:
    return {
        Path(path).stem
        for path in package.files
        if "/types/" in path and not path.endswith(("__init__.py", "_params.py", "_param.py"))
    }


@pytest.mark.parametrize(
    ("only", "expected"),
    [
        ("{tags: [Parts, Sets]}", {"get /items/{id}/parts", "get /itemsets"}),
        ("{paths: [/items]}", {"get /items", "post /items", "get /items/{id}/parts"}),
        ("{paths: ['/items/{id}']}", {"get /items/{id}/parts"}),
        ("{operations: [listSets, post /items]}", {"get /itemsets", "post /items"}),
        (
            "{tags: [Sets], paths: ['/items/{id}'], operations: [listItems]}",
            {"get /itemsets", "get /items/{id}/parts", "get /items"},
        ),
    ],
)
def test_operations_are_chosen(
    generate_package: GeneratePackage, only: str, expected: set[str]
) -> None:
    assert methods(generate_package(openapi=OPENAPI, config=f"only: {only}")) == expected


def test_schemas_are_what_the_chosen_refer_to(generate_package: GeneratePackage) -> None:
    package = generate_package(openapi=OPENAPI, config="only: {operations: [listItems]}")
    assert types(package) == {"item_list", "item"}
    client = package.module().Shop(base_url="http://127.0.0.1:1")
    assert not hasattr(client, "itemsets")
    package = generate_package(openapi=OPENAPI, config="only: {operations: [addItem]}")
    assert types(package) == {"maker"}


def test_others_can_be_kept(generate_package: GeneratePackage) -> None:
    config = "only: {operations: [listItems], types: [Unused]}"
    package = generate_package(openapi=OPENAPI, config=config)
    assert types(package) == {"item_list", "item", "unused", "further"}


def test_skip_is_stronger(generate_package: GeneratePackage) -> None:
    config = "{only: {tags: [Items]}, skip: {operations: {addItem: not for us}}}"
    assert methods(generate_package(openapi=OPENAPI, config=config)) == {"get /items"}


class TestTypesByPlace:
    CONFIG = """
    only: {operations: [listItems]}
    types:
      '#/components/schemas/Item/properties/size': ItemSize
      '#/components/schemas/Item/properties/kind': {name: ItemKind, namespace: kinds}
      '#/components/schemas/Item/properties/kind/oneOf/1': ItemCode
      '#/components/schemas/ItemList': Items
    """

    @pytest.fixture
    def package(self, generate_package: GeneratePackage) -> GeneratedPackage:
        return generate_package(openapi=OPENAPI, config=self.CONFIG)

    def test_they_have_modules_of_their_own(self, package: GeneratedPackage) -> None:
        assert types(package) == {"items", "item", "item_size", "item_kind", "item_code"}
        assert "types/kinds/item_kind.py" in "\n".join(package.files)

    def test_they_are_what_is_decoded(self, package: GeneratedPackage) -> None:
        decoder = package.module("_runtime.decode").Decoder(package.type("Items"))
        items = decoder.decode(
            b'{"items": [{"size": {"width": 2}, "kind": {"code": 1}}, {"kind": null}]}'
        )
        first, second = items.items
        assert type(first.size) is package.type("ItemSize")
        assert type(first.kind) is package.type("ItemCode")
        assert second.kind is None

    def test_a_reference_by_its_place_is_another_name(
        self, generate_package: GeneratePackage
    ) -> None:
        config = "types: {'#/components/schemas/NewItem/properties/maker': NewItemMaker}"
        openapi = OPENAPI.replace("nonsense", "object")
        package = generate_package(openapi=openapi, config=config)
        assert package.type("NewItemMaker") is package.type("Maker")


class TestRefusals:
    def lines(self, folder: Path, config: str) -> list[str]:
        (folder / "openapi.yaml").write_text(OPENAPI, encoding="utf-8")
        (folder / "sdk.yaml").write_text(f"openapi: openapi.yaml\n{config}", encoding="utf-8")
        result = CliRunner().invoke(app, ["generate", str(folder / "sdk.yaml")])
        assert result.exit_code == 2, result.output
        return result.stderr.replace(f"{folder}/", "").splitlines()

    def test_what_only_names_and_nothing_is(self, tmp_path: Path) -> None:
        assert self.lines(
            tmp_path,
            "only:\n  tags: [Parts, Part]\n  paths: [/item]\n  operations: [listitems]\n"
            "  types: [Unusd, '#/components/x']\n",
        ) == [
            "sdk.yaml:3:17: error SL603 unused-setting: `only.tags` names 'Part', which the "
            "documents do not have (at #/only/tags/1); remove it, or did you mean 'Parts'?",
            "sdk.yaml:4:11: error SL603 unused-setting: `only.paths` names '/item', which the "
            "documents do not have (at #/only/paths/0); remove it, or did you mean '/items'?",
            "sdk.yaml:5:16: error SL603 unused-setting: `only.operations` names 'listitems', which "
            "the documents do not have (at #/only/operations/0); "
            "remove it, or did you mean 'listItems'?",
            "sdk.yaml:6:11: error SL603 unused-setting: `only.types` names 'Unusd', which the "
            "documents do not have (at #/only/types/0); remove it, or did you mean 'Unused'?",
            "sdk.yaml:6:18: error SL603 unused-setting: `only.types` names '#/components/x', which "
            "the documents do not have (at #/only/types/1); remove it, or correct the name",
        ]

    @pytest.mark.parametrize("key", ["Maker", "'#/components/schemas/Maker'", "'#/paths/x'"])
    def test_a_type_that_nothing_chosen_uses(self, tmp_path: Path, key: str) -> None:
        (line,) = self.lines(
            tmp_path, f"only: {{operations: [listItems]}}\ntypes: {{{key}: Producer}}\n"
        )
        assert line.startswith("sdk.yaml:3:9: error SL603 unused-setting: `types` names ")
        assert "which nothing uses" in line
