"""The JSON Schema Test Suite: schemas as components, and instances that they admit or do not.

The schemas of a file become the components of one document. A generated type has to accept every
valid instance in strict mode and dump it as it came. Of the invalid ones it rejects what a Python
type can express; what accepts the others is counted by the keyword that would have rejected them.
"""

from __future__ import annotations

import importlib
import json
import re
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import jsonschema
import pydantic
from jsonschema.validators import validator_for

from codegen.cache import Cache
from codegen.diagnostics import SpecError
from codegen.output import write
from codegen.pipeline import Request, make_plan
from tests.corpus.importing import same_json

NOT_RUN: Final = {
    "refRemote": "nothing is fetched while generating",
    "vocabulary": "meta-schemas say nothing of data",
}
"""Files whose cases need what the generator does not do, and what that is."""

_LIMITS = "limits are no part of a Python type"
NOT_EXPRESSED: Final = {
    "additionalProperties": (
        "further keys stay allowed: servers add them; where patterns type some, all have one type"
    ),
    "unevaluatedProperties": "further keys stay allowed: servers add them",
    "dependencies": "what one property means for others is no part of a type",
    "dependentRequired": "what one property means for others is no part of a type",
    "dependentSchemas": "what one property means for others is no part of a type",
    "propertyNames": "keys are any text",
    "patternProperties": "extra keys have one type, whatever they are called",
    "not": "there is no type of everything but one",
    "if": "conditions are no part of a type",
    "then": "conditions are no part of a type",
    "else": "conditions are no part of a type",
    "contains": "all items of a list have one type",
    "minContains": "all items of a list have one type",
    "maxContains": "all items of a list have one type",
    "unevaluatedItems": "all items of a list have one type",
    "additionalItems": "all items of a list have one type",
    "items": "a list may be shorter than its first items, so that its items have one type",
    "prefixItems": "a list may be shorter than its first items, so that its items have one type",
    "uniqueItems": _LIMITS, "minItems": _LIMITS, "maxItems": _LIMITS,
    "minLength": _LIMITS, "maxLength": _LIMITS, "pattern": _LIMITS,
    "minimum": _LIMITS, "maximum": _LIMITS, "multipleOf": _LIMITS,
    "exclusiveMinimum": _LIMITS, "exclusiveMaximum": _LIMITS,
    "minProperties": _LIMITS, "maxProperties": _LIMITS,
    "oneOf": "what is of several members is taken, and anything where one names no type",
    "anyOf": "where one member names no type, anything is taken",
    "required": "a property that is required and not described is none of the class",
    "const": "objects, lists and fractions are no literals, and True is 1 to pydantic",
    "enum": "objects, lists and fractions are no literals, and True is 1 to pydantic",
    "format": "a text that is not of its format stays text",
    "contentEncoding": "a text that is not of its format stays text",
    "$dynamicRef": "a replaced anchor admits less than the type",
    "false schema": "what never has a value is left out",
}  # fmt: skip
"""Why a type accepts what a keyword rejects."""

# What is below these is not read, or read for all keys and items alike.
_LEFT_OUT: Final = frozenset(
    {
        "$dynamicRef", "additionalProperties", "contains", "dependentSchemas", "else", "if", "not",
        "patternProperties", "prefixItems", "propertyNames", "then", "unevaluatedItems",
        "unevaluatedProperties",
    }
)  # fmt: skip

_OBJECT = ("properties", "additionalProperties", "patternProperties", "unevaluatedProperties")


@dataclass(frozen=True, slots=True)
class Case:
    """A schema of the suite. Attributes: name: of the component; tests: as the suite has them."""

    name: str
    description: str
    schema: Any
    tests: list[dict[str, Any]]


@dataclass(slots=True)
class Score:
    """What came of a file.

    Attributes:
        accepted, rejected: of the valid and of the invalid instances, and how many there are.
        refused: instances of schemas that the generator refuses, by the code.
        assumed: valid instances that are not accepted, by what the generator takes for granted.
        not_expressed: invalid instances that are accepted, by the keyword that rejects them.
        unexplained: the other valid instances that are not accepted, or not dumped as they came.
    """

    name: str
    accepted: tuple[int, int] = (0, 0)
    rejected: tuple[int, int] = (0, 0)
    refused: Counter[str] = field(default_factory=Counter)
    assumed: Counter[str] = field(default_factory=Counter)
    not_expressed: Counter[str] = field(default_factory=Counter)
    unexplained: list[str] = field(default_factory=list)


def run_suite(folder: Path, work: Path, names: Iterable[str] = ()) -> Iterator[Score]:
    """Run the files of a folder of the suite, or those that are named.

    Args:
        folder: the files, one for each keyword.
        work: an empty folder for what is generated.
        names: of files, without their ending.
    """
    wanted = set(names)
    for path in sorted(folder.glob("*.json")):
        if path.stem not in NOT_RUN and (not wanted or path.stem in wanted):
            yield _run_file(path, work / re.sub(r"\W", "_", f"{folder.name}_{path.stem}"))


