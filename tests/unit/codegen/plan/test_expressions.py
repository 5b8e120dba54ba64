from __future__ import annotations

import ast

import pytest

from codegen.ir import sdk
from codegen.ir.types import PrimitiveKind
from codegen.plan.expressions import ExpressionWriter
from codegen.plan.imports import Imports
from codegen.text import Identifier, SpecText

MODULE = sdk.ModuleName(("types", "a"))
STRING = sdk.Scalar(PrimitiveKind.STRING)
INTEGER = sdk.Scalar(PrimitiveKind.INTEGER)
NAMED = sdk.Named(sdk.TypeName(sdk.ModuleName(("types", "b")), Identifier("B")))
OTHER = sdk.Named(sdk.TypeName(sdk.ModuleName(("types", "c")), Identifier("C")))


def write(expression: sdk.TypeExpression, *shadowed: str) -> tuple[str, str]:
    imports = Imports(MODULE)
    written = ExpressionWriter(imports, shadowed=shadowed).write(expression)
    return written, imports.render()


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        (STRING, "str"),
        (sdk.Scalar(PrimitiveKind.NUMBER), "float"),
        (sdk.Scalar(PrimitiveKind.BOOLEAN), "bool"),
        (sdk.Scalar(PrimitiveKind.ANY), "object"),
        (sdk.NULL, "None"),
        (sdk.Sequence(STRING), "list[str]"),
        (sdk.Sequence(NAMED, "Iterable"), "Iterable[B]"),
        (sdk.Mapping(sdk.Sequence(INTEGER)), "dict[str, list[int]]"),
        (sdk.Union((STRING, sdk.NULL)), "str | None"),
        (sdk.Union((sdk.NULL, NAMED, OTHER)), "B | C | None"),
        (sdk.Union((NAMED,), SpecText("t")), "B"),
        (
            sdk.Union((NAMED, OTHER), SpecText("t")),
            "Annotated[B | C, Field(discriminator='t')]",
        ),
        (
            sdk.Union((sdk.Union((NAMED, OTHER), SpecText("petType")), sdk.NULL)),
            "Annotated[B | C, Field(discriminator='pet_type')] | None",
        ),
    ],
)
def test_written(expression: sdk.TypeExpression, expected: str) -> None:
    written, _ = write(expression)
    assert written == expected
    ast.parse(written, mode="eval")


def test_literals_read_back() -> None:
    values = ('"]; import os', "'", "\\", "\n", "\u2028")
    literals = sdk.Literals((*map(SpecText, values), 1, True, -2))
    written, imports = write(literals)
    subscript = ast.parse(written, mode="eval").body
    assert isinstance(subscript, ast.Subscript)
    assert ast.literal_eval(subscript.slice) == (*values, 1, True, -2)
    assert "from typing import Literal" in imports


def test_imports() -> None:
    _, imports = write(sdk.Union((sdk.Sequence(NAMED, "Sequence"), OTHER), SpecText("t")))
    for line in (
        "from collections.abc import Sequence",
        "from typing import Annotated",
        "from pydantic import Field",
        "from .b import B",
        "from .c import C",
    ):
        assert line in imports


def test_a_builtin_that_the_class_hides() -> None:
    written, imports = write(sdk.Mapping(sdk.Sequence(STRING)), "list", "str")
    assert written == "dict[builtins.str, builtins.list[builtins.str]]"
    assert "import builtins" in imports
