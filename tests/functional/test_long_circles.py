"""Hundreds of types that need one another: in a circle, and in a line."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest

from tests.functional.conftest import GeneratedPackage, GeneratePackage

TYPES = 300
VALUE = {"v": "a", "next": {"v": "b", "next": {"v": "c"}}}


def document(*, is_circle: bool) -> dict[str, Any]:
    schemas: dict[str, Any] = {}
    for index in range(TYPES):
        properties: dict[str, Any] = {"v": {"type": "string"}}
        if is_circle or index + 1 < TYPES:
            name = f"T{(index + 1) % TYPES}"
            properties["next"] = {"$ref": f"#/components/schemas/{name}"}
        schemas[f"T{index}"] = {"type": "object", "properties": properties}
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/T0"}}}
    call = {
        "requestBody": {"content": content},
        "responses": {"200": {"description": "", "content": content}},
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "Long", "version": "1"},
        "paths": {"/x": {"post": call}},
        "components": {"schemas": schemas},
    }


@pytest.fixture(scope="module", params=[True, False], ids=["circle", "line"])
def package(generate_package: GeneratePackage, request: pytest.FixtureRequest) -> GeneratedPackage:
    return generate_package(openapi=document(is_circle=request.param))


@pytest.mark.parametrize("start", [0, 1, 25, 60, TYPES - 3])
def test_it_can_be_entered_anywhere(package: GeneratedPackage, start: int) -> None:
    """Each time by a new interpreter: what is imported once is there for all."""
    code = (
        f"import {package.name}.types as types, sys\n"
        f"value = types.T{start}.model_validate({VALUE!r})\n"
        f"assert type(value.next.next) is types.T{start + 2}\n"
        f"assert value.to_dict() == {VALUE!r}\n"
        "assert sys.getrecursionlimit() == 1000\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=package.folder / "src",
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_all_of_it(package: GeneratedPackage) -> None:
    value: dict[str, Any] = {}
    for index in reversed(range(100)):
        value = {"v": str(index), "next": value}
    found = package.type("T0").model_validate(value)
    for index in range(100):
        assert (type(found).__name__, found.v) == (f"T{index}", str(index))
        found = found.next