def suite_lines(name: str, scores: Iterable[Score]) -> Iterator[str]:
    """The report of a folder of the suite."""
    total = Score("all")
    yield ""
    yield f"{name}: valid instances accepted / all, invalid ones rejected / all"
    for score in scores:
        total.accepted = _sum(total.accepted, score.accepted)
        total.rejected = _sum(total.rejected, score.rejected)
        for counts, more in (
            (total.refused, score.refused),
            (total.assumed, score.assumed),
            (total.not_expressed, score.not_expressed),
        ):
            counts.update(more)
        total.unexplained += score.unexplained
        yield _row(score)
    yield _row(total)
    for stem, reason in NOT_RUN.items():
        yield f"  not run: {stem}: {reason}"
    for title, counts, reasons in (
        ("schemas refused (instances)", total.refused, {}),
        ("valid and not accepted, because", total.assumed, {}),
        ("invalid and accepted, by keyword", total.not_expressed, NOT_EXPRESSED),
    ):
        yield f"  {title}: {counts.total()}"
        for key, count in counts.most_common():
            yield f"    {count:4} {key}{': ' + reasons[key] if key in reasons else ''}"
    yield f"  valid and not accepted, unexplained: {len(total.unexplained)}"
    yield from (f"    {line}" for line in total.unexplained)


def suite_data(suites: Mapping[str, Iterable[Score]]) -> dict[str, list[dict[str, Any]]]:
    """The report of the folders of the suite as JSON data."""
    return {name: [_score_data(score) for score in scores] for name, scores in suites.items()}


def _score_data(score: Score) -> dict[str, Any]:
    return {
        "name": score.name,
        "accepted": score.accepted,
        "rejected": score.rejected,
        "refused": dict(score.refused),
        "assumed": dict(score.assumed),
        "not_expressed": dict(score.not_expressed),
        "unexplained": score.unexplained,
    }


def _row(score: Score) -> str:
    accepted, rejected = (f"{part}/{all_}" for part, all_ in (score.accepted, score.rejected))
    return f"  {score.name:24} {accepted:>10} {rejected:>10}"


def _run_file(path: Path, work: Path) -> Score:
    cases = [
        Case(f"Case{index}Schema", entry["description"], entry["schema"], entry["tests"])
        for index, entry in enumerate(json.loads(path.read_text(encoding="utf-8")))
    ]
    score = Score(path.stem)
    package = re.sub(r"\W", "_", f"suite_{work.name}").lower()
    types = _generate(cases, work, package, score)
    try:
        for case in cases:
            if case.name in types:
                _try_case(case, _adapter(package, types[case.name], case.name), score)
    finally:
        if types:
            sys.path.remove(str(work / "sdk" / "src"))
        for module in [name for name in sys.modules if name.split(".")[0] == package]:
            del sys.modules[module]
        shutil.rmtree(work)
    return score


def _generate(cases: list[Case], work: Path, package: str, score: Score) -> Mapping[str, str]:
    """Generate a package; the module of each case that is not refused, by the case's name."""
    remaining = {case.name: case for case in cases}
    work.mkdir(parents=True)
    while remaining:
        document = _document(remaining.values())
        (work / "openapi.json").write_text(json.dumps(document), encoding="utf-8")
        request = Request(openapi=work / "openapi.json", package=package, output=work / "sdk")
        try:
            plan = make_plan(request, cache=Cache(None), progress=lambda stage: None)
        except SpecError as error:
            places = [(d.code, d.location) for d in error.diagnostics if d.location is not None]
            found = {str(place.pointer[2]): code for code, place in places if place.pointer[2:]}
            if not found.keys() & remaining.keys():
                raise
            for name in found.keys() & remaining.keys():
                case = remaining.pop(name)
                score.refused[str(found[name])] += len(case.tests)
            continue
        write(plan.files, plan.output)
        sys.path.insert(0, str(plan.output / "src"))
        importlib.invalidate_caches()
        return {
            name: ".".join(Path(path).with_suffix("").parts[2:])
            for path, text in plan.files.items()
            for name in remaining
            if f'__all__ = ["{name}"]' in text
        }
    return {}


def _document(cases: Iterable[Case]) -> dict[str, Any]:
    schemas = {}
    for case in cases:
        schema = case.schema
        if isinstance(schema, dict) and "$id" not in schema:
            # What starts at the root of the schema is not to start at that of the document.
            schema = {"$id": f"https://suite.example/{case.name}", **schema}
        schemas[case.name] = schema
    info = {"title": "Suite", "version": "1"}
    return {"openapi": "3.1.0", "info": info, "paths": {}, "components": {"schemas": schemas}}


def _adapter(package: str, module: str, name: str) -> pydantic.TypeAdapter[Any]:
    return pydantic.TypeAdapter(getattr(importlib.import_module(f"{package}.{module}"), name))


