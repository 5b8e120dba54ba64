"""A spec is untrusted input: the strings of a document change constants and names, nothing else.

The twin test: a spec full of hostile strings, and the same spec with harmless ones, give the same
syntax trees once constants and names are left out. A string that escapes its literal adds a node.
"""

from __future__ import annotations

import ast
import importlib
import json
import pkgutil
import shutil
import tomllib
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pydantic
import pytest

from codegen.cache import Cache
from codegen.pipeline import Request, make_plan
from codegen.read import read_document
from tests.functional.conftest import GeneratedPackage, GeneratePackage

SPEC = Path(__file__).parents[2] / "spec"
MARKER = "specloom-was-here"

# What the payloads would run, written in the ways that a careless escape lets through.
_CODE = f"open('{MARKER}','w')"
PAYLOADS = (
    f'"""\n{_CODE}\n"""',
    f"'''\n{_CODE}\n'''",
    f'\\"""\n{_CODE}\n#',
    f'x"\n{_CODE}\n"',
    f"x'\n{_CODE}\n'",
    f'x\\"\n{_CODE}\n\\',
    f"\r{_CODE}\r",
    f"\x0c{_CODE}\x0c",
    f"\x85{_CODE}\u2028{_CODE}\u2029{_CODE}",
    f'"]\n{_CODE}\n[r"',
    f'")\n{_CODE}\n("',
    f"{{{{ {_CODE} }}}}{{% set x = 1 %}}{{# #}}",
    f"#}}\n{_CODE}\n%s%(x)s{{0}}",
    f"\\N{{DASH}}\\x41\\u0041\\\n{_CODE}",
    f"</code><script>{_CODE}</script>`|](x)",
    f"\u202e{_CODE}\u2066\ufeff\x1b[31m",
    "\U000e0041\U0001f600\\" + _CODE,
    '"' * 3,
    '"' * 7 + "\\",
    f'";import os;{_CODE};"',
)

Text = Callable[[str], str]


class Hostile:
    """Gives every place in a spec a payload of its own, the next of the list."""

    def __init__(self, start: int) -> None:
        self._next = start

    def __call__(self, prefix: str) -> str:
        self._next += 1
        return prefix + PAYLOADS[self._next % len(PAYLOADS)]


def harmless(prefix: str) -> str:
    return f"{prefix}-x"


def tag(text: Text, prefix: str) -> str:
    """A tag value or a segment of a path: without the characters that give it a structure."""
    return text(prefix).translate(dict.fromkeys(map(ord, "./{}?")))


def rest_document(text: Text) -> dict[str, Any]:
    """An OpenAPI document with text wherever a string can stand."""

    def described(schema: Mapping[str, Any]) -> dict[str, Any]:
        extra = {"description": text("d"), "example": text("e"), "$comment": text("c")}
        return {**schema, **extra, "x-" + text("x"): text("x"), "format": text("f")}

    string = described({"type": "string", "default": text("dd"), "pattern": text("p")})
    names = {key: text(key) for key in ("C1", "C2", "C3", "C4")}
    variants = [
        {"type": "object", "title": text("V1"), "required": ["t"],
         "properties": {"t": {"const": tag(text, "v1")}, text("q1"): string}},
        {"type": "object", "required": ["t"],
         "properties": {"t": {"const": tag(text, "v2")}, text("q2"): string}},
    ]  # fmt: skip
    schemas = {
        names["C1"]: described(
            {
                "type": "object",
                "required": [text("n0")],
                "properties": {
                    text("p1"): string,
                    text("p2"): described({"type": "object", "properties": {text("p3"): string}}),
                    text("p4"): described({"enum": [text("e1"), text("e2"), 1]}),
                    text("p5"): described({"type": "array", "items": {"const": text("e3")}}),
                },
            }
        ),
        names["C2"]: described({"enum": [text("e4"), text("e5")]}),
        names["C3"]: {"oneOf": variants, "discriminator": {"propertyName": "t"}},
        names["C4"]: {"type": "array", "items": {"enum": [text("e6"), text("e7")]}},
    }
    path = "/" + tag(text, "s1") + "/{" + tag(text, "a1") + "}"
    parameter = path.partition("{")[2][:-1]

    def answer(key: str) -> dict[str, Any]:
        pointer = names[key].replace("~", "~0").replace("/", "~1").replace("%", "%25")
        reference = {"$ref": f"#/components/schemas/{pointer}"}
        content = {"application/json": {"schema": reference}}
        return {"200": {"description": text("d"), "content": content}}

    def operation(key: str, **more: Any) -> dict[str, Any]:
        return {"summary": text("s"), "description": text("d"), "operationId": text(f"o{key}"),
                "tags": [text("t")], "responses": answer(key), **more}  # fmt: skip

    part = text("b1")
    body = {
        "type": "object",
        "required": [text("b0")],
        "properties": {part: string, text("b2"): {"enum": [text("e8")]}},
    }
    parameters = [
        {"name": parameter, "in": "path", "required": True, "schema": string,
         "description": text("d")},
        {"name": text("k1"), "in": "query", "schema": string, "description": text("d")},
        {"name": text("k2"), "in": "header", "schema": string, "description": text("d")},
    ]  # fmt: skip
    bodies = {
        "application/json": {"schema": body},
    }
    inline = {"type": "array", "items": {"enum": [text("e9")]}}
    schemes = {
        text("key1"): {
            "type": "apiKey",
            "in": "header",
            "name": text("h1"),
            "description": text("d"),
        },
        text("key2"): {
            "type": "apiKey",
            "in": "query",
            "name": text("h2"),
            "description": text("d"),
        },
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": text("T"), "version": text("1"), "description": text("d"),
                 "license": {"name": text("l")}, "x-info": text("x")},
        "servers": [{"url": text("https://example.com/u"), "description": text("d")}],
        "paths": {
            path: {
                "parameters": parameters,
                "get": operation("C1"),
                "put": operation("C3", requestBody={"required": True, "content": bodies}),
            },
            "/" + tag(text, "s2"): {
                "get": operation("C2"),
                "post": {
                    "description": text("d"),
                    "requestBody": {"required": True, "content": {
                        "multipart/form-data": {
                            "schema": body, "encoding": {part: {"contentType": text("m")}}},
                    }},
                    "responses": {"200": {"description": text("d"), "content": {
                        "application/json": {"schema": inline}}}},
                },
                "delete": operation("C4"),
            },
        },
        "components": {"schemas": schemas, "securitySchemes": schemes},
    }  # fmt: skip


