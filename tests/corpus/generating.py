"""The first process of a run: the command itself, watched from inside for what it generates."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import codegen.ir.build
import codegen.plan.package
from codegen.cli import app
from codegen.ir.api import Api
from codegen.ir.sdk import Sdk
from codegen.read import read_document
from tests.corpus.documents import Run

SCHEMAS = ("components", "schemas")


@dataclass(frozen=True, slots=True)
class Example:
    """An example that a document gives for a component schema.

    Attributes:
        schema: the schema's key.
        module, type: the generated type; empty when the schema is none of its own.
        value: the JSON value.
    """

    schema: str
    module: str
    type: str
    value: Any


@dataclass(frozen=True, slots=True)
class Generation:
    """What came of a run, from the generator's own representation.

    Attributes:
        package: the name of the generated package.
        operations: methods of all resources, one for each REST operation.
        messages: distinct messages of each channel, summed over the channels.
    """

    package: str
    operations: int
    messages: int
    examples: tuple[Example, ...]


def generate(run: Run, output: Path, answer: Path, configuration: Path | None = None) -> None:
    """Run `specloom generate`, and write a `Generation` to `answer` as JSON.

    Args:
        run: its documents are the command's, unless there is a configuration, which names them.
        output: the folder of the project.
        answer: the file of the answer.
        configuration: an sdk.yaml.

    Raises:
        SystemExit: the exit code of the command when it is not 0; it has said why.
        RuntimeError: the command succeeded without its stages being seen.
    """
    with (
        _calls(codegen.ir.build, "build_api") as built,
        _calls(codegen.plan.package, "plan_package") as planned,
    ):
        # The folder of the set: some documents refer to their neighbours.
        root = str(Path(run.documents[0].path).parts[0])
        source = [str(configuration), "--root", root] if configuration else run.arguments
        code = _command(["generate", *source, "--out", str(output), "--no-cache"])
    if code != 0:
        raise SystemExit(code)
    if not built or not planned:
        raise RuntimeError("the generator no longer calls build_api and plan_package")
    api: Api = built[-1].result
    sdk: Sdk = planned[-1].arguments[0]
    generation = Generation(
        str(sdk.package), _operations(sdk), _messages(api), tuple(_examples(run, sdk))
    )
    answer.write_text(json.dumps(asdict(generation)), encoding="utf-8")


def _command(arguments: list[str]) -> int:
    try:
        app(arguments)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    return 0


@dataclass(frozen=True, slots=True)
class _Call:
    arguments: tuple[Any, ...]
    result: Any


@contextmanager
def _calls(module: ModuleType, name: str) -> Iterator[list[_Call]]:
    """The calls of a module's function, while they are made."""
    calls: list[_Call] = []
    original: Callable[..., Any] = getattr(module, name)

    def watched(*arguments: Any, **options: Any) -> Any:
        result = original(*arguments, **options)
        calls.append(_Call(arguments, result))
        return result

    setattr(module, name, watched)
    try:
        yield calls
    finally:
        setattr(module, name, original)


def _operations(sdk: Sdk) -> int:
    return sum(len(resource.methods) for resource in sdk.all_resources())


def _messages(api: Api) -> int:
    return sum(
        len({message.location for message in (*channel.sent, *channel.received)})
        for channel in api.channels
    )


def _examples(run: Run, sdk: Sdk) -> Iterator[Example]:
    types = {
        (model.origin.file.resolve(), model.origin.pointer): model.name
        for model in reversed(sdk.models)
    }
    for document in run.documents:
        file = Path(document.path)
        for key, schema in _component_schemas(file):
            name = types.get((file.resolve(), (*SCHEMAS, key)))
            module = ".".join(name.module.parts) if name else ""
            for value in examples_of(schema):
                yield Example(key, module, str(name.name) if name else "", value)


def _component_schemas(file: Path) -> Iterable[tuple[str, Any]]:
    value: Any = read_document(file).data
    for key in SCHEMAS:
        value = value.get(key) if isinstance(value, dict) else None
    return value.items() if isinstance(value, dict) else ()


def examples_of(schema: object) -> list[Any]:
    """The `example` (OpenAPI 3.0) and the `examples` (JSON Schema) of a schema."""
    if not isinstance(schema, dict):
        return []
    single = [schema["example"]] if "example" in schema else []
    several = schema.get("examples")
    return [*single, *(several if isinstance(several, list) else [])]