def _try_case(case: Case, adapter: pydantic.TypeAdapter[Any], score: Score) -> None:
    for test in case.tests:
        fits = _fits(adapter, test["data"])
        if test["valid"]:
            score.accepted = _sum(score.accepted, (int(fits), 1))
            if not fits:
                reason = _assumption(case.schema, test["data"], adapter)
                if reason:
                    score.assumed[reason] += 1
                else:
                    score.unexplained.append(
                        f"{score.name}: {case.description}: {test['description']}"
                    )
        else:
            is_rejected = not _validates(adapter, test["data"])
            score.rejected = _sum(score.rejected, (int(is_rejected), 1))
            if not is_rejected:
                score.not_expressed[_keyword(case.schema, test["data"])] += 1


def _validates(adapter: pydantic.TypeAdapter[Any], data: Any) -> bool:
    try:
        adapter.validate_json(json.dumps(data), strict=True)
    except pydantic.ValidationError:
        return False
    return True


def _fits(adapter: pydantic.TypeAdapter[Any], data: Any) -> bool:
    """Whether data is accepted, and dumped as it came."""
    try:
        value = adapter.validate_json(json.dumps(data), strict=True)
    except pydantic.ValidationError:
        return False
    dumped = adapter.dump_python(
        value, mode="json", by_alias=True, exclude_unset=True, warnings=False
    )
    return same_json(dumped, data)


# -- what the generator takes for granted -----------------------------------------------------


def _with_type(schema: dict[str, Any]) -> dict[str, Any]:
    if "type" in schema or "const" in schema or "enum" in schema:
        return schema
    if any(keyword in schema for keyword in _OBJECT):
        return {**schema, "type": "object"}
    if "items" in schema or "prefixItems" in schema:
        return {**schema, "type": "array"}
    return schema


def _with_further_items(schema: dict[str, Any]) -> dict[str, Any]:
    prefix = schema.get("prefixItems")
    if isinstance(prefix, list) and "items" not in schema:
        return {**schema, "items": {"anyOf": prefix}}
    older = schema.get("items")
    if isinstance(older, list) and "additionalItems" not in schema:
        return {**schema, "additionalItems": {"anyOf": older}}
    return schema


def _with_pattern_values(schema: dict[str, Any]) -> dict[str, Any]:
    patterns = schema.get("patternProperties")
    if not patterns or "properties" in schema or "additionalProperties" in schema:
        return schema
    return {**schema, "additionalProperties": {"anyOf": list(patterns.values())}}


Change = Callable[[dict[str, Any]], dict[str, Any]]

_ASSUMPTIONS: Final[dict[str, Change]] = {
    "a schema of properties or items means an object or an array, where it has no `type`": (
        _with_type
    ),
    "what follows the first items of an array is more of the same": _with_further_items,
    "an object of patterns alone is a map": _with_pattern_values,
}


def _assumption(schema: Any, data: Any, adapter: pydantic.TypeAdapter[Any]) -> str | None:
    whole = _with_whole_numbers(data)
    if not same_types(whole, data) and _validates(adapter, whole):
        return "an integer is written without a fraction: 1 and not 1.0"
    for reason, change in _ASSUMPTIONS.items():
        if not _is_valid(_changed(schema, change), data):
            return reason
    return None


def _with_whole_numbers(data: Any) -> Any:
    match data:
        case float() if data.is_integer():
            return int(data)
        case list():
            return [_with_whole_numbers(item) for item in data]
        case dict():
            return {key: _with_whole_numbers(item) for key, item in data.items()}
        case _:
            return data


def same_types(one: Any, other: Any) -> bool:
    """Whether the JSON text of two values is the same."""
    return json.dumps(one) == json.dumps(other)


def _changed(schema: Any, change: Change) -> Any:
    if isinstance(schema, list):
        return [_changed(item, change) for item in schema]
    if not isinstance(schema, dict):
        return schema
    return change({key: _changed(item, change) for key, item in schema.items()})


def _is_valid(schema: Any, data: Any) -> bool:
    return next(_errors(schema, data), None) is None


def _errors(schema: Any, data: Any) -> Iterator[jsonschema.ValidationError]:
    kind = validator_for(schema, default=jsonschema.Draft202012Validator)
    try:
        yield from kind(schema).iter_errors(data)
    except Exception as error:  # noqa: BLE001 - whatever a validator cannot do.
        # A reference, or a regular expression, of which only the suite has what is needed.
        yield jsonschema.ValidationError(type(error).__name__, validator="not checked")


def _keyword(schema: Any, data: Any) -> str:
    """The keyword that rejects data; of nested ones that which no type can follow."""
    error = next(_errors(schema, data), None)
    if error is None:
        return "format"
    path = [str(token) for token in error.absolute_schema_path]
    outer = next((keyword for keyword in path[:-1] if keyword in _LEFT_OUT), None)
    return outer or (str(error.validator) if error.validator else "false schema")


def _sum(one: tuple[int, int], other: tuple[int, int]) -> tuple[int, int]:
    return one[0] + other[0], one[1] + other[1]
