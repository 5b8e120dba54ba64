"""Keywords that say something about a property without changing its type.

They count where they stand in the schema itself, in what its `$ref` leads to, and in a part of its
`allOf` (JSON Schema 2020-12, core, section 7.7: the annotations of subschemas are collected).
"""

from __future__ import annotations

from collections.abc import Callable

from codegen.resolve import Node

_MAX_SCHEMAS = 20


def is_annotated(node: Node, keyword: str, follow: Callable[[Node], Node | None]) -> bool:
    """Whether a keyword such as `readOnly` is true for the values of a schema.

    Args:
        node: the schema.
        keyword: the annotation.
        follow: gives what a schema refers to; None for what is not to be looked at.
    """
    waiting = [node]
    for _ in range(_MAX_SCHEMAS):
        if not waiting:
            break
        schema = waiting.pop()
        value = schema.value
        if not isinstance(value, dict):
            continue
        if value.get(keyword) is True:
            return True
        if "$ref" in value:
            target = follow(schema)
            if target is not None:
                waiting.append(target)
        if isinstance(value.get("allOf"), list):
            waiting.extend(schema.child("allOf").elements())
    return False
