"""Enumerations whose values have names or prose of their own."""

from __future__ import annotations

import json
from collections.abc import Iterator

from codegen.ir import sdk
from codegen.ir.types import JsonScalar, LiteralType, Type, ValueLabel, without_null
from codegen.names import identifiers
from codegen.text import Identifier, SpecText


def has_names(body: Type) -> bool:
    """Whether the document names values of a type."""
    return any(label.name is not None for _, label in _labelled(body))


def named_constants(name: sdk.TypeName, body: Type) -> sdk.Constants:
    """A constant for each value that has a name, in the order of the document."""
    found: dict[Identifier, tuple[JsonScalar, SpecText | None]] = {}
    for value, label in _labelled(body):
        if label.name is None:
            continue
        # The attributes of a model are told apart in the same way.
        constant = identifiers.free(_constant_name(label.name), found)
        found[constant] = (value, label.description)
    return sdk.Constants(name, tuple((constant, *rest) for constant, rest in found.items()))


def described(prose: SpecText | None, body: Type) -> SpecText | None:
    """The prose of an enumeration, with that of its values as a list below it."""
    lines = [
        f"- `{_shown(value)}`: {' '.join(label.description.reveal().split())}"
        for value, label in _labelled(body)
        if label.description is not None
    ]
    if not lines:
        return prose
    return SpecText("\n".join([*([prose.reveal().rstrip(), ""] if prose else []), *lines]))


def _labelled(body: Type) -> Iterator[tuple[JsonScalar, ValueLabel]]:
    rest, _ = without_null(body)
    if isinstance(rest, LiteralType):
        yield from zip(rest.values, rest.labels, strict=False)


def _constant_name(name: SpecText) -> Identifier:
    text = name.reveal()
    # What is written in capitals already keeps its words: `E2EE` is one.
    is_name = text.isascii() and text.isidentifier() and text.isupper()
    # In capitals nothing is a keyword.
    return Identifier(text if is_name else identifiers.identifier(text).upper().rstrip("_"))


def _shown(value: JsonScalar) -> str:
    return value.reveal() if isinstance(value, SpecText) else json.dumps(value)
