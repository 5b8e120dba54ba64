"""Which models are taken where a dictionary is asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from codegen.ir import sdk
from tests.unit.codegen.specs import rest, sdk_of

PATHS = """
/x:
  post:
    requestBody: {content: {application/json: {schema: {type: object, properties: {
        it: {$ref: '#/components/schemas/It'}}}}}}
    responses: {'200': {description: ok, content: {application/json: {schema: {
        $ref: '#/components/schemas/Answer'}}}}}
"""
ADDRESS = "{type: object, properties: {street: {type: string}}}"
OTHERS = f"""
Part: {{type: object, properties: {{address: {ADDRESS}}}}}
Other: {{type: object, properties: {{n: {{type: integer}}}}}}
Answer: {{$ref: '#/components/schemas/It'}}
"""
PART, OTHER = "{$ref: '#/components/schemas/Part'}", "{$ref: '#/components/schemas/Other'}"


def written(expression: sdk.TypeExpression) -> str:
    """An expression in short, models beside a dictionary with a plus."""
    match expression:
        case sdk.Named(name=name, is_alternative=is_alternative):
            return f"+{name.name}" if is_alternative else str(name.name)
        case sdk.Sequence(items=items, container=container):
            return f"{container}[{written(items)}]"
        case sdk.Mapping(values=values):
            return f"map[{written(values)}]"
        case sdk.Tuple(items=several):
            return f"tuple[{', '.join(map(written, several))}]"
        case sdk.Union(members=members):
            return " | ".join(map(written, members))
        case sdk.Scalar(kind=kind):
            return kind.value
        case sdk.Instance(name=class_name):
            return class_name
        case _:
            raise AssertionError(expression)


def params(folder: Path, schemas: str, paths: str = PATHS) -> dict[str, str]:
    """The fields of `...Param`s and what aliases of them are, by name."""
    found: dict[str, str] = {}
    for definition in sdk_of(folder, openapi=rest(paths, schemas)).params:
        if isinstance(definition, sdk.Alias):
            found[definition.name.name] = written(definition.type)
        else:
            for field in definition.fields:
                key = f"{definition.name.name}.{field.wire.reveal()}"
                assert key not in found
                found[key] = written(field.type)
    return found


@pytest.mark.parametrize(
    ("schema", "argument", "alias"),
    [
        (f"{{type: object, properties: {{part: {PART}}}}}", "+It | ItParam", None),
        (f"{{oneOf: [{PART}, {OTHER}]}}", "+It | ItParam", "PartParam | OtherParam"),
        (f"{{oneOf: [{PART}, {{type: 'null'}}]}}", "+It | ItParam | null", "PartParam"),
        # What is a list, and of what, could not be told of `list[Part] | list[PartParam]`.
        (f"{{type: array, items: {PART}}}", "Iterable[+Part | PartParam]", "list[PartParam]"),
        (f"{{additionalProperties: {PART}}}", "map[+Part | PartParam]", "map[PartParam]"),
        (
            f"{{oneOf: [{{type: string}}, {OTHER}, {{type: array, items: {PART}}}]}}",
            "ItParam",
            "string | +Other | OtherParam | Iterable[+Part | PartParam]",
        ),
        (
            f"{{type: array, prefixItems: [{PART}, {{type: string}}], minItems: 2, items: false}}",
            "ItParam",
            "tuple[+Part | PartParam, string] | Sequence[+Part | PartParam | string]",
        ),
        (f"{{type: array, items: {{type: array, items: {PART}}}}}",
         "Iterable[Iterable[+Part | PartParam]]", "list[Iterable[+Part | PartParam]]"),
        ("{type: array, items: {$ref: '#/components/schemas/It'}}", "It", None),
        ("{type: array, items: {type: string, format: date}}", "ItParam", None),
        ("{type: string, format: date}", "ItParam", None),
        ("{type: string}", "It", None),
    ],
)  # fmt: skip
def test_a_component(tmp_path: Path, schema: str, argument: str, alias: str | None) -> None:
    found = params(tmp_path, f"It: {schema}\n{OTHERS}")
    assert found["XCreateParams.it"] == argument
    if alias is not None:
        assert found["ItParam"] == alias


class TestInline:
    def test_the_model_of_the_same_component(self, tmp_path: Path) -> None:
        schemas = f"It: {{allOf: [{PART}, {{properties: {{n: {{type: integer}}}}}}]}}\n"
        own = schemas + f"Whole: {{properties: {{it: {PART}}}}}\n{OTHERS}"
        found = sdk_of(tmp_path, openapi=rest(PATHS, own))
        part = next(d for d in found.params if d.name.name == "ItParam")
        assert isinstance(part, sdk.Model)
        address = next(f.type for f in part.fields if f.wire.reveal() == "address")
        assert isinstance(address, sdk.Union)
        names = [member.name for member in address.members if isinstance(member, sdk.Named)]
        assert [".".join(name.module.parts) for name in names] == ["types.it", "types.it_param"]

    @pytest.mark.parametrize(
        ("components", "argument"),
        [
            (["Order"], "+Address | Address"),
            # Nobody knows which of two is meant.
            (["Order", "Offer"], "Address"),
            ([], "Address"),
        ],
    )
    def test_a_body_has_none_of_its_own(
        self, tmp_path: Path, components: list[str], argument: str
    ) -> None:
        new = "$ref: '#/components/schemas/New'"
        paths = PATHS.replace(
            "type: object, properties: {\n        it: {$ref: '#/components/schemas/It'}}", new
        ).replace("schemas/Answer", "schemas/Other")
        schemas = f"New: {{type: object, properties: {{address: {ADDRESS}}}}}\n{OTHERS}"
        for name in components:
            schemas += f"{name}: {{allOf: [{{{new}}}, {{properties: {{n: {{}}}}}}]}}\n"
        assert params(tmp_path, f"It: {{}}\n{schemas}", paths)["XCreateParams.address"] == argument
