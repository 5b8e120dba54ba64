"""Reading YAML: ryaml for speed, the exact reader for whatever it refuses or may get wrong."""

from __future__ import annotations

import io
import re

import ryaml

from codegen.diagnostics import Code, Location, SpecError, quote
from codegen.read.builder import build
from codegen.read.events import SecondDocumentError, SyntaxProblemError
from codegen.read.json_value import JsonValue
from codegen.read.limits import Limits
from codegen.read.shape import Shape, inspect, may_exceed
from codegen.read.source import Source, position_at
from codegen.read.yaml_events import yaml_events

# What ryaml 0.5.1 reads differently from YAML 1.2, or without telling what it lost. A pattern may
# match prose as well: that costs time, never a wrong value.
_NODE_START = r"(?:^|[ \t\[{,:])"
_NODE_END = r"(?=[ \t,\]}:]|$)"
_NEEDS_EXACT_READER = re.compile(
    "|".join(
        (
            # Anchors, which ryaml expands into copies, tags, which it turns into mappings or
            # ignores, and merge keys, which it leaves in place.
            rf"{_NODE_START}(?:!|&[^\s,\]}}])",
            r"<<[ \t]*:",
            # Integers beyond 64 bits become floats or text; so do floats beyond the double.
            r"[0-9]{19}",
            r"0[xo][0-9a-fA-F]{16}",
            r"[0-9.][eE]\+?[0-9]{3}",
            # Binary numbers and signed hexadecimal ones are text in YAML 1.2.
            rf"{_NODE_START}(?:[-+]?0b[01]+|[-+]0[xo][0-9a-fA-F]+){_NODE_END}",
            # A key that is a number in another than its shortest decimal form would lose its text.
            rf"{_NODE_START}(?:\+[0-9]+|-0|0[xob][0-9a-fA-F]+"
            r"|[-+]?(?:\.[0-9]+|[0-9]+\.[0-9]*|[0-9]+(?=[eE]))(?:[eE][-+]?[0-9]+)?"
            r"|[-+]?\.[iInN][nNaA][fFnN])[ \t]*:(?=\s|$)",
            # Line ends of YAML 1.1.
            "[\x85\u2028\u2029]",
        )
    ),
    re.MULTILINE,
)
_BRACKETS = b"[]{}"
_NOT_BRACKETS = bytes(set(range(256)) - set(_BRACKETS))
# ryaml takes time quadratic in the depth of brackets, even where it gives up at a depth of 128:
# 0.3 s for 10,000 and half a minute for 100,000.
_QUADRATIC_DEPTH = 1000


def read_yaml(source: Source, limits: Limits) -> JsonValue:
    """Return the data of a YAML file; raise SpecError when it is not one, or is beyond limits."""
    if _is_safe_for_ryaml(source.text, limits):
        try:
            value: JsonValue = ryaml.load(io.StringIO(source.text))
        except ValueError:
            # The exact reader says what is wrong, or reads what ryaml cannot.
            return _read_exactly(source, limits)
        if inspect(value, limits) is Shape.SOUND:
            return value
    return _read_exactly(source, limits)


def _is_safe_for_ryaml(text: str, limits: Limits) -> bool:
    return (
        _NEEDS_EXACT_READER.search(text) is None
        and not may_exceed(text, limits)
        and _bracket_depth(text) < _QUADRATIC_DEPTH
    )


def _bracket_depth(text: str) -> int:
    """Return how deep brackets can be nested at most; those in texts count as well."""
    depth = deepest = 0
    for bracket in text.encode("utf-8").translate(None, _NOT_BRACKETS):
        depth += 1 if bracket in b"[{" else -1
        deepest = max(deepest, depth)
        depth = max(depth, 0)
    return deepest


def _read_exactly(source: Source, limits: Limits) -> JsonValue:
    try:
        return build(source, yaml_events(source.text), limits)
    except SecondDocumentError as problem:
        raise _refusal(source, Code.SEVERAL_DOCUMENTS, problem.problem, problem.index) from None
    except SyntaxProblemError as problem:
        code, message = Code.INVALID_YAML, f"this is not YAML: {problem.problem}"
        character = source.text[problem.index : problem.index + 1]
        if character and not character.isprintable() and not character.isspace():
            code = Code.CONTROL_CHARACTER
            message = f"the file holds the character {quote(character)}"
        raise _refusal(source, code, message, problem.index) from None


def _refusal(source: Source, code: Code, message: str, index: int) -> SpecError:
    location = Location(source.path, position=position_at(source.text, index))
    return SpecError.of(code, message, location)
