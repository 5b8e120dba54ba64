"""Schemas that contain themselves in every way that they can, wherever a schema is used."""

from __future__ import annotations

import importlib
import json
import pkgutil
from typing import Any

import pytest

from tests.functional.conftest import GeneratePackage
from tests.functional.decoding import assert_accepts

Schemas = dict[str, Any]


def ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


def thing(name: str) -> dict[str, Any]:
    properties = {name: {"type": "string"}, "kind": {"type": "string"}}
    return {"type": "object", "required": [name, "kind"], "properties": properties}


THINGS = {"A": thing("a"), "B": thing("b"), "C": thing("c")}
TAG = {"propertyName": "kind"}

KINDS: dict[str, tuple[Schemas, object]] = {
    "a union of itself": ({"Own": {"oneOf": [ref("Own"), {"type": "integer"}, ref("A")]}}, 3),
    "unions of each other": (
        {"Own": {"oneOf": [ref("Two"), ref("A")]}, "Two": {"oneOf": [ref("Own"), ref("B")]}},
        {"b": "x", "kind": "y"},
    ),
    "a tag over a circle": (
        {
            "Own": {"oneOf": [ref("Two"), ref("A")], "discriminator": TAG},
            "Two": {"oneOf": [ref("Three"), ref("B")]},
            "Three": {"oneOf": [ref("Two"), ref("C")]},
        },
        {"a": "x", "kind": "A"},
    ),
    "two tags in a circle": (
        {
            "Own": {"oneOf": [ref("Two"), ref("A")], "discriminator": TAG},
            "Two": {"oneOf": [ref("Own"), ref("B")], "discriminator": TAG},
        },
        {"a": "x", "kind": "A"},
    ),
    "null or itself": ({"Own": {"anyOf": [ref("Own"), {"type": "null"}, ref("A")]}}, None),
    "arrays of itself": ({"Own": {"type": "array", "items": ref("Own")}}, [[], [[]]]),
    "maps of itself": ({"Own": {"type": "object", "additionalProperties": ref("Own")}}, {"a": {}}),
    "text, or an array of itself": (
        {"Own": {"oneOf": [{"type": "string"}, {"type": "array", "items": ref("Own")}]}},
        ["a", ["b"]],
    ),
    "what is required of a circle": (
        {
            "Union": {"oneOf": [ref("Union"), ref("A"), ref("B")]},
            "Own": {"allOf": [ref("Union"), {"required": ["a"]}]},
            "Both": {"properties": {"z": {"type": "string"}}, "oneOf": [ref("Union"), ref("C")]},
        },
        {"a": "x", "kind": "y"},
    ),
    "a default in a circle": (
        {
            "Union": {"oneOf": [ref("Two"), ref("A")]},
            "Two": {"oneOf": [ref("Union"), ref("B")]},
            "Own": {
                "type": "object",
                "properties": {"u": {"allOf": [ref("Union")], "default": {"a": "x", "kind": "y"}}},
            },
        },
        {"u": {"a": "x", "kind": "y"}},
    ),
}


def document(schemas: Schemas) -> dict[str, Any]:
    """The schema `Own` in every place that treats schemas in its own way."""
    own, answer = ref("Own"), {"description": "ok"}
    form = {"type": "object", "properties": {"part": own}}
    parameters = [
        {"name": "q", "in": "query", "style": "pipeDelimited", "explode": False, "schema": own},
        {"name": "e", "in": "query", "allowEmptyValue": True, "schema": own},
        {"name": "h", "in": "header", "explode": True, "schema": own},
    ]
    bodies = {
        "application/json": own,
        "multipart/form-data": form,
        "application/x-www-form-urlencoded": form,
        "text/plain": own,
    }
    answers = {"application/json": own, "text/event-stream": own, "application/x-ndjson": own}
    paths: dict[str, Any] = {"/asked": {"get": {"parameters": parameters, "responses": {}}}}
    for number, (name, schema) in enumerate(bodies.items()):
        body = {"content": {name: {"schema": schema}}}
        paths[f"/sent{number}"] = {"post": {"requestBody": body, "responses": {"204": answer}}}
    for number, (name, schema) in enumerate(answers.items()):
        given = {**answer, "content": {name: {"schema": schema}}}
        paths[f"/got{number}"] = {"get": {"responses": {"200": given, "400": given}}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Mini", "version": "1"},
        "servers": [{"url": "https://m.example"}],
        "paths": paths,
        "components": {"schemas": {**THINGS, **schemas}},
    }


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_generated_imported_and_decoded(kind: str, generate_package: GeneratePackage) -> None:
    schemas, value = KINDS[kind]
    package = generate_package(openapi=document(schemas))
    root = package.module()
    for module in pkgutil.walk_packages(root.__path__, f"{package.name}."):
        importlib.import_module(module.name)
    assert_accepts(package, "Own", json.dumps(value))