def event_document(text: Text) -> dict[str, Any]:
    """An AsyncAPI document with text wherever a string can stand."""
    string = {"type": "string", "description": text("d")}

    def message(key: str) -> dict[str, Any]:
        return {
            "name": text("n"), "title": text("t"), "summary": text("s"), "description": text("d"),
            "payload": {"type": "object", "title": text("t"), "required": [tag_name],
                        "description": text("d"),
                        "properties": {tag_name: {"const": tag(text, key)}, text("w1"): string,
                                       text("w2"): {"type": "object",
                                                    "properties": {text("w3"): string}}}},
        }  # fmt: skip

    tag_name = text("tag")
    keys = {key: key for key in ("M1", "M2", "M3", "M4")}
    channel = "#/channels/main"

    def operation(action: str, *chosen: str) -> dict[str, Any]:
        listed = [{"$ref": f"{channel}/messages/{keys[key]}"} for key in chosen]
        return {"action": action, "title": text("t"), "summary": text("s"),
                "channel": {"$ref": channel}, "messages": listed}  # fmt: skip

    query = {"type": "object", "properties": {text("y1"): string}}
    headers = {"type": "object", "properties": {text("y2"): string}}
    return {
        "asyncapi": "3.0.0",
        "info": {"title": text("T"), "version": text("1"), "description": text("d")},
        "servers": {"s": {"host": text("example.com"), "pathname": text("/p"), "protocol": "wss",
                          "description": text("d")}},
        "channels": {"main": {
            "address": "/" + tag(text, "socket"), "title": text("t"), "description": text("d"),
            "bindings": {"ws": {"query": query, "headers": headers}},
            "messages": {keys[key]: message(key) for key in keys},
        }},
        "operations": {"in": operation("receive", "M1", "M2"),
                       "out": operation("send", "M3", "M4")},
    }  # fmt: skip


def settings(text: Text) -> dict[str, Any]:
    return {
        "describes": "client",
        "package": {"summary": text("s"), "license": text("l"), "repository": text("r")},
        "client": {
            "name": "Twin",
            "options": {"first": {"header": text("X-H"), "description": text("d")},
                        text("second"): {"description": text("d")}},
        },
    }  # fmt: skip


class _WithoutNames(ast.NodeTransformer):
    def generic_visit(self, node: ast.AST) -> ast.AST:
        for field in ("id", "attr", "arg", "name", "asname", "module"):
            if isinstance(getattr(node, field, None), str):
                setattr(node, field, "")
        return super().generic_visit(node)

    def visit_alias(self, node: ast.alias) -> ast.AST:
        # Where titles are all alike, two classes of one name may meet in a module.
        return ast.alias("")

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        node.value = None
        node.kind = None
        return node


def tree(source: str) -> str:
    """The syntax tree of a module without constants and names."""
    return ast.dump(_WithoutNames().visit(ast.parse(source)))


def trees(files: Mapping[str, str]) -> Counter[str]:
    return Counter(tree(text) for path, text in files.items() if path.endswith(".py"))


def shape(value: object) -> object:
    """TOML data without its strings."""
    if isinstance(value, dict):
        return {key: shape(item) for key, item in value.items()}
    if isinstance(value, list):
        return [shape(item) for item in value]
    return type(value).__name__


def generate_twin(generate_package: GeneratePackage, text: Text) -> GeneratedPackage:
    return generate_package(
        openapi=rest_document(text), asyncapi=event_document(text), config=settings(text)
    )


@pytest.fixture(scope="module")
def twin(generate_package: GeneratePackage) -> GeneratedPackage:
    return generate_twin(generate_package, harmless)


