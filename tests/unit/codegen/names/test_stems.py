from __future__ import annotations

from pathlib import Path

from codegen.names.stems import method_stems
from codegen.names.tree import place
from tests.unit.codegen.specs import api_of, config_of, rest


def stems(folder: Path, *paths: str) -> dict[str, str]:
    text = "\n".join(f"{path}: {{get: {{responses: {{}}}}}}" for path in paths)
    found = method_stems(place(api_of(folder, openapi=rest(paths=text)), config_of("")))
    return {".".join(path): stem for path, stem in found.items()}


def test_the_singular(tmp_path: Path) -> None:
    assert stems(tmp_path, "/orders", "/line-items") == {
        "orders": "Order",
        "line_items": "LineItem",
    }


def test_two_resources_of_one_singular(tmp_path: Path) -> None:
    assert stems(tmp_path, "/order", "/orders") == {"order": "Order", "orders": "Orders"}


def test_a_resource_in_the_folder_of_its_own_name(tmp_path: Path) -> None:
    assert stems(tmp_path, "/a", "/a/a") == {"a": "A", "a.a": "AA"}
