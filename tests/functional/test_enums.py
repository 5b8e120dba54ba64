"""Enumerations and constants: what they are read as, and what their values are called."""

from __future__ import annotations

import importlib
import inspect
import json
import typing
from pathlib import Path
from typing import Any, Literal

import pytest

from codegen.cache import Cache
from codegen.diagnostics import Code, SpecError
from codegen.pipeline import Request, make_plan
from tests.functional.conftest import GeneratedPackage, GeneratePackage

MANY = ", ".join(f"v{index}" for index in range(300))

ENUMS = f"""
openapi: 3.1.0
info: {{title: Enums, version: '1'}}
paths:
  /things:
    post:
      operationId: createThing
      tags: [things]
      requestBody:
        required: true
        content: {{application/json: {{schema: {{$ref: '#/components/schemas/Thing'}}}}}}
      responses:
        '200':
          description: ok
          content: {{application/json: {{schema: {{$ref: '#/components/schemas/Thing'}}}}}}
components:
  schemas:
    Thing:
      type: object
      required: [kind]
      properties:
        kind: {{type: string, enum: [thing], x-stainless-const: true}}
        text: {{const: a}}
        number: {{const: 5}}
        decimal: {{const: 1.5}}
        yes: {{const: true}}
        nothing: {{const: null}}
        object: {{const: {{a: 1}}}}
        list: {{const: [1, 2]}}
        mixed: {{enum: [a, 1, true, null, '']}}
        floats: {{type: number, enum: [0.5, 1, 2.5]}}
        objects: {{enum: [{{a: 1}}, {{b: 2}}]}}
        any_of_all: {{enum: [a, [1], {{}}]}}
        many: {{$ref: '#/components/schemas/Many'}}
        status: {{$ref: '#/components/schemas/Status'}}
        level: {{$ref: '#/components/schemas/Level'}}
        state: {{$ref: '#/components/schemas/State'}}
        prose: {{$ref: '#/components/schemas/Prose'}}
    Many: {{type: string, enum: [{MANY}]}}
    Status:
      type: string
      description: How it is.
      enum: [active, in-progress, '+1', 'class', '']
      x-enum-varnames: [Active, IN_PROGRESS, '+1', class, Active]
      x-enum-descriptions: [It runs., null, "Up, by *one*.", '', Nothing.]
    Level:
      type: [integer, 'null']
      enum: [0, 1, null]
      x-enumNames: [Low, High, None]
    State:
      enum: [on, off]
      x-fern-enum: {{'on': {{name: Running, description: It is on.}}}}
    Prose:
      type: string
      enum: [a, b]
      x-enum-descriptions: {{a: The first.}}
"""


@pytest.fixture(scope="module")
def enums(generate_package: GeneratePackage) -> GeneratedPackage:
    return generate_package(openapi=ENUMS)


def decode(package: GeneratedPackage, value: dict[str, Any], *, strict: bool = False) -> Any:
    module = importlib.import_module(f"{package.name}._runtime.decode")
    decoder = module.Decoder(package.type("Thing"))
    data = json.dumps({"kind": "thing", **value})
    return decoder.decode_strict(data) if strict else decoder.decode_leniently(data)


class TestValues:
    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("text", "a"),
            ("number", 5),
            ("decimal", 1.5),
            ("yes", True),
            ("nothing", None),
            ("object", {"a": 1}),
            ("list", [1, 2]),
            ("mixed", "a"),
            ("mixed", 1),
            ("mixed", True),
            ("mixed", None),
            ("mixed", ""),
            ("floats", 2.5),
            ("floats", 1),
            ("objects", {"b": 2}),
            ("any_of_all", [1]),
            ("any_of_all", "a"),
            ("many", "v299"),
            ("level", 1),
            ("level", None),
        ],
    )
    def test_of_every_json_type(self, enums: GeneratedPackage, field: str, value: object) -> None:
        for strict in (True, False):
            thing = decode(enums, {field: value}, strict=strict)
            assert getattr(thing, field) == value
            assert type(getattr(thing, field)) is type(value)
            assert thing.to_dict()[field] == value

    @pytest.mark.parametrize(
        ("field", "value"),
        [("kind", "other"), ("text", "b"), ("number", 6), ("mixed", "x"), ("many", "v300"),
         ("status", "gone"), ("level", 7), ("list", 1), ("yes", False)],
    )  # fmt: skip
    def test_one_that_is_not_known_stays_raw(
        self, enums: GeneratedPackage, field: str, value: object
    ) -> None:
        thing = decode(enums, {field: value})
        assert getattr(thing, field) == value
        assert thing.to_dict()[field] == value
        errors = importlib.import_module(f"{enums.name}._runtime.decode")
        with pytest.raises(errors.DecodeError, match=field):
            decode(enums, {field: value}, strict=True)

    def test_annotations(self, enums: GeneratedPackage) -> None:
        hints = typing.get_type_hints(enums.type("Thing"))
        assert hints["kind"] == Literal["thing"]
        assert hints["mixed"] == Literal["a", 1, True, ""] | None
        assert hints["floats"] == float | Literal[1] | None
        assert hints["object"] == dict[str, object] | None
        create = enums.module("resources.things").Things.create
        assert typing.get_type_hints(create)["kind"] == Literal["thing"]
        assert inspect.signature(create).parameters["kind"].default is inspect.Parameter.empty


class TestNames:
    def test_are_constants_beside_the_type(self, enums: GeneratedPackage) -> None:
        status = enums.module("types").StatusValue
        assert {k: v for k, v in vars(status).items() if not k.startswith("__")} == {
            "ACTIVE": "active",
            "IN_PROGRESS": "in-progress",
            "PLUS_1": "+1",
            "CLASS": "class",
            "ACTIVE_": "",
        }
        assert enums.module("types").LevelValue.HIGH == 1
        assert enums.module("types").StateValue.RUNNING == "on"
        assert typing.get_args(enums.module("types").Status)[0] == status.ACTIVE

    def test_prose_of_values(self, enums: GeneratedPackage) -> None:
        text = enums.text("types/status.py")
        assert (
            '"""How it is.\n\n- `active`: It runs.\n- `+1`: Up, by *one*.\n- ``: Nothing.' in text
        )
        assert '    ACTIVE: Final = "active"\n    """It runs."""' in text
        assert "- `a`: The first." in enums.text("types/prose.py")
        assert "class" not in enums.text("types/prose.py")

    def test_a_list_of_another_length_is_a_warning(self, tmp_path: Path) -> None:
        plan = _generate(
            tmp_path, "{A: {type: string, enum: [a, b], x-enum-varnames: [One, Two, Three]}}"
        )
        (warning,) = plan.warnings
        assert warning.code is Code.VALUE_LABELS
        assert warning.message == "`x-enum-varnames` has 3 entries for 2 values"
        assert not any("class AValue" in text for text in plan.files.values())

    def test_a_component_of_the_name_of_the_class_is_an_error(self, tmp_path: Path) -> None:
        with pytest.raises(SpecError, match="named in the class `AValue`, and a component"):
            _generate(
                tmp_path,
                "{A: {type: string, enum: [a], x-enum-varnames: [One]}, AValue: {type: string}}",
            )


def _generate(folder: Path, schemas: str) -> Any:
    (folder / "openapi.yaml").write_text(
        f"openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\npaths: {{}}\n"
        f"components: {{schemas: {schemas}}}\n"
    )
    request = Request(None, openapi=folder / "openapi.yaml", output=folder / "sdk")
    return make_plan(request, cache=Cache(None), progress=lambda stage: None)