@pytest.fixture(scope="module", params=range(5))
def hostile(request: pytest.FixtureRequest, generate_package: GeneratePackage) -> GeneratedPackage:
    """The payloads start at another place each time, so that each stands in many places."""
    return generate_twin(generate_package, Hostile(request.param * 4))


def everything(package: GeneratedPackage) -> list[Any]:
    """Import all modules and build all models."""
    root = package.module()
    modules = [
        importlib.import_module(info.name)
        for info in pkgutil.walk_packages(root.__path__, f"{root.__name__}.")
    ]
    values = [
        getattr(module, name) for module in modules for name in getattr(module, "__all__", ())
    ]
    models = [v for v in values if isinstance(v, type) and issubclass(v, pydantic.BaseModel)]
    for model in models:
        model.model_rebuild(force=True, raise_errors=True)
    return values


class TestTwins:
    def test_the_trees_are_the_same(
        self, hostile: GeneratedPackage, twin: GeneratedPackage
    ) -> None:
        assert trees(hostile.files) == trees(twin.files)

    def test_the_project_file_has_the_same_keys(
        self, hostile: GeneratedPackage, twin: GeneratedPackage
    ) -> None:
        found, expected = (
            tomllib.loads(package.files["pyproject.toml"].replace(package.name, "name"))
            for package in (hostile, twin)
        )
        assert shape(found) == shape(expected)

    def test_prose_brings_no_markup(
        self, hostile: GeneratedPackage, twin: GeneratedPackage
    ) -> None:
        for path in ("README.md", "api.md"):
            assert "<script" not in hostile.files[path]
            assert len(hostile.files[path].splitlines()) == len(twin.files[path].splitlines())
            assert hostile.files[path].count("<") == twin.files[path].count("<")

    def test_importing_everything_runs_nothing_of_the_spec(
        self, hostile: GeneratedPackage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        assert everything(hostile)
        assert list(tmp_path.iterdir()) == []

    def test_nothing_is_written_outside_of_the_output_folder(
        self, hostile: GeneratedPackage
    ) -> None:
        root = hostile.folder.parent
        present = {p.relative_to(root).as_posix() for p in root.rglob("*") if p.is_file()}
        outside = {p for p in present if not p.startswith("sdk/")}
        assert outside == {"openapi.yaml", "asyncapi.yaml", "sdk.yaml"}
        inside = {p for p in present - outside if "__pycache__" not in p}
        assert inside == {f"sdk/{path}" for path in hostile.files}

    def test_file_names_are_portable(self, hostile: GeneratedPackage) -> None:
        for path in hostile.files:
            assert path.isascii()
            assert not set(path) - set(
                "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-/"
            )
            assert all(len(part) <= 200 for part in path.split("/"))


class TestWireValues:
    def test_names_and_values_are_what_the_document_says(self, hostile: GeneratedPackage) -> None:
        # The same numbering as the fixture's, read back from the document it wrote.
        document = json.loads((hostile.folder.parent / "openapi.yaml").read_text("utf-8"))
        name, schema = next(iter(document["components"]["schemas"].items()))
        wire = {key: None for key in schema["properties"]}
        candidates = [
            v
            for v in everything(hostile)
            if isinstance(v, type)
            and issubclass(v, pydantic.BaseModel)
            and {f.alias or n for n, f in v.model_fields.items()} == wire.keys()
        ]
        assert candidates, name
        model: Any
        for model in candidates:
            assert model.model_validate(wire).to_dict() == wire


class TestConfiguration:
    @pytest.mark.parametrize("key", ["x-python-type", "x-custom-import", "customTypePath"])
    def test_an_extension_brings_no_code(self, generate_package: GeneratePackage, key: str) -> None:
        schema = {"type": "object", "properties": {"a": {"type": "string", key: f"os.{_CODE}"}},
                  key: "os.system", "customBasePath": "os.path"}  # fmt: skip
        package = generate_package(
            openapi={
                "openapi": "3.1.0",
                "info": {"title": "t", "version": "1"},
                "paths": {},
                "components": {"schemas": {"A": schema}},
            }
        )
        text = package.text("types/shared/a.py")
        assert "import os" not in text
        assert "os." not in text


class TestFlagship:
    def test_prose_has_no_part_in_the_trees(self, tmp_path: Path) -> None:
        def without_prose(value: Any) -> Any:
            if isinstance(value, dict):
                return {
                    key: "x"
                    if key in ("description", "summary") and isinstance(item, str)
                    else without_prose(item)
                    for key, item in value.items()
                }
            return [without_prose(item) for item in value] if isinstance(value, list) else value

        shutil.copy(SPEC / "sdk.yaml", tmp_path / "sdk.yaml")
        for name in ("openapi.yaml", "asyncapi.yaml"):
            data = without_prose(read_document(SPEC / name).data)
            (tmp_path / name).write_text(json.dumps(data), encoding="utf-8")
        plans = [
            make_plan(Request(folder / "sdk.yaml"), cache=Cache(None), progress=lambda stage: None)
            for folder in (SPEC, tmp_path)
        ]
        original, twin = (
            {path: tree(text) for path, text in plan.files.items() if path.endswith(".py")}
            for plan in plans
        )
        assert original == twin
        assert len(original) > 100
