"""The second process of a run: the generated package, imported and used."""

from __future__ import annotations

import importlib
import inspect
import json
import sys
import typing
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

import pydantic
from typing_extensions import is_typeddict

from tests.corpus.generating import Example, Generation


@dataclass(slots=True)
class Findings:
    """What a package is worth.

    Attributes:
        problems: what failed, one line each.
        modules, models, aliases: how many were imported, rebuilt and adapted.
        examples: how many there are of schemas that have a type of their own.
        untyped: how many are of schemas that have none, being written out where they are used.
        held: how many examples are the same after parsing and dumping.
        differing: of the others, the type and what is wrong.
    """

    problems: list[str] = field(default_factory=list)
    modules: int = 0
    models: int = 0
    aliases: int = 0
    examples: int = 0
    untyped: int = 0
    held: int = 0
    differing: list[str] = field(default_factory=list)


def use_package(project: Path, generation: Generation, answer: Path) -> None:
    """Import every module, build every type, parse every example; write `Findings` as JSON."""
    source = project / "src"
    sys.path.insert(0, str(source))
    importlib.invalidate_caches()
    findings = Findings()
    modules = dict(_import_all(source, generation.package, findings))
    for name, module in modules.items():
        if name.startswith(f"{generation.package}.types."):
            _build_types(name, module, findings)
    for example in generation.examples:
        if example.module:
            _try_example(f"{generation.package}.{example.module}", example, findings)
        else:
            findings.untyped += 1
    answer.write_text(json.dumps(asdict(findings)), encoding="utf-8")


def _import_all(source: Path, package: str, findings: Findings) -> Iterator[tuple[str, ModuleType]]:
    for path in sorted((source / package).rglob("*.py")):
        parts = path.relative_to(source).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        try:
            module = importlib.import_module(name)
        except Exception as error:  # noqa: BLE001 - any failure of generated code is a finding.
            findings.problems.append(_line(f"import {name}", error))
            continue
        if Path(module.__file__ or "").resolve() != path.resolve():
            findings.problems.append(f"import {name}: another module has that name")
            continue
        findings.modules += 1
        yield name, module


def _build_types(module_name: str, module: ModuleType, findings: Findings) -> None:
    for name in getattr(module, "__all__", ()):
        try:
            _build(module_name, getattr(module, name), findings)
        except Exception as error:  # noqa: BLE001 - any failure of generated code is a finding.
            findings.problems.append(_line(f"build {module_name}.{name}", error))


def _build(module_name: str, value: Any, findings: Findings) -> None:
    if inspect.isclass(value) and value.__module__ != module_name:
        # Re-exported, or a name for a class of its own module: built there.
        return
    if inspect.isclass(value) and issubclass(value, pydantic.BaseModel):
        value.model_rebuild(force=True)
        findings.models += 1
    elif is_typeddict(value):
        typing.get_type_hints(value, include_extras=True)
    elif not inspect.isclass(value):
        # Aliases of arguments may name open files and the like.
        pydantic.TypeAdapter(value, config=pydantic.ConfigDict(arbitrary_types_allowed=True))
        findings.aliases += 1


def _try_example(module_name: str, example: Example, findings: Findings) -> None:
    findings.examples += 1
    try:
        type_ = getattr(importlib.import_module(module_name), example.type)
        adapter: pydantic.TypeAdapter[Any] = pydantic.TypeAdapter(type_)
        parsed = adapter.validate_json(json.dumps(example.value))
        dumped = adapter.dump_python(
            parsed, mode="json", by_alias=True, exclude_unset=True, warnings=False
        )
    except Exception as error:  # noqa: BLE001 - any failure of generated code is a finding.
        findings.differing.append(_line(example.type, error))
        return
    if same_json(dumped, example.value):
        findings.held += 1
    else:
        findings.differing.append(f"{example.type}: {dumped!a} is not {example.value!a}"[:400])


def same_json(one: Any, other: Any) -> bool:
    """Whether two JSON values are equal: 1 is 1.0, and true is neither."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same_json(one[k], other[k]) for k in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same_json, one, other))
    return isinstance(one, bool) is isinstance(other, bool) and bool(one == other)


def _line(what: str, error: Exception) -> str:
    message = " ".join(str(error).split())
    return ascii(f"{what}: {type(error).__name__}: {message}"[:400])[1:-1]
