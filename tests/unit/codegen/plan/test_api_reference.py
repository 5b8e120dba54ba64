from __future__ import annotations

from pathlib import Path

from codegen.plan.api_reference import plan_api_reference
from tests.unit.codegen.specs import rest, sdk_of

PATHS = """
/pets/{pet-id}:
  parameters: [{name: pet-id, in: path, required: true}]
  get:
    parameters: [{name: q, in: query}]
    responses: {'200': {content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}}
  delete: {responses: {}}
/pets/{pet-id}/photos:
  parameters: [{name: pet-id, in: path, required: true}]
  get: {responses: {'200': {content: {image/png: {}}}}}
/words:
  get:
    responses:
      '200':
        content:
          application/json: {schema: {type: string, enum: ['<img src=x>', '</code>', '[a](b)']}}
"""


def reference(folder: Path) -> list[str]:
    package = sdk_of(
        folder, openapi=rest(PATHS, "Pet: {type: object, properties: {a: {}}}"), config=""
    )
    return plan_api_reference(package).splitlines()


def test_methods(tmp_path: Path) -> None:
    lines = reference(tmp_path)
    assert lines[0] == "# Pets"
    pets = "./src/mini/resources/pets/pets.py"
    assert (
        f'- <code title="get /pets/{{pet-id}}">client.pets.<a href="{pets}">retrieve</a>(pet_id, '
        r'\*\*<a href="src/mini/types/pet_retrieve_params.py">params</a>) -> '
        '<a href="./src/mini/types/pet.py">Pet</a></code>'
    ).replace("types/pet", "types/pets/pet") in lines
    assert (
        f'- <code title="delete /pets/{{pet-id}}">client.pets.<a href="{pets}">delete</a>(pet_id)'
        " -> None</code>"
    ) in lines


def test_resources_below_resources(tmp_path: Path) -> None:
    lines = reference(tmp_path)
    assert "## Photos" in lines
    assert any(line.endswith("-> HttpxBinaryResponseContent</code>") for line in lines)


def test_types(tmp_path: Path) -> None:
    lines = reference(tmp_path)
    start = lines.index("from mini.types.pets import (")
    assert lines[start + 1] == "    Pet,"


def test_values_of_the_spec_are_no_markup(tmp_path: Path) -> None:
    (line,) = [line for line in reference(tmp_path) if "get /words" in line]
    assert "<img" not in line
    assert line.count("</code>") == 1
    assert "[a](b)" not in line
