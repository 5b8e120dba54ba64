"""A package generated from a mini spec, imported into this process.

The one entry is the fixture `generate_package`; test modules import its type alone.
"""

from __future__ import annotations

import importlib
import itertools
import json
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent
from types import ModuleType
from typing import Any

import pytest
import yaml

from codegen.cache import Cache
from codegen.output import write
from codegen.pipeline import Request, make_plan

_NUMBERS = itertools.count(1)


@dataclass(frozen=True)
class GeneratedPackage:
    """What came of a spec.

    Attributes:
        name: what the package is imported as.
        folder: the generated project.
        files: its text by path relative to the folder.
    """

    name: str
    folder: Path
    files: dict[str, str]

    def module(self, path: str = "") -> ModuleType:
        """Import a module of the package by its dotted path."""
        return importlib.import_module(f"{self.name}.{path}" if path else self.name)

    def type(self, name: str) -> Any:
        """A class or alias by its name, wherever below `types` its module is."""
        found = [
            path
            for path, text in self.files.items()
            if "/types/" in path and f"__all__ = ['{name}']" in text.replace('"', "'")
        ]
        assert len(found) == 1, f"{name} is defined in {found}"
        relative = Path(found[0]).with_suffix("").parts[2:]
        return getattr(self.module(".".join(relative)), name)

    def text(self, path: str) -> str:
        """The text of a file, by its path below the package."""
        return self.files[f"src/{self.name}/{path}"]


Document = str | Mapping[str, Any]
GeneratePackage = Callable[..., GeneratedPackage]


@pytest.fixture(scope="module")
def generate_package(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[GeneratePackage]:
    """Generate, to be imported: `generate_package(openapi=..., asyncapi=..., config=...)`.

    A document is YAML text, or data; the configuration is YAML text without the documents' names.
    """
    made: list[GeneratedPackage] = []

    def generate(
        *, openapi: Document | None = None, asyncapi: Document | None = None, config: Document = ""
    ) -> GeneratedPackage:
        folder = tmp_path_factory.mktemp("package")
        name = f"mini_sdk_{next(_NUMBERS)}"
        settings = dict(config) if isinstance(config, Mapping) else yaml.safe_load(config) or {}
        for kind, document in (("openapi", openapi), ("asyncapi", asyncapi)):
            if document is not None:
                text = dedent(document) if isinstance(document, str) else json.dumps(document)
                (folder / f"{kind}.yaml").write_text(text, encoding="utf-8")
                settings[kind] = f"{kind}.yaml"
        (folder / "sdk.yaml").write_text(json.dumps(settings), encoding="utf-8")
        request = Request(folder / "sdk.yaml", package=name, output=folder / "sdk")
        plan = make_plan(request, cache=Cache(None), progress=lambda stage: None)
        write(plan.files, plan.output)
        sys.path.insert(0, str(plan.output / "src"))
        importlib.invalidate_caches()
        package = GeneratedPackage(name, plan.output, plan.files)
        made.append(package)
        return package

    yield generate
    for package in made:
        sys.path.remove(str(package.folder / "src"))
        for name in [n for n in sys.modules if n.split(".")[0] == package.name]:
            del sys.modules[name]
