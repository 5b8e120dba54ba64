"""Reading JSON: the standard library for speed, the exact reader for the precise refusal."""

from __future__ import annotations

import json
import re
from typing import Any, NoReturn

from codegen.diagnostics import Code, Location, SpecError
from codegen.read.builder import build
from codegen.read.events import SyntaxProblemError
from codegen.read.json_events import json_events
from codegen.read.json_value import JsonValue
from codegen.read.limits import Limits
from codegen.read.shape import Shape, inspect, may_exceed
from codegen.read.source import Source, position_at

# An escape of half a surrogate pair without its other half beside it.
_LONE_SURROGATE = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])"
    r"|(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F]"
)


class _RefusedError(Exception):
    """The exact reader must look at the text."""


def read_json(source: Source, limits: Limits) -> JsonValue:
    """Return the data of a JSON file; raise SpecError when it is not one, or is beyond limits."""
    if _needs_exact_reader(source.text, limits):
        return _read_exactly(source, limits)
    try:
        value: JsonValue = json.loads(
            source.text, object_pairs_hook=_without_duplicates, parse_constant=_refuse_constant
        )
    except json.JSONDecodeError as error:
        raise _syntax_error(source, error.msg, error.pos) from None
    except (_RefusedError, RecursionError):
        return _read_exactly(source, limits)
    if inspect(value, limits) is Shape.SOUND:
        return value
    return _read_exactly(source, limits)


def _needs_exact_reader(text: str, limits: Limits) -> bool:
    long_integer = rf"[0-9]{{{limits.integer_digits + 1}}}"
    return (
        may_exceed(text, limits)
        or _LONE_SURROGATE.search(text) is not None
        or re.search(long_integer, text) is not None
    )


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    mapping = dict(pairs)
    if len(mapping) < len(pairs):
        raise _RefusedError
    return mapping


def _refuse_constant(_: str) -> NoReturn:
    raise _RefusedError


def _read_exactly(source: Source, limits: Limits) -> JsonValue:
    try:
        value = build(source, json_events(source.text), limits)
        # Events say nothing of commas and colons, and not every text got this far by way of the
        # json module. What is within the limits is safe to hand to it.
        json.loads(source.text)
    except SyntaxProblemError as problem:
        raise _syntax_error(source, problem.problem, problem.index) from None
    except json.JSONDecodeError as error:
        raise _syntax_error(source, error.msg, error.pos) from None
    return value


def _syntax_error(source: Source, problem: str, index: int) -> SpecError:
    location = Location(source.path, position=position_at(source.text, index))
    return SpecError.of(Code.INVALID_JSON, f"this is not JSON: {problem}", location)
