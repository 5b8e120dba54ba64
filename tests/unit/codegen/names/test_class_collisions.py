from __future__ import annotations

from pathlib import Path

from codegen.ir import sdk
from tests.unit.codegen.specs import rest, sdk_of

OBJECT = "{type: object, properties: {x: {type: string}}}"


def found(folder: Path, schemas: str, paths: str = "") -> sdk.Sdk:
    return sdk_of(folder, openapi=rest(schemas=schemas, paths=paths))


def names(definitions: tuple[sdk.TypeDefinition, ...]) -> set[str]:
    return {definition.name.name for definition in definitions}


def test_a_property_with_the_name_of_its_component(tmp_path: Path) -> None:
    schemas = f"InputAudio: {{type: object, properties: {{input_audio: {OBJECT}}}}}"
    assert names(found(tmp_path, schemas).models) == {"InputAudio", "InputAudioInputAudio"}


def test_an_item_beside_a_property_of_its_name(tmp_path: Path) -> None:
    inner = f"{{pet: {OBJECT}, pets: {{type: array, items: {OBJECT}}}}}"
    schemas = f"A: {{type: object, properties: {inner}}}"
    assert names(found(tmp_path, schemas).models) == {"A", "Pet", "PetItem"}


def test_a_component_like_what_is_sent_of_another(tmp_path: Path) -> None:
    body = "{type: object, properties: {t: {$ref: '#/components/schemas/Tool'}}}"
    post = (
        f"{{requestBody: {{content: {{application/json: {{schema: {body}}}}}}}, responses: {{}}}}"
    )
    sdk_found = found(tmp_path, f"Tool: {OBJECT}\nToolParam: {OBJECT}", f"/x: {{post: {post}}}")
    assert "ToolDict" in names(sdk_found.params)
    assert {"Tool", "ToolParam"} <= names(sdk_found.models)


def test_an_object_or_null_is_a_class_and_null_where_it_is_used(tmp_path: Path) -> None:
    schemas = (
        f"Maybe: {{anyOf: [{OBJECT}, {{type: 'null'}}]}}\n"
        "A: {type: object, properties: {m: {$ref: '#/components/schemas/Maybe'}}}"
    )
    models = {str(d.name.name): d for d in found(tmp_path, schemas).models}
    holder = models["A"]
    assert isinstance(models["Maybe"], sdk.Model)
    assert isinstance(holder, sdk.Model)
    assert holder.fields[0].type == sdk.Union((sdk.Named(models["Maybe"].name), sdk.NULL))
