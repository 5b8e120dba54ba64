"""Names and prose for the values of an enumeration, as well-known generators read them."""

from __future__ import annotations

from typing import Final

from codegen.diagnostics import Code
from codegen.findings import Findings
from codegen.ir.nodes import mapping, optional_text
from codegen.ir.types import JsonScalar, ValueLabel
from codegen.read.json_value import JsonValue
from codegen.resolve import Node
from codegen.text import SpecText

# OpenAPI Generator, NSwag, and the many that read theirs.
_NAMES: Final = ("x-enum-varnames", "x-enumNames")
_DESCRIPTIONS: Final = ("x-enum-descriptions", "x-enumDescriptions")


def read_labels(
    node: Node, values: list[JsonValue], findings: Findings
) -> dict[tuple[type, JsonScalar], ValueLabel]:
    """The labels of an `enum`, by type and value.

    A list has one entry for each value, in their order; a mapping has them by value. A list of
    another length is left out with a warning (SL220), for it says nothing for sure.
    """
    schema = mapping(node)
    names = _aligned(node, schema, _NAMES, values, findings)
    descriptions = _aligned(node, schema, _DESCRIPTIONS, values, findings)
    fern = mapping(Node(node.location, schema.get("x-fern-enum")))
    found: dict[tuple[type, JsonScalar], ValueLabel] = {}
    for index, value in enumerate(values):
        if isinstance(value, (dict, list)):
            continue
        known = SpecText(value) if isinstance(value, str) else value
        own = mapping(Node(node.location, fern.get(str(value))))
        name = names[index] or optional_text(own.get("name"))
        description = descriptions[index] or optional_text(own.get("description"))
        if name is not None or description is not None:
            found[type(known), known] = ValueLabel(name, description)
    return found


def _aligned(
    node: Node,
    schema: dict[str, JsonValue],
    keywords: tuple[str, ...],
    values: list[JsonValue],
    findings: Findings,
) -> list[SpecText | None]:
    """The text for each value, None where there is none."""
    for keyword in keywords:
        texts = schema.get(keyword)
        if isinstance(texts, dict):
            return [optional_text(texts.get(str(value))) for value in values]
        if not isinstance(texts, list):
            continue
        if len(texts) == len(values):
            return [optional_text(text) for text in texts]
        findings.warn(
            Code.VALUE_LABELS,
            f"`{keyword}` has {len(texts)} entries for {len(values)} values",
            node.child(keyword).location,
        )
    return [None] * len(values)
