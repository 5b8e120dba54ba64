from __future__ import annotations

import pytest

from codegen.ir.sdk import ModuleName, TypeName
from codegen.plan.imports import Imports, relative
from codegen.text import Identifier


def module(path: str) -> ModuleName:
    return ModuleName(tuple(path.split(".")))


@pytest.mark.parametrize(
    ("importer", "target", "expected"),
    [
        ("a", "b", ".b"),
        ("types.a", "types.b", ".b"),
        ("types.x.a", "types.b", "..b"),
        ("types.a", "types.x.b", ".x.b"),
        ("resources.x.a", "_runtime.http", "..._runtime.http"),
        ("types.x.a", "types.x", "..x"),
        ("types.x", "types.x.a", ".x.a"),
    ],
)
def test_relative(importer: str, target: str, expected: str) -> None:
    assert relative(module(importer), module(target)) == expected


def test_groups_in_order() -> None:
    imports = Imports(module("types.a"))
    imports.add_runtime("models", "BaseModel")
    imports.add("pydantic", "Field")
    imports.add("typing", "Literal", "Annotated")
    imports.add("collections.abc", "Iterable")
    imports.add_module("builtins")
    imports.add_types([TypeName(module("types.b"), Identifier("B"))])
    assert imports.render() == (
        "from __future__ import annotations\n\n"
        "import builtins\n"
        "from collections.abc import Iterable\n"
        "from typing import Annotated, Literal\n\n"
        "from pydantic import Field\n\n"
        "from .._runtime.models import BaseModel\n"
        "from .b import B"
    )


def test_nothing_of_itself() -> None:
    imports = Imports(module("types.a"))
    imports.add_types([TypeName(module("types.a"), Identifier("A"))])
    assert imports.render() == "from __future__ import annotations"


def test_late_imports_stand_at_the_end() -> None:
    imports = Imports(module("types.a"), late=frozenset({module("types.b")}))
    imports.add_types([TypeName(module(f"types.{n}"), Identifier(n.upper())) for n in "bc"])
    assert "from .b" not in imports.render()
    assert "from .c import C" in imports.render()
    assert imports.render_late() == "from .b import B  # noqa: E402"


def test_a_type_with_a_name_that_is_taken() -> None:
    imports = Imports(module("resources.a"), reserved=frozenset({"Operation"}))
    name = TypeName(module("types.operation"), Identifier("Operation"))
    imports.add_types([name])
    assert imports.local_name(name) == "OperationType"
    assert "from ..types.operation import Operation as OperationType" in imports.render()
