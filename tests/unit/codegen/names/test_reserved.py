"""Names that modules of resources import."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from codegen.ir.sdk import PagingStyle
from codegen.names.reserved import RESOURCE_MODULE_NAMES, connection_stem, resource_class
from codegen.text import Identifier

PLAN = Path(__file__).resolve().parents[4] / "codegen/plan"
# Modules of types, and of the types of handlers, have names of their own to keep.
OTHERS = {"handlers.py", "types.py"}


def imported_classes() -> set[str]:
    """The classes that the plan stage asks for by name."""
    calls = (
        node
        for path in PLAN.glob("*.py")
        if path.name not in OTHERS
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    )
    names = {
        argument.value
        for call in calls
        if isinstance(call.func, ast.Attribute) and call.func.attr in ("add", "add_runtime")
        for argument in call.args[1:]
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    }
    return {name for name in names if name[:1].isupper() and not name.isupper()}


def test_every_imported_class_is_reserved() -> None:
    found = imported_classes()
    assert {"Headers", "JsonResult", "TagDecoder"} <= found
    assert found | {style.value for style in PagingStyle} <= RESOURCE_MODULE_NAMES


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("headers", "HeadersResource"),
        ("connection", "ConnectionResource"),
        ("pages", "PagesResource"),
        ("page", "Page"),
        ("users", "Users"),
    ],
)
def test_resource_class(name: str, expected: str) -> None:
    assert resource_class(Identifier(name)) == expected


def test_connection_stem() -> None:
    assert connection_stem(Identifier("sync")) == "SyncSocket"
    assert connection_stem(Identifier("live")) == "Live"
