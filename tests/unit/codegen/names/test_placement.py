from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from codegen.diagnostics import Code, Location, SpecError
from codegen.ir.types import Type, references
from codegen.names import placement
from codegen.names.placement import Placements, place_types, reachable
from codegen.names.tree import place
from tests.unit.codegen.specs import api_of, config_of, declarations, rest

PATHS = """
/a:
  get:
    responses:
      {'200': {content: {application/json: {schema: {$ref: '#/components/schemas/OnlyA'}}}}}
  post:
    requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/BodyA'}}}}
    responses: {'200': {content: {application/json: {schema: {$ref: '#/components/schemas/Both'}}}}}
/a/c:
  get:
    responses:
      {'200': {content: {application/json: {schema: {$ref: '#/components/schemas/AAndC'}}}}}
/b:
  get:
    parameters: [{name: q, in: query, schema: {$ref: '#/components/schemas/Word'}}]
    responses: {'200': {content: {application/json: {schema: {$ref: '#/components/schemas/Both'}}}}}
"""
SCHEMAS = """
OnlyA: {type: object, properties: {c: {$ref: '#/components/schemas/AAndC'}}}
AAndC: {type: object, properties: {x: {}}}
Both: {type: object, properties: {x: {}}}
BodyA: {type: object, properties: {sent: {$ref: '#/components/schemas/Sent'}}}
Sent: {type: object, properties: {deep: {$ref: '#/components/schemas/Deep'}}}
Deep: {type: object, properties: {x: {}}}
Word: {type: string, enum: [w]}
Unused: {type: object, properties: {x: {}}}
"""


def placed(folder: Path, config: str = "") -> tuple[Placements, dict[str, object]]:
    api = api_of(folder, openapi=rest(paths=PATHS, schemas=SCHEMAS))
    settings = config_of(config)
    found = place_types(api, settings, place(api, settings))
    by_name = {name: d.location for name, d in declarations(api).items()}
    return found, {name: found.public.get(at) for name, at in by_name.items()}


def test_the_deepest_resource_of_all_uses(tmp_path: Path) -> None:
    _, public = placed(tmp_path)
    assert public == {
        "OnlyA": ("a",),
        "AAndC": ("a",),
        "Both": (),
        "BodyA": None,
        "Sent": ("a",),
        "Deep": ("a",),
        "Word": ("b",),
        "Unused": (),
    }


def test_sent(tmp_path: Path) -> None:
    found, _ = placed(tmp_path)
    assert {at.pointer[-1] for at in found.sent} == {"Sent", "Deep", "Word"}


def test_results_in_order(tmp_path: Path) -> None:
    found, _ = placed(tmp_path)
    names = {path: [at.pointer[-1] for at in ats] for path, ats in found.results.items()}
    assert names == {("a",): ["OnlyA", "Both"], ("a", "c"): ["AAndC"], ("b",): ["Both"]}


def test_local(tmp_path: Path) -> None:
    found, public = placed(tmp_path, "types: {Deep: {local: true}}")
    assert public["Deep"] is None
    assert {at.pointer[-1] for at in found.local} == {"Deep"}


def test_a_setting_without_a_type(tmp_path: Path) -> None:
    with pytest.raises(SpecError) as caught:
        placed(tmp_path, "types: {Nope: Other}")
    assert caught.value.diagnostics[0].code is Code.UNUSED_SETTING


def test_reachable_ends_in_a_circle(tmp_path: Path) -> None:
    api = api_of(
        tmp_path,
        openapi=rest(
            schemas="A: {type: array, items: {$ref: '#/components/schemas/B'}}\n"
            "B: {type: array, items: {$ref: '#/components/schemas/A'}}"
        ),
    )
    found = reachable([declarations(api)["A"].body], api.types)
    assert {at.pointer[-1] for at in found} == {"A", "B"}


def test_types_that_all_operations_use_are_read_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    size = 30
    schemas = "".join(
        f"T{n}: {{type: object, properties: {{n: {{$ref: '#/components/schemas/T{n + 1}'}}}}}}\n"
        for n in range(size)
    )
    answer = "{'200': {content: {application/json: {schema: {$ref: '#/components/schemas/T0'}}}}}"
    paths = "".join(f"/p{n}: {{get: {{responses: {answer}}}}}\n" for n in range(size))
    api = api_of(
        tmp_path, openapi=rest(paths=paths, schemas=f"{schemas}T{size}: {{type: object}}\n")
    )
    calls: list[Type] = []

    def counted(type_: Type) -> Iterator[Location]:
        calls.append(type_)
        return references(type_)

    monkeypatch.setattr(placement, "references", counted)
    found = place_types(api, config_of(""), place(api, config_of("")))
    assert set(found.public.values()) == {()}
    # Each use, and each type once for each of the three questions.
    assert len(calls) <= 2 * size + 3 * (size + 1)
