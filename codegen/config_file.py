"""Reading `sdk.yaml`: what is wrong with it, where, and what was meant."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from codegen.config import Config
from codegen.diagnostics import Code, Diagnostic, Location, Pointer, SpecError
from codegen.read import Document
from codegen.read.json_value import JsonValue
from codegen.resolve.suggestion import similar_key


def parse_config(document: Document) -> Config:
    """Check the configuration file.

    Raises:
        SpecError: with one diagnostic for each setting that is unknown or has a wrong value.
    """
    try:
        config = Config.model_validate(document.data)
    except ValidationError as error:
        problems = error.errors(include_url=False, include_input=False)
        raise SpecError(*(_diagnostic(problem, document) for problem in problems)) from None
    config._file = document.path
    return config


def config_of(settings: dict[str, Any], file: Path) -> Config:
    """A configuration as it would be read from a file that is not written yet.

    Raises:
        ValueError: a setting is unknown or has a wrong value.
    """
    config = Config.model_validate(settings)
    config._file = file
    return config


def _diagnostic(problem: ErrorDetails, document: Document) -> Diagnostic:
    pointer = _pointer(problem["loc"], document.data)
    location = Location(document.path, pointer)
    if problem["type"] == "extra_forbidden":
        path = ".".join(map(str, pointer))
        meant = similar_key(dict.fromkeys(_settings(pointer[:-1])), str(pointer[-1]))
        remedy = f"remove it, or did you mean `{meant}`?" if meant else None
        return Diagnostic(
            Code.UNKNOWN_SETTING, f"{path}: there is no such setting", location, remedy
        )
    path = ".".join(map(str, pointer))
    if problem["type"] == "missing":
        path = ".".join(map(str, (*pointer, problem["loc"][-1])))
    # A validator of ours says what is wrong; pydantic announces it.
    message = problem["msg"].removeprefix("Value error, ")
    return Diagnostic(Code.INVALID_SETTING, f"{path}: {message}" if path else message, location)


def _pointer(tokens: Iterable[str | int], data: JsonValue) -> Pointer:
    """Where a problem is: pydantic names the branches of a union as well, which is no place."""
    found: list[str | int] = []
    for token in tokens:
        below: dict[str | int, JsonValue] = {}
        if isinstance(data, dict):
            below.update(data)
        elif isinstance(data, list):
            below = dict(enumerate(data))
        if token in below:
            found.append(token)
            data = below[token]
    return tuple(found)


def _settings(pointer: Pointer) -> set[str]:
    """The settings that there are at a place."""
    schema = Config.model_json_schema()
    sections: list[dict[str, Any]] = [schema]
    for token in pointer:
        sections = [
            below
            for section in sections
            for below in (
                section.get("properties", {}).get(token),
                section.get("additionalProperties"),
                section.get("items"),
            )
            if isinstance(below, dict)
        ]
        sections = [member for section in sections for member in _members(section, schema)]
    return {name for section in sections for name in section.get("properties", {})}


def _members(section: dict[str, Any], schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield a part of the schema, and what it refers to or is a union of."""
    yield section
    if "$ref" in section:
        yield from _members(schema["$defs"][section["$ref"].rpartition("/")[2]], schema)
    for keyword_ in ("anyOf", "oneOf"):
        for member in section.get(keyword_, ()):
            yield from _members(member, schema)
