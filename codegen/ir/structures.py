"""Arrays and objects: what their items, properties and other keys are."""

from __future__ import annotations

from collections.abc import Callable

from codegen.ir.all_of import required_names
from codegen.ir.annotations import is_annotated
from codegen.ir.nodes import invalid_schema, json_text, optional_text
from codegen.ir.scalars import is_binary_content
from codegen.ir.types import (
    ANY,
    BINARY,
    NEVER,
    ArrayType,
    MapType,
    ObjectType,
    Property,
    TupleType,
    Type,
)
from codegen.ir.unions import union
from codegen.read.json_value import JsonValue
from codegen.resolve import Node
from codegen.text import SpecText

# What says which type is meant, where `type` itself is missing.
_OBJECT_KEYWORDS = (
    "properties", "additionalProperties", "patternProperties", "unevaluatedProperties",
)  # fmt: skip
_ARRAY_KEYWORDS = ("items", "prefixItems")


class StructureReader:
    """Reads schemas of arrays and objects.

    Args:
        read: reads the schemas inside.
        target: gives what a schema refers to; None for what is skipped.
    """

    def __init__(self, read: Callable[[Node], Type], target: Callable[[Node], Node | None]) -> None:
        self._read = read
        self._target = target

    def implied(self, node: Node, value: dict[str, JsonValue]) -> Type:
        """What a schema without `type` means by its other keywords."""
        if not value.keys().isdisjoint(_OBJECT_KEYWORDS):
            return self.object(node, value)
        if not value.keys().isdisjoint(_ARRAY_KEYWORDS):
            return self.array(node, value)
        if is_binary_content(value):
            return BINARY
        return ANY

    def array(self, node: Node, value: dict[str, JsonValue]) -> Type:
        """An array, or a tuple where the schema says how many items there are."""
        # JSON Schema draft 7, which AsyncAPI uses, has the list of the first items in `items`.
        is_older = isinstance(value.get("items"), list)
        prefix = node.child("items" if is_older else "prefixItems") if _has_prefix(value) else None
        rest = node.get("additionalItems" if is_older else "items")
        items = NEVER if rest is None else self._read(rest)
        if prefix is None or not isinstance(prefix.value, list) or not prefix.value:
            if rest is None:
                return ArrayType(ANY)
            return TupleType(()) if items == NEVER else ArrayType(items)
        first = tuple(self._read(part) for part in prefix.elements())
        length = len(first)
        is_closed = value.get("maxItems") == length or (rest is not None and items == NEVER)
        shortest = value.get("minItems")
        if is_closed and isinstance(shortest, int) and shortest >= length and NEVER not in first:
            return TupleType(first)
        # An array may end within the first items. What follows them, where the schema is silent,
        # is not known; in real documents it is more of the same.
        several = union((*first, items), node.location)
        return TupleType(()) if several == NEVER else ArrayType(several)

    def object(self, node: Node, value: dict[str, JsonValue]) -> Type:
        """An object with properties, or a map without.

        Raises:
            SpecError: `properties` is no mapping.
        """
        properties = value.get("properties")
        extras = self._extras(node, value)
        if not properties:
            return MapType(ANY if extras is None else extras)
        if not isinstance(properties, dict):
            raise invalid_schema(node.child("properties").location, "`properties` is a mapping")
        names = required_names(value)
        parent = node.child("properties")
        items = [self._property(parent.child(name), name, name in names) for name in properties]
        # A property of no value is one that is never there.
        possible = tuple(item for item in items if item.type != NEVER)
        if not possible:
            return MapType(ANY if extras is None else extras)
        return ObjectType(
            possible,
            node.location,
            optional_text(value.get("title")),
            optional_text(value.get("description")),
            value.get("deprecated") is True,
            None if extras == ANY else extras,
        )

    def _extras(self, node: Node, value: dict[str, JsonValue]) -> Type | None:
        """The type of keys that are no property; None where nothing is said of them.

        Where other keys are ruled out there may still be some: servers add them.
        """
        found: list[Type] = []
        patterns = node.get("patternProperties")
        if patterns is not None:
            found.extend(self._read(pattern) for _, pattern in patterns.members())
        for keyword in ("additionalProperties", "unevaluatedProperties"):
            if keyword not in value:
                continue
            found.append(self._read(node.child(keyword)))
            break
        else:
            # Keys that match no pattern are free, but an object of patterns is meant as a map.
            if value.get("properties"):
                return None
        extras = union(found, node.location)
        return None if extras == NEVER else extras

    def _property(self, node: Node, name: str, required: bool) -> Property:
        value = node.value if isinstance(node.value, dict) else {}
        return Property(
            SpecText(name),
            self._read(node),
            required,
            optional_text(value.get("description")),
            value.get("deprecated") is True,
            json_text(value.get("default")),
            node.location,
            is_annotated(node, "readOnly", self._target),
            is_annotated(node, "writeOnly", self._target),
        )


def _has_prefix(value: dict[str, JsonValue]) -> bool:
    return isinstance(value.get("items"), list) or "prefixItems" in value
